"""Reads about seals: where one stands, its proof file, who cosigned, which time stamps cover it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from zhidun.evidence.errors import ProofPending, SealErased
from zhidun.evidence.logbook import Logbook, logbook, path_to
from zhidun.evidence.models import Item, LedgerCheckpoint, Seal, TimeStampToken, TokenState
from zhidun.evidence.sealing import EVIDENCE
from zhidun.evidence.stamping import tokens_of
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.ledger import checkpoint, entry, proof
from zhidun.ledger.merkle import leaf_hash
from zhidun.ledger.note import parse


@dataclass(frozen=True, slots=True)
class Witnessed:
    """One witness's statement on a checkpoint."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stamped:
    """One time stamp on a checkpoint."""

    authority: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SealView:
    """Where a seal stands, for people and machines.

    Attributes:
        state: `pending` until its entry is in a checkpoint with its quorum, then `proven`; `erased`; `none`.
        index: place in the log, from zero.
        size: entries in the checkpoint its proof leads to.
    """

    state: str
    kind: str = EVIDENCE
    public_id: str = ""
    sealed_at: datetime | None = None
    index: int | None = None
    size: int | None = None
    root: str = ""
    origin: str = ""
    leaf: str = ""
    signed_at: datetime | None = None
    witnesses: tuple[Witnessed, ...] = ()
    stamps: tuple[Stamped, ...] = ()
    stamps_waiting: int = 0

    @property
    def proven(self) -> bool:
        """Whether there is a proof file."""
        return self.state == "proven"


def seal_of(item: Item) -> Seal | None:
    """Return the seal of an evidence item, if it has one."""
    return Seal.objects.filter(kind=EVIDENCE, object_key=str(item.public_id)).first()


def covering(seal: Seal) -> LedgerCheckpoint | None:
    """Return the checkpoint a proof leads to: the first with quorum and a time stamp, else the first with quorum."""
    if seal.index is None:
        return None
    rows = LedgerCheckpoint.objects.filter(size__gt=seal.index, quorum_at__isnull=False).order_by("size")
    stamped = rows.filter(tokens__state=TokenState.GRANTED).first()
    return stamped or rows.first()


def proof_file(seal: Seal) -> bytes:
    """Return the `.tlog-proof` file of a seal, with what opens its commitment.

    Raises:
        ProofPending: its entry is not in a checkpoint with its quorum yet.
        SealErased: what opens it was erased.
        TileMissing, ProofWrong: the store is damaged; a proof that is not true never leaves the house.
    """
    row = covering(seal)
    if row is None or seal.index is None:
        raise ProofPending
    if seal.salt is None:
        raise SealErased
    opening = entry.extra_of(json.loads(seal.manifest), bytes(seal.salt))
    leaf, root = leaf_hash(bytes(seal.entry)), bytes.fromhex(row.root)
    path = path_to(logbook(), seal.index, size=row.size, leaf=leaf, root=root)
    return proof.Proof(seal.index, tuple(path), parse(row.note.encode()), opening).encode()


def view(seal: Seal | None) -> SealView:
    """Return where a seal stands."""
    if seal is None:
        return SealView("none")
    state = "erased" if seal.erased_at else "pending"
    leaf = leaf_hash(bytes(seal.entry)).hex()
    basis = SealView(state, seal.kind, str(seal.public_id), seal.sealed_at, seal.index, leaf=leaf)
    row = covering(seal)
    return basis if row is None else _with_head(basis, row, logbook())


def _with_head(basis: SealView, row: LedgerCheckpoint, book: Logbook) -> SealView:
    signed = parse(row.note.encode())
    found = checkpoint.cosignatures(signed, book.policy().witness_keys)
    waiting = TimeStampToken.objects.filter(checkpoint=row, state=TokenState.QUEUED).count()
    return replace(
        basis,
        state="proven" if basis.state == "pending" else basis.state,
        size=row.size,
        root=row.root,
        origin=checkpoint.parse_text(row.text).origin,
        signed_at=row.signed_at,
        witnesses=tuple(Witnessed(one.key.name, datetime.fromtimestamp(one.time, UTC)) for one in found),
        stamps=tuple(Stamped(one.authority, one.stamped_at) for one in tokens_of(row) if one.stamped_at),
        stamps_waiting=waiting,
    )


def sealed_by_digest(sha256: str) -> list[SealView]:
    """Return where the seals of a file stand, oldest first; never whose it is."""
    rows = Seal.objects.filter(file_sha256=sha256).exclude(file_sha256="").order_by("pk")[:20]
    return [view(row) for row in rows]


def why_not_opening(seal: Seal) -> Text | None:
    """Return why a seal's manifest and salt do not open its entry, or None when they do."""
    try:
        manifest = json.loads(seal.manifest)
        made = entry.make(manifest, bytes(seal.salt or b""))
        whole = entry.canonical(manifest).decode() == seal.manifest
    except (Refusal, ValueError, AttributeError):
        return t("清单无法读取。", "The manifest cannot be read.")
    if not whole or made.encode() != bytes(seal.entry):
        return t("清单与日志中的承诺值不符。", "The manifest does not open the commitment in the log.")
    if seal.file_sha256 not in {"", manifest.get("sha256")}:
        return t("文件摘要与清单不符。", "The digest of the file is not the manifest's.")
    return None
