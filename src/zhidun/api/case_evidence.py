"""Evidence in the file of a case, for machines: lay in, show to the parties, original, chain of custody."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.api.auth import actor_of
from zhidun.api.evidence import CustodyOut, custody_out
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers, file_answer
from zhidun.api.schemas import Closed, Items
from zhidun.cases import selectors, services
from zhidun.evidence import selectors as evidence
from zhidun.evidence import services as evidence_services
from zhidun.evidence.links import headers

router = Router()
BYTES = "application/octet-stream"


class LayInIn(Closed):
    """Items handed in before that go into the file."""

    items: Items = Field(min_length=1)


class LaidOut(Schema):
    """How many items are new in the file."""

    added: int


class VisibilityIn(Closed):
    """Whether the parties may see an item of the file."""

    visible: bool


class VisibilityOut(Schema):
    """Whether the parties see the item now."""

    item: UUID
    visible: bool


@router.post(
    "/cases/{number}/evidence", response=answers(LaidOut), operation_id="add_evidence", openapi_extra=REPEATABLE
)
def add_evidence(request: HttpRequest, number: str, payload: LayInIn) -> Status[LaidOut]:
    """Lay items the caller handed in into the file, as an officer or as a party."""
    actor = actor_of(request)

    def effect() -> LaidOut:
        items = [str(item) for item in payload.items]
        return LaidOut(added=services.add_evidence(actor=actor, case_number=number, items=items))

    return once(request, payload, LaidOut, effect)


@router.post(
    "/cases/{number}/evidence/{uuid:item}/visibility",
    response=answers(VisibilityOut),
    operation_id="show_evidence",
    openapi_extra=REPEATABLE,
)
def show_evidence(request: HttpRequest, number: str, item: UUID, payload: VisibilityIn) -> Status[VisibilityOut]:
    """Let the parties see an item of the file, or no longer."""
    actor = actor_of(request)

    def effect() -> VisibilityOut:
        row = services.show_evidence(actor=actor, case_number=number, item=str(item), visible=payload.visible)
        return VisibilityOut(item=item, visible=row.visible_to_parties)

    return once(request, payload, VisibilityOut, effect)


@router.get("/items/{uuid:item}/custody", response=answers(list[CustodyOut]), operation_id="custody")
def custody(request: HttpRequest, item: UUID) -> list[CustodyOut]:
    """Return the chain of custody of an item the caller may open."""
    return custody_out(selectors.item_for(actor_of(request), str(item)))


@router.get(
    "/items/{uuid:item}/original", response=answers(None), operation_id="original", openapi_extra=file_answer(BYTES)
)
def original(request: HttpRequest, item: UUID) -> FileResponse:
    """Return the original bytes as an attachment; a shut item is refused with its reason."""
    actor = actor_of(request)
    row = selectors.item_for(actor, str(item))
    stream = evidence.open_clean(row)
    evidence_services.take_custody(item=row, actor=actor, action="downloaded")
    answer = FileResponse(stream, content_type=BYTES)
    for name, value in headers(row.filename).items():
        answer.headers[name] = value
    return answer
