-- Units that are taken away are looked for in rosters.
CREATE INDEX roster_people_unit_id ON roster_people (unit_id);

-- Why somebody's entry was corrected goes with the person.
CREATE TABLE entry_corrections_of_people (
    id BLOB NOT NULL PRIMARY KEY,
    participant_id BLOB NOT NULL REFERENCES participants (id) ON DELETE CASCADE,
    account_id BLOB,
    at INTEGER NOT NULL,
    fields TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
INSERT INTO entry_corrections_of_people (id, participant_id, account_id, at, fields, reason)
    SELECT id, participant_id, account_id, at, fields, reason FROM entry_corrections
    WHERE participant_id IN (SELECT id FROM participants);
DROP TABLE entry_corrections;
ALTER TABLE entry_corrections_of_people RENAME TO entry_corrections;
CREATE INDEX entry_corrections_person ON entry_corrections (participant_id, at);
