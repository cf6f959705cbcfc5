-- Surveys: the form that is being edited, the versions of it that were fielded, and the waves that fielded them.
CREATE TABLE surveys (
    id BLOB NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    -- JSON: the title by language.
    title TEXT NOT NULL,
    unit_id BLOB REFERENCES units (id),
    -- JSON: the form as it is being edited.
    draft TEXT NOT NULL,
    -- Counts the changes of the draft, so that nobody overwrites what somebody else has changed meanwhile.
    revision INTEGER NOT NULL,
    -- Whether anybody may read the figures.
    published INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX surveys_created_at ON surveys (created_at);
CREATE TABLE survey_versions (
    survey_id BLOB NOT NULL REFERENCES surveys (id),
    number INTEGER NOT NULL,
    -- JSON: never changes.
    form TEXT NOT NULL,
    PRIMARY KEY (survey_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE waves (
    id BLOB NOT NULL PRIMARY KEY,
    survey_id BLOB NOT NULL REFERENCES surveys (id),
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    opens_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    -- JSON: which ways to answer there are.
    channels TEXT NOT NULL,
    -- JSON: names, conditions and sizes of the quotas; how full they are stands in `quotas`.
    quotas TEXT NOT NULL,
    UNIQUE (survey_id, ordinal)
) STRICT;

-- Answers, in no order that tells who came when: the key is random, and a row has no finer time than its day.
CREATE TABLE responses (
    wave_id BLOB NOT NULL,
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    channel TEXT NOT NULL,
    unit_id BLOB REFERENCES units (id),
    desk TEXT,
    language TEXT NOT NULL,
    -- None for those who were invited.
    day TEXT,
    -- Came late to a full quota: kept, and left out of figures.
    over_quota INTEGER NOT NULL,
    -- JSON: values by the id of the question.
    answers TEXT NOT NULL,
    PRIMARY KEY (wave_id, id)
) STRICT, WITHOUT ROWID;
-- Which clients were answered already, so that a repeated request is stored once; nothing leads from here to an answer.
CREATE TABLE response_clients (
    client_hash BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
-- How full each quota is.
CREATE TABLE quotas (
    wave_id BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    PRIMARY KEY (wave_id, ordinal)
) STRICT, WITHOUT ROWID;
-- How many responses came in, by unit (nil: none) and channel.
CREATE TABLE response_counts (
    wave_id BLOB NOT NULL,
    unit_id BLOB NOT NULL,
    channel TEXT NOT NULL,
    over_quota INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    PRIMARY KEY (wave_id, unit_id, channel, over_quota)
) STRICT, WITHOUT ROWID;
-- What may be read of a wave: counted at most once a day, in steps that hide single people.
CREATE TABLE released_figures (
    wave_id BLOB NOT NULL PRIMARY KEY,
    as_of TEXT NOT NULL,
    -- JSON: counts of the whole, and by unit.
    figures TEXT NOT NULL
) STRICT, WITHOUT ROWID;
