-- Extra time given to the attempts that were open at one moment: of one person, of a unit with all below, or of all.
CREATE TABLE time_grants (
    id BLOB NOT NULL PRIMARY KEY,
    round_id BLOB NOT NULL REFERENCES rounds (id),
    participant_id BLOB,
    unit_id BLOB REFERENCES units (id),
    seconds INTEGER NOT NULL,
    reason TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    -- Deadline and grace of the attempt of this grant that ends last: until then nothing may be told of the keys.
    last_save_at INTEGER NOT NULL
) STRICT;
CREATE INDEX time_grants_round ON time_grants (round_id);

-- Which attempts have grown, so that each grows once.
CREATE TABLE granted_attempts (
    attempt_id BLOB NOT NULL,
    grant_id BLOB NOT NULL REFERENCES time_grants (id),
    PRIMARY KEY (attempt_id, grant_id)
) STRICT, WITHOUT ROWID;

-- Why an attempt does not count; told to its person.
ALTER TABLE attempts ADD COLUMN void_reason TEXT;

-- What everybody in a contest is told on its pages while it is shown.
CREATE TABLE contest_messages (
    id BLOB NOT NULL PRIMARY KEY,
    contest_id BLOB NOT NULL REFERENCES contests (id),
    text TEXT NOT NULL,
    shown_from INTEGER NOT NULL,
    shown_until INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX contest_messages_contest ON contest_messages (contest_id);
