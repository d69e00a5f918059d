"""Graphs of vectors keep 24 neighbours a point instead of 16: as many true neighbours are found with half the work."""

import pgvector.django.indexes
from django.db import migrations


def index(name: str) -> pgvector.django.indexes.HnswIndex:
    return pgvector.django.indexes.HnswIndex(
        ef_construction=96, fields=["embedding"], m=24, name=name, opclasses=["halfvec_ip_ops"]
    )


class Migration(migrations.Migration):
    dependencies = [("radar", "0005_text_of_pictures_read_by_a_job")]

    operations = [
        migrations.RemoveIndex("markpicture", "radar_picture_near"),
        migrations.AddIndex("markpicture", index("radar_picture_near")),
        migrations.RemoveIndex("markmeaning", "radar_meaning_near"),
        migrations.AddIndex("markmeaning", index("radar_meaning_near")),
    ]
