"""Verdicts and adopted thresholds are only appended, hits and warnings stay: the database itself refuses."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION radar_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only appended', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER radar_verdict_append_only BEFORE UPDATE OR DELETE ON radar_verdict
    FOR EACH ROW EXECUTE FUNCTION radar_refuse_change();
CREATE TRIGGER radar_threshold_append_only BEFORE UPDATE OR DELETE ON radar_adoptedthreshold
    FOR EACH ROW EXECUTE FUNCTION radar_refuse_change();
CREATE TRIGGER radar_hit_kept BEFORE DELETE ON radar_hit
    FOR EACH ROW EXECUTE FUNCTION radar_refuse_change();
CREATE TRIGGER radar_warning_kept BEFORE DELETE ON radar_earlywarning
    FOR EACH ROW EXECUTE FUNCTION radar_refuse_change();
"""
BACKWARD = """
DROP TRIGGER radar_verdict_append_only ON radar_verdict;
DROP TRIGGER radar_threshold_append_only ON radar_adoptedthreshold;
DROP TRIGGER radar_hit_kept ON radar_hit;
DROP TRIGGER radar_warning_kept ON radar_earlywarning;
DROP FUNCTION radar_refuse_change();
"""


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("radar", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
