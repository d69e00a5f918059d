"""Words in a case for machines: messages, notes, the filing as it was typed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.api import case_out
from zhidun.api.auth import actor_of
from zhidun.api.case_shapes import MessageOut
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, Items, RowKey, TextOut
from zhidun.cases import selectors, services
from zhidun.intake import selectors as intake

router = Router()


class MessageIn(Closed):
    """A message; officers name the party it goes to."""

    body: str = Field(max_length=20_000)
    items: Items = Field(default_factory=list)
    to_party_id: RowKey | None = None


class SentOut(Schema):
    """A message that was sent."""

    message: UUID


class NoteIn(Closed):
    """A remark for colleagues."""

    body: str = Field(min_length=1, max_length=20_000)


class NotedOut(Schema):
    """A remark that was kept."""

    author: str
    body: str


class ReadOut(Schema):
    """How many messages got their read receipt."""

    read: int


class StatedOut(Schema):
    """One answer of a filing."""

    field: str
    label: TextOut
    value: TextOut


class FilingOut(Schema):
    """What was typed at the window; of a report never who filed it."""

    filing: str
    kind: str
    mixed: bool
    channel: str
    submitted_at: datetime
    on_behalf: bool
    numbers: list[str]
    answers: list[StatedOut]
    parked_for: str


@router.get("/cases/{number}/messages", response=answers(list[MessageOut]), operation_id="list_messages")
def list_messages(request: HttpRequest, number: str) -> list[MessageOut]:
    """Return the messages the caller may read, oldest first."""
    return [case_out.message(one) for one in selectors.case_page(actor_of(request), number).messages]


@router.post(
    "/cases/{number}/messages",
    response=answers(SentOut, status=201),
    operation_id="send_message",
    openapi_extra=REPEATABLE,
)
def send_message(request: HttpRequest, number: str, payload: MessageIn) -> Status[SentOut]:
    """Send a message: a party to the office, or the office to one party."""
    actor = actor_of(request)

    def effect() -> SentOut:
        row = services.post_message(
            actor=actor,
            case_number=number,
            body=payload.body,
            items=[str(item) for item in payload.items],
            to_party_id=payload.to_party_id,
        )
        return SentOut(message=row.public_id)

    return once(request, payload, SentOut, effect, status=201)


@router.post("/cases/{number}/messages/read", response=answers(ReadOut), operation_id="mark_messages_read")
def mark_read(request: HttpRequest, number: str) -> ReadOut:
    """Give the read receipt for every message addressed to the caller's side; again it changes nothing."""
    return ReadOut(read=services.mark_messages_read(actor=actor_of(request), case_number=number))


@router.post(
    "/cases/{number}/notes", response=answers(NotedOut, status=201), operation_id="add_note", openapi_extra=REPEATABLE
)
def add_note(request: HttpRequest, number: str, payload: NoteIn) -> Status[NotedOut]:
    """Add a remark for colleagues; parties never see it."""
    actor = actor_of(request)

    def effect() -> NotedOut:
        row = services.add_note(actor=actor, case_number=number, body=payload.body)
        return NotedOut(author=row.author_name, body=row.body)

    return once(request, payload, NotedOut, effect, status=201)


@router.get("/cases/{number}/filing", response=answers(FilingOut), operation_id="read_filing")
def read_filing(request: HttpRequest, number: str) -> FilingOut:
    """Return the filing of a case: for its officers and for whoever filed it."""
    found = intake.filing_of_case(actor=actor_of(request), number=number)
    return FilingOut(
        filing=found.public_id,
        kind=found.kind,
        mixed=found.mixed,
        channel=found.channel,
        submitted_at=found.submitted_at,
        on_behalf=found.on_behalf,
        numbers=list(found.numbers),
        answers=[
            StatedOut(field=field, label=TextOut.of(label), value=TextOut.of(value))
            for field, label, value in found.answers
        ],
        parked_for=found.parked_for,
    )
