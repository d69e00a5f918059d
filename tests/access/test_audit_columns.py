"""The audit trail under the knife: every column of both tables, changed one at a time, is noticed and named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhidun.access import services
from zhidun.access.actors import SYSTEM, receipt_actor
from zhidun.access.audit import FIRST, LONGEST_FACTS, digest_of, link_hash, verify_chain
from zhidun.access.errors import AuditFactsInvalid
from zhidun.access.models import AuditEntry, AuditLink
from zhidun.kernel.text import t

pytestmark = pytest.mark.django_db
TABLES = ("access_auditentry", "access_auditlink")


def write(count: int) -> list[AuditEntry]:
    """Entries in their chain: the deferred trigger runs at once, as it would when the transaction commits."""
    made = [
        services.record(actor=SYSTEM, action="t.done", object_kind="test", object_key=str(n), facts={"n": n})
        for n in range(count)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return made


def vandalise(statement: str, *values: object) -> None:
    """Do what only somebody with the owner's rights could do."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with waiting checks cannot be altered
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def trail() -> list[AuditEntry]:
    return write(5)


# column, new value
COLUMNS = [
    ("at", "2020-01-01T00:00:00Z"),
    ("at", "2099-01-01T00:00:00.000001Z"),
    ("actor_key", "account:999"),
    ("actor_key", ""),
    ("actor_name", "别人"),
    ("actor_name", "系统 "),  # a blank
    ("action", "t.undone"),
    ("action", "T.done"),  # a capital
    ("object_kind", "case"),
    ("object_key", "22"),
    ("facts", '{"n": 7}'),
    ("facts", '{"n": "2"}'),  # text for a number
    ("facts", "{}"),
    ("facts", '{"n": 2, "m": null}'),
    ("facts", "null"),
    ("digest", "0" * 64),
    ("digest", "f" * 64),
]


@pytest.mark.parametrize(("column", "value"), COLUMNS)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_changed_entry_is_named_wherever_it_stands(
    column: str, value: str, place: int, trail: list[AuditEntry]
) -> None:
    vandalise(f"UPDATE access_auditentry SET {column} = %s WHERE id = %s", value, trail[place].pk)  # noqa: S608  a column from the table above
    report = verify_chain()
    assert not report.ok
    assert {row.entry_id for row in report.broken} == {trail[place].pk}
    assert all(row.why.zh and row.why.en for row in report.broken)
    assert report.checked == 5


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        ("hash", "f" * 64, (2, 3)),  # the row and the one that builds on it
        ("prev_hash", "f" * 64, (2,)),
        ("prev_hash", FIRST, (2,)),
        ("seq", 99, (2, 3, 4)),  # out of order: what follows no longer fits
    ],
)
def test_a_changed_link_is_named(column: str, value: object, named: tuple[int, ...], trail: list[AuditEntry]) -> None:
    vandalise(f"UPDATE access_auditlink SET {column} = %s WHERE entry_id = %s", value, trail[2].pk)  # noqa: S608  a column from the table above
    report = verify_chain()
    assert not report.ok
    assert {row.entry_id for row in report.broken} <= {trail[n].pk for n in named}
    assert trail[2].pk in {row.entry_id for row in report.broken}


def test_a_link_moved_to_another_lane_is_noticed(trail: list[AuditEntry]) -> None:
    lane = trail[2].link.lane
    vandalise("UPDATE access_auditlink SET lane = %s WHERE entry_id = %s", (lane + 1) % 16, trail[2].pk)
    assert {trail[2].pk, trail[3].pk} <= {row.entry_id for row in verify_chain().broken}


def test_two_entries_that_changed_places_are_noticed(trail: list[AuditEntry]) -> None:
    first, second = trail[1].pk, trail[2].pk
    vandalise("UPDATE access_auditlink SET seq = 1000 WHERE entry_id = %s", first)
    vandalise("UPDATE access_auditlink SET seq = 2 WHERE entry_id = %s", second)
    vandalise("UPDATE access_auditlink SET seq = 3 WHERE entry_id = %s", first)
    assert {first, second} <= {row.entry_id for row in verify_chain().broken}


