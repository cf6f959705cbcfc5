-- Lists of people who are expected to take part in contests. A list is written whole under an id of its own, in short
-- transactions, and then becomes the contest's in one step; lists that are nobody's are swept.
CREATE TABLE rosters (
    id UUID NOT NULL PRIMARY KEY,
    contest_id UUID NOT NULL REFERENCES contests (id),
    began_at BIGINT NOT NULL
);

-- Names and units, and what tells namesakes apart. No telephone numbers and no e-mail addresses.
CREATE TABLE roster_people (
    id UUID NOT NULL PRIMARY KEY,
    roster_id UUID NOT NULL REFERENCES rosters (id),
    -- The place in the file.
    ordinal BIGINT NOT NULL,
    full_name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    sort_key BYTEA NOT NULL,
    unit_id UUID NOT NULL REFERENCES units (id),
    staff_code TEXT,
    staff_folded TEXT,
    birth_date TEXT,
    -- Who entered and is this person; none before that.
    participant_id UUID REFERENCES participants (id) ON DELETE SET NULL
);
CREATE INDEX roster_people_order ON roster_people (roster_id, sort_key, id);
CREATE INDEX roster_people_name ON roster_people (roster_id, name_folded);
CREATE INDEX roster_people_code ON roster_people (roster_id, staff_folded);
CREATE INDEX roster_people_unit ON roster_people (roster_id, unit_id, sort_key, id);
-- One person meets one row of a list.
CREATE UNIQUE INDEX roster_people_met ON roster_people (participant_id, roster_id);

-- The list that counts; none where the contest has none.
ALTER TABLE contests ADD COLUMN roster_id UUID REFERENCES rosters (id);
-- Grows with whatever a list that is being written would not know of.
ALTER TABLE contests ADD COLUMN roster_changes BIGINT NOT NULL DEFAULT 0;
