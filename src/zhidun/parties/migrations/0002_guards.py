"""What the database itself refuses: deleting an identity or a judgement about one."""

from django.db import migrations

TABLES = ("party", "partyidentifier", "alias", "mergejudgement")
KEPT = "\n".join(
    f"CREATE TRIGGER {table}_kept BEFORE DELETE ON parties_{table} FOR EACH ROW EXECUTE FUNCTION zhidun_no_delete();"
    for table in TABLES
)
UNDO = "\n".join(f"DROP TRIGGER {table}_kept ON parties_{table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial"), ("access", "0002_guards")]

    operations = [migrations.RunSQL(KEPT, UNDO)]
