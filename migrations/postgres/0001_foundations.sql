-- Times are UTC microseconds, JSON canonical text.
-- sqlite/0001_foundations.sql holds the same tables with that database's types.

CREATE TABLE units (
    id UUID NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT units_code_key UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    parent_id UUID REFERENCES units (id),
    -- Names from the root down, joined by ' › '.
    path TEXT NOT NULL,
    -- Codes from the root down, each followed by '/': a subtree is a prefix.
    lineage TEXT COLLATE "C" NOT NULL
);
CREATE INDEX units_lineage ON units (lineage);

CREATE TABLE headcounts (
    unit_id UUID NOT NULL REFERENCES units (id),
    counted_on TEXT NOT NULL,
    headcount BIGINT NOT NULL,
    PRIMARY KEY (unit_id, counted_on)
);

CREATE TABLE accounts (
    id UUID NOT NULL PRIMARY KEY,
    username TEXT NOT NULL CONSTRAINT accounts_username_key UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    unit_id UUID REFERENCES units (id),
    created_at BIGINT NOT NULL,
    disabled BOOLEAN NOT NULL
);

-- Only hashes of tokens are kept.
CREATE TABLE sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    account_id UUID,
    participant_id UUID,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

CREATE TABLE idempotency (
    key_hash BYTEA NOT NULL PRIMARY KEY,
    body_hash BYTEA NOT NULL,
    -- What to say again: an id or a JSON answer without secrets.
    answer TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX idempotency_expires_at ON idempotency (expires_at);

-- Append-only; each row's mac covers the row before it.
CREATE TABLE audit (
    seq BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_id UUID,
    action TEXT NOT NULL,
    object_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    mac BYTEA NOT NULL
);

CREATE TABLE leases (
    name TEXT NOT NULL PRIMARY KEY,
    holder UUID NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE banks (
    id UUID NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    -- The newest visible revision; items of a higher one are staged by an import under way.
    revision BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- An item of revision r is the row with from_revision <= r and (until_revision IS NULL OR until_revision > r).
CREATE TABLE items (
    bank_id UUID NOT NULL REFERENCES banks (id),
    code TEXT NOT NULL,
    from_revision BIGINT NOT NULL,
    until_revision BIGINT,
    content TEXT NOT NULL,
    PRIMARY KEY (bank_id, code, from_revision)
);

CREATE TABLE contests (
    id UUID NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL CONSTRAINT contests_slug_key UNIQUE,
    title TEXT NOT NULL,
    rules_markdown TEXT NOT NULL,
    settings TEXT NOT NULL,
    consents TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE contest_groups (
    id UUID NOT NULL PRIMARY KEY,
    contest_id UUID NOT NULL REFERENCES contests (id),
    ordinal BIGINT NOT NULL,
    name TEXT NOT NULL,
    bank_id UUID NOT NULL REFERENCES banks (id),
    blueprint TEXT NOT NULL,
    min_age BIGINT,
    CONSTRAINT contest_groups_name_key UNIQUE (contest_id, name)
);

CREATE TABLE exclusions (
    contest_id UUID NOT NULL REFERENCES contests (id),
    excluded TEXT NOT NULL,
    PRIMARY KEY (contest_id, excluded)
);

CREATE TABLE rounds (
    id UUID NOT NULL PRIMARY KEY,
    contest_id UUID NOT NULL REFERENCES contests (id),
    ordinal BIGINT NOT NULL,
    name TEXT NOT NULL,
    opens_at BIGINT NOT NULL,
    closes_at BIGINT NOT NULL,
    duration_s BIGINT NOT NULL,
    state TEXT NOT NULL,
    secret BYTEA NOT NULL,
    -- Taken over from the contest at announcement.
    settings TEXT,
    commitment TEXT,
    announced_at BIGINT,
    closed_at BIGINT,
    frozen_at BIGINT,
    published_at BIGINT,
    CONSTRAINT rounds_ordinal_key UNIQUE (contest_id, ordinal)
);

-- What an announced round froze of each group.
CREATE TABLE round_groups (
    round_id UUID NOT NULL REFERENCES rounds (id),
    group_id UUID NOT NULL REFERENCES contest_groups (id),
    bank_id UUID NOT NULL,
    bank_revision BIGINT NOT NULL,
    blueprint TEXT NOT NULL,
    PRIMARY KEY (round_id, group_id)
);

CREATE TABLE participants (
    id UUID NOT NULL PRIMARY KEY,
    contest_id UUID NOT NULL REFERENCES contests (id),
    identity_key TEXT NOT NULL,
    full_name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    -- Vietnamese order: given name first (domain::people::name).
    sort_key BYTEA NOT NULL,
    birth_date TEXT NOT NULL,
    sex TEXT,
    phone TEXT,
    email TEXT,
    unit_id UUID NOT NULL REFERENCES units (id),
    group_id UUID NOT NULL REFERENCES contest_groups (id),
    staff_code TEXT,
    guardian TEXT,
    publish_name BOOLEAN NOT NULL,
    code_issue BIGINT NOT NULL,
    code_hash BYTEA NOT NULL CONSTRAINT participants_code_key UNIQUE,
    created_at BIGINT NOT NULL,
    CONSTRAINT participants_identity_key UNIQUE (contest_id, identity_key)
);
CREATE INDEX participants_unit ON participants (contest_id, unit_id);

-- Proof of consent: which text, when, by whom.
CREATE TABLE consents (
    participant_id UUID NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    given_by TEXT NOT NULL,
    text_version TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (participant_id, purpose, given_by)
);

-- The id is derived from (round, participant, ordinal): the primary key alone forbids a second attempt.
-- No foreign key to participants: erasing a person anonymises the attempts.
CREATE TABLE attempts (
    id UUID NOT NULL PRIMARY KEY,
    round_id UUID NOT NULL,
    participant_id UUID NOT NULL,
    group_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    ordinal BIGINT NOT NULL,
    client_nonce TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    deadline BIGINT NOT NULL,
    -- Deadline + grace: what arrives later does not count.
    last_save_at BIGINT NOT NULL,
    sealed_at BIGINT,
    submitted_at BIGINT,
    duration_ms BIGINT,
    -- The log folded at sealing: [[position, seq, value], …], the highest seq of each position.
    answers TEXT,
    score_hundredths BIGINT,
    max_score_hundredths BIGINT,
    prediction BIGINT,
    voided BOOLEAN NOT NULL
);
CREATE INDEX attempts_round ON attempts (round_id, participant_id);
CREATE INDEX attempts_open ON attempts (last_save_at) WHERE sealed_at IS NULL;

-- Append-only: the highest seq of a position counts.
CREATE TABLE answers (
    attempt_id UUID NOT NULL,
    position BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    value TEXT,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (attempt_id, position, seq)
);

-- scope_id is a round, or a contest for the ranking over all its rounds.
CREATE TABLE ranking_revisions (
    scope_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    frozen_at BIGINT NOT NULL,
    published_at BIGINT,
    participants BIGINT NOT NULL,
    all_correct BIGINT NOT NULL,
    PRIMARY KEY (scope_id, revision)
);

CREATE TABLE ranking_entries (
    scope_id UUID NOT NULL,
    revision BIGINT NOT NULL,
    group_ordinal BIGINT NOT NULL,
    -- 1, 2, 3 … within the group, without gaps: what pages are keyed by.
    place BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    group_id UUID NOT NULL,
    participant_id UUID NOT NULL,
    attempt_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    score_hundredths BIGINT NOT NULL,
    max_score_hundredths BIGINT NOT NULL,
    prediction_error BIGINT,
    duration_ms BIGINT NOT NULL,
    submitted_at BIGINT NOT NULL,
    PRIMARY KEY (scope_id, revision, group_ordinal, place)
);
