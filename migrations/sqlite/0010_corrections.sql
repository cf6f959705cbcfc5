-- What organisers corrected of announced rounds. A row stands beside the frozen item, and is never changed.
CREATE TABLE corrections (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    -- 1, 2, 3 …: the newest of an item counts.
    ordinal INTEGER NOT NULL,
    bank_id BLOB NOT NULL,
    item_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- As the bank's file writes it; empty where the kind has none.
    right_answer TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_by BLOB,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (round_id, ordinal)
) STRICT, WITHOUT ROWID;

-- How many corrections a round has, and how many of them its scores and rankings hold.
ALTER TABLE rounds ADD COLUMN corrections INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rounds ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;

-- How far the scoring anew of a round has come: whoever goes on begins after this attempt.
CREATE TABLE rescorings (
    round_id BLOB NOT NULL PRIMARY KEY REFERENCES rounds (id),
    corrections INTEGER NOT NULL,
    total INTEGER NOT NULL,
    done INTEGER NOT NULL,
    after_participant BLOB NOT NULL,
    after_ordinal INTEGER NOT NULL
) STRICT;

-- Why there is another revision, and how many corrections it holds.
ALTER TABLE ranking_revisions ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE ranking_revisions ADD COLUMN corrections INTEGER NOT NULL DEFAULT 0;
-- Who did what: two people where the contest asks for a second approval.
ALTER TABLE ranking_revisions ADD COLUMN frozen_by BLOB;
ALTER TABLE ranking_revisions ADD COLUMN approved_by BLOB;
ALTER TABLE ranking_revisions ADD COLUMN approved_at INTEGER;
ALTER TABLE ranking_revisions ADD COLUMN published_by BLOB;

-- What participants object to, and what they were answered.
CREATE TABLE complaints (
    id BLOB NOT NULL PRIMARY KEY,
    round_id BLOB NOT NULL REFERENCES rounds (id),
    attempt_id BLOB NOT NULL,
    participant_id BLOB NOT NULL,
    -- The question of the paper; none where it is about the result as a whole.
    position INTEGER,
    body TEXT NOT NULL,
    filed_at INTEGER NOT NULL,
    answer TEXT,
    answered_at INTEGER,
    answered_by BLOB
) STRICT;
CREATE INDEX complaints_round ON complaints (round_id, filed_at);
CREATE INDEX complaints_attempt ON complaints (attempt_id);
