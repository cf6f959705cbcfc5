-- Units that are taken away are looked for in surveys and their responses.
CREATE INDEX surveys_unit_id ON surveys (unit_id);
CREATE INDEX responses_unit_id ON responses (unit_id);
