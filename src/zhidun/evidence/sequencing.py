"""The sequencer: places, tiles, checkpoint, cosignatures; one at a time over the whole installation.

Order: what was signed before is held against tiles, guard, database and (once a process) witnesses; then pending rows
get dense places in one transaction; then tiles, guard, checkpoint; then its row; then cosignatures. Each
part can be cut off by a crash and is taken up by the next round: places are kept in the rows, so the same entries make
the same tiles.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Max

from zhidun.evidence import alarms, witnessing
from zhidun.evidence.logbook import Logbook, logbook
from zhidun.evidence.models import LedgerCheckpoint, Seal
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import t
from zhidun.ledger import checkpoint, log
from zhidun.ledger.checkpoint import Checkpoint
from zhidun.ledger.errors import LogBehind, TileMissing
from zhidun.ledger.policy import NOBODY, Policy

LOCK = 0x5A44_4C4F_47
"""Advisory lock of the database: one sequencer for all processes."""
GROUP = 2_048
CLOCK_JUMP = timedelta(seconds=5)
_PLACES = """
WITH waiting AS (SELECT id FROM evidence_seal WHERE index IS NULL ORDER BY id LIMIT %(group)s),
     numbered AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM waiting),
     start AS (SELECT coalesce(max(index) + 1, 0) AS first FROM evidence_seal)
UPDATE evidence_seal AS seal SET index = start.first + numbered.n FROM numbered, start WHERE seal.id = numbered.id
"""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did.

    Attributes:
        placed: seals that got their place.
        size: entries in the newest checkpoint.
        quorum: whether its cosignatures are enough.
        mine: whether this process was the sequencer.
    """

    placed: int = 0
    size: int = 0
    quorum: bool = False
    mine: bool = True


