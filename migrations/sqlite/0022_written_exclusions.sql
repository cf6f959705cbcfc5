-- Who may not take part, as it was typed and in that order; empty in older rows, which know the folded form only.
ALTER TABLE exclusions ADD COLUMN written TEXT NOT NULL DEFAULT '';
ALTER TABLE exclusions ADD COLUMN ordinal INTEGER NOT NULL DEFAULT 0;
