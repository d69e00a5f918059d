"""Run inside a house: add cases until there are N, spread over the city's bureaus, so that lists can be measured.

Each case has what a list reads beside it: two parties, an officer, a running clock while it is open; one in 50 a label,
one in 100 a task, one in five a notice to its officer; each office has ten officers, and each of the cast a box of 60
notices. One in four is closed, one in nine of the open ones is overdue. Commits wait for no disk while rows are added;
nothing is measured before all are there and the tables are vacuumed.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from zhidun.access import selectors  # noqa: E402
from zhidun.access.offices import below  # noqa: E402
from zhidun.cases.search_keys import keys_of  # noqa: E402

NAMES = ("蜀绣工坊", "郫都豆瓣厂", "天府家居", "锦城鞋业", "青羊药房", "川味食品", "高新软件", "温江生物")
CITY, STEP = "510100", 50_000
CASES = """
  INSERT INTO cases_case (number, public_id, procedure, procedure_version, kind, title, state, version, office_id,
    district, received_at, opened_at, law_on, origin, sealed, demo, source, facts, outcome, search_keys, next_due_at,
    sort_due_at, closed_at)
  SELECT 'bench-2026-' || lpad(i::text, 7, '0'), gen_random_uuid(), 'infringement-complaint', 1, 'trademark',
    %(name)s || '商标案', 'lead', 1, (%(offices)s::bigint[])[1 + (i / 8) %% %(n)s], '510107',
    now() - (i %% 17520) * interval '1 hour', now(), '2026-11-01', 'online', false, false, '{}', '{}', '',
    %(keys)s::text[] || ARRAY['n:bench-2026-' || lpad(i::text, 7, '0'), 'n:' || lpad(i::text, 7, '0')],
    due, coalesce(due, '9999-01-01'::timestamptz), CASE WHEN i %% 4 = 3 THEN now() - (i %% 2000) * interval '1 hour' END
  FROM (SELECT i, CASE WHEN i %% 4 < 3 THEN now() + (i * 7919 %% 2160 - 240) * interval '1 hour' END AS due
        FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i WHERE i %% 8 = %(index)s) AS rows"""
NEW = "number BETWEEN 'bench-2026-' || lpad(%(first)s::text, 7, '0') AND 'bench-2026-' || lpad(%(last)s::text, 7, '0')"
TABLES = (
    """INSERT INTO cases_caseparty (case_id, role, shown_name, agent, by_receipt, admitted_at)
        SELECT id, role, name || id, '', false, now() FROM cases_case,
          (VALUES ('complainant', '权利人'), ('respondent', '某商行')) AS two(role, name) WHERE /*new*/""",
    """INSERT INTO cases_assignment (case_id, account_id, role, from_at, assigned_by, conflict_override, overridden_by)
        SELECT id, (SELECT a.id FROM access_account a
          WHERE a.username = 'bench-' || office_id || '-' || cases_case.id %% 10), 'officer', now(), 'system', '', ''
        FROM cases_case WHERE /*new*/ AND id %% 11 > 0""",
    """INSERT INTO cases_clock (case_id, public_id, rule_key, rule_id, binds, event, direction, started_at, started_on,
          due_on, due_raw_on, due_at, unit, state, provisional, counted, steps)
        SELECT id, gen_random_uuid(), 'samr.case.decide.90d', 'samr.case.decide.90d', 'office', 'filed', 'forward',
          received_at, received_at::date, next_due_at::date, next_due_at::date, next_due_at, 'day', 'running', false,
          '[]', '[]' FROM cases_case WHERE /*new*/ AND closed_at IS NULL""",
    """INSERT INTO cases_caselabel (case_id, word, made_by, made_at)
        SELECT id, 'word ' || id %% 12, 'system', now() FROM cases_case WHERE /*new*/ AND id %% 50 = 0""",
    """INSERT INTO cases_task (case_id, public_id, kind, title_zh, title_en, role, due_at, made_at, state, done_by,
          assignee_id, office_id)
        SELECT id, gen_random_uuid(), 'check', '核对', 'Check', '', next_due_at, now(), 'open', '',
          (SELECT account_id FROM cases_assignment a WHERE a.case_id = cases_case.id), office_id
        FROM cases_case WHERE /*new*/ AND id %% 100 = 0 AND closed_at IS NULL""",
    """WITH told AS (INSERT INTO cases_outbox (key, channel, case_id, account_id, subject_zh, subject_en,
          body_zh, body_en, made_at, state, attempts, next_try_at, last_error)
        SELECT 'bench:' || c.number, 'inapp', c.id, a.account_id, '案件有新进展', 'A case went on', '', '', now(),
          'sent', 0, now(), ''
        FROM cases_case c JOIN cases_assignment a ON a.case_id = c.id WHERE /*new*/ AND c.id %% 5 = 0
        RETURNING id, account_id, case_id, subject_zh, subject_en)
       INSERT INTO cases_notice (outbox_id, account_id, case_id, subject_zh, subject_en, body_zh, body_en, at)
        SELECT id, account_id, case_id, subject_zh, subject_en, '', '', now() - id %% 9000 * interval '1 minute'
        FROM told""",
)
BOXES = """WITH told AS (INSERT INTO cases_outbox (key, channel, case_id, account_id, subject_zh, subject_en,
      body_zh, body_en, made_at, state, attempts, next_try_at, last_error)
    SELECT 'bench-box:' || a.id || ':' || n, 'inapp', c.id, a.id, '案件有新进展', 'A case went on',
      '请查看。', 'Have a look.', now(), 'sent', 0, now(), ''
    FROM access_account a, generate_series(1, 60) n,
      LATERAL (SELECT id FROM cases_case WHERE number = 'bench-2026-' || lpad(n::text, 7, '0')) c
    WHERE a.username NOT LIKE 'bench-%%' AND a.kind = 'staff' ON CONFLICT DO NOTHING
    RETURNING id, account_id, case_id, subject_zh, subject_en, body_zh, body_en)
  INSERT INTO cases_notice (outbox_id, account_id, case_id, subject_zh, subject_en, body_zh, body_en, at)
    SELECT id, account_id, case_id, subject_zh, subject_en, body_zh, body_en, now() - id %% 9000 * interval '1 minute'
    FROM told"""
BESIDE = tuple(statement.replace("/*new*/", NEW) for statement in TABLES)


def add(first: int, last: int, offices: list[int]) -> None:
    """Insert cases `first` to `last` and what stands beside them."""
    words = {"first": first, "last": last, "offices": offices, "n": len(offices)}
    with connection.cursor() as cursor:
        for index, name in enumerate(NAMES):
            cursor.execute(CASES, words | {"name": name, "keys": keys_of([f"{name}商标案"]), "index": index})
        for statement in BESIDE:
            cursor.execute(statement, words)


def people(offices: list[int]) -> None:
    """Give each office ten officers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO access_account SELECT (jsonb_populate_record(one, jsonb_build_object(
                 'id', 1000000 + office * 10 + n, 'username', 'bench-' || office || '-' || n,
                 'public_id', gen_random_uuid(), 'name_zh', '办案人员' || n, 'email', ''))).*
               FROM access_account AS one, unnest(%s::bigint[]) AS office, generate_series(0, 9) AS n
               WHERE one.username = 'linchuan' ON CONFLICT DO NOTHING""",
            [offices],
        )


def main() -> None:
    """Bring the number of bench cases to the one named on the command line."""
    from zhidun.site.command import House

    wanted = int(sys.argv[1])
    with House().ready():
        offices = sorted(below(selectors.office(CITY).pk))
        people(offices)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_case WHERE number LIKE 'bench-%%'")
            there = cursor.fetchone()[0]
            cursor.execute("SET synchronous_commit = off")
        for first in range(there, wanted, STEP):
            add(first, min(first + STEP, wanted) - 1, offices)
        with connection.cursor() as cursor:
            cursor.execute(BOXES, [])
            for table in ("case", "caseparty", "assignment", "clock", "caselabel", "task", "notice", "outbox"):
                cursor.execute(f"VACUUM (ANALYZE) cases_{table}")  # names of ours
        print(json.dumps({"cases": wanted}))


main()
