"""The text in a right's pictures is read by a job after the transaction of the right; what was read before stays read."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("radar", "0004_parts_and_text_of_pictures")]

    operations = [
        migrations.AddField("markpicture", "read_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(
            "UPDATE radar_markpicture SET read_at = now() WHERE place = 0", reverse_sql=migrations.RunSQL.noop
        ),
        migrations.AddIndex(
            "markpicture",
            models.Index(condition=Q(("place", 0), ("read_at__isnull", True)), fields=["id"], name="radar_picture_unread"),
        ),
    ]
