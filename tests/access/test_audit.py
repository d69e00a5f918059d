from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.access import make_actor
from zhidun.access import selectors, services
from zhidun.access.actors import SYSTEM
from zhidun.access.audit import FIRST, digest_of, link_hash, verify_chain
from zhidun.access.errors import AuditFactsInvalid
from zhidun.access.models import AuditEntry, AuditLink
from zhidun.kernel.errors import Forbidden
from zhidun.kernel.text import t

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def write(count: int = 1) -> list[AuditEntry]:
    return [
        services.record(actor=SYSTEM, action="test.done", object_kind="test", object_key=str(n), facts={"n": n})
        for n in range(count)
    ]


def vandalise(statement: str, *values: object) -> None:
    """Do what only somebody with the owner's rights could do."""
    with connection.cursor() as cursor:
        for table in ("access_auditentry", "access_auditlink"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        for table in ("access_auditentry", "access_auditlink"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.django_db(transaction=True)
class TestChain:
    def test_an_untouched_trail_holds(self) -> None:
        write(5)
        report = verify_chain()
        assert report.ok
        assert report.checked == 5
        assert sum(seq for seq, _ in report.heads.values()) == 5

    def test_the_database_links_each_entry_as_we_compute_it(self) -> None:
        first, second = write(2)
        assert first.link.prev_hash == FIRST
        assert first.link.hash == link_hash(FIRST, first.digest)
        assert second.link.prev_hash == first.link.hash
        assert (second.link.lane, second.link.seq) == (first.link.lane, 2)

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("action", "nothing.happened"),
            ("actor_key", "account:999"),
            ("object_key", "other"),
            ("facts", '{"n": 7}'),
            ("at", "2020-01-01T00:00:00Z"),
            ("actor_name", "别人"),
        ],
    )
    def test_a_changed_row_is_named(self, column: str, value: str) -> None:
        entries = write(4)
        statement = f"UPDATE access_auditentry SET {column} = %s WHERE id = %s"  # noqa: S608  a name from the table above
        vandalise(statement, value, entries[2].pk)
        report = verify_chain()
        assert [row.entry_id for row in report.broken] == [entries[2].pk]
        assert "changed" in report.broken[0].why.en
        assert report.broken[0].why.zh

    def test_a_changed_row_with_a_new_digest_is_named_too(self) -> None:
        entries = write(3)
        entries[1].action = "nothing.happened"
        digest = digest_of(entries[1])
        vandalise(
            "UPDATE access_auditentry SET action = %s, digest = %s WHERE id = %s",
            "nothing.happened", digest, entries[1].pk,
        )  # fmt: skip
        assert [row.entry_id for row in verify_chain().broken] == [entries[1].pk]

    def test_a_rewritten_link_breaks_its_successor(self) -> None:
        entries = write(3)
        vandalise("UPDATE access_auditlink SET hash = %s WHERE entry_id = %s", "f" * 64, entries[0].pk)
        assert [row.entry_id for row in verify_chain().broken] == [entries[0].pk, entries[1].pk]

    def test_a_removed_row_leaves_a_hole(self) -> None:
        entries = write(4)
        vandalise("DELETE FROM access_auditlink WHERE entry_id = %s", entries[1].pk)
        vandalise("DELETE FROM access_auditentry WHERE id = %s", entries[1].pk)
        broken = verify_chain().broken
        assert {row.entry_id for row in broken} == {entries[2].pk}
        assert "expected number 2, got 3" in broken[0].why.en

    def test_a_row_slipped_in_without_the_trigger_is_named(self) -> None:
        write(1)
        vandalise(
            "INSERT INTO access_auditentry (at, actor_key, actor_name, action, object_kind, object_key, facts, digest)"
            " VALUES (now(), 'account:1', '', 'x.y', 'case', '1', '{}', %s)",
            "0" * 64,
        )
        broken = verify_chain().broken
        assert len(broken) == 1
        assert broken[0].seq is None
        assert "in no chain" in broken[0].why.en

    def test_a_removed_tail_shows_against_the_heads_kept_elsewhere(self) -> None:
        entries = write(3)
        kept = verify_chain().heads
        vandalise("DELETE FROM access_auditlink WHERE entry_id = %s", entries[2].pk)
        vandalise("DELETE FROM access_auditentry WHERE id = %s", entries[2].pk)
        report = verify_chain()
        assert report.ok
        assert report.heads != kept

    def test_many_writers_at_once_leave_no_hole(self) -> None:
        def one(number: int) -> None:
            try:
                with transaction.atomic():
                    write(2)
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=6) as pool:
            list(pool.map(one, range(24)))
        report = verify_chain()
        assert report.ok
        assert report.checked == 48

    def test_what_is_rolled_back_never_was(self) -> None:
        write(1)
        with transaction.atomic():
            write(3)
            transaction.set_rollback(True)
        write(1)
        assert verify_chain().checked == 2
        assert verify_chain().ok


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_auditentry SET action = 'x'",
        "DELETE FROM access_auditentry",
        "TRUNCATE access_auditentry CASCADE",
        "UPDATE access_auditlink SET seq = 9",
        "DELETE FROM access_auditlink",
        "TRUNCATE access_auditlink",
    ],
)
def test_the_database_refuses_to_touch_the_trail(statement: str) -> None:
    write(1)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert AuditLink.objects.count() == 1
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_facts_of_every_sort_read_back_the_same() -> None:
    facts = {
        "text": t("中", "en"), "day": date(2026, 1, 2), "moment": datetime(2026, 1, 2, tzinfo=UTC), "none": None,
        "money": Decimal("12.50"), "id": UUID(int=7), "set": {"b", "a"}, "tuple": (1, 2), "nul": "a\x00b", "yes": True,
        "kind": AuditEntry.__name__, "float": 0.1,
    }  # fmt: skip
    entry = services.record(actor=SYSTEM, action="a.b", object_kind="x", object_key="1", facts=facts)
    entry.refresh_from_db()
    assert digest_of(entry) == entry.digest
    assert entry.facts["set"] == ["a", "b"]
    assert entry.facts["money"] == "12.50"
    assert "\x00" not in entry.facts["nul"]


@pytest.mark.django_db
@given(JSON)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_fact_that_is_taken_verifies_after_reading_it_back(fact: object) -> None:
    entry = services.record(actor=SYSTEM, action="a.b", object_kind="x", object_key="1", facts={"fact": fact})
    assert digest_of(AuditEntry.objects.get(pk=entry.pk)) == entry.digest


@pytest.mark.django_db
def test_facts_that_cannot_be_kept_are_refused() -> None:
    with pytest.raises(AuditFactsInvalid, match="object"):
        services.record(actor=SYSTEM, action="a.b", object_kind="x", object_key="1", facts={"x": object()})
    with pytest.raises(AuditFactsInvalid, match="too long"):
        services.record(actor=SYSTEM, action="a.b", object_kind="x", object_key="1", facts={"x": "y" * 30_000})


@pytest.mark.django_db
def test_only_the_auditor_reads_the_trail() -> None:
    auditor = make_actor("audit-admin")
    entry = write(1)[0]
    assert list(selectors.audit_trail(actor=auditor, object_kind="test", object_key="0")) == [entry]
    assert not selectors.audit_trail(actor=auditor, actor_key="account:0").exists()
    for role in ("system-admin", "security-admin", "bureau-head"):
        with pytest.raises(Forbidden):
            selectors.audit_trail(actor=make_actor(role))
        with pytest.raises(Forbidden):
            selectors.audit_check(actor=make_actor(role))
    assert selectors.audit_check(actor=auditor).checked >= 0
