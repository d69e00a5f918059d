"""Writes of the evidence room: taking files in, the chain of custody, shutting and opening items."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from django.db import connection, transaction
from procrastinate.contrib.django import app

from zhidun.evidence.errors import Quarantined
from zhidun.evidence.models import Blob, CustodyEvent, Item, ItemState, Preview, PreviewKind, Source
from zhidun.evidence.receiving import Received, receive
from zhidun.evidence.sealing import seal_item
from zhidun.evidence.verdicts import VERDICTS
from zhidun.kernel import events, time
from zhidun.kernel.errors import Forbidden, Invalid
from zhidun.kernel.text import t

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from zhidun.access.actors import Actor

NOTE_LENGTH: Final = 2000
RELEASE: Final = "evidence:item:release"


def store_upload(
    *,
    stream: BinaryIO | Iterable[bytes],
    filename: str,
    actor: Actor,
    declared_type: str = "",
    note: str = "",
    source: str = Source.UPLOAD,
    captured_at: datetime | None = None,
    made_with: UUID | None = None,
    part: str = "",
) -> Item:
    """Take a file in and return its item, clean or quarantined; the bytes are durable before the row commits.

    `stream` may be an `uploads.IncomingFile`, whose bytes are on disk and hashed already. `made_with` and `part` say
    which capture made it, together with other items.

    Raises:
        FileTooLarge, FileEmpty, OutOfSpace, Invalid: nothing is kept.
    """
    waiting = getattr(stream, "received", None)
    refusal = getattr(stream, "refusal", None)
    if refusal is not None:
        raise refusal
    received = (
        waiting
        if isinstance(waiting, Received)
        else receive(stream=stream, filename=filename, declared_type=declared_type)
    )
    return keep(
        received=received,
        actor=actor,
        note=note,
        source=source,
        captured_at=captured_at,
        made_with=made_with,
        part=part,
    )


@transaction.atomic
def keep(
    *,
    received: Received,
    actor: Actor,
    note: str = "",
    source: str = Source.UPLOAD,
    captured_at: datetime | None = None,
    made_with: UUID | None = None,
    part: str = "",
) -> Item:
    """Give received bytes their place and their rows.

    Raises:
        OutOfSpace: the disk is full; nothing is kept.
        Invalid: the note is too long, or nothing is known of the source.
    """
    try:
        _check_words(note, source)
        now = time.now()
        hold(received.sha256)
        received.incoming.keep(received.sha256)
    except BaseException:
        received.drop()
        raise
    blob = _blob(received.sha256, received.sm3, received.size, received.media_type)
    verdict = VERDICTS.get(received.verdict)
    item = Item.objects.create(
        blob=blob,
        filename=received.filename,
        declared_type=received.declared_type,
        detected_type=received.media_type,
        state=ItemState.QUARANTINED if verdict else ItemState.CLEAN,
        finding=verdict.code if verdict else "",
        reason_zh=verdict.reason.zh if verdict else "",
        reason_en=verdict.reason.en if verdict else "",
        remedy_zh=verdict.remedy.zh if verdict else "",
        remedy_en=verdict.remedy.en if verdict else "",
        uploaded_by=actor.key,
        uploaded_at=now,
        note=note,
        captured_at=captured_at,
        source=source,
        made_with=made_with,
        part=part,
    )
    told = received.original_name[:200] if received.original_name != received.filename else ""
    _append(item, 1, actor, "received", f"原文件名/original name: {told}" if told else "")
    seal_item(item=item, actor=actor, fresh=True)
    _ask_for_examination(item)
    events.publish(events.EvidenceReceived(at=now, item=str(item.public_id), sha256=blob.sha256, sm3=blob.sm3))
    return item


def _check_words(note: str, source: str) -> None:
    if len(note) > NOTE_LENGTH:
        raise Invalid(
            t(f"说明超过{NOTE_LENGTH}字。", f"The note has more than {NOTE_LENGTH} characters."),
            t("请精简说明,或另附文件。", "Shorten it, or attach a file."),
            field="note",
        )
    if source not in Source.values:
        raise Invalid(t("证据来源不明。", "The source of the evidence is not known."), field="source")


def hold(sha256: str) -> None:
    """Keep the sweeper away from bytes until the transaction ends (many may hold, the sweeper waits for all)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [lock_number(sha256)])


