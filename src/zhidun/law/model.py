"""What a law text, a rule of law and a period are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from zhidun.kernel.text import Text, t
from zhidun.law.refusals import PeriodUnknown

PROCEDURAL = frozenset({
    "deadline", "period", "calendar_rule", "limitation", "condition", "effective_date", "version_rule", "document",
    "checklist", "step",
})  # fmt: skip
"""Kinds of rules on procedure alone."""


class Unit(StrEnum):
    """In what a period is counted."""

    HOUR = "hour"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"

    @property
    def words(self) -> Text:
        """Return the measure word used in sentences."""
        return UNIT_TITLES[self]


UNIT_TITLES: Mapping[Unit, Text] = MappingProxyType(
    {
        Unit.HOUR: t("小时", "hour"),
        Unit.CALENDAR_DAY: t("日", "day"),
        Unit.WORKING_DAY: t("个工作日", "working day"),
        Unit.MONTH: t("个月", "month"),
        Unit.YEAR: t("年", "year"),
    }
)


class Confidence(StrEnum):
    """How the text of a rule is known. Only `text_read` may stand in an official paper unconfirmed."""

    TEXT_READ = "text_read"
    SECONDARY = "secondary"
    MEMORY = "memory"


class Roll(StrEnum):
    """What happens when the last day of a period is no working day."""

    NONE = "none"
    STATUTORY_HOLIDAY = "statutory_holiday"
    DAY_OFF = "day_off"
    UNSTATED = "unstated"


class Direction(StrEnum):
    """Whether a period runs after its event or before it."""

    FORWARD = "forward"
    BACKWARD = "backward"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a pack file, for findings.

    Attributes:
        pack: name of the pack.
        file: path of the file inside the pack.
        line: line, from 1.
    """

    pack: str
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.pack}/{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One possible prolongation of a period, in the order in which they may be granted.

    Attributes:
        value: how much; None where the law leaves it to the approver.
        unit: in what; None together with `value`.
        approver: who grants it (a word of the pack's `approvers`).
        approver_name: the words for it.
        times: how often it may be granted.
        at_most: the value is an upper limit.
    """

    value: int | None
    unit: Unit | None
    approver: str
    approver_name: Text
    times: int = 1
    at_most: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One period of a rule.

    Attributes:
        part: name inside the rule (`key#part`), empty for the rule's main period.
        value: length.
        unit: in what it is counted.
        start: the event that starts it (a word of `kernel.legal_events`); backward periods end at it.
        direction: forward or backward.
        act: what has to be done in it.
        extensions: possible prolongations.
        excluded: spans that do not count (words of the pack's `excluded_time`).
        roll: overrides the law's `roll`.
    """

    part: str
    value: int
    unit: Unit
    start: str
    act: Text
    direction: Direction = Direction.FORWARD
    extensions: tuple[Extension, ...] = ()
    excluded: tuple[str, ...] = ()
    roll: Roll | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LawText:
    """One version of one law text.

    Attributes:
        id: stable id of the version, such as `trademark_law_2019`.
        title: its title, without the edition.
        edition: which edition, as a citation adds it (`2019修正`); None where the title alone is enough.
        doc_no: document number as issued (Chinese), empty when unknown.
        effective_from: first day in force.
        effective_to: last day in force; None while in force or not yet replaced.
        superseded_by: id of the version that follows.
        family: the versions of one text share it.
        roll: what happens when a last day is a day off.
        version_rule: key of the rule that chooses the version where the date of the start event does not.
    """

    id: str
    title: Text
    doc_no: str
    effective_from: date
    effective_to: date | None
    superseded_by: str | None
    family: str
    roll: Roll
    place: Place
    edition: Text | None = None
    version_rule: str | None = None

    def in_force(self, on: date) -> bool:
        """Whether the text is in force on that day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def cited(self, article: str) -> Text:
        """Return a citation of an article.

        One that is no number is set in brackets, in Chinese only where it is Chinese; `all` means the whole text.
        """
        edition = self.edition or Text("", "")
        zh = f"《{self.title.zh}》" + (f"({edition.zh})" if edition.zh else "")
        en = self.title.en + (f" ({edition.en})" if edition.en else "")
        if article[:1].isdigit():
            return t(f"{zh}第{article.replace(',', '、')}条", f"{en}, art. {article.replace(',', ', ')}")
        part = article.strip("()")
        if part == "all":
            return t(zh, en)
        return t(zh if re.search("[A-Za-z]", part) else f"{zh}({part})", f"{en} ({part})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Another rule that may be read to govern the same matter; an officer chooses and the choice is recorded.

    Attributes:
        rule: key of the other rule.
        from_on: from when the other reading is arguable.
        why: the question in one sentence.
    """

    rule: str
    from_on: date
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One version of one rule of law.

    Attributes:
        key: stable name over versions.
        id: name of this version.
        kind: what sort of rule (each kind has its JSON Schema).
        title: short title.
        statement: our own one-line statement; never the words of the law.
        law: the text it stands in.
        article: article, paragraph or item as printed after 第…条.
        params: the numbers and words of the rule that are no periods, as in the schema of its kind.
        periods: its periods.
        aliases: other names by which the key is found.
        readings: other rules arguable for the same matter.
        confidence: how the text is known.
        note: what an officer should know.
    """

    key: str
    id: str
    kind: str
    title: Text
    statement: Text
    law: LawText
    article: str
    params: Mapping[str, object]
    periods: tuple[Period, ...]
    effective_from: date
    effective_to: date | None
    superseded_by: str | None
    confidence: Confidence
    place: Place
    applies_to: Mapping[str, object] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    note: Text | None = None

    @property
    def roll(self) -> Roll:
        """Return what happens when a last day is a day off (the law's)."""
        return self.law.roll

    @property
    def verified(self) -> bool:
        """Whether the rule may stand in an official paper without a named officer's confirmation."""
        return self.confidence is Confidence.TEXT_READ

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the names of the rule's named periods."""
        return tuple(period.part for period in self.periods if period.part)

    @property
    def citation(self) -> Text:
        """Return how a paper cites the rule: 《law》第article条."""
        return self.law.cited(self.article)

    @property
    def procedural(self) -> bool:
        """Whether it says how and by when a case is handled: no decision on the merits rests on such a rule."""
        return self.kind in PROCEDURAL

    def in_force(self, on: date) -> bool:
        """Whether this version is in force on that day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def period(self, part: str = "") -> Period:
        """Return the period named `part`; without a name the main one, or the only one.

        Raises:
            PeriodUnknown: the rule has no such period, or none, or several of which one has to be named.
        """
        for period in self.periods:
            if period.part == part:
                return period
        if not part and len(self.periods) == 1:
            return self.periods[0]
        if not self.periods:
            raise PeriodUnknown(
                t(f"规则 {self.key} 没有期限。", f"Rule {self.key} has no period."),
                t("请选择规定了期限的规则。", "Choose a rule that sets a period."),
                field="rule",
            )
        names = ", ".join(f"{self.key}#{name}" for name in self.parts)
        raise PeriodUnknown(
            t(f"规则 {self.key} 有多个期限,须指明其一。", f"Rule {self.key} has several periods; one must be named."),
            t(f"可用:{names}。", f"Use one of: {names}."),
            field="rule",
        )
