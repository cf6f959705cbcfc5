-- The rules as they stood when the round was announced: its commitment covers them.
ALTER TABLE rounds ADD COLUMN rules TEXT;
