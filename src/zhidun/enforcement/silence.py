"""Silence made visible: which authority owes an answer, since when, under which article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.cases.models import Case, CaseOffice, Clock, ClockState
from zhidun.cases.selectors import visible_to
from zhidun.kernel import time
from zhidun.kernel.text import Text
from zhidun.law.load import rulebook
from zhidun.procedures.load import catalogue

REFERRALS = "exchange:referral:view"
PROCEDURES = ("criminal-transfer", "reverse-transfer", "preservation-request", "judgment-enforcement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An answer that is owed, or was given late.

    Attributes:
        owes: police, procuratorate, court or office (the authority in charge).
        days_late: whole days since the end of the period; negative before it.
        answered: the period was stopped, though late.
    """

    case_number: str
    case_title: str
    procedure: Text
    state: Text
    owes: str
    owes_office: Text
    act: Text
    citation: Text
    started_at: datetime
    due_at: datetime
    days_late: int
    answered: bool


def owed(actor: Actor, *, late_only: bool = True) -> tuple[Owed, ...]:
    """Return the answers owed in the referrals the actor may see, the longest silence first.

    Raises:
        SignInNeeded, Forbidden.
    """
    need(actor, REFERRALS) if not actor.can("enforcement:case:transfer") else None
    seen = visible_to(actor).filter(procedure__in=PROCEDURES)
    rows = Clock.objects.filter(case__in=seen).exclude(binds="party").select_related("case__office")
    rows = rows.filter(state__in=[ClockState.RUNNING, ClockState.MISSED])
    now = time.now()
    offices = _offices([row.case_id for row in rows])
    found = [_owed(row, now, offices) for row in rows if row.due_at <= now or not late_only]
    return tuple(sorted(found, key=lambda one: (one.answered, -one.days_late, one.case_number)))


def referrals(actor: Actor) -> tuple[Case, ...]:
    """Return the referrals that the actor may see, those still open first."""
    rows = visible_to(actor).filter(procedure__in=PROCEDURES).select_related("office")
    return tuple(rows.order_by("closed_at", "-id")[:200])


def _offices(cases: list[int]) -> dict[tuple[int, str], Text]:
    rows = CaseOffice.objects.filter(case_id__in=cases).select_related("office").order_by("id")
    return {(row.case_id, row.part): row.office.name for row in rows}


def _owed(row: Clock, now: datetime, offices: dict[tuple[int, str], Text]) -> Owed:
    declared = catalogue().get(row.case.procedure, row.case.procedure_version)
    rule = rulebook().by_id(row.rule_id)
    until = row.stopped_at or now
    return Owed(
        case_number=row.case.number,
        case_title=row.case.title,
        procedure=declared.title,
        state=declared.states[row.case.state].title,
        owes=row.binds,
        owes_office=offices.get((row.case_id, row.binds), row.case.office.name),
        act=rule.title,
        citation=rule.citation,
        started_at=row.started_at,
        due_at=row.due_at,
        days_late=(time.local_date(until) - row.due_on).days,
        answered=row.state == ClockState.MISSED,
    )
