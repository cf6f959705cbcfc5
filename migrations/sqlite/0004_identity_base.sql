-- The identity key without the telephone number: who gave none is the same person as who gave one, if all else is equal.
ALTER TABLE participants ADD COLUMN identity_base TEXT NOT NULL DEFAULT '';
UPDATE participants SET identity_base = replace(identity_key, coalesce(phone, ''), '');
CREATE INDEX participants_identity_base ON participants (contest_id, identity_base);
