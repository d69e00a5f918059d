"""Which version of a rule governs; where two readings are arguable both are given and an officer chooses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhidun.kernel.text import Text, t
from zhidun.law.load import RuleBook
from zhidun.law.model import Rule
from zhidun.law.refusals import RuleNotInForce


@dataclass(frozen=True, slots=True)
class Choice:
    """One version or rule that may govern.

    Attributes:
        rule: the rule.
        why: why it may govern.
        default: taken unless an officer chooses another; the choice is recorded.
    """

    rule: Rule
    why: Text
    default: bool


def choices(book: RuleBook, name: str, *, on: date, decided_on: date | None = None) -> tuple[Choice, ...]:
    """Return the rules that may govern an event, the default first; more than one asks for an officer's choice.

    Args:
        book: the rule book.
        name: key, id or alias.
        on: the day of the legal event that starts the clock or of the act that is judged.
        decided_on: the day of the decision, where the law changed in between.

    Raises:
        RuleUnknown, RuleNotInForce: as `RuleBook.rule`.
    """
    rule = book.rule(name, on)
    first = Choice(rule, t(f"{on} 有效的版本。", f"The version in force on {on}."), default=True)
    found = {rule.id: first}
    for choice in (*_by_decision(book, rule, decided_on), *_by_reading(book, rule, decided_on or on)):
        found.setdefault(choice.rule.id, choice)
    return tuple(found.values())


def _by_decision(book: RuleBook, rule: Rule, decided_on: date | None) -> Iterator[Choice]:
    """Give the later version where its law's `version_rule` says that the event date alone does not decide."""
    if decided_on is None:
        return
    try:
        later = book.rule(rule.key, decided_on)
    except RuleNotInForce:
        return
    if later.law.version_rule:
        yield Choice(later, book.rule(later.law.version_rule, decided_on).statement, default=False)


def _by_reading(book: RuleBook, rule: Rule, on: date) -> Iterator[Choice]:
    for reading in rule.readings:
        if reading.from_on <= on:
            try:
                yield Choice(book.rule(reading.rule, on), reading.why, default=False)
            except RuleNotInForce:
                continue
