"""The office tree as numbers: who stands above whom."""

from __future__ import annotations

from django.db import connection

_BELOW = """
WITH RECURSIVE tree(id) AS (
    SELECT id FROM access_office WHERE id = %s
    UNION
    SELECT child.id FROM access_office child JOIN tree ON child.parent_id = tree.id
)
SELECT id FROM tree
"""

_ABOVE = """
WITH RECURSIVE line(id, parent_id) AS (
    SELECT id, parent_id FROM access_office WHERE id = %s
    UNION
    SELECT parent.id, parent.parent_id FROM access_office parent JOIN line ON parent.id = line.parent_id
)
SELECT id FROM line
"""


def _ids(statement: str, office_id: int) -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [office_id])
        return frozenset(int(row[0]) for row in cursor.fetchall())


def below(office_id: int) -> frozenset[int]:
    """Return the ids of an office and of all offices below it; a circle in the tree does not loop."""
    return _ids(_BELOW, office_id)


def above(office_id: int) -> frozenset[int]:
    """Return the ids of an office and of all offices above it."""
    return _ids(_ABOVE, office_id)
