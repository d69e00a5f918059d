"""The table of the shared cache (`CACHES`): one-time codes and counted attempts hold for every process."""

from django.db import migrations

FORWARD = """
CREATE TABLE IF NOT EXISTS site_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS site_cache_expires ON site_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE site_cache")]
