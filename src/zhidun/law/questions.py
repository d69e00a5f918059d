"""Reading one question of `law due`: the words of the calculators become a rule, a period and what changes it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhidun.kernel.errors import Invalid
from zhidun.kernel.legal_events import is_legal_event
from zhidun.kernel.text import t
from zhidun.kernel.time import local_date
from zhidun.law.counting import Pause
from zhidun.law.load import RuleBook
from zhidun.law.model import Direction, Period, Rule, Unit
from zhidun.law.opinions.inputs import ISO
from zhidun.law.periods import Granted
from zhidun.law.refusals import PeriodUnknown

FIELDS = (
    "rule", "start", "on", "event", "direction", "pauses", "testing_days_excluded", "extended", "extended_by_head",
    "extended_by_superior", "hearing_date", "domestic",
)  # fmt: skip
SUPERIORS = frozenset({"superior_department", "superior_court", "collective_discussion", "province_department"})
DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as read: the rule, the period and what changes it."""

    rule: Rule
    period: Period
    start: date | datetime
    direction: Direction
    pauses: tuple[Pause, ...]
    grants: tuple[Granted, ...]


def question_of(fields: Mapping[str, object], book: RuleBook) -> Question:
    """Read a question.

    Raises:
        Invalid: an unknown or unreadable field.
        RuleUnknown, RuleNotInForce, PeriodUnknown: the rule or its period does not fit.
    """
    _known(fields)
    name = fields.get("rule")
    if not isinstance(name, str) or not name:
        raise _missing("rule")
    start = _start(fields)
    on = _date(fields["on"], "on") if _said(fields, "on") else day_of(start)
    rule = book.rule(name.strip(), on)
    period = _period(rule, name.partition("#")[2], fields)
    way = _direction(fields.get("direction"), period)
    heard = _moment(fields["hearing_date"], "hearing_date") if _said(fields, "hearing_date") else None
    if way is Direction.BACKWARD and heard is not None:
        start = heard
    pauses = [*_pauses(fields.get("pauses"))]
    tested = fields.get("testing_days_excluded")
    excluded = 0 if tested is None else _whole(tested, "testing_days_excluded", least=0)
    if excluded > 0:
        pauses.append(_excluded(day_of(start), excluded, way))
    return Question(
        rule=rule, period=period, start=start, direction=way, pauses=tuple(pauses), grants=_grants(fields, period)
    )


def _known(fields: Mapping[str, object]) -> None:
    for name in fields:
        if name not in FIELDS:
            near = ", ".join(difflib.get_close_matches(str(name), FIELDS, n=2)) or ", ".join(FIELDS)
            raise invalid(f"未知字段 {name}。", f"Unknown field {name}.", f"可用:{near}。", f"Use: {near}.", str(name))


def _start(fields: Mapping[str, object]) -> date | datetime:
    for name in ("start", "hearing_date"):
        if _said(fields, name):
            return _moment(fields[name], name)
    raise _missing("start")


def _said(fields: Mapping[str, object], name: str) -> bool:
    return fields.get(name) not in (None, "")


def _moment(raw: object, field: str) -> date | datetime:
    if isinstance(raw, date):
        return raw
    text = str(raw).strip()
    try:
        if isinstance(raw, str) and ISO.match(text):
            return date.fromisoformat(text) if len(text) <= len("2026-09-28") else datetime.fromisoformat(text)
    except ValueError:
        pass
    raise _not_iso(text, field)


def _period(rule: Rule, part: str, fields: Mapping[str, object]) -> Period:
    """Return the period named by `#part`, by `domestic`, or by `event`."""
    event = fields.get("event")
    if event is not None and not is_legal_event(str(event)):
        raise invalid(
            f"未知的起算事件 {event}。",
            f"Unknown start event {event}.",
            f"本规则的起算事件:{'、'.join(period.start for period in rule.periods)}。",
            f"Events of this rule: {', '.join(period.start for period in rule.periods)}.",
            "event",
        )
    domestic = fields.get("domestic")
    if not (domestic is None or isinstance(domestic, bool)):
        raise invalid(
            "domestic 须为真或假。", "domestic must be true or false.", "请写 true 或 false。", "Write true or false.",
            "domestic",
        )  # fmt: skip
    if not part and domestic is False and "foreign" in rule.parts:
        part = "foreign"
    if event is None:
        return rule.period(part)
    return _period_from(rule, part, str(event))


