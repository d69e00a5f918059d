"""The calculators' word `due`: when a period ends, with every counted day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from zhidun.kernel.errors import Refusal
from zhidun.kernel.legal_events import event_title
from zhidun.kernel.text import t
from zhidun.law.calendar import Calendar, shipped
from zhidun.law.load import RuleBook, rulebook
from zhidun.law.model import Direction, Unit
from zhidun.law.opinions.sheet import Answer, refused
from zhidun.law.periods import Due, due
from zhidun.law.questions import Question, day_of, question_of
from zhidun.law.versions import choices

_UNFOUNDED = t(
    "该条没有规定不计入期限的时间:所列日期须另有依据,由办案人员核对。",
    "The article excludes no time: the days given need a ground of their own, for an officer to check.",
)


def due_answer(
    fields: Mapping[str, object], *, book: RuleBook | None = None, calendar: Calendar | None = None
) -> Answer:
    """Answer one `due` question; a refusal is an answer too (`accepted` false, reason, remedy).

    Args:
        fields: the input words of the calculators, see `due.schema.json`; `pauses` also as `A/B`.
        book: the rules; the packs' by default.
        calendar: the days; the packs' by default.
    """
    book, calendar = book or rulebook(), calendar or shipped()
    try:
        return _answered(question_of(fields, book), book, calendar)
    except Refusal as refusal:
        return refused(refusal)


def _answered(question: Question, book: RuleBook, calendar: Calendar) -> Answer:
    plain = _due(replace(question, grants=()), calendar)
    full = _due(question, calendar) if question.grants else plain
    rule, period = question.rule, question.period
    others = _other_readings(question, book, calendar)
    answer: Answer = {
        "accepted": True,
        "rule": rule.key + (f"#{period.part}" if period.part else ""),
        "rule_version": rule.id,
        "rules": [rule.id, *(str(other["rule_version"]) for other in others)],
        "law": rule.law.id,
        "law_title": rule.law.title.as_dict(),
        "article": rule.article,
        "citation": rule.citation.as_dict(),
        "confidence": rule.confidence.value,
        "start": question.start.isoformat(),
        "event": {"word": period.start, **event_title(period.start).as_dict()},
        "act": period.act.as_dict(),
        "direction": question.direction.value,
        "due": _end(plain),
        "due_raw": plain.due_raw.isoformat(),
        "unit": full.unit.value,
        "counted": [{"on": day.on.isoformat(), "n": day.n, "why": day.why} for day in full.counted],
        "skipped": [{"on": day.on.isoformat(), "why": day.why} for day in full.skipped],
        "provisional": full.provisional,
        "steps": [line.as_dict() for line in full.steps],
        "readings": others,
    }
    if question.pauses and not period.excluded:
        answer |= {"provisional": True, "steps": [*(line.as_dict() for line in full.steps), _UNFOUNDED.as_dict()]}
    if question.grants:
        answer["due_extended"] = _end(full)
    if question.direction is Direction.BACKWARD:
        answer["latest_notice"] = calendar.previous_workday(full.due_on).isoformat()
    return answer


def _due(question: Question, calendar: Calendar) -> Due:
    return due(
        question.rule,
        start=question.start,
        calendar=calendar,
        part=question.period.part,
        pauses=question.pauses,
        direction=question.direction,
        extensions=question.grants,
    )


def _other_readings(question: Question, book: RuleBook, calendar: Calendar) -> list[Answer]:
    """Give the ends under other arguable rules whose period starts at the same event, or is their only one."""
    answers: list[Answer] = []
    for choice in choices(book, question.rule.key, on=day_of(question.start))[1:]:
        rule = choice.rule
        same = [period for period in rule.periods if period.start == question.period.start]
        other: Answer = {"rule_version": rule.id, "citation": rule.citation.as_dict(), "why": choice.why.as_dict()}
        if same and same[0].unit is not Unit.HOUR:
            asked = replace(question, rule=rule, period=same[0], grants=(), direction=same[0].direction)
            other["due"] = _end(_due(asked, calendar))
        answers.append(other)
    return answers


def _end(result: Due) -> str:
    return result.due_at.isoformat() if result.due_at else result.due_on.isoformat()
