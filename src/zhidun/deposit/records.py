"""Entries of the chain of title: canonical JSON that names the entry before it, appended and sealed at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from cryptography.hazmat.primitives import hashes

from zhidun.access.actors import Actor
from zhidun.deposit.models import ChainEntry, Deal, Deposit
from zhidun.evidence import sealing
from zhidun.evidence.models import Seal
from zhidun.kernel import time
from zhidun.ledger import entry as canonical

KIND: Final = "deposit"
"""Kind of the seals of this room."""
VERSION: Final = 1


def append(
    *, deposit: Deposit, kind: str, facts: Mapping[str, object], actor: Actor, deal: Deal | None = None
) -> ChainEntry:
    """Append an entry to a deposit's chain and seal it; the caller holds the deposit's row."""
    last = ChainEntry.objects.filter(deposit=deposit).order_by("-seq").first()
    seq, at = (last.seq + 1 if last else 1), time.now()
    record = canonical.canonical(
        {
            "v": VERSION,
            "deposit": deposit.number,
            "seq": seq,
            "kind": kind,
            "at": sealing.moment(at),
            "previous": last.sha256 if last else "",
            "facts": dict(facts),
        }
    )
    made = ChainEntry.objects.create(
        deposit=deposit,
        seq=seq,
        kind=kind,
        at=at,
        deal=deal,
        record=record.decode(),
        sha256=hashlib.sha256(record).hexdigest(),
    )
    _seal(made, deposit, record, actor)
    return made


def _seal(row: ChainEntry, deposit: Deposit, record: bytes, actor: Actor) -> None:
    second = hashes.Hash(hashes.SM3())
    second.update(record)
    sealing.seal(
        actor=actor,
        kind=KIND,
        object_key=row.seal_key,
        office=sealing.office_of(actor),
        file_sha256=row.sha256,
        manifest={
            "deposit": deposit.number,
            "seq": row.seq,
            "filename": row.filename,
            "media_type": "application/json",
            "size": len(record),
            "sha256": row.sha256,
            "sm3": second.finalize().hex(),
        },
    )


def seal_of(row: ChainEntry) -> Seal | None:
    """Return the seal of an entry."""
    return Seal.objects.filter(kind=KIND, object_key=row.seal_key).first()


def broken(deposit: Deposit) -> int | None:
    """Return the place of the first entry that does not fit its digest or the entry before it, or None."""
    before = ""
    for row in deposit.chain.order_by("seq"):
        told = hashlib.sha256(row.record.encode()).hexdigest()
        if told != row.sha256 or f'"previous":"{before}"' not in row.record:
            return row.seq
        before = row.sha256
    return None
