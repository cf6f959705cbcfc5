-- Where a step came from; older rows do not tell, and their macs stay as they are.
ALTER TABLE audit ADD COLUMN from_address TEXT;
CREATE INDEX audit_at ON audit (at);

-- Append-only, also for whoever finds a way to send other statements.
CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
CREATE TRIGGER audit_keeps_content BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
