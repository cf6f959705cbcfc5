-- Times are UTC microseconds, identifiers 16-byte blobs, JSON canonical text, booleans 0 or 1.
-- postgres/0001_foundations.sql holds the same tables with that database's types.

CREATE TABLE units (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT units_code_key UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    parent_id BLOB REFERENCES units (id),
    -- Names from the root down, joined by ' › '.
    path TEXT NOT NULL,
    -- Codes from the root down, each followed by '/': a subtree is a prefix.
    lineage TEXT NOT NULL
) STRICT;
CREATE INDEX units_lineage ON units (lineage);

CREATE TABLE headcounts (
    unit_id BLOB NOT NULL REFERENCES units (id),
    counted_on TEXT NOT NULL,
    headcount INTEGER NOT NULL,
    PRIMARY KEY (unit_id, counted_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY,
    username TEXT NOT NULL CONSTRAINT accounts_username_key UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    unit_id BLOB REFERENCES units (id),
    created_at INTEGER NOT NULL,
    disabled INTEGER NOT NULL
) STRICT;

-- Only hashes of tokens are kept.
CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY,
    account_id BLOB,
    participant_id BLOB,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_expires_at ON sessions (expires_at);

CREATE TABLE idempotency (
    key_hash BLOB NOT NULL PRIMARY KEY,
    body_hash BLOB NOT NULL,
    -- What to say again: an id or a JSON answer without secrets.
    answer TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_expires_at ON idempotency (expires_at);

-- Append-only; each row's mac covers the row before it.
CREATE TABLE audit (
    seq INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_id BLOB,
    action TEXT NOT NULL,
    object_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    mac BLOB NOT NULL
) STRICT;

CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE banks (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    -- The newest visible revision; items of a higher one are staged by an import under way.
    revision INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- An item of revision r is the row with from_revision <= r and (until_revision IS NULL OR until_revision > r).
CREATE TABLE items (
    bank_id BLOB NOT NULL REFERENCES banks (id),
    code TEXT NOT NULL,
    from_revision INTEGER NOT NULL,
    until_revision INTEGER,
    content TEXT NOT NULL,
    PRIMARY KEY (bank_id, code, from_revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE contests (
    id BLOB NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL CONSTRAINT contests_slug_key UNIQUE,
    title TEXT NOT NULL,
    rules_markdown TEXT NOT NULL,
    settings TEXT NOT NULL,
    consents TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE contest_groups (
    id BLOB NOT NULL PRIMARY KEY,
    contest_id BLOB NOT NULL REFERENCES contests (id),
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    bank_id BLOB NOT NULL REFERENCES banks (id),
    blueprint TEXT NOT NULL,
    min_age INTEGER,
    CONSTRAINT contest_groups_name_key UNIQUE (contest_id, name)
) STRICT;

CREATE TABLE exclusions (
    contest_id BLOB NOT NULL REFERENCES contests (id),
    excluded TEXT NOT NULL,
    PRIMARY KEY (contest_id, excluded)
) STRICT, WITHOUT ROWID;

CREATE TABLE rounds (
    id BLOB NOT NULL PRIMARY KEY,
    contest_id BLOB NOT NULL REFERENCES contests (id),
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    opens_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    duration_s INTEGER NOT NULL,
    state TEXT NOT NULL,
    secret BLOB NOT NULL,
    -- Taken over from the contest at announcement.
    settings TEXT,
    commitment TEXT,
    announced_at INTEGER,
    closed_at INTEGER,
    frozen_at INTEGER,
    published_at INTEGER,
    CONSTRAINT rounds_ordinal_key UNIQUE (contest_id, ordinal)
) STRICT;

-- What an announced round froze of each group.
CREATE TABLE round_groups (
    round_id BLOB NOT NULL REFERENCES rounds (id),
    group_id BLOB NOT NULL REFERENCES contest_groups (id),
    bank_id BLOB NOT NULL,
    bank_revision INTEGER NOT NULL,
    blueprint TEXT NOT NULL,
    PRIMARY KEY (round_id, group_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE participants (
    id BLOB NOT NULL PRIMARY KEY,
    contest_id BLOB NOT NULL REFERENCES contests (id),
    identity_key TEXT NOT NULL,
    full_name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    -- Vietnamese order: given name first (domain::people::name).
    sort_key BLOB NOT NULL,
    birth_date TEXT NOT NULL,
    sex TEXT,
    phone TEXT,
    email TEXT,
    unit_id BLOB NOT NULL REFERENCES units (id),
    group_id BLOB NOT NULL REFERENCES contest_groups (id),
    staff_code TEXT,
    guardian TEXT,
    publish_name INTEGER NOT NULL,
    code_issue INTEGER NOT NULL,
    code_hash BLOB NOT NULL CONSTRAINT participants_code_key UNIQUE,
    created_at INTEGER NOT NULL,
    CONSTRAINT participants_identity_key UNIQUE (contest_id, identity_key)
) STRICT;
CREATE INDEX participants_unit ON participants (contest_id, unit_id);

-- Proof of consent: which text, when, by whom.
CREATE TABLE consents (
    participant_id BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    given_by TEXT NOT NULL,
    text_version TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (participant_id, purpose, given_by)
) STRICT, WITHOUT ROWID;

-- The id is derived from (round, participant, ordinal): the primary key alone forbids a second attempt.
-- No foreign key to participants: erasing a person anonymises the attempts.
CREATE TABLE attempts (
    id BLOB NOT NULL PRIMARY KEY,
    round_id BLOB NOT NULL,
    participant_id BLOB NOT NULL,
    group_id BLOB NOT NULL,
    unit_id BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    client_nonce TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    deadline INTEGER NOT NULL,
    -- Deadline + grace: what arrives later does not count.
    last_save_at INTEGER NOT NULL,
    sealed_at INTEGER,
    submitted_at INTEGER,
    duration_ms INTEGER,
    -- The log folded at sealing: [[position, seq, value], …], the highest seq of each position.
    answers TEXT,
    score_hundredths INTEGER,
    max_score_hundredths INTEGER,
    prediction INTEGER,
    voided INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_round ON attempts (round_id, participant_id);
CREATE INDEX attempts_open ON attempts (last_save_at) WHERE sealed_at IS NULL;

-- Append-only: the highest seq of a position counts.
CREATE TABLE answers (
    attempt_id BLOB NOT NULL,
    position INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    value TEXT,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (attempt_id, position, seq)
) STRICT, WITHOUT ROWID;

-- scope_id is a round, or a contest for the ranking over all its rounds.
CREATE TABLE ranking_revisions (
    scope_id BLOB NOT NULL,
    revision INTEGER NOT NULL,
    frozen_at INTEGER NOT NULL,
    published_at INTEGER,
    participants INTEGER NOT NULL,
    all_correct INTEGER NOT NULL,
    PRIMARY KEY (scope_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE ranking_entries (
    scope_id BLOB NOT NULL,
    revision INTEGER NOT NULL,
    group_ordinal INTEGER NOT NULL,
    -- 1, 2, 3 … within the group, without gaps: what pages are keyed by.
    place INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    group_id BLOB NOT NULL,
    participant_id BLOB NOT NULL,
    attempt_id BLOB NOT NULL,
    unit_id BLOB NOT NULL,
    score_hundredths INTEGER NOT NULL,
    max_score_hundredths INTEGER NOT NULL,
    prediction_error INTEGER,
    duration_ms INTEGER NOT NULL,
    submitted_at INTEGER NOT NULL,
    PRIMARY KEY (scope_id, revision, group_ordinal, place)
) STRICT, WITHOUT ROWID;
