-- Participation as it stood at the end of each day, in Việt Nam, while a contest runs: written once, and never changed.
CREATE TABLE daily_participation (
    contest_id BLOB NOT NULL REFERENCES contests (id),
    day TEXT NOT NULL,
    -- With everything below it. Its code and name are those of that day: it may be renamed, or go.
    unit_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    unit_name TEXT NOT NULL,
    entered INTEGER NOT NULL,
    started INTEGER NOT NULL,
    submitted INTEGER NOT NULL,
    -- In force on that day; none where nobody told it.
    headcount INTEGER,
    counted_at INTEGER NOT NULL,
    PRIMARY KEY (contest_id, day, unit_id)
) STRICT, WITHOUT ROWID;
