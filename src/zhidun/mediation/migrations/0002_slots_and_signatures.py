"""What only the database can promise: no two live slots of a mediator overlap; what was said and signed stays."""

from django.db import migrations

APPEND_ONLY = ("mediation_signature", "mediation_roommessage", "mediation_roomitem", "mediation_minutes")

EXCLUDE = """
ALTER TABLE mediation_slot ADD CONSTRAINT slot_no_overlap EXCLUDE USING gist (
  int8range(
    mediator_id * 4294967296 + (extract(epoch FROM starts_at AT TIME ZONE 'UTC') / 60)::bigint,
    mediator_id * 4294967296 + (extract(epoch FROM ends_at AT TIME ZONE 'UTC') / 60)::bigint
  ) WITH &&
) WHERE (state <> 'withdrawn');
"""
REFUSE = """
CREATE FUNCTION mediation_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("mediation", "0001_initial")]

    operations = [
        migrations.RunSQL(EXCLUDE, "ALTER TABLE mediation_slot DROP CONSTRAINT slot_no_overlap"),
        migrations.RunSQL(REFUSE, "DROP FUNCTION mediation_refuse_change"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION mediation_refuse_change()",
                f"DROP TRIGGER refuse_change ON {table}",
            )
            for table in APPEND_ONLY
        ),
    ]
