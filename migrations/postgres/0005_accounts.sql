-- Whose a contest or a bank is; none is the whole authority's.
ALTER TABLE contests ADD COLUMN unit_id UUID REFERENCES units (id);
ALTER TABLE banks ADD COLUMN unit_id UUID REFERENCES units (id);

-- Empty where nobody said it.
ALTER TABLE accounts ADD COLUMN full_name TEXT NOT NULL DEFAULT '';
-- Username and name without diacritics and signs, to be searched in.
ALTER TABLE accounts ADD COLUMN folded TEXT NOT NULL DEFAULT '';
UPDATE accounts SET folded = replace(replace(replace(replace(username, '.', ' '), '_', ' '), '-', ' '), '@', ' ');

-- Of staff: when the session was last used, to the minute, and in what kind of browser.
ALTER TABLE sessions ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_account ON sessions (account_id);

-- One-time links to a new account. A row is gone once it was used or taken back; only hashes of codes are kept.
CREATE TABLE invitations (
    id UUID NOT NULL PRIMARY KEY,
    code_hash BYTEA NOT NULL CONSTRAINT invitations_code_key UNIQUE,
    role TEXT NOT NULL,
    unit_id UUID REFERENCES units (id),
    full_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- One-time links to a new password: the newest of an account.
CREATE TABLE password_resets (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES accounts (id),
    code_hash BYTEA NOT NULL CONSTRAINT password_resets_code_key UNIQUE,
    expires_at BIGINT NOT NULL
);

-- A second factor (RFC 6238). The secret is sealed under a key derived from the server key.
CREATE TABLE second_factors (
    account_id UUID NOT NULL PRIMARY KEY REFERENCES accounts (id),
    sealed_secret BYTEA NOT NULL,
    -- The step of the code that was taken last: none is taken twice.
    last_step BIGINT NOT NULL,
    -- None until a first code has shown that the device holds the secret.
    confirmed_at BIGINT
);

-- A row is gone once its code was used.
CREATE TABLE recovery_codes (
    account_id UUID NOT NULL REFERENCES accounts (id),
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);
