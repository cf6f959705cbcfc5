-- What a province makes its own: one row each.
CREATE TABLE instance (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- JSON of domain::instance::InstanceText.
    settings TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE emblem (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Of the content; stands in the image's address.
    hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;

-- A document of a contest. It never changes; while it is staged or taken away it is not visible.
CREATE TABLE attachments (
    id BLOB NOT NULL PRIMARY KEY,
    contest_id BLOB NOT NULL REFERENCES contests (id),
    title TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    visible INTEGER NOT NULL
) STRICT;
CREATE INDEX attachments_contest ON attachments (contest_id);

CREATE TABLE attachment_chunks (
    attachment_id BLOB NOT NULL REFERENCES attachments (id),
    ordinal INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (attachment_id, ordinal)
) STRICT;
