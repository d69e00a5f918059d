"""An item says which capture made it, together with which others; that never changes."""

from django.db import migrations, models

FORWARD = """
CREATE TRIGGER evidence_item_origin_unchanged BEFORE UPDATE OF made_with, part ON evidence_item
    FOR EACH ROW WHEN (OLD.made_with IS DISTINCT FROM NEW.made_with OR OLD.part IS DISTINCT FROM NEW.part)
    EXECUTE FUNCTION evidence_refuse_change();
"""
BACKWARD = "DROP TRIGGER evidence_item_origin_unchanged ON evidence_item;"


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_seals_stay")]
    operations = [
        migrations.AddField(
            model_name="item",
            name="made_with",
            field=models.UUIDField(
                blank=True, help_text="the capture that made this item and others together", null=True
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="part",
            field=models.CharField(
                blank=True, help_text="which part of what was made: report, screenshot, …", max_length=20
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("made_with", None), _negated=True), fields=["made_with"],
                name="evidence_item_made_with",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
