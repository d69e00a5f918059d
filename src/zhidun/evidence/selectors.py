"""Reads of the evidence room. Who may see an item is decided by its case (`cases`) or by having handed it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from zhidun.evidence.errors import ItemNotFound, Quarantined
from zhidun.evidence.models import CustodyEvent, Item, ItemState, Preview
from zhidun.evidence.storage import blob_store
from zhidun.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from zhidun.access.actors import Actor


def item(public_id: UUID | str) -> Item:
    """Return an item by its public id; the caller has decided that it may be seen.

    Raises:
        ItemNotFound: there is none.
    """
    try:
        return Item.objects.select_related("blob").get(public_id=UUID(str(public_id)))
    except (ValueError, Item.DoesNotExist) as error:
        raise ItemNotFound from error


def items(public_ids: Iterable[UUID | str]) -> list[Item]:
    """Return items in the order asked for.

    Raises:
        ItemNotFound: one of them does not exist.
    """
    try:
        wanted = [UUID(str(one)) for one in public_ids]
    except ValueError as error:
        raise ItemNotFound from error
    found = {one.public_id: one for one in Item.objects.select_related("blob").filter(public_id__in=wanted)}
    if missing := [one for one in wanted if one not in found]:
        raise ItemNotFound(field="items") from KeyError(missing[0])
    return [found[one] for one in wanted]


def handed_in_by(actor: Actor) -> QuerySet[Item]:
    """Return the items an actor handed in; anonymous visitors share one key, so they own nothing."""
    if actor.key == "anonymous":
        return Item.objects.none()
    return Item.objects.select_related("blob").filter(uploaded_by=actor.key)


def made_together(row: Item) -> list[Item]:
    """Return the other items of the capture that made this one, in the order they were made."""
    if row.made_with is None:
        return []
    return list(made_by(row.made_with).exclude(pk=row.pk))


def made_by(capture: UUID) -> QuerySet[Item]:
    """Return the items a capture made, in the order they were made."""
    return Item.objects.select_related("blob").filter(made_with=capture).order_by("id")


def reason_of(row: Item) -> Text | None:
    """Return why an item is shut, or None."""
    return Text(row.reason_zh, row.reason_en) if row.state == ItemState.QUARANTINED else None


def remedy_of(row: Item) -> Text | None:
    """Return what to do about a shut item, or None."""
    return Text(row.remedy_zh, row.remedy_en) if row.state == ItemState.QUARANTINED else None


def open_original(row: Item) -> BinaryIO:
    """Open the original bytes, exactly as they came; for hashing and sealing, and for download as attachment.

    Raises:
        BytesMissing: the store does not have them.
    """
    return blob_store().open(row.blob.sha256)


def open_clean(row: Item) -> BinaryIO:
    """Open the original bytes of an item that may be opened.

    Raises:
        Quarantined: it is shut.
    """
    reason = reason_of(row)
    if reason:
        raise Quarantined.because(reason)
    return open_original(row)


def preview_of(row: Item, kind: str) -> Preview | None:
    """Return the derived copy of a kind, if there is one and the item is open."""
    if row.state != ItemState.CLEAN:
        return None
    return Preview.objects.select_related("blob").filter(item=row, kind=kind).first()


def open_preview(preview: Preview) -> BinaryIO:
    """Open a derived copy."""
    return blob_store().open(preview.blob.sha256)


def custody(row: Item) -> list[CustodyEvent]:
    """Return the chain of custody, oldest first."""
    return list(CustodyEvent.objects.filter(item=row).order_by("seq"))
