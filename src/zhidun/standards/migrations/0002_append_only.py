"""Versions of claim charts are appended, never changed: the database itself refuses."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER claimchart_rows BEFORE UPDATE OR DELETE ON standards_claimchart
    FOR EACH ROW EXECUTE FUNCTION zhidun_append_only();
CREATE TRIGGER claimchart_table BEFORE TRUNCATE ON standards_claimchart
    FOR EACH STATEMENT EXECUTE FUNCTION zhidun_append_only();
"""
BACKWARD = """
DROP TRIGGER claimchart_table ON standards_claimchart;
DROP TRIGGER claimchart_rows ON standards_claimchart;
"""


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial"), ("access", "0002_guards")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
