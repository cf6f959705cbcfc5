-- What organisers corrected of announced rounds. A row stands beside the frozen item, and is never changed.
CREATE TABLE corrections (
    round_id UUID NOT NULL REFERENCES rounds (id),
    -- 1, 2, 3 …: the newest of an item counts.
    ordinal BIGINT NOT NULL,
    bank_id UUID NOT NULL,
    item_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- As the bank's file writes it; empty where the kind has none.
    right_answer TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_by UUID,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (round_id, ordinal)
);

-- How many corrections a round has, and how many of them its scores and rankings hold.
ALTER TABLE rounds ADD COLUMN corrections BIGINT NOT NULL DEFAULT 0;
ALTER TABLE rounds ADD COLUMN corrected BIGINT NOT NULL DEFAULT 0;

-- How far the scoring anew of a round has come: whoever goes on begins after this attempt.
CREATE TABLE rescorings (
    round_id UUID NOT NULL PRIMARY KEY REFERENCES rounds (id),
    corrections BIGINT NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    after_participant UUID NOT NULL,
    after_ordinal BIGINT NOT NULL
);

-- Why there is another revision, and how many corrections it holds.
ALTER TABLE ranking_revisions ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE ranking_revisions ADD COLUMN corrections BIGINT NOT NULL DEFAULT 0;
-- Who did what: two people where the contest asks for a second approval.
ALTER TABLE ranking_revisions ADD COLUMN frozen_by UUID;
ALTER TABLE ranking_revisions ADD COLUMN approved_by UUID;
ALTER TABLE ranking_revisions ADD COLUMN approved_at BIGINT;
ALTER TABLE ranking_revisions ADD COLUMN published_by UUID;

-- What participants object to, and what they were answered.
CREATE TABLE complaints (
    id UUID NOT NULL PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES rounds (id),
    attempt_id UUID NOT NULL,
    participant_id UUID NOT NULL,
    -- The question of the paper; none where it is about the result as a whole.
    position BIGINT,
    body TEXT NOT NULL,
    filed_at BIGINT NOT NULL,
    answer TEXT,
    answered_at BIGINT,
    answered_by UUID
);
CREATE INDEX complaints_round ON complaints (round_id, filed_at);
CREATE INDEX complaints_attempt ON complaints (attempt_id);
