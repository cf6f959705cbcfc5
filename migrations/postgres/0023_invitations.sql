-- Who is asked: strata, and invitations that lead to no answer.
ALTER TABLE waves ADD COLUMN strata TEXT NOT NULL DEFAULT '[]';
-- Over the web only whoever holds an invitation.
ALTER TABLE waves ADD COLUMN invited_only BOOLEAN NOT NULL DEFAULT false;
-- The place of the stratum among the wave's.
ALTER TABLE responses ADD COLUMN stratum BIGINT;
-- Invitations that were made together: at least twenty, all of one stratum and unit. Who came how far stands here, in one row
-- for all of them and a bit for each: no token has a row that changes, so none has a time, an order or a transaction.
CREATE TABLE invitation_batches (
    id UUID NOT NULL PRIMARY KEY,
    wave_id UUID NOT NULL REFERENCES waves (id),
    ordinal BIGINT NOT NULL,
    stratum BIGINT,
    unit_id UUID REFERENCES units (id),
    sent BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    -- None: as long as the wave.
    valid_until BIGINT,
    revoked BOOLEAN NOT NULL,
    opened BYTEA NOT NULL,
    started BYTEA NOT NULL,
    completed BYTEA NOT NULL,
    -- As somebody has written down.
    refused BIGINT NOT NULL,
    not_reached BIGINT NOT NULL,
    UNIQUE (wave_id, ordinal)
);
CREATE INDEX invitation_batches_unit_id ON invitation_batches (unit_id);
-- Keyed hashes of the tokens, written in their own order when the batch is made, and never again.
CREATE TABLE invitation_tokens (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    batch_id UUID NOT NULL REFERENCES invitation_batches (id),
    -- Its bit.
    place BIGINT NOT NULL
);
CREATE INDEX invitation_tokens_batch_id ON invitation_tokens (batch_id);
