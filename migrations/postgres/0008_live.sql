-- Extra time given to the attempts that were open at one moment: of one person, of a unit with all below, or of all.
CREATE TABLE time_grants (
    id UUID NOT NULL PRIMARY KEY,
    round_id UUID NOT NULL REFERENCES rounds (id),
    participant_id UUID,
    unit_id UUID REFERENCES units (id),
    seconds BIGINT NOT NULL,
    reason TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    -- Deadline and grace of the attempt of this grant that ends last: until then nothing may be told of the keys.
    last_save_at BIGINT NOT NULL
);
CREATE INDEX time_grants_round ON time_grants (round_id);

-- Which attempts have grown, so that each grows once.
CREATE TABLE granted_attempts (
    attempt_id UUID NOT NULL,
    grant_id UUID NOT NULL REFERENCES time_grants (id),
    PRIMARY KEY (attempt_id, grant_id)
);

-- Why an attempt does not count; told to its person.
ALTER TABLE attempts ADD COLUMN void_reason TEXT;

-- What everybody in a contest is told on its pages while it is shown.
CREATE TABLE contest_messages (
    id UUID NOT NULL PRIMARY KEY,
    contest_id UUID NOT NULL REFERENCES contests (id),
    text TEXT NOT NULL,
    shown_from BIGINT NOT NULL,
    shown_until BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX contest_messages_contest ON contest_messages (contest_id);
