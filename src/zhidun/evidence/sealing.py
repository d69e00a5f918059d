"""Sealing: a pending row in the caller's transaction; the sequencer gives it its place later (`sequencing`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice

from django.db import transaction

from zhidun.access import services as access
from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.selectors import audit_heads
from zhidun.evidence.models import Item, LedgerCheckpoint, Seal
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.ledger import entry

EVIDENCE, PAPER, PUBLICATION, TRANSFER, HAND_OVER, AUDIT = (
    "evidence", "paper", "publication", "transfer", "hand-over", "audit",
)  # fmt: skip
BATCH = 500
VERSION = 1


def seal(
    *,
    actor: Actor,
    kind: str,
    object_key: str,
    manifest: Mapping[str, object],
    office: str = "",
    file_sha256: str = "",
) -> Seal:
    """Commit to a manifest, its type, moment and office in the running transaction; sealed already: the first seal.

    "Durable" is this row's commit. The log gets salted commitments only; manifest and salt stay here and can be erased.

    Raises:
        Malformed: the manifest holds what canonical JSON cannot say.
    """
    there = Seal.objects.filter(kind=kind, object_key=object_key).first()
    return there or _new(
        actor=actor, kind=kind, object_key=object_key, manifest=manifest, office=office, file_sha256=file_sha256
    )


def _new(
    *, actor: Actor, kind: str, object_key: str, manifest: Mapping[str, object], office: str, file_sha256: str
) -> Seal:
    row = _drawn_up(
        actor=actor, kind=kind, object_key=object_key, manifest=manifest, office=office, file_sha256=file_sha256,
        at=not_before_the_log(time.now()),
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _drawn_up(
    *,
    actor: Actor,
    kind: str,
    object_key: str,
    manifest: Mapping[str, object],
    office: str,
    file_sha256: str,
    at: datetime,
) -> Seal:
    """Return a seal that is not stored yet."""
    salt = entry.new_salt()
    whole = {**manifest, "v": VERSION, "type": kind, "at": moment(at), "office": office}
    made = entry.make(whole, salt)
    return Seal(
        kind=kind,
        object_key=object_key,
        office=office,
        sealed_at=at,
        sealed_by=actor.key,
        file_sha256=file_sha256,
        manifest=entry.canonical(whole).decode(),
        salt=salt,
        entry=made.encode(),
    )


def not_before_the_log(at: datetime) -> datetime:
    """Return the moment, or that of the last checkpoint when the clock was set back behind it."""
    last = LedgerCheckpoint.objects.order_by("-size").values_list("signed_at", flat=True).first()
    return max(at, last) if last else at


def moment(at: datetime) -> str:
    """Return a moment as manifests and entries write it: ISO 8601 in UTC, milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def office_of(actor: Actor) -> str:
    """Return the code of the office an actor writes for, or an empty string."""
    return actor.posts[0].office_code if actor.posts else ""


def manifest_of(item: Item) -> dict[str, object]:
    """Return what is sealed of an evidence item: digests, size, name and how it came; no person, no case."""
    made = {"capture": str(item.made_with), "part": item.part} if item.made_with else {}
    return {
        **made,
        "item": str(item.public_id),
        "filename": item.filename,
        "media_type": item.detected_type,
        "size": item.blob.size,
        "sha256": item.blob.sha256,
        "sm3": item.blob.sm3,
        "source": item.source,
        "received_at": moment(item.uploaded_at),
        "captured_at": moment(item.captured_at) if item.captured_at else None,
    }


def seal_item(*, item: Item, actor: Actor, fresh: bool = False) -> Seal:
    """Seal an evidence item; `fresh` says that its row was made in this very transaction."""
    make = _new if fresh else seal
    return make(
        actor=actor,
        kind=EVIDENCE,
        object_key=str(item.public_id),
        manifest=manifest_of(item),
        office=office_of(actor),
        file_sha256=item.blob.sha256,
    )


@transaction.atomic
def seal_items(*, items: Sequence[Item], actor: Actor) -> int:
    """Seal many items in one transaction (bulk capture, imports); those sealed already keep their seal.

    Returns:
        How many were sealed now.
    """
    keys = [str(item.public_id) for item in items]
    known = set(Seal.objects.filter(kind=EVIDENCE, object_key__in=keys).values_list("object_key", flat=True))
    at = not_before_the_log(time.now())
    rows = [
        _drawn_up(
            actor=actor,
            kind=EVIDENCE,
            object_key=key,
            manifest=manifest_of(item),
            office=office_of(actor),
            file_sha256=item.blob.sha256,
            at=at,
        )
        for key, item in zip(keys, items, strict=True)
        if key not in known
    ]
    Seal.objects.bulk_create(rows)
    return len(rows)


def seal_missing() -> int:
    """Seal items that came before there was a log, or that a fault left out; return how many."""
    done = 0
    waiting = Item.objects.select_related("blob").order_by("pk").iterator(chunk_size=BATCH)
    while group := list(islice(waiting, BATCH)):
        done += seal_items(items=group, actor=SYSTEM)
    return done


@transaction.atomic
def seal_audit_heads() -> Seal:
    """Seal the last row of each lane of the audit trail, once a day of the city."""
    day = time.today().isoformat()
    heads = {str(lane): {"seq": seq, "hash": mark} for lane, (seq, mark) in sorted(audit_heads().items())}
    return seal(actor=SYSTEM, kind=AUDIT, object_key=day, manifest={"day": day, "heads": heads})


@transaction.atomic
def erase(*, seal: Seal, actor: Actor, reason: str) -> Seal:
    """Erase what opens a commitment: salt, manifest, digest. The log stays valid and says nothing any more (个保法 47).

    Raises:
        Invalid: no reason was given.
    """
    if not reason.strip():
        raise Invalid(t("请写明删除理由。", "Give the reason for the erasure."), field="reason")
    row = Seal.objects.select_for_update().get(pk=seal.pk)
    if row.erased_at is not None:
        return row
    row.manifest, row.salt, row.file_sha256 = "", None, ""
    row.erased_at, row.erased_why = time.now(), reason[:400]
    row.save(update_fields=["manifest", "salt", "file_sha256", "erased_at", "erased_why"])
    facts = {"index": row.index, "reason": reason}
    access.record(actor=actor, action="seal.erased", object_kind="seal", object_key=str(row.public_id), facts=facts)
    return row
