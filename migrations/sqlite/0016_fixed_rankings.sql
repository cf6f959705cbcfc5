-- A ranking keeps what it was fixed with, until the next revision: names as they were before somebody put them right …
CREATE TABLE former_names (
    -- Erasing a person takes these along.
    participant_id BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    -- It was theirs until then.
    changed_at INTEGER NOT NULL,
    full_name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    PRIMARY KEY (participant_id, changed_at)
) STRICT, WITHOUT ROWID;

-- … and the tree of units with the head-counts that its collective ranking compares.
CREATE TABLE ranking_units (
    scope_id BLOB NOT NULL,
    revision INTEGER NOT NULL,
    unit_id BLOB NOT NULL,
    parent_id BLOB,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Summed over the rounds of the ranking, each as it opened.
    headcount INTEGER,
    PRIMARY KEY (scope_id, revision, unit_id)
) STRICT, WITHOUT ROWID;

-- Why somebody made this revision by hand; empty where a correction did.
ALTER TABLE ranking_revisions ADD COLUMN own_reason TEXT NOT NULL DEFAULT '';
