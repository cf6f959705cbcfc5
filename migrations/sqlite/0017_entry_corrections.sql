-- What organisers corrected of a person's entry: which fields, when, by whom and why; never what they held.
CREATE TABLE entry_corrections (
    id BLOB NOT NULL PRIMARY KEY,
    participant_id BLOB NOT NULL,
    account_id BLOB,
    at INTEGER NOT NULL,
    fields TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX entry_corrections_person ON entry_corrections (participant_id, at);
