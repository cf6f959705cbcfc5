-- What organisers corrected of a person's entry: which fields, when, by whom and why; never what they held.
CREATE TABLE entry_corrections (
    id UUID NOT NULL PRIMARY KEY,
    participant_id UUID NOT NULL,
    account_id UUID,
    at BIGINT NOT NULL,
    fields TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX entry_corrections_person ON entry_corrections (participant_id, at);