def _period_from(rule: Rule, part: str, event: str) -> Period:
    """Return the named part when it starts with the event, or the only period that does."""
    if part:
        period = rule.period(part)
        if period.start == event:
            return period
    matching = [period for period in rule.periods if period.start == event]
    if len(matching) != 1 or part:
        raise PeriodUnknown(
            t(f"规则 {rule.key} 没有由 {event} 起算的唯一期限。", f"Rule {rule.key} has no one period from {event}."),
            t(f"请用 {rule.key}#部分 指明。", f"Name it as {rule.key}#part."),
            field="event",
            article=rule.citation.zh,
        )
    return matching[0]


def _direction(raw: object, period: Period) -> Direction:
    if raw is None:
        return period.direction
    try:
        return Direction(str(raw))
    except ValueError as fault:
        raise invalid(
            f"方向 {raw} 不可用。", f"Direction {raw} is unknown.", "请用 forward 或 backward。",
            "Use forward or backward.", "direction",
        ) from fault  # fmt: skip


def _pauses(raw: object) -> list[Pause]:
    """Read `[[from, to], …]`, `["A/B", …]` or `"A/B"`."""
    if raw is None:
        return []
    items = [raw] if isinstance(raw, str) else raw
    if not isinstance(items, Sequence):
        raise _bad_pause(raw)
    pauses = []
    for item in items:
        ends = item.split("/") if isinstance(item, str) else item
        if not isinstance(ends, Sequence) or len(ends) != len(("from", "to")):
            raise _bad_pause(item)
        pauses.append((_date(ends[0], "pauses"), _date(ends[1], "pauses")))
    return pauses


def _excluded(start: date, days: int, way: Direction) -> Pause:
    """Take a bare number of excluded days as the days next to the start."""
    ends = sorted(date.fromordinal(start.toordinal() + n * (1 if way is Direction.FORWARD else -1)) for n in (1, days))
    return ends[0], ends[1]


def _grants(fields: Mapping[str, object], period: Period) -> tuple[Granted, ...]:
    """Read `extended` (true, a number, {value, unit} or a list of these) and the two words for head and superior."""
    raw = fields.get("extended")
    items = raw if isinstance(raw, list) else [raw]
    grants = [_grant(item, index) for index, item in enumerate(items) if item]
    for word, above in (("extended_by_head", False), ("extended_by_superior", True)):
        item = fields.get(word)
        if item:
            index = next((n for n, e in enumerate(period.extensions) if (e.approver in SUPERIORS) is above), -1)
            grants.append(_grant(item, index))
    return tuple(grants)


def _grant(item: object, index: int) -> Granted:
    if isinstance(item, Mapping):
        unit = item.get("unit")
        if item.keys() - {"value", "unit"} or (unit is not None and unit not in set(Unit)):
            raise invalid(
                "延长须写作 {value, unit}。",
                "Write {value, unit}.",
                "单位见规则。",
                "The unit is the rule's.",
                "extended",
            )
        value = item.get("value")
        return Granted(
            index=index,
            value=None if value is None else _whole(value, "extended"),
            unit=None if unit is None else Unit(str(unit)),
        )
    return Granted(index=index, value=None if item is True else _whole(item, "extended"))


def _whole(raw: object, field: str, *, least: int = 1) -> int:
    text = str(raw).strip().removesuffix(".0")
    if isinstance(raw, bool) or not text.isdecimal() or len(text) > DIGITS or int(text) < least:
        raise invalid(
            f"“{text[:20]}”须为正整数。", f"“{text[:20]}” must be a whole number.", "请改正。", "Correct it.", field
        )
    return int(text)


def _date(raw: object, field: str) -> date:
    if isinstance(raw, date):
        return day_of(raw)
    try:
        if isinstance(raw, str) and ISO.match(raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise _not_iso(str(raw), field)


def day_of(moment: date | datetime) -> date:
    """Return the day of a moment in the city."""
    return local_date(moment) if isinstance(moment, datetime) else moment


def _missing(field: str) -> Invalid:
    return invalid(f"缺少 {field}。", f"{field} is missing.", f"请填写 {field}。", f"Give {field}.", field)


def _not_iso(text: str, field: str) -> Invalid:
    return invalid(
        f"“{text}”不是日期或时刻。", f"“{text}” is no date or moment.", "请写作 2026-09-28 或 2026-09-28T10:00。",
        "Write 2026-09-28 or 2026-09-28T10:00.", field,
    )  # fmt: skip


def _bad_pause(raw: object) -> Invalid:
    return invalid(
        f"中止“{raw}”不可用。", f"The pause “{raw}” cannot be read.", "请写作 A/B 两个日期。", "Write two dates, A/B.",
        "pauses",
    )  # fmt: skip


def invalid(zh: str, en: str, remedy_zh: str, remedy_en: str, field: str | None = None) -> Invalid:
    """Return a refusal of an input field."""
    return Invalid(t(zh, en), t(remedy_zh, remedy_en), field=field)
