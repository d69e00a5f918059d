"""Counting periods: hours, days, working days, months and years, forwards and backwards.

The first day is not counted. A month ends on its last day where the day is missing. A period of days ends at 24:00 of
`due_on`; a period of hours gives a moment and never rolls. A pause [a, b] covers both days. Where the last day is a day
off the period rolls as the law says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zhidun.kernel.text import Text, t
from zhidun.kernel.time import CITY_ZONE, aware, local_date
from zhidun.law.calendar import ONE_DAY, Calendar
from zhidun.law.counting import Counted, Counter, Leg, Pause, Skipped, checked_pauses, within
from zhidun.law.extensions import Granted, amount, legs_of
from zhidun.law.model import Direction, Period, Roll, Rule, Unit
from zhidun.law.refusals import StartUnfit

__all__ = ["Counted", "Due", "Granted", "Pause", "Skipped", "due"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The end of a period, and how it was reached.

    Attributes:
        due_on: last day (backward: the latest day on which the act is in time).
        due_at: the moment, of hour periods only.
        due_raw: last day before rolling.
        unit: in what the period is counted.
        counted: every counted day.
        skipped: days inside that did not count.
        provisional: a year that is not loaded was reached; to be recomputed when its notice is loaded.
        rolled: why the last day moved; None when it did not.
        steps: the computation, one line each.
    """

    rule: Rule
    period: Period
    start: date | datetime
    due_on: date
    due_at: datetime | None
    due_raw: date
    unit: Unit
    counted: tuple[Counted, ...]
    skipped: tuple[Skipped, ...]
    provisional: bool
    rolled: Text | None
    steps: tuple[Text, ...]


def due(
    rule: Rule,
    *,
    start: date | datetime,
    calendar: Calendar,
    part: str = "",
    pauses: Iterable[Pause] = (),
    direction: Direction | None = None,
    extensions: Iterable[Granted] = (),
) -> Due:
    """Return when the period of `rule` ends.

    Args:
        rule: the version of the rule that governs.
        start: the day of the start event, or its moment (naive moments are in the city's zone); hour periods need a
            moment. Backward periods: the day of the event before which the act is due.
        calendar: which days are working days.
        part: which period of the rule, where it has several.
        pauses: spans that do not count, both days included.
        direction: overrides the period's direction.
        extensions: prolongations granted, in order.

    Raises:
        PeriodUnknown: the rule has no such period.
        StartUnfit: an hour period without a moment; a pause that ends before it begins; a year out of range.
        ExtensionUnfit: an extension the rule does not allow.
    """
    period = rule.period(part)
    spans = checked_pauses(pauses)
    way = direction or period.direction
    legs, lines = legs_of(rule, period, tuple(extensions))
    if period.unit is Unit.HOUR:
        return _due_hours(rule, period, start=start, hours=sum(n for n, _ in legs), pauses=spans, way=way)
    origin = local_date(start) if isinstance(start, datetime) else start
    within(origin.year)
    count = Counter(calendar, spans, way)
    raw = count.run(origin, legs)
    last, rolled, inferred = raw, None, None
    if way is Direction.FORWARD:
        last, rolled, inferred = _rolled(raw, roll=period.roll or rule.roll, calendar=calendar)
    count.reach(last)
    lines = [_line_start(origin, way), *lines, _line_end(legs, raw, way)]
    if any(skip.why == "pause" for skip in count.skipped):
        lines.append(_line_paused(count.skipped))
    lines += [line for line in (rolled, inferred) if line]
    if count.unloaded:
        lines.append(PROVISIONAL)
    return Due(
        rule=rule,
        period=period,
        start=start,
        due_on=last,
        due_at=None,
        due_raw=raw,
        unit=period.unit,
        counted=tuple(count.counted),
        skipped=tuple(count.skipped),
        provisional=count.unloaded,
        rolled=rolled,
        steps=tuple(lines),
    )


