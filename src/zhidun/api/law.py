"""The law for machines: rules by date, and when a period ends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from zhidun.api import cursors
from zhidun.api.auth import actor_of, everybody, staff_of
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, Day, DoneOut, TextOut
from zhidun.cases import selectors, services
from zhidun.cases.calendars import current_calendar
from zhidun.kernel import time
from zhidun.law import answers as law
from zhidun.law.load import rulebook

router = Router()


class PauseIn(Closed):
    """Days that do not count; both are covered."""

    from_on: Day
    to_on: Day


class DueIn(Closed):
    """A question in the words of the calculators (see `zhidun law due --help`)."""

    rule: str = Field(min_length=1, max_length=120)
    start: str = Field(min_length=1, max_length=40)
    on: str | None = Field(None, max_length=40)
    event: str | None = Field(None, max_length=80)
    direction: str | None = Field(None, max_length=20)
    pauses: list[PauseIn] = Field(default_factory=list, max_length=50)
    testing_days_excluded: int | None = Field(None, ge=0, le=10_000)
    extended: bool | None = None
    extended_by_head: bool | None = None
    extended_by_superior: bool | None = None
    hearing_date: str | None = Field(None, max_length=40)
    domestic: bool | None = None


class RuleLine(Schema):
    """One version of a rule."""

    key: str
    rule_version: str
    title: TextOut
    citation: TextOut
    effective_from: date
    effective_to: date | None
    confidence: str


class OnQuery(Schema):
    """The date of the legal event."""

    on: Day | None = None


class UnreadRuleOut(Schema):
    """A rule whose text nobody here has read: papers may not name it before an officer confirms it."""

    rule_version: str
    key: str
    title: TextOut
    statement: TextOut
    citation: TextOut
    confidence: str


class UnreadPage(Schema):
    """A page of them."""

    rules: list[UnreadRuleOut]
    total: int
    next: str | None


class UnreadQuery(Schema):
    """Which of them."""

    q: str = Field("", max_length=200)
    cursor: str | None = Field(None, max_length=400)
    limit: int = Field(cursors.PAGE, ge=1, le=cursors.LARGEST_PAGE)


class ConfirmIn(Closed):
    """The official text a rule was checked against."""

    rule_version: str = Field(min_length=1, max_length=120)
    official_source: str = Field(min_length=1, max_length=1000)


class ConfirmedOut(Schema):
    """A confirmation in force."""

    rule_version: str
    rule: str
    official_source: str
    confirmed_by: str
    at: datetime


class UnconfirmIn(Closed):
    """A confirmation to take back."""

    rule_version: str = Field(min_length=1, max_length=120)
    reason: str = Field(min_length=1, max_length=2000)


class ReadingIn(Closed):
    """Which of the readings shown governs in a case."""

    question: str = Field(min_length=1, max_length=120)
    options: list[str] = Field(min_length=2, max_length=10)
    chosen: str = Field(min_length=1, max_length=120)
    reason: str = Field(min_length=1, max_length=2000)


@router.get("/law/rules", auth=everybody, response=answers(list[RuleLine]), operation_id="list_rules")
def list_rules(request: HttpRequest) -> list[dict[str, Any]]:
    """Return every version of every rule in one line each."""
    del request
    return law.rules_answer()


@router.get("/law/rules/{rule}", auth=everybody, response=answers(dict[str, Any]), operation_id="read_rule")
def read_rule(request: HttpRequest, rule: str, query: Query[OnQuery]) -> dict[str, Any]:
    """Return the version of a rule (by key, alias or id) in force on a date.

    Refused with 404 when there is no such rule, 409 when no version was in force.
    """
    del request
    on = query.on or time.today()
    rulebook().rule(rule, on)
    return law.rule_answer(rule, on=on)


@router.post("/law/due", auth=everybody, response=answers(dict[str, Any]), operation_id="due")
def due(request: HttpRequest, payload: DueIn) -> dict[str, Any]:
    """Say when a period ends, with every counted day; `accepted` is false with reason and remedy when it cannot."""
    del request
    fields = {name: value for name, value in payload.model_dump().items() if value not in (None, [], False)}
    if payload.pauses:
        fields["pauses"] = [[one.from_on.isoformat(), one.to_on.isoformat()] for one in payload.pauses]
    return law.due_answer(fields, calendar=current_calendar())


@router.get("/law/unread", response=answers(UnreadPage), operation_id="list_unread_rules")
def list_unread(request: HttpRequest, query: Query[UnreadQuery]) -> UnreadPage:
    """Return the rules that still wait for an officer to check them against the official text (staff)."""
    staff_of(request)
    waiting = sorted(selectors.unconfirmed(rulebook().unverified()), key=lambda rule: rule.id)
    if query.q:
        waiting = [
            one for one in waiting if any(query.q in text for text in (one.id, one.citation.zh, one.statement.zh))
        ]
    position = cursors.decode(query.cursor)
    left = [one for one in waiting if not position or one.id > str(position[0])]
    page = left[: query.limit]
    return UnreadPage(
        rules=[
            UnreadRuleOut(
                rule_version=one.id,
                key=one.key,
                title=TextOut.of(one.title),
                statement=TextOut.of(one.statement),
                citation=TextOut.of(one.citation),
                confidence=one.confidence.value,
            )
            for one in page
        ],
        total=len(waiting),
        next=cursors.encode([page[-1].id]) if len(left) > len(page) else None,
    )


@router.post(
    "/law/confirmations",
    response=answers(ConfirmedOut, status=201),
    operation_id="confirm_rule",
    openapi_extra=REPEATABLE,
)
def confirm(request: HttpRequest, payload: ConfirmIn) -> Status[ConfirmedOut]:
    """Confirm as a named officer that text and dates of a rule agree with the official text."""
    actor = actor_of(request)

    def effect() -> ConfirmedOut:
        row = services.confirm_rule(actor=actor, rule_id=payload.rule_version, official_source=payload.official_source)
        return ConfirmedOut(
            rule_version=row.rule_id,
            rule=row.rule_key,
            official_source=row.official_source,
            confirmed_by=row.confirmed_name,
            at=row.at,
        )

    return once(request, payload, ConfirmedOut, effect, status=201)


@router.post(
    "/law/confirmations/withdraw", response=answers(DoneOut), operation_id="withdraw_confirmation",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def withdraw_confirmation(request: HttpRequest, payload: UnconfirmIn) -> Status[DoneOut]:
    """Take a confirmation back; papers already issued stay as they are."""
    actor = actor_of(request)

    def effect() -> DoneOut:
        services.withdraw_confirmation(actor=actor, rule_id=payload.rule_version, reason=payload.reason)
        return DoneOut()

    return once(request, payload, DoneOut, effect)


@router.post(
    "/cases/{number}/readings", response=answers(DoneOut, status=201), operation_id="choose_reading",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def choose_reading(request: HttpRequest, number: str, payload: ReadingIn) -> Status[DoneOut]:
    """Record which of two arguable readings governs in a case; clocks started later follow it."""
    actor = actor_of(request)

    def effect() -> DoneOut:
        services.choose_reading(
            actor=actor,
            case_number=number,
            question=payload.question,
            options=payload.options,
            chosen=payload.chosen,
            reason=payload.reason,
        )
        return DoneOut()

    return once(request, payload, DoneOut, effect, status=201)
