"""Run inside a house: add cases until there are N, spread over the offices, so that lists can be measured."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from zhidun.access import selectors  # noqa: E402
from zhidun.cases.search_keys import keys_of  # noqa: E402

NAMES = ("蜀绣工坊", "郫都豆瓣厂", "天府家居", "锦城鞋业", "青羊药房", "川味食品", "高新软件", "温江生物")


def add(first: int, last: int) -> None:
    """Insert cases `first` to `last` in one statement; one in four is closed, due dates are spread over 90 days."""
    offices = list(selectors.offices(field="trademark").order_by("id").values_list("id", flat=True))
    with connection.cursor() as cursor:
        for index, name in enumerate(NAMES):
            keys = keys_of([f"{name}商标案"])
            cursor.execute(
                """
                INSERT INTO cases_case (number, public_id, procedure, procedure_version, kind, title, state, version,
                  office_id, district, received_at, opened_at, law_on, origin, sealed, demo, source, facts, outcome,
                  search_keys, next_due_at, sort_due_at, closed_at)
                SELECT 'bench-2026-' || lpad(i::text, 7, '0'), gen_random_uuid(), 'infringement-complaint', 1,
                  'trademark', %(name)s || '商标案', 'lead', 1,
                  (%(offices)s::bigint[])[1 + (i / 8) %% %(n)s], '510107',
                  now() - (i %% 2000) * interval '1 hour', now(),
                  '2026-11-01', 'online', false, false, '{}', '{}', '',
                  %(keys)s::text[] || ARRAY['n:bench-2026-' || lpad(i::text, 7, '0'), 'n:' || lpad(i::text, 7, '0')],
                  due, coalesce(due, '9999-01-01'::timestamptz), CASE WHEN i %% 4 = 3 THEN now() END
                FROM (SELECT i, CASE WHEN i %% 4 < 3 THEN now() + (i %% 2160) * interval '1 hour' END AS due
                      FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i WHERE i %% 8 = %(index)s) AS rows
                """,
                {
                    "name": name,
                    "offices": offices,
                    "n": len(offices),
                    "keys": keys,
                    "first": first,
                    "last": last,
                    "index": index,
                },
            )
        cursor.execute("ANALYZE cases_case")


def main() -> None:
    """Bring the number of bench cases to the one named on the command line."""
    from zhidun.site.command import House

    wanted = int(sys.argv[1])
    with House().ready():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_case WHERE number LIKE 'bench-%%'")
            there = cursor.fetchone()[0]
        step = 50_000
        for first in range(there, wanted, step):
            add(first, min(first + step, wanted) - 1)
        print(json.dumps({"cases": wanted}))


main()
