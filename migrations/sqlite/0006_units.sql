-- A unit exists from valid_from on and no longer on valid_until; either may be unknown.
ALTER TABLE units ADD COLUMN valid_from TEXT;
ALTER TABLE units ADD COLUMN valid_until TEXT;
-- Removing a unit looks for what refers to it.
CREATE INDEX units_parent ON units (parent_id);
CREATE INDEX participants_of_unit ON participants (unit_id);

-- Which units a unit was made from.
CREATE TABLE unit_predecessors (
    unit_id BLOB NOT NULL REFERENCES units (id),
    predecessor_id BLOB NOT NULL REFERENCES units (id),
    PRIMARY KEY (unit_id, predecessor_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_predecessors_of ON unit_predecessors (predecessor_id);

-- Grows with every change of units: who planned a change on an older state begins anew.
CREATE TABLE unit_state (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL
) STRICT;
INSERT INTO unit_state (id, revision) VALUES (1, 0);

-- What an import did, and of the last one what it would take to undo it.
CREATE TABLE unit_imports (
    id BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    -- The units' revision afterwards: undone only while it is still that one.
    revision INTEGER NOT NULL,
    -- JSON: how many were new, changed, moved, the same.
    counts TEXT NOT NULL,
    undo TEXT
) STRICT;

-- Files between their upload and the decision to import them.
CREATE TABLE uploads (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL,
    purpose TEXT NOT NULL,
    file_name TEXT NOT NULL,
    -- Whole once its chunks hold so many.
    bytes INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX uploads_expires_at ON uploads (expires_at);

CREATE TABLE upload_chunks (
    upload_id BLOB NOT NULL REFERENCES uploads (id),
    ordinal INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (upload_id, ordinal)
) STRICT;
