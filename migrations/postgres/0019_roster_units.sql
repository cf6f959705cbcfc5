-- Units that are taken away are looked for in rosters.
CREATE INDEX roster_people_unit_id ON roster_people (unit_id);

-- Why somebody's entry was corrected goes with the person.
DELETE FROM entry_corrections WHERE participant_id NOT IN (SELECT id FROM participants);
ALTER TABLE entry_corrections ADD FOREIGN KEY (participant_id) REFERENCES participants (id) ON DELETE CASCADE;
