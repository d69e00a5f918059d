"""Pictures by their parts and by the text in them; a watch may have the text in listings' pictures read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("radar", "0003_own_watches_and_captures")]

    operations = [
        migrations.AddField("indexedmark", "pictured", models.BooleanField(default=False)),
        migrations.AddField("markpicture", "place", models.SmallIntegerField(default=0)),
        migrations.AddField("markpicture", "part", models.CharField(default="whole", max_length=20)),
        migrations.AddField("markpicture", "written", models.CharField(blank=True, default="", max_length=300), False),
        migrations.AddField(
            "markpicture",
            "words_share",
            models.FloatField(default=0.0, help_text="part of the drawing that the text is"),
        ),
        migrations.RemoveConstraint("markpicture", "radar_picture_once"),
        migrations.AddConstraint(
            "markpicture",
            models.UniqueConstraint(fields=("right", "sha256", "mode", "place"), name="radar_picture_part_once"),
        ),
        migrations.AddField(
            "watch",
            "reads",
            models.BooleanField(default=True, help_text="read text in the pictures of listings"),
        ),
        migrations.AddField(
            "sweep",
            "pictures_read",
            models.IntegerField(default=0, help_text="pictures whose text was read"),
        ),
        migrations.AddField(
            "sweep",
            "reading_seconds",
            models.FloatField(default=0.0, help_text="what reading them took, over all processes"),
        ),
    ]
