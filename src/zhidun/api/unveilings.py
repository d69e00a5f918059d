"""Unveiling a reporter for machines: a reason, a second person, thirty minutes, each look in the audit trail."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.api.auth import actor_of
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, TextOut
from zhidun.cases import selectors as cases
from zhidun.intake import selectors, services

if TYPE_CHECKING:
    from zhidun.intake.models import Unveiling

router = Router()


class UnveilIn(Closed):
    """Why the reporter has to be known."""

    reason: str = Field(max_length=2000)


class UnveilDecisionIn(Closed):
    """The second person's answer."""

    allow: bool
    reason: str = Field("", max_length=2000)


class UnveilingOut(Schema):
    """A request to see who a reporter is; `open` ends by itself at `ends_at`."""

    unveiling: UUID
    pseudonym: str
    state: str
    reason: str
    asked_by: TextOut
    asked_at: datetime
    decided_by: TextOut | None
    decided_at: datetime | None
    decision: str
    ends_at: datetime | None
    looks: int


class IdentityOut(Schema):
    """Who the reporter is; empty words where nothing was given."""

    name: str
    uscc: str
    phone: str
    email: str
    address: str
    relation: str


def _out(row: Unveiling) -> UnveilingOut:
    return UnveilingOut(
        unveiling=row.public_id,
        pseudonym=row.pseudonym,
        state=row.state,
        reason=row.reason,
        asked_by=TextOut.of(row.asked_by.name),
        asked_at=row.asked_at,
        decided_by=TextOut.of(row.decided_by.name) if row.decided_by else None,
        decided_at=row.decided_at,
        decision=row.decision,
        ends_at=row.ends_at,
        looks=row.looks,
    )


@router.get("/cases/{number}/unveilings", response=answers(list[UnveilingOut]), operation_id="list_unveilings")
def listed(request: HttpRequest, number: str) -> list[UnveilingOut]:
    """Return the requests of a case, newest first, to those who may ask or allow; to others an empty list."""
    actor = actor_of(request)
    cases.find(actor, number)
    return [_out(row) for row in selectors.unveilings(actor=actor, case_number=number)]


@router.post(
    "/cases/{number}/unveilings", response=answers(UnveilingOut, status=201), operation_id="ask_unveiling",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def ask(request: HttpRequest, number: str, payload: UnveilIn) -> Status[UnveilingOut]:
    """Ask to see who the reporter is."""
    actor = actor_of(request)

    def effect() -> UnveilingOut:
        return _out(services.ask_unveiling(actor=actor, case_number=number, reason=payload.reason))

    return once(request, payload, UnveilingOut, effect, status=201)


@router.post(
    "/unveilings/{uuid:unveiling}/decision", response=answers(UnveilingOut), operation_id="decide_unveiling",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def decide(request: HttpRequest, unveiling: UUID, payload: UnveilDecisionIn) -> Status[UnveilingOut]:
    """Allow for thirty minutes, or refuse, as the second person."""
    actor = actor_of(request)

    def effect() -> UnveilingOut:
        row = services.decide_unveiling(actor=actor, unveiling=unveiling, allow=payload.allow, reason=payload.reason)
        return _out(row)

    return once(request, payload, UnveilingOut, effect)


@router.post("/unveilings/{uuid:unveiling}/end", response=answers(UnveilingOut), operation_id="end_unveiling")
def end(request: HttpRequest, unveiling: UUID) -> UnveilingOut:
    """End it early."""
    return _out(services.end_unveiling(actor=actor_of(request), unveiling=unveiling))


@router.post("/unveilings/{uuid:unveiling}/look", response=answers(IdentityOut), operation_id="look_behind")
def look(request: HttpRequest, unveiling: UUID) -> IdentityOut:
    """Show who the reporter is to the one who asked; each look is in the audit trail."""
    seen = services.look(actor=actor_of(request), unveiling=unveiling)
    return IdentityOut(**asdict(seen))
