-- Who made this version of an item and when, who wrote what it asks, and what a reviewer said; unknown of older ones.
ALTER TABLE items ADD COLUMN changed_by BLOB;
ALTER TABLE items ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN content_by BLOB;
ALTER TABLE items ADD COLUMN note TEXT NOT NULL DEFAULT '';
-- As in the content, to be counted by.
ALTER TABLE items ADD COLUMN status TEXT NOT NULL DEFAULT 'draft';
UPDATE items SET status = json_extract(content, '$.status');
CREATE INDEX items_from ON items (bank_id, from_revision);
CREATE INDEX items_until ON items (bank_id, until_revision);

-- How a revision of a bank came about.
CREATE TABLE bank_revisions (
    bank_id BLOB NOT NULL REFERENCES banks (id),
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL,
    made_by BLOB,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (bank_id, revision)
) STRICT, WITHOUT ROWID;
