"""A seal gets its place once and loses its opening once; nothing else of it changes. A checkpoint's head never does."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION evidence_seal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.public_id, NEW.kind, NEW.object_key, NEW.office, NEW.sealed_at, NEW.sealed_by, NEW.entry)
        IS DISTINCT FROM
       (OLD.public_id, OLD.kind, OLD.object_key, OLD.office, OLD.sealed_at, OLD.sealed_by, OLD.entry)
       OR (OLD.index IS NOT NULL AND NEW.index IS DISTINCT FROM OLD.index)
       OR ((NEW.manifest, NEW.salt, NEW.file_sha256) IS DISTINCT FROM (OLD.manifest, OLD.salt, OLD.file_sha256)
           AND NEW.erased_at IS NULL)
       OR (OLD.erased_at IS NOT NULL AND NEW.erased_at IS DISTINCT FROM OLD.erased_at)
    THEN
        RAISE EXCEPTION 'a seal does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_seal_guard BEFORE UPDATE ON evidence_seal
    FOR EACH ROW EXECUTE FUNCTION evidence_seal_guard();
CREATE TRIGGER evidence_seal_no_delete BEFORE DELETE ON evidence_seal
    FOR EACH ROW EXECUTE FUNCTION evidence_refuse_change();
CREATE TRIGGER evidence_seal_no_truncate BEFORE TRUNCATE ON evidence_seal
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse_change();
CREATE TRIGGER evidence_checkpoint_head_unchanged BEFORE UPDATE ON evidence_ledgercheckpoint
    FOR EACH ROW WHEN ((OLD.size, OLD.root, OLD.text, OLD.signed_at)
        IS DISTINCT FROM (NEW.size, NEW.root, NEW.text, NEW.signed_at))
    EXECUTE FUNCTION evidence_refuse_change();
CREATE TRIGGER evidence_checkpoint_no_delete BEFORE DELETE ON evidence_ledgercheckpoint
    FOR EACH ROW EXECUTE FUNCTION evidence_refuse_change();
CREATE TRIGGER evidence_token_granted_stays BEFORE UPDATE OR DELETE ON evidence_timestamptoken
    FOR EACH ROW WHEN (OLD.state = 'granted') EXECUTE FUNCTION evidence_refuse_change();
"""
BACKWARD = """
DROP TRIGGER evidence_token_granted_stays ON evidence_timestamptoken;
DROP TRIGGER evidence_checkpoint_no_delete ON evidence_ledgercheckpoint;
DROP TRIGGER evidence_checkpoint_head_unchanged ON evidence_ledgercheckpoint;
DROP TRIGGER evidence_seal_no_truncate ON evidence_seal;
DROP TRIGGER evidence_seal_no_delete ON evidence_seal;
DROP TRIGGER evidence_seal_guard ON evidence_seal;
DROP FUNCTION evidence_seal_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_sealing")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