def _due_hours(
    rule: Rule, period: Period, *, start: date | datetime, hours: int, pauses: Sequence[Pause], way: Direction
) -> Due:
    if not isinstance(start, datetime):
        raise StartUnfit(
            t("按小时计算的期限需要起算时刻。", "A period of hours needs the moment at which it starts."),
            t("请填写日期和时间,例如 2026-09-28T10:00。", "Give date and time, such as 2026-09-28T10:00."),
            field="start",
        )
    begin = aware(start)
    within(begin.year)
    end, skipped = _hours_with_pauses(begin, hours, pauses, way)
    on = local_date(end)
    shown = f"{end.astimezone(CITY_ZONE):%Y-%m-%d %H:%M}"
    lines = [
        t(f"自{aware(start):%Y-%m-%d %H:%M}起算。", f"Counted from {aware(start):%Y-%m-%d %H:%M}."),
        t(f"{hours}小时至{shown};按小时计算的期限不顺延。", f"{hours} hours end at {shown}; hours never roll."),
    ]
    if skipped:
        lines.append(_line_paused(skipped))
    return Due(
        rule=rule,
        period=period,
        start=start,
        due_on=on,
        due_at=end,
        due_raw=on,
        unit=Unit.HOUR,
        counted=(Counted(on, hours, Unit.HOUR.value),),
        skipped=tuple(skipped),
        provisional=False,
        rolled=None,
        steps=tuple(lines),
    )


def _hours_with_pauses(
    begin: datetime, hours: int, pauses: Sequence[Pause], way: Direction
) -> tuple[datetime, list[Skipped]]:
    """Return the end of the hours, and the days that did not count."""
    left, end = timedelta(hours=hours), begin
    skipped: list[Skipped] = []
    for first, last in pauses if way is Direction.FORWARD else reversed(pauses):
        opens = datetime.combine(first, time.min, CITY_ZONE)
        closes = datetime.combine(last + ONE_DAY, time.min, CITY_ZONE)
        if way is Direction.FORWARD and end < closes and opens < end + left:
            left -= max(opens - end, timedelta())
            end = closes
        elif way is Direction.BACKWARD and end > opens and end - left < closes:
            left -= max(end - closes, timedelta())
            end = opens
        else:
            continue
        skipped += [Skipped(first + n * ONE_DAY, "pause") for n in range((last - first).days + 1)]
    return (end + left if way is Direction.FORWARD else end - left), skipped


def _rolled(raw: date, *, roll: Roll, calendar: Calendar) -> tuple[date, Text | None, Text | None]:
    """Return the last day after rolling, why it moved, and the note where the law does not say."""
    last = raw
    if roll is Roll.STATUTORY_HOLIDAY:
        while calendar.holiday(last):
            last += ONE_DAY
    elif roll is not Roll.NONE:
        last = calendar.next_workday(raw)
    if last == raw:
        return raw, None, None
    kind = calendar.kind(raw).words
    why = t(f"{raw}为{kind.zh},顺延至{last}。", f"{raw} is a {kind.en}; the period rolls to {last}.")
    return last, why, INFERRED if roll is Roll.UNSTATED else None


INFERRED = t(
    "该法未规定末日遇休息日如何处理,参照民法典期间的规定推定顺延。",
    "This law does not say what happens on a day off; rolling is inferred from the Civil Code.",
)
PROVISIONAL = t(
    "期限涉及尚未公布放假安排的年份,结果为暂定;公布后将重新计算。",
    "A year whose holiday notice is not loaded is reached: the date is provisional and will be recomputed.",
)


def _line_start(origin: date, way: Direction) -> Text:
    if way is Direction.FORWARD:
        return t(f"起算日{origin}不计入。", f"The start day {origin} is not counted.")
    return t(f"自{origin}向前倒数,当日不计入。", f"Counted backwards from {origin}, which is not counted itself.")


def _line_end(legs: Sequence[Leg], raw: date, way: Direction) -> Text:
    zh = "加".join(f"{value}{unit.words.zh}" for value, unit in legs)
    en = " and ".join(amount(value, unit) for value, unit in legs)
    if way is Direction.FORWARD:
        return t(f"{zh},至{raw}当日24时届满。", f"{en} end on {raw} at 24:00.")
    return t(f"{zh}之前,最迟为{raw}。", f"{en} before it: {raw} at the latest.")


def _line_paused(skipped: Sequence[Skipped]) -> Text:
    paused = [skip.on for skip in skipped if skip.why == "pause"]
    span = f"{min(paused)}–{max(paused)}"
    return t(f"中止{len(paused)}日不计({span})。", f"{len(paused)} paused days are not counted ({span}).")
