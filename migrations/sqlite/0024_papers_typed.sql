-- First readings of papers, by the number written on each, until the second one has come: without whoever typed them.
CREATE TABLE papers_typed (
    wave_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    -- Random, of the page it was typed on: sent twice, it is one reading.
    form_id TEXT NOT NULL,
    -- JSON: the keys by the id of the question.
    typed TEXT NOT NULL,
    PRIMARY KEY (wave_id, number)
) STRICT, WITHOUT ROWID;
