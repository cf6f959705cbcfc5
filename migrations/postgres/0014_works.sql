-- Long work that somebody began: how far it is, and what it came to. It is kept for a week.
CREATE TABLE works (
    id UUID NOT NULL PRIMARY KEY,
    account_id UUID NOT NULL,
    kind TEXT NOT NULL,
    -- The round or the bank it is about, where it is about one.
    subject_id UUID,
    started_at BIGINT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    -- Touched while it runs: a row that nobody touches is of a server that stopped.
    updated_at BIGINT NOT NULL,
    ended_at BIGINT,
    outcome TEXT
);
CREATE INDEX works_account_id ON works (account_id, started_at);
CREATE INDEX works_started_at ON works (started_at);
