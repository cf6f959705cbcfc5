-- Figures per unit and the number of open papers are counted on the pages of a running round: from the index alone,
-- without the rows and their folded answers.
CREATE INDEX attempts_units ON attempts (round_id, unit_id, participant_id, sealed_at, voided);
