-- A ranking keeps what it was fixed with, until the next revision: names as they were before somebody put them right …
CREATE TABLE former_names (
    -- Erasing a person takes these along.
    participant_id UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    -- It was theirs until then.
    changed_at BIGINT NOT NULL,
    full_name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    PRIMARY KEY (participant_id, changed_at)
);

-- … and the tree of units with the head-counts that its collective ranking compares.
CREATE TABLE ranking_units (
    scope_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    unit_id UUID NOT NULL,
    parent_id UUID,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Summed over the rounds of the ranking, each as it opened.
    headcount BIGINT,
    PRIMARY KEY (scope_id, revision, unit_id)
);

-- Why somebody made this revision by hand; empty where a correction did.
ALTER TABLE ranking_revisions ADD COLUMN own_reason TEXT NOT NULL DEFAULT '';
