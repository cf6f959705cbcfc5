-- Who made this version of an item and when, who wrote what it asks, and what a reviewer said; unknown of older ones.
ALTER TABLE items ADD COLUMN changed_by UUID;
ALTER TABLE items ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN content_by UUID;
ALTER TABLE items ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- As in the content, to be counted by.
ALTER TABLE items ADD COLUMN status TEXT NOT NULL DEFAULT 'draft';
UPDATE items SET status = content::json ->> 'status';
CREATE INDEX items_from ON items (bank_id, from_revision);
CREATE INDEX items_until ON items (bank_id, until_revision);

-- How a revision of a bank came about.
CREATE TABLE bank_revisions (
    bank_id UUID NOT NULL REFERENCES banks (id),
    revision BIGINT NOT NULL,
    kind TEXT NOT NULL,
    made_by UUID,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (bank_id, revision)
);
