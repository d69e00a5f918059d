"""Changes of status and commitments of secrets are appended, never changed: the database itself refuses."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION rights_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER rights_statuschange_append_only BEFORE UPDATE OR DELETE ON rights_statuschange
    FOR EACH ROW EXECUTE FUNCTION rights_refuse_change();
CREATE TRIGGER rights_secretcommitment_append_only BEFORE UPDATE OR DELETE ON rights_secretcommitment
    FOR EACH ROW EXECUTE FUNCTION rights_refuse_change();
"""
BACKWARD = """
DROP TRIGGER rights_secretcommitment_append_only ON rights_secretcommitment;
DROP TRIGGER rights_statuschange_append_only ON rights_statuschange;
DROP FUNCTION rights_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
