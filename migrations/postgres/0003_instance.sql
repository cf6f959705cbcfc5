-- What a province makes its own: one row each.
CREATE TABLE instance (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    -- JSON of domain::instance::InstanceText.
    settings TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE emblem (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    -- Of the content; stands in the image's address.
    hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    content BYTEA NOT NULL
);

-- A document of a contest. It never changes; while it is staged or taken away it is not visible.
CREATE TABLE attachments (
    id UUID NOT NULL PRIMARY KEY,
    contest_id UUID NOT NULL REFERENCES contests (id),
    title TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    bytes BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    visible BOOLEAN NOT NULL
);
CREATE INDEX attachments_contest ON attachments (contest_id);

CREATE TABLE attachment_chunks (
    attachment_id UUID NOT NULL REFERENCES attachments (id),
    ordinal BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (attachment_id, ordinal)
);
