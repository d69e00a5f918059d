"""An act in time: which version governs, and how it is split where the law changed while it went on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhidun.kernel.text import listed
from zhidun.kernel.time import today
from zhidun.law.load import RuleBook
from zhidun.law.model import Rule
from zhidun.law.opinions.inputs import Given, wrong
from zhidun.law.opinions.sheet import Sheet
from zhidun.law.opinions.tables import in_force, names, need, table

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the act under one version.

    Attributes:
        first: first day.
        last: last day.
        rule: the version in force; None where none was.
    """

    first: date
    last: date
    rule: Rule | None

    @property
    def days(self) -> int:
        """Return the number of days, both ends included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Governing:
    """The version that governs, and the spans where there are several.

    Attributes:
        rule: the version taken.
        on: the day by which other rules are chosen.
        spans: the stretches; one where the law did not change.
        chosen_by: who chose among the versions; None while nobody has.
    """

    rule: Rule
    on: date
    spans: tuple[Span, ...]
    chosen_by: str | None

    @property
    def split(self) -> bool:
        """Whether the act runs across a change of the law."""
        return len(self.spans) > 1


def governing(given: Given, book: RuleBook, right: str, sheet: Sheet, *, older: bool = False) -> Governing:
    """Return the version that governs the act and cite it.

    Args:
        given: the question.
        book: the rules.
        right: the kind of right.
        sheet: what is cited and noted.
        older: whether the act is one part of a longer one, so that an older text may govern it alone.

    Raises:
        RuleNotInForce: no version was in force.
        Invalid: the dates or the chosen version do not fit.
    """
    event, first, last = given.day("event_date"), given.day("act_from"), given.day("act_to")
    if first and last and last < first:
        raise wrong(
            "act_to",
            (f"act_to {last} 早于 act_from {first}。", f"act_to {last} is before act_from {first}."),
            ("请核对起止日期。", "Check the dates."),
        )
    on = event or last or first or today()
    if not (event or last or first):
        sheet.note(f"未给日期,按今天 {on} 有效的法律。", f"No date was given; the law of today, {on}.")
    keys, before = names("damages", right), names("damages_older", right)
    alone = (*keys, *before) if older else keys
    if not (first and last):
        rule = need(book, alone, on)
        sheet.lead(rule)
        return Governing(rule, on, (Span(on, on, rule),), None)
    spans = split(book, (*keys, *before), first, last)
    if len(spans) == 1:
        rule = need(book, alone, last)
        sheet.lead(rule)
        return Governing(rule, event or last, spans, None)
    if not in_force(book, alone, last):
        need(book, alone, last)
    return _across(given, book, right, spans, sheet)


def split(book: RuleBook, keys: Sequence[str], first: date, last: date) -> tuple[Span, ...]:
    """Cut a stretch of days at every change of the version in force."""
    versions = [rule for key in keys for rule in book.versions(key)]
    cuts = {first}
    for rule in versions:
        ends = [rule.effective_from] + ([rule.effective_to + ONE_DAY] if rule.effective_to else [])
        cuts |= {cut for cut in ends if first < cut <= last}
    starts = sorted(cuts)
    spans: list[Span] = []
    for start, following in zip(starts, [*starts[1:], last + ONE_DAY], strict=True):
        valid = next((one for one in versions if one.in_force(start)), None)
        if spans and spans[-1].rule is valid:
            spans[-1] = Span(spans[-1].first, following - ONE_DAY, valid)
        else:
            spans.append(Span(start, following - ONE_DAY, valid))
    return tuple(spans)


def _across(given: Given, book: RuleBook, right: str, spans: tuple[Span, ...], sheet: Sheet) -> Governing:
    rules = [span.rule for span in spans if span.rule is not None]
    chosen, by = given.word("chosen_version"), given.word("chosen_by")
    if chosen is None:
        rule = spans[-1].rule or rules[-1]
    else:
        rule = _named(chosen, rules)
        if by is None:
            raise wrong(
                "chosen_by",
                ("选择适用版本须写明由谁决定。", "Who chose the version must be named."),
                ("请填写 chosen_by。", "Give chosen_by."),
            )
    sheet.cite(*rules)
    sheet.lead(rule)
    for span in spans:
        name = span.rule.citation if span.rule else None
        sheet.step(
            f"{span.first}至{span.last}({span.days}日):{name.zh if name else '规则库没有适用的版本'}",
            f"{span.first} to {span.last} ({span.days} days): {name.en if name else 'no version in the rule base'}",
        )
    if by:
        sheet.note(f"适用版本由{by}选定:{rule.id}。", f"The version was chosen by {by}: {rule.id}.")
        return Governing(rule, spans[-1].last, spans, by)
    transition = table("transitions").get(right)
    if transition:
        sheet.cite(*in_force(book, [str(transition)], spans[-1].last))
    sheet.note(
        "行为跨越法律变动,须由办案人员决定适用哪一版本,或按期间分段列数额。",
        "The act runs across a change of the law: an officer decides the version, or the amounts are given by parts.",
        provisional=True,
    )
    return Governing(rule, spans[-1].last, spans, None)


def _named(chosen: str, rules: Sequence[Rule]) -> Rule:
    for rule in rules:
        if rule.id == chosen:
            return rule
    known = listed(rule.id for rule in rules)
    raise wrong(
        "chosen_version",
        (f"{chosen} 不是行为期间的版本。", f"{chosen} is no version of the time of the act."),
        (f"可用:{known.zh}。", f"Use: {known.en}."),
    )
