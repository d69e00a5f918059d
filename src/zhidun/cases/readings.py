"""Where two readings of the law are arguable: both are shown, an officer chooses, the choice is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.access.policies import need, reason_given
from zhidun.cases import clocks
from zhidun.cases.models import Case, Clock, ClockState, RuleChoice
from zhidun.cases.recounting import follow_choice
from zhidun.cases.types import Reading, ReadingQuestion
from zhidun.cases.visibility import find
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.law.load import rulebook
from zhidun.law.refusals import PeriodUnknown, RuleNotInForce
from zhidun.law.versions import Choice, choices

CHOOSE = "law:reading:choose"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A rule of the case: the day of its event, the day it is applied, and the clock that runs by it."""

    key: str
    on: date
    decided_on: date | None
    clock: Clock | None = None


def readings_of(case: Case) -> tuple[ReadingQuestion, ...]:
    """Return the rules of a case (running clocks first, then rules its steps rest on) that can be read in two ways."""
    made = {row.question: row for row in RuleChoice.objects.filter(case=case).order_by("at", "id")}
    found = []
    for asked in _asked(case).values():
        options = _options(asked)
        if len(options) > 1:
            found.append(_question(asked, options, made.get(asked.key)))
    return tuple(found)


@transaction.atomic
def choose_reading(
    *, actor: Actor, case_number: str, question: str, chosen: str, reason: str, options: Sequence[str] = ()
) -> RuleChoice:
    """Record which of two arguable readings governs in a case: for its running clock, later clocks and later papers.

    Args:
        actor: the officer who chooses.
        case_number: the case.
        question: rule key the choice is about.
        chosen: the one chosen.
        reason: why.
        options: ids of the readings that were shown; empty: those `readings_of` gives.

    Raises:
        CaseNotFound, Forbidden, Invalid.
    """
    case = find(actor, case_number)
    need(actor, CHOOSE, case.office_id)
    shown = list(options) or [
        one.rule_id for entry in readings_of(case) if entry.question == question for one in entry.options
    ]
    if chosen not in shown or len(set(shown)) < max(len(shown), 2):
        raise Invalid(t("请从列出的解读中选择。", "Choose one of the readings listed."), field="chosen")
    for option in shown:
        rulebook().by_id(option)
    row = RuleChoice.objects.create(
        case=case,
        question=question,
        options=shown,
        chosen=chosen,
        reason=reason_given(reason),
        chosen_by=actor.key,
        chosen_name=actor.name.zh,
    )
    access.record(
        actor=actor,
        action="rule.reading_chosen",
        object_kind="case",
        object_key=case.number,
        facts={"question": question, "options": shown, "chosen": chosen, "reason": row.reason},
    )
    follow_choice(case=case, question=question, actor=actor)
    return row


def _asked(case: Case) -> dict[str, _Asked]:
    today = time.today()
    found: dict[str, _Asked] = {}
    for clock in case.clocks.filter(state__in=clocks.ALIVE).order_by("id"):
        key = clock.rule_key.partition("#")[0]
        found.setdefault(key, _Asked(key, clock.started_on, today, clock))
    book = rulebook()
    for names, at in case.moves.order_by("seq").values_list("law", "at"):
        for name in names:
            if not book.has(name):
                continue
            rule = book.versions(name)[-1]
            acted = time.local_date(at)
            asked = _Asked(rule.key, acted, None) if rule.periods else _Asked(rule.key, case.law_on, acted)
            found.setdefault(rule.key, asked)
    return found


def _options(asked: _Asked) -> tuple[Choice, ...]:
    try:
        return choices(rulebook(), asked.key, on=asked.on, decided_on=asked.decided_on)
    except RuleNotInForce:
        return ()


def _question(asked: _Asked, options: Sequence[Choice], made: RuleChoice | None) -> ReadingQuestion:
    return ReadingQuestion(
        question=asked.key,
        about="clock" if asked.clock else "act",
        options=tuple(
            Reading(
                rule_id=one.rule.id,
                title=one.rule.title,
                statement=one.rule.statement,
                citation=one.rule.citation,
                why=one.why,
                default=one.default,
                chosen=one.rule.id == made.chosen if made else one.default,
                due_on=_due_under(one, asked.clock),
            )
            for one in options
        ),
        chosen_by=made.chosen_name if made else "",
        chosen_at=made.at if made else None,
        reason=made.reason if made else "",
    )


def _due_under(option: Choice, clock: Clock | None) -> date | None:
    if clock is None or clock.state != ClockState.RUNNING:
        return None
    try:
        return clocks.counted(clock, option.rule).due_on
    except PeriodUnknown:
        return None
