"""A sweep that breaks off at the same row again and again fails instead of being tried for ever."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("radar", "0007_nearest_in_one_call")]

    operations = [
        migrations.AddField(
            "sweep", "attempts", models.IntegerField(default=0, help_text="runs in a row that began and did no rows")
        ),
    ]
