"""Nearest rows by functions of the database: one round trip, a width of its own, planned once by each connection."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION radar_near_pictures(asked halfvec, of_mode text, of_version integer) RETURNS SETOF bigint
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    PERFORM set_config('hnsw.ef_search', '100', true), set_config('hnsw.iterative_scan', 'relaxed_order', true);
    RETURN QUERY SELECT right_id FROM radar_markpicture WHERE mode = of_mode AND version = of_version
        ORDER BY embedding <#> asked LIMIT 60;
END $$;
CREATE FUNCTION radar_near_meanings(asked halfvec) RETURNS TABLE (mark bigint, likeness double precision)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    PERFORM set_config('hnsw.ef_search', '100', true);
    RETURN QUERY SELECT mark_id, -(embedding <#> asked) FROM radar_markmeaning
        ORDER BY embedding <#> asked LIMIT 60;
END $$;
"""
BACKWARD = """
DROP FUNCTION radar_near_pictures(halfvec, text, integer);
DROP FUNCTION radar_near_meanings(halfvec);
"""


class Migration(migrations.Migration):
    """Functions."""

    dependencies = [("radar", "0006_graphs_with_more_neighbours")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
