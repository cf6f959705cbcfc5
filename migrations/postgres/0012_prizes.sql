-- Whether what a participant objected to was right; none where nobody has said so.
ALTER TABLE complaints ADD COLUMN upheld BOOLEAN;