def test_a_whole_chain_computed_anew_shows_only_against_heads_kept_elsewhere(trail: list[AuditEntry]) -> None:
    kept = dict(verify_chain().heads)
    entry = AuditEntry.objects.get(pk=trail[1].pk)
    entry.action = "t.forged"
    vandalise("UPDATE access_auditentry SET action=%s, digest=%s WHERE id=%s", "t.forged", digest_of(entry), entry.pk)
    before = FIRST
    for link in AuditLink.objects.select_related("entry").order_by("seq"):
        after = link_hash(before, link.entry.digest)
        vandalise("UPDATE access_auditlink SET prev_hash=%s, hash=%s WHERE id=%s", before, after, link.pk)
        before = after
    report = verify_chain()
    assert report.ok
    assert dict(report.heads) != kept


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_the_database_itself_refuses_changes(table: str, verb: str, trail: list[AuditEntry]) -> None:
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))
    assert AuditEntry.objects.count() == 5
    assert AuditLink.objects.count() == 5


@pytest.mark.parametrize("rows", [AuditEntry, AuditLink])
def test_the_product_has_no_way_to_delete(rows: type[AuditEntry | AuditLink], trail: list[AuditEntry]) -> None:
    with pytest.raises(TypeError, match="rows are kept"):
        rows.objects.all().delete()


class Colour(Enum):
    RED = "red"


# fact, as it is read back
FACTS = [
    (None, None),
    (True, True),
    (0, 0),
    (-5, -5),
    (10**30, 10**30),
    (0.1, "0.1"),
    (1e300, "1e+300"),
    (float("nan"), "nan"),
    (Decimal("1.10"), "1.10"),
    ("", ""),
    ("豆瓣", "豆瓣"),
    ("a\x00b", "a\u2400b"),
    ("half a character \ud800", "half a character ?"),
    ("\U0001f336", "\U0001f336"),
    ("'; DROP TABLE x; --", "'; DROP TABLE x; --"),
    (date(2026, 5, 4), "2026-05-04"),
    (datetime(2026, 5, 4, 1, tzinfo=UTC), "2026-05-04T01:00:00+00:00"),
    (Colour.RED, "red"),
    (t("甲", "A"), {"zh": "甲", "en": "A"}),
    ([1, "a", None], [1, "a", None]),
    ((1, 2), [1, 2]),
    ({3, 1, 2}, [1, 2, 3]),
    (frozenset({"b", "a"}), ["a", "b"]),
    ({"k": {"n": [1]}}, {"k": {"n": [1]}}),
    ({1: "a"}, {"1": "a"}),
    ({"a\x00": 1}, {"a\u2400": 1}),
    ({"\ud800": 1}, {"?": 1}),
]


@pytest.mark.parametrize(("fact", "kept"), FACTS, ids=range(len(FACTS)))
def test_facts_are_kept_in_one_plain_form_and_verify(fact: object, kept: object) -> None:
    entry = services.record(actor=SYSTEM, action="t.done", object_kind="t", object_key="1", facts={"f": fact})
    again = AuditEntry.objects.get(pk=entry.pk)
    assert again.facts == {"f": kept}
    assert digest_of(again) == again.digest == entry.digest


@pytest.mark.parametrize("fact", [object(), b"bytes", lambda: 1, 1j, [object()], {"a": b"x"}, range(3)], ids=range(7))
def test_other_facts_are_refused(fact: object) -> None:
    with pytest.raises(AuditFactsInvalid) as caught:
        services.record(actor=SYSTEM, action="t.done", object_kind="t", object_key="1", facts={"f": fact})
    assert type(fact).__name__ in caught.value.reason.en or "holds a" in caught.value.reason.en.replace(
        "hold a", "holds a"
    )
    assert caught.value.remedy.zh


@pytest.mark.parametrize(("length", "taken"), [(LONGEST_FACTS - 20, True), (LONGEST_FACTS + 1, False)])
def test_facts_have_a_limit(length: int, *, taken: bool) -> None:
    if taken:
        assert services.record(
            actor=SYSTEM, action="t", object_kind="t", object_key="1", facts={"f": "x" * length}
        ).facts
        return
    with pytest.raises(AuditFactsInvalid) as caught:
        services.record(actor=SYSTEM, action="t", object_kind="t", object_key="1", facts={"f": "x" * length})
    assert str(LONGEST_FACTS) in caught.value.remedy.en


def test_an_anonymous_reporter_is_named_by_the_case_alone() -> None:
    entry = services.record(actor=receipt_actor("510107-2026-000001"), action="t", object_kind="case", object_key="1")
    assert (entry.actor_key, entry.actor_name) == ("receipt:510107-2026-000001", "匿名举报人")
    assert entry.facts == {}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=30))
def test_any_text_a_machine_can_send_is_kept(text: str) -> None:
    entry = services.record(actor=SYSTEM, action="t", object_kind="t", object_key="1", facts={text: text})
    again = AuditEntry.objects.get(pk=entry.pk)
    assert digest_of(again) == again.digest
