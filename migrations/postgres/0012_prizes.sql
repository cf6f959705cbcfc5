-- Whether what a participant objected to was right; none where nobody has said so.
ALTER TABLE complaints ADD COLUMN upheld BOOLEAN;

-- What a contest gives: to people by the ranking of each round or of the whole contest, to units by the collective one.
CREATE TABLE prizes (
    id UUID NOT NULL PRIMARY KEY,
    contest_id UUID NOT NULL REFERENCES contests (id),
    -- The better prize has the lower one.
    ordinal BIGINT NOT NULL,
    -- 'round', 'contest' or 'units'.
    given_for TEXT NOT NULL,
    -- Of people: one group; none is each group by itself.
    group_id UUID,
    -- Of units: those right below this one; none is those below the root.
    block_id UUID,
    name TEXT NOT NULL,
    number BIGINT NOT NULL,
    -- In đồng, for each; none where it is no money.
    amount BIGINT,
    UNIQUE (contest_id, ordinal)
);
