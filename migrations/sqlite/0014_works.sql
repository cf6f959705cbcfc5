-- Long work that somebody began: how far it is, and what it came to. It is kept for a week.
CREATE TABLE works (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    -- The round or the bank it is about, where it is about one.
    subject_id BLOB,
    started_at INTEGER NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    -- Touched while it runs: a row that nobody touches is of a server that stopped.
    updated_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT
) STRICT;
CREATE INDEX works_account_id ON works (account_id, started_at);
CREATE INDEX works_started_at ON works (started_at);
