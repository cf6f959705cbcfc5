-- Where a step came from; older rows do not tell, and their macs stay as they are.
ALTER TABLE audit ADD COLUMN from_address TEXT;
CREATE INDEX audit_at ON audit (at);

-- Append-only, also for whoever finds a way to send other statements.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only';
END
$$;
CREATE TRIGGER audit_keeps_rows BEFORE DELETE OR UPDATE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
