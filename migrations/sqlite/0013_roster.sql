-- Lists of people who are expected to take part in contests. A list is written whole under an id of its own, in short
-- transactions, and then becomes the contest's in one step; lists that are nobody's are swept.
CREATE TABLE rosters (
    id BLOB NOT NULL PRIMARY KEY,
    contest_id BLOB NOT NULL REFERENCES contests (id),
    began_at INTEGER NOT NULL
) STRICT;

-- Names and units, and what tells namesakes apart. No telephone numbers and no e-mail addresses.
CREATE TABLE roster_people (
    id BLOB NOT NULL PRIMARY KEY,
    roster_id BLOB NOT NULL REFERENCES rosters (id),
    -- The place in the file.
    ordinal INTEGER NOT NULL,
    full_name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    sort_key BLOB NOT NULL,
    unit_id BLOB NOT NULL REFERENCES units (id),
    staff_code TEXT,
    staff_folded TEXT,
    birth_date TEXT,
    -- Who entered and is this person; none before that.
    participant_id BLOB REFERENCES participants (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX roster_people_order ON roster_people (roster_id, sort_key, id);
CREATE INDEX roster_people_name ON roster_people (roster_id, name_folded);
CREATE INDEX roster_people_code ON roster_people (roster_id, staff_folded);
CREATE INDEX roster_people_unit ON roster_people (roster_id, unit_id, sort_key, id);
-- One person meets one row of a list.
CREATE UNIQUE INDEX roster_people_met ON roster_people (participant_id, roster_id);

-- The list that counts; none where the contest has none.
ALTER TABLE contests ADD COLUMN roster_id BLOB REFERENCES rosters (id);
-- Grows with whatever a list that is being written would not know of.
ALTER TABLE contests ADD COLUMN roster_changes INTEGER NOT NULL DEFAULT 0;
