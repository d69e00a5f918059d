"""The calculators' words: `due` for one question, a list or JSON lines; a refusal stands in the place of its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.legal_events import event_title
from zhidun.law.calendar import Calendar, shipped
from zhidun.law.load import RuleBook, rulebook
from zhidun.law.model import Direction, Unit
from zhidun.law.periods import Due, due
from zhidun.law.questions import FIELDS, Question, day_of, invalid, question_of
from zhidun.law.versions import choices

__all__ = ["FIELDS", "answer_text", "due_answer", "refused"]

Answer = dict[str, object]
EXIT_ALL, EXIT_SOME = 0, 1


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


def refused(refusal: Refusal) -> Answer:
    """Return the object that stands in the place of an answer."""
    answer: Answer = {
        "accepted": False,
        "code": refusal.code,
        "reason": refusal.reason.as_dict(),
        "remedy": refusal.remedy.as_dict(),
    }
    if refusal.field:
        answer["field"] = refusal.field
    if refusal.article:
        answer["article"] = refusal.article
    return answer


def answer_text(text: str, *, book: RuleBook | None = None, calendar: Calendar | None = None) -> tuple[str, int]:
    """Answer the text of a file: an object, a list or JSON lines, in the same order and shape.

    Returns:
        The answers as JSON text, and the exit code: 0 all answered, 1 something refused.

    Raises:
        Invalid: the text is no JSON of these shapes.
    """
    questions, shape = _questions(text)
    answers = [
        due_answer(item, book=book, calendar=calendar) if isinstance(item, dict) else refused(_no_object(item))
        for item in questions
    ]
    code = EXIT_ALL if all(answer["accepted"] for answer in answers) else EXIT_SOME
    if shape == "lines":
        return "".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers), code
    return json.dumps(answers if shape == "list" else answers[0], ensure_ascii=False, indent=2) + "\n", code


def _questions(text: str) -> tuple[Sequence[object], str]:
    try:
        whole = json.loads(text)
    except RecursionError as fault:
        raise _no_json() from fault
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            return [json.loads(line) for line in lines], "lines"
        except (ValueError, RecursionError) as fault:
            raise _no_json() from fault
    return (whole, "list") if isinstance(whole, list) else ([whole], "object")


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


def _no_object(item: object) -> Invalid:
    return invalid(f"“{item}”不是对象。", f"“{item}” is no object.", "每题一个对象。", "One object a question.")


def _no_json() -> Invalid:
    return invalid(
        "输入不是JSON。", "The input is no JSON.", "请给出对象、列表或逐行JSON。", "Object, list or JSON lines."
    )
