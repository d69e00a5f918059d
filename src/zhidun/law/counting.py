"""Walking from the start day to the last day: which days count, which are passed over."""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zhidun.kernel.text import t
from zhidun.law.calendar import ONE_DAY, WORKING, Calendar
from zhidun.law.model import Direction, Unit
from zhidun.law.refusals import StartUnfit

Pause = tuple[date, date]
Leg = tuple[int, Unit]
MONTHS_A_YEAR = 12
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class Counted:
    """One counted day (of months and years: each corresponding day).

    Attributes:
        on: the day.
        n: its number in the period.
        why: `workday`, `makeup_workday`, `calendar_day`, `month`, `year` or `hour`.
    """

    on: date
    n: int
    why: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day inside the period that does not count.

    Attributes:
        on: the day.
        why: `pause`, or the kind of the day off.
    """

    on: date
    why: str


def month_shift(origin: date, months: int) -> date:
    """Return the corresponding day `months` later (or earlier); the last day of the month where it is missing.

    Raises:
        StartUnfit: the day leaves the years that can be counted.
    """
    year, month = divmod(origin.year * MONTHS_A_YEAR + origin.month - 1 + months, MONTHS_A_YEAR)
    within(year)
    return date(year, month + 1, min(origin.day, gregorian.monthrange(year, month + 1)[1]))


def within(year: int) -> None:
    """Refuse a year that cannot be counted."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise StartUnfit(
            t("期限超出可计算的年份。", "The period leaves the years that can be counted."),
            t("请核对起算日和中止时间。", "Check the start and the pauses."),
            field="start",
        )


class Counter:
    """Walks from the start day to the last day and notes what it passes."""

    def __init__(self, calendar: Calendar, pauses: Sequence[Pause], direction: Direction) -> None:
        """Begin a walk; `pauses` are checked and merged."""
        self.calendar = calendar
        self.pauses = pauses
        self.sign = 1 if direction is Direction.FORWARD else -1
        self.step = self.sign * ONE_DAY
        self.counted: list[Counted] = []
        self.skipped: list[Skipped] = []
        self.unloaded = False

    def run(self, origin: date, legs: Sequence[Leg]) -> date:
        """Count all legs one after the other; return the last day before rolling."""
        for value, unit in legs:
            if unit in {Unit.MONTH, Unit.YEAR}:
                origin = self._months(origin, value, unit)
            else:
                origin = self._days(origin, value, working=unit is Unit.WORKING_DAY)
        return origin

    def reach(self, on: date) -> None:
        """Note that a day was reached."""
        self.unloaded = self.unloaded or not self.calendar.loaded(on.year)

    def _days(self, origin: date, count: int, *, working: bool) -> date:
        """Count `count` days from `origin`, which is not counted itself."""
        on, last, n = origin, len(self.counted) + count, len(self.counted)
        while n < last:
            on = self._next(on)
            if self.pauses and self._paused(on):
                self.skipped.append(Skipped(on, "pause"))
                continue
            kind = self.calendar.kind(on) if working else None
            if kind is not None and kind not in WORKING:
                self.skipped.append(Skipped(on, kind.value))
                continue
            n += 1
            self.counted.append(Counted(on, n, kind.value if kind else Unit.CALENDAR_DAY.value))
        return on

    def _months(self, origin: date, value: int, unit: Unit) -> date:
        """Count months or years from `origin`; every paused day inside prolongs the span by a day."""
        size = MONTHS_A_YEAR if unit is Unit.YEAR else 1
        marks = [month_shift(origin, self.sign * size * n) for n in range(1, value + 1)]
        marks = self._walk(origin, marks) if self.pauses else [*marks[:-1], self._leap(origin, marks[-1])]
        first = len(self.counted)
        self.counted.extend(Counted(mark, first + k, unit.value) for k, mark in enumerate(marks, 1))
        return marks[-1]

    def _walk(self, origin: date, marks: Sequence[date]) -> list[date]:
        """Go as many unpaused days as lie between `origin` and each mark; return where each is reached."""
        on, n, reached = origin, 0, []
        for span in (abs((mark - origin).days) for mark in marks):
            while n < span:
                on = self._next(on)
                if self._paused(on):
                    self.skipped.append(Skipped(on, "pause"))
                else:
                    n += 1
            reached.append(on)
        return reached

    def _leap(self, origin: date, mark: date) -> date:
        """Go to `mark` at once, noting the years passed."""
        first, last = sorted((origin + self.sign * ONE_DAY, mark))
        for year in range(first.year, last.year + 1):
            self.reach(date(year, 1, 1))
        return mark

    def _paused(self, on: date) -> bool:
        return any(first <= on <= last for first, last in self.pauses)

    def _next(self, on: date) -> date:
        following = on + self.step
        if following.year != on.year:
            within(following.year)
        if not self.unloaded:
            self.reach(following)
        return following


def checked_pauses(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return the pauses in order, touching ones joined.

    Raises:
        StartUnfit: a pause ends before it begins.
    """
    spans = sorted(pauses)
    for first, last in spans:
        if last < first:
            raise StartUnfit(
                t(f"中止结束日{last}早于开始日{first}。", f"The pause ends on {last}, before {first}."),
                t("请核对中止的起止日期。", "Check both dates of the pause."),
                field="pauses",
            )
        within(first.year)
        within(last.year)
    return _merged(spans)


def _merged(spans: Sequence[Pause]) -> tuple[Pause, ...]:
    merged: list[Pause] = []
    for first, last in spans:
        if merged and first <= merged[-1][1] + ONE_DAY:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)
