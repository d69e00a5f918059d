"""The chain of custody and the stored bytes' digests are appended, never changed: the database itself refuses."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION evidence_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER evidence_custody_append_only BEFORE UPDATE OR DELETE ON evidence_custodyevent
    FOR EACH ROW EXECUTE FUNCTION evidence_refuse_change();
CREATE TRIGGER evidence_custody_no_truncate BEFORE TRUNCATE ON evidence_custodyevent
    FOR EACH STATEMENT EXECUTE FUNCTION evidence_refuse_change();
CREATE TRIGGER evidence_blob_unchanged BEFORE UPDATE ON evidence_blob
    FOR EACH ROW EXECUTE FUNCTION evidence_refuse_change();
CREATE TRIGGER evidence_item_bytes_unchanged BEFORE UPDATE OF blob_id, uploaded_by, uploaded_at, filename ON evidence_item
    FOR EACH ROW WHEN (OLD.blob_id IS DISTINCT FROM NEW.blob_id OR OLD.uploaded_by IS DISTINCT FROM NEW.uploaded_by
        OR OLD.uploaded_at IS DISTINCT FROM NEW.uploaded_at OR OLD.filename IS DISTINCT FROM NEW.filename)
    EXECUTE FUNCTION evidence_refuse_change();
"""
BACKWARD = """
DROP TRIGGER evidence_item_bytes_unchanged ON evidence_item;
DROP TRIGGER evidence_blob_unchanged ON evidence_blob;
DROP TRIGGER evidence_custody_no_truncate ON evidence_custodyevent;
DROP TRIGGER evidence_custody_append_only ON evidence_custodyevent;
DROP FUNCTION evidence_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
