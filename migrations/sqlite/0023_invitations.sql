-- Who is asked: strata, and invitations that lead to no answer.
ALTER TABLE waves ADD COLUMN strata TEXT NOT NULL DEFAULT '[]';
-- Over the web only whoever holds an invitation.
ALTER TABLE waves ADD COLUMN invited_only INTEGER NOT NULL DEFAULT 0;
-- The place of the stratum among the wave's.
ALTER TABLE responses ADD COLUMN stratum INTEGER;
-- Invitations that were made together: at least twenty, all of one stratum and unit. Who came how far stands here, in one row
-- for all of them and a bit for each: no token has a row that changes, so none has a time, an order or a transaction.
CREATE TABLE invitation_batches (
    id BLOB NOT NULL PRIMARY KEY,
    wave_id BLOB NOT NULL REFERENCES waves (id),
    ordinal INTEGER NOT NULL,
    stratum INTEGER,
    unit_id BLOB REFERENCES units (id),
    sent INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    -- None: as long as the wave.
    valid_until INTEGER,
    revoked INTEGER NOT NULL,
    opened BLOB NOT NULL,
    started BLOB NOT NULL,
    completed BLOB NOT NULL,
    -- As somebody has written down.
    refused INTEGER NOT NULL,
    not_reached INTEGER NOT NULL,
    UNIQUE (wave_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_batches_unit_id ON invitation_batches (unit_id);
-- Keyed hashes of the tokens, written in their own order when the batch is made, and never again.
CREATE TABLE invitation_tokens (
    token_hash BLOB NOT NULL PRIMARY KEY,
    batch_id BLOB NOT NULL REFERENCES invitation_batches (id),
    -- Its bit.
    place INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_tokens_batch_id ON invitation_tokens (batch_id);