@contextmanager
def only_one() -> Iterator[bool]:
    """Hold the sequencer's lock inside the block, or say that another process holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def pending() -> int:
    """Return how many seals have no place yet."""
    return Seal.objects.filter(index=None).count()


def work_waits() -> bool:
    """Say whether a round would do something: rows without a place, entries without a checkpoint, a missing quorum."""
    if Seal.objects.filter(index=None).exists():
        return True
    last = LedgerCheckpoint.objects.order_by("-size").first()
    size = _places()
    return size > (last.size if last else 0) or (last is not None and last.quorum_at is None)


def _places() -> int:
    last = Seal.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else int(last) + 1


class Sequencer:
    """Turns pending seals into log entries, round by round."""

    def __init__(self) -> None:
        self._asked = False

    def round(self, *, group: int = GROUP) -> Round:
        """Do what waits, at most `group` new entries.

        Raises:
            LogBehind: signing would fork the log; intake goes on, an alarm says what to do.
            TileMissing, Malformed, OSError: the store is damaged or full; nothing was signed.
        """
        with only_one() as mine:
            if not mine:
                return Round(mine=False)
            try:
                done = self._round(group)
            except (Refusal, OSError) as fault:
                told = fault.reason if isinstance(fault, Refusal) else t("存储写入失败。", f"The store: {fault}")
                code = fault.code if isinstance(fault, Refusal) else "ledger.store"
                alarms.alarm(code=code, subject="log", detail=told)
                raise
            for code in (LogBehind.code, "ledger.store", "ledger.tile_missing"):
                alarms.clear(code=code, subject="log")
            return done

    def _round(self, group: int) -> Round:
        book = logbook()
        policy = book.policy()
        head = log.check_before_signing(book.store, book.guard, book.signer)
        need_database(head)
        if not self._asked:
            need_witnesses(book, policy)
            self._asked = True
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_PLACES, {"group": group})
            placed = int(cursor.rowcount)
        row = _grow(book, head)
        quorum = row is not None and (row.quorum_at is not None or witnessing.collect(book, policy, row))
        return Round(placed, row.size if row else 0, quorum)

    def until_idle(self, *, rounds: int = 1_000) -> Round:
        """Go on until nothing is without a place; return the last round."""
        done = Round()
        for _ in range(rounds):
            done = self.round()
            if not done.mine or not Seal.objects.filter(index=None).exists():
                break
        return done

    def run(self, stop: threading.Event, *, pause: float) -> None:
        """Look for work until told to stop; a refused round is tried again later."""
        waits = pause
        while not stop.wait(waits):
            waits = pause
            try:
                if work_waits():
                    self.round()
            except (Refusal, OSError):
                self._asked = False
                waits = min(10.0, max(pause, 1.0) * 5)
            finally:
                if not connection.in_atomic_block:
                    connection.close_if_unusable_or_obsolete()


def need_database(head: Checkpoint) -> None:
    """Refuse (LogBehind) when the database knows fewer entries than were signed, or another last one."""
    places = _places()
    if places < head.size:
        raise LogBehind(
            t(
                f"已签署到第 {head.size} 条,数据库仅有 {places} 条(可能恢复了较早的备份)。",
                f"{head.size} entries were signed but the database has {places}: an older backup was restored?",
            )
        )
    if head.size:
        stored = log.entry_at(logbook().store, head.size, head.size - 1)
        kept = Seal.objects.values_list("entry", flat=True).get(index=head.size - 1)
        if bytes(kept) != stored:
            raise LogBehind(
                t("数据库与日志的最后一条不同。", "The last entry in the database is not the one in the log.")
            )


def need_witnesses(book: Logbook, policy: Policy) -> None:
    """Refuse (LogBehind) when witnesses that together are a quorum say they cosigned more than we have.

    One alone may lie; a quorum that says so means that this whole folder is an older copy.
    """
    note = book.checkpoint()
    if note is None or policy.quorum == NOBODY:
        return
    ahead = witnessing.claims_of_more(book, policy, note)
    for name, size in ahead.items():
        told = t(f"见证人称已见证到 {size}。", f"It says it cosigned size {size}.")
        alarms.alarm(code="witness.lies", subject=name, detail=told)
    if ahead and policy.met({one.key for one in policy.witnesses if one.name in ahead}):
        raise LogBehind(
            t(
                f"见证人已见证到第 {max(ahead.values())} 条,本机日志较旧。",
                f"The witnesses cosigned up to {max(ahead.values())} entries; this log is older.",
            )
        )


def _grow(book: Logbook, head: Checkpoint) -> LedgerCheckpoint | None:
    """Integrate what has a place, publish the head, keep its row; return the newest row."""
    rows = Seal.objects.filter(index__gte=head.size).order_by("index").values_list("entry", flat=True)
    entries = [bytes(entry) for entry in rows]
    published = book.checkpoint()
    if entries:
        grown = log.integrate(book.store, head.size, entries)
        published = log.publish(book.store, book.guard, book.signer, grown).encode()
        book.prune(head.size, grown.size)
        with suppress(TileMissing):  # derived: the check of the whole log names a tile that is gone
            log.keep_nodes(book.store, grown.size, book.nodes)
    elif head.size and (published is None or checkpoint.parse(published)[0].size != head.size):
        published = log.publish(book.store, book.guard, book.signer, head).encode()
    return _row(published) if published is not None else None


def _row(note: bytes) -> LedgerCheckpoint:
    head, signed = checkpoint.parse(note)
    there = LedgerCheckpoint.objects.filter(size=head.size).first()
    if there is not None:
        return there
    now, last = time.now(), LedgerCheckpoint.objects.order_by("-size").first()
    if last is not None and last.signed_at > now + CLOCK_JUMP:
        told = t(
            "系统时间早于上一个检查点超过 5 秒。", "The clock stands more than 5 seconds before the last checkpoint."
        )
        alarms.alarm(code="ledger.clock_back", subject="log", detail=told)
    return LedgerCheckpoint.objects.create(
        size=head.size,
        root=head.root.hex(),
        text=signed.text,
        note=note.decode(),
        signed_at=max(now, last.signed_at) if last else now,
    )