def lock_number(sha256: str) -> int:
    """Return the advisory lock that stands for some bytes."""
    return int(sha256[:15], 16)


def _blob(sha256: str, sm3: str, size: int, media_type: str) -> Blob:
    blob, _ = Blob.objects.get_or_create(
        sha256=sha256, defaults={"sm3": sm3, "size": size, "media_type": media_type, "stored_at": time.now()}
    )
    return blob


def _append(item: Item, seq: int, actor: Actor, action: str, note: str) -> CustodyEvent:
    return CustodyEvent.objects.create(
        item=item,
        seq=seq,
        at=time.now(),
        actor_key=actor.key,
        actor_name_zh=actor.name.zh[:100],
        actor_name_en=actor.name.en[:100],
        action=action,
        note=note[:NOTE_LENGTH],
        sha256=item.blob.sha256,
    )


def _ask_for_examination(item: Item) -> None:
    if item.state == ItemState.CLEAN:
        app.configure_task("evidence.examine").defer(item=str(item.public_id))  # by name: `jobs` builds on this module


@transaction.atomic
def take_custody(*, item: Item, actor: Actor, action: str, note: str = "") -> CustodyEvent:
    """Append a link to the item's chain of custody: seen, downloaded, handed over, sealed, compared."""
    if not action.strip():
        raise Invalid(t("请写明保管动作。", "Say what was done with the item."), field="action")
    Item.objects.select_for_update(no_key=True).get(pk=item.pk)
    last = CustodyEvent.objects.filter(item=item).order_by("-seq").values_list("seq", flat=True).first()
    return _append(item, (last or 0) + 1, actor, action[:40], note)


@transaction.atomic
def quarantine(*, item: Item, actor: Actor, code: str) -> Item:
    """Shut an item for one of the reasons in `verdicts`; what is shut already stays as it is."""
    row = Item.objects.select_for_update(no_key=True).select_related("blob").get(pk=item.pk)
    if row.state == ItemState.QUARANTINED:
        return row
    verdict = VERDICTS[code]
    row.state, row.finding = ItemState.QUARANTINED, verdict.code
    row.reason_zh, row.reason_en = verdict.reason.zh, verdict.reason.en
    row.remedy_zh, row.remedy_en = verdict.remedy.zh, verdict.remedy.en
    row.save(update_fields=["state", "finding", "reason_zh", "reason_en", "remedy_zh", "remedy_en"])
    take_custody(item=row, actor=actor, action="quarantined", note=verdict.code)
    return row


@transaction.atomic
def release(*, item: Item, actor: Actor, reason: str) -> Item:
    """Open a quarantined item again, on an officer's responsibility and with the reason in the chain of custody.

    Raises:
        Forbidden: the actor's posts do not carry `evidence:item:release`.
        Quarantined: it carries a virus signature or is a program: never opened here.
    """
    if not actor.can(RELEASE):
        raise Forbidden
    if not reason.strip():
        raise Invalid(t("请写明解除隔离的理由。", "Give the reason for opening it."), field="reason")
    row = Item.objects.select_for_update(no_key=True).select_related("blob").get(pk=item.pk)
    if row.finding in {"malware", "executable"}:
        raise Quarantined(t(row.reason_zh, row.reason_en))
    row.state = ItemState.CLEAN
    row.save(update_fields=["state"])
    take_custody(item=row, actor=actor, action="released", note=reason)
    return row


@transaction.atomic
def keep_preview(*, item: Item, kind: PreviewKind, content: bytes, media_type: str) -> Preview:
    """Store a derived copy of an item; a second one of the same kind changes nothing."""
    received = Received(filename=f"preview.{kind}", declared_type=media_type)
    received.feed(content)
    received.finish()
    hold(received.sha256)
    received.incoming.keep(received.sha256)
    blob = _blob(received.sha256, received.sm3, received.size, media_type)
    preview, _ = Preview.objects.get_or_create(item=item, kind=kind, defaults={"blob": blob, "made_at": time.now()})
    return preview


@transaction.atomic
def note_examination(*, item: Item, page_count: int | None) -> None:
    """Record that the child process looked into an item."""
    Item.objects.filter(pk=item.pk).update(examined_at=time.now(), page_count=page_count)
