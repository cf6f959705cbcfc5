-- Which column of a waiting file is which of the template's; empty: as its headers say.
ALTER TABLE uploads ADD COLUMN mapping TEXT NOT NULL DEFAULT '';
