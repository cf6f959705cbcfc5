-- Participation as it stood at the end of each day, in Việt Nam, while a contest runs: written once, and never changed.
CREATE TABLE daily_participation (
    contest_id UUID NOT NULL REFERENCES contests (id),
    day TEXT NOT NULL,
    -- With everything below it. Its code and name are those of that day: it may be renamed, or go.
    unit_id UUID NOT NULL,
    unit_code TEXT NOT NULL,
    unit_name TEXT NOT NULL,
    entered BIGINT NOT NULL,
    started BIGINT NOT NULL,
    submitted BIGINT NOT NULL,
    -- In force on that day; none where nobody told it.
    headcount BIGINT,
    counted_at BIGINT NOT NULL,
    PRIMARY KEY (contest_id, day, unit_id)
);
