"""What `zhidun law …` prints: plain dictionaries for JSON. The doors call these; nothing here prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhidun.kernel.errors import Refusal
from zhidun.kernel.legal_events import event_title
from zhidun.kernel.time import today
from zhidun.law.calculators import due_answer, refused
from zhidun.law.calendar import shipped
from zhidun.law.load import RuleBook, rulebook
from zhidun.law.model import Period, Rule
from zhidun.law.versions import choices

__all__ = ["State", "check_answer", "due_answer", "rule_answer", "rules_answer", "state"]


@dataclass(frozen=True, slots=True)
class State:
    """What `zhidun doctor` says about the law.

    Attributes:
        laws: law texts in the packs.
        rules: rule versions in the packs.
        unverified: rule versions that need an officer's confirmation.
        years: loaded calendar years.
    """

    laws: int
    rules: int
    unverified: int
    years: tuple[int, ...]


def state() -> State:
    """Return the numbers of the packs in use."""
    book = rulebook()
    return State(len(book.laws), len(book.rules), len(book.unverified()), shipped().years)


def rule_answer(name: str, *, on: date | None = None, book: RuleBook | None = None) -> dict[str, object]:
    """Return the version in force (today by default) with all versions and other arguable readings, or a refusal."""
    book = book or rulebook()
    day = on or today()
    try:
        chosen, *others = choices(book, name, on=day)
    except Refusal as refusal:
        return refused(refusal)
    rule = chosen.rule
    return {
        "accepted": True,
        "on": day.isoformat(),
        **_rule(rule),
        "versions": [_span(version) for version in book.versions(name)],
        "readings": [
            {"rule_version": other.rule.id, "citation": other.rule.citation.as_dict(), "why": other.why.as_dict()}
            for other in others
        ],
    }


def rules_answer(*, book: RuleBook | None = None) -> list[dict[str, object]]:
    """Return every version in one line each: for `zhidun law rule --all`."""
    return [
        {**_span(rule), "key": rule.key, "title": rule.title.as_dict(), "confidence": rule.confidence.value}
        for rule in (book or rulebook()).rules
    ]


def check_answer(names: tuple[str, ...] | None = None) -> dict[str, object]:
    """Return the findings of the check; `ok` when there are none."""
    from zhidun.law.check import check  # the schemas' reader costs a fifth of every other call

    findings = check(names)
    return {"ok": not findings, "findings": [finding.as_dict() for finding in findings]}


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "rule": rule.key,
        "rule_version": rule.id,
        "kind": rule.kind,
        "title": rule.title.as_dict(),
        "statement": rule.statement.as_dict(),
        "law": rule.law.id,
        "law_title": rule.law.title.as_dict(),
        "doc_no": rule.law.doc_no,
        "article": rule.article,
        "citation": rule.citation.as_dict(),
        "effective_from": rule.effective_from.isoformat(),
        "effective_to": rule.effective_to.isoformat() if rule.effective_to else None,
        "superseded_by": rule.superseded_by,
        "confidence": rule.confidence.value,
        "roll": rule.roll.value,
        "aliases": list(rule.aliases),
        "applies_to": dict(rule.applies_to),
        "params": dict(rule.params),
        "periods": [_period(rule, period) for period in rule.periods],
        "note": rule.note.as_dict() if rule.note else None,
    }


def _period(rule: Rule, period: Period) -> dict[str, object]:
    return {
        "name": rule.key + (f"#{period.part}" if period.part else ""),
        "value": period.value,
        "unit": period.unit.value,
        "start": {"word": period.start, **event_title(period.start).as_dict()},
        "direction": period.direction.value,
        "act": period.act.as_dict(),
        "extensions": [
            {
                "value": extension.value,
                "unit": extension.unit.value if extension.unit else None,
                "approver": extension.approver,
                "approver_name": extension.approver_name.as_dict(),
                "times": extension.times,
                "at_most": extension.at_most,
            }
            for extension in period.extensions
        ],
        "excluded": list(period.excluded),
    }


def _span(rule: Rule) -> dict[str, object]:
    return {
        "rule_version": rule.id,
        "effective_from": rule.effective_from.isoformat(),
        "effective_to": rule.effective_to.isoformat() if rule.effective_to else None,
        "citation": rule.citation.as_dict(),
    }
