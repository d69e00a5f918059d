"""What the desk shows beside cases, for machines: tasks, notices, figures, visitors' log, parties."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from zhidun.api import case_out
from zhidun.api.auth import actor_of, staff_of
from zhidun.api.case_shapes import TaskOut
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, Day, DoneOut, RowKey, TextOut, Word
from zhidun.cases import selectors, services
from zhidun.intake import selectors as intake
from zhidun.intake import services as intake_services
from zhidun.kernel.text import Text
from zhidun.parties import selectors as parties

if TYPE_CHECKING:
    from zhidun.intake.models import Visit

router = Router()


class FiguresOut(Schema):
    """Counts over the work list."""

    open: int
    mine: int
    soon: int
    overdue: int
    approvals: int


class NoticeOut(Schema):
    """A notice in the caller's own box."""

    id: int
    subject: TextOut
    body: TextOut
    at: datetime
    read_at: datetime | None


class NoticeQuery(Schema):
    """Which notices."""

    unread_only: bool = False
    limit: int = Field(50, ge=1, le=200)


class NoticeIn(Closed):
    """A notice of the box."""

    id: RowKey


class VisitIn(Closed):
    """Somebody came to the workstation."""

    office: Word
    purpose: Word
    topic: str = Field(min_length=1, max_length=200)
    answer: str = Field("", max_length=20_000)
    visitor: str = Field("", max_length=120)
    right_kind: str = Field("", max_length=32)
    case_number: Word = ""
    minutes: int | None = Field(None, ge=0, le=1440)
    channel: str = Field("counter", max_length=12)


class VisitOut(Schema):
    """A line of the visitors' log."""

    visit: UUID
    purpose: str
    channel: str
    topic: str
    answer: str
    visitor: str
    right_kind: str
    at: datetime
    minutes: int | None
    received_by: str


class VisitQuery(Schema):
    """Whose log, since when."""

    office: Word
    since: Day | None = None


class PartyOut(Schema):
    """A person or organisation the house knows."""

    party: UUID
    kind: str
    name: str
    name_en: str
    district: str


class PartyQuery(Schema):
    """Name, pinyin, initials, number or telephone."""

    q: str = Field(min_length=1, max_length=200)
    limit: int = Field(20, ge=1, le=50)


@router.get("/figures", response=answers(FiguresOut), operation_id="figures")
def figures(request: HttpRequest) -> FiguresOut:
    """Return the counts over the caller's work list."""
    return FiguresOut(**selectors.counts(staff_of(request)))


@router.get("/tasks", response=answers(list[TaskOut]), operation_id="list_tasks")
def tasks(request: HttpRequest) -> list[TaskOut]:
    """Return the caller's open tasks, and those of their roles that nobody has taken."""
    return [case_out.task(one) for one in selectors.my_tasks(staff_of(request))]


@router.get("/notices", response=answers(list[NoticeOut]), operation_id="list_notices")
def notices(request: HttpRequest, query: Query[NoticeQuery]) -> list[NoticeOut]:
    """Return the notices in the caller's own box, newest first."""
    rows = selectors.notices(actor_of(request), unread_only=query.unread_only, limit=query.limit)
    return [
        NoticeOut(
            id=row.pk,
            subject=TextOut.of(Text(row.subject_zh, row.subject_en)),
            body=TextOut.of(Text(row.body_zh, row.body_en)),
            at=row.at,
            read_at=row.read_at,
        )
        for row in rows
    ]


@router.post("/notices/read", response=answers(DoneOut), operation_id="mark_notice_read")
def read_notice(request: HttpRequest, payload: NoticeIn) -> DoneOut:
    """Mark a notice as read; again it changes nothing."""
    services.mark_notice_read(actor=actor_of(request), notice_id=payload.id)
    return DoneOut()


@router.get("/visits", response=answers(list[VisitOut]), operation_id="list_visits")
def visits(request: HttpRequest, query: Query[VisitQuery]) -> list[VisitOut]:
    """Return the visitors' log of an office the caller serves, newest first."""
    rows = intake.visits(actor=actor_of(request), office=query.office, since=query.since)
    return [_visit(row) for row in rows]


def _visit(row: Visit) -> VisitOut:
    return VisitOut(
        visit=row.public_id,
        purpose=row.purpose,
        channel=row.channel,
        topic=row.topic,
        answer=row.answer,
        visitor=row.visitor,
        right_kind=row.right_kind,
        at=row.at,
        minutes=row.minutes,
        received_by=row.received_by.name.zh,
    )


@router.post("/visits", response=answers(VisitOut, status=201), operation_id="log_visit", openapi_extra=REPEATABLE)
def log_visit(request: HttpRequest, payload: VisitIn) -> Status[VisitOut]:
    """Write down a consultation or visit at the window."""
    actor = actor_of(request)

    def effect() -> VisitOut:
        return _visit(
            intake_services.log_visit(
                actor=actor,
                office=payload.office,
                purpose=payload.purpose,
                topic=payload.topic,
                answer=payload.answer,
                visitor=payload.visitor,
                right_kind=payload.right_kind,
                case_number=payload.case_number,
                minutes=payload.minutes,
                channel=payload.channel,
            )
        )

    return once(request, payload, VisitOut, effect, status=201)


@router.get("/parties", response=answers(list[PartyOut]), operation_id="search_parties")
def search_parties(request: HttpRequest, query: Query[PartyQuery]) -> list[PartyOut]:
    """Return people and organisations by name, pinyin, number or telephone, best first (staff)."""
    found = parties.search(actor_of(request), query.q, limit=query.limit)
    return [
        PartyOut(party=row.public_id, kind=row.kind, name=row.name, name_en=row.name_en, district=row.district)
        for row in found
    ]
