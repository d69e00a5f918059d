"""Evidence for machines: hand in, read what is known, download, chain of custody."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from zhidun.access.actors import Actor
from zhidun.api import cursors
from zhidun.api.auth import actor_of, everybody
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import TextOut
from zhidun.evidence import selectors, services
from zhidun.kernel.errors import NotFound, Refusal, TooLarge
from zhidun.kernel.text import Text

if TYPE_CHECKING:
    from zhidun.evidence.models import Item

router = Router()


class ItemOut(Schema):
    """One piece of evidence as it was received."""

    item: UUID
    filename: str
    declared_type: str
    detected_type: str
    size: int
    sha256: str
    sm3: str
    state: str
    reason: TextOut | None
    remedy: TextOut | None
    uploaded_at: datetime


class ItemPage(Schema):
    """A page of items."""

    items: list[ItemOut]
    next: str | None


class ItemQuery(Schema):
    """Which page."""

    cursor: str | None = Field(None, max_length=400)
    limit: int = Field(cursors.PAGE, ge=1, le=cursors.LARGEST_PAGE)


class CustodyOut(Schema):
    """One link of the chain of custody."""

    seq: int
    at: datetime
    actor: TextOut
    action: str
    note: str
    sha256: str


def item_out(row: Item) -> ItemOut:
    """Return an item as machines read it."""
    reason, remedy = selectors.reason_of(row), selectors.remedy_of(row)
    return ItemOut(
        item=row.public_id,
        filename=row.filename,
        declared_type=row.declared_type,
        detected_type=row.detected_type,
        size=row.blob.size,
        sha256=row.blob.sha256,
        sm3=row.blob.sm3,
        state=row.state,
        reason=TextOut.of(reason) if reason else None,
        remedy=TextOut.of(remedy) if remedy else None,
        uploaded_at=row.uploaded_at,
    )


@router.post(
    "/evidence",
    auth=everybody,
    response=answers(ItemOut, status=201),
    operation_id="hand_in_evidence",
    openapi_extra=REPEATABLE,
)
def hand_in(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(...)],
    note: Annotated[str, Form("", max_length=2000)] = "",
) -> Status[ItemOut]:
    """Take a file in; the answer comes when its bytes are on disk. A shut item is kept and says why."""
    actor = actor_of(request)

    def effect() -> ItemOut:
        return item_out(store(file, actor, note=note))

    return once(request, None, ItemOut, effect, status=201, extra=lambda: f"{note}\n{digest(file)}")


@router.get("/evidence", response=answers(ItemPage), operation_id="list_evidence")
def list_items(request: HttpRequest, query: Query[ItemQuery]) -> ItemPage:
    """Return what the caller handed in, newest first."""
    rows = selectors.handed_in_by(actor_of(request)).order_by("-pk")
    position = cursors.decode(query.cursor)
    if position:
        rows = rows.filter(pk__lt=cursors.whole(position[0]))
    found = list(rows[: query.limit + 1])
    page = found[: query.limit]
    return ItemPage(
        items=[item_out(row) for row in page],
        next=cursors.encode([page[-1].pk]) if len(found) > query.limit else None,
    )


@router.get("/evidence/{uuid:item}", response=answers(ItemOut), operation_id="read_evidence")
def read(request: HttpRequest, item: UUID) -> ItemOut:
    """Return what is known of an item the caller handed in; items of a case are read through the case."""
    row = selectors.handed_in_by(actor_of(request)).filter(public_id=item).first()
    if row is None:
        raise NotFound
    return item_out(row)


def store(file: UploadedFile, actor: Actor, *, note: str = "") -> Item:
    """Store an uploaded file as an evidence item."""
    return services.store_upload(
        stream=file, filename=file.name or "", declared_type=(file.content_type or "")[:100], actor=actor, note=note
    )


def digest(file: UploadedFile) -> str:
    """Return the SHA-256 of an uploaded file; it can be read again afterwards. Raises what refused it on the way."""
    _need_taken(file)
    received = getattr(file, "received", None)
    if received is not None:
        return str(received.sha256)
    made = hashlib.sha256()
    for piece in file.chunks():
        made.update(piece)
    file.seek(0)
    return made.hexdigest()


def content(file: UploadedFile, most: int) -> bytes:
    """Return the bytes of an uploaded table.

    Raises:
        TooLarge: more than `most` bytes.
        Refusal: whatever refused the file on the way.
    """
    _need_taken(file)
    if (file.size or 0) > most:
        raise TooLarge(field="file")
    return bytes(file.read())


def _need_taken(file: UploadedFile) -> None:
    refusal = getattr(file, "refusal", None)
    if isinstance(refusal, Refusal):
        raise refusal


def custody_out(row: Item) -> list[CustodyOut]:
    """Return the chain of custody of an item, oldest first."""
    return [
        CustodyOut(
            seq=link.seq,
            at=link.at,
            actor=TextOut.of(Text(link.actor_name_zh, link.actor_name_en)),
            action=link.action,
            note=link.note,
            sha256=link.sha256,
        )
        for link in selectors.custody(row)
    ]
