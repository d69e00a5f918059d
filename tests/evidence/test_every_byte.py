"""R14: any single changed byte of a sealed file, a tile, an entry, a row or the audit trail is found and named."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from tests.factories.access import make_actor
from tests.factories.evidence import make_item
from zhidun.access import services as access
from zhidun.access.actors import SYSTEM
from zhidun.access.models import AuditEntry
from zhidun.access.selectors import audit_check
from zhidun.evidence import ledger_care
from zhidun.evidence.models import Blob, Item, LedgerCheckpoint, Seal
from zhidun.evidence.sequencing import Sequencer

pytestmark = pytest.mark.django_db
ITEMS = 12
COLUMNS: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (Seal, ("entry", "manifest", "salt", "file_sha256", "kind", "office", "object_key")),
    (LedgerCheckpoint, ("root", "text", "note")),
    (Item, ("filename", "detected_type", "source")),
    (Blob, ("sha256", "sm3")),
    (AuditEntry, ("actor_key", "action", "object_key")),
)


@dataclass(frozen=True)
class Change:
    """A place where one byte can be changed: how, and by which name the damage must be told."""

    where: str
    make: Callable[[random.Random], None]
    named: str


def flipped(content: bytes, chance: random.Random) -> bytes:
    """The same bytes but for one bit; text stays text."""
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def turned(text: str, chance: random.Random) -> str:
    """The same text but for one character."""
    place = chance.randrange(len(text))
    return text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]


@pytest.fixture
def whole(settings: Any) -> list[Change]:
    """A log with files, rows, checkpoints and an audit trail, and every place of it that can be changed."""
    worker = make_actor("enforcement-officer")
    for number in range(ITEMS):
        make_item(actor=worker, content=f"evidence number {number}".encode(), filename=f"{number}.txt")
        if number % 5 == 0:
            Sequencer().round()
    Sequencer().round()
    access.record(actor=SYSTEM, action="matrix.looked", object_kind="x", object_key="k", facts={"a": 1})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the audit trail is chained when a transaction ends
    assert ledger_care.check().ok and audit_check(actor=SYSTEM).ok
    return [*_files(settings.LEDGER, ""), *_files(settings.BLOBS, "blob "), *_rows()]


def _files(root: Path, kind: str) -> list[Change]:
    def of(path: Path) -> Change:
        def change(chance: random.Random) -> None:
            path.write_bytes(flipped(path.read_bytes(), chance))

        name = path.name if kind else path.relative_to(root).as_posix()
        return Change(str(path), change, kind + name)

    return [of(path) for path in sorted(root.rglob("*")) if path.is_file() and path.stat().st_size]


def _rows() -> list[Change]:
    return [
        _row(model, row.pk, column)
        for model, columns in COLUMNS
        for row in model.objects.order_by("pk")
        for column in columns
        if getattr(row, column)
    ]


def _row(model: type[Any], pk: int, column: str) -> Change:
    table = model._meta.db_table

    def change(chance: random.Random) -> None:
        old = getattr(model.objects.get(pk=pk), column)
        new = turned(old, chance) if isinstance(old, str) else flipped(bytes(old), chance)
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [new, pk])  # noqa: S608  our own names

    named = {Seal: "evidence_seal", LedgerCheckpoint: "evidence_ledgercheckpoint", Item: "evidence_item",
             Blob: "blob", AuditEntry: "audit"}[model]  # fmt: skip
    return Change(f"{table}.{column} {pk}", change, named)


def names() -> list[str]:
    """What is found damaged, by name."""
    found = [damage.file for damage in ledger_care.check().damages]
    return found + [f"audit {row.entry_id}" for row in audit_check(actor=SYSTEM).broken]


def hunted(whole: list[Change], chance: random.Random, count: int) -> None:
    """Change one byte, look, put it back; again and again."""
    missed = []
    for number in range(count):
        one = whole[number % len(whole)] if number < len(whole) else chance.choice(whole)
        path = Path(one.where)
        kept = path.read_bytes() if path.is_absolute() else b""
        sid = transaction.savepoint()
        one.make(chance)
        if not any(name.startswith(one.named) for name in names()):
            missed.append(one.where)
        transaction.savepoint_rollback(sid)
        if kept:
            path.write_bytes(kept)
    assert missed == []
    assert names() == []


def test_a_sample_of_single_changed_bytes_is_found_and_named(whole: list[Change]) -> None:
    chance = random.Random(20261130)
    hunted(chance.sample(whole, 60), chance, 60)


@pytest.mark.soak
def test_a_thousand_single_changed_bytes_are_found_and_named(whole: list[Change]) -> None:
    hunted(whole, random.Random(14), 1000)
