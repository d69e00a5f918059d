"""The calendar of working days: weekends, statutory holidays, adjusted rest days and make-up working days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from zhidun.kernel.text import Text, t
from zhidun.law.calendar_files import read_packs
from zhidun.law.holidays import SATURDAY, Holiday, Year

__all__ = ["ONE_DAY", "SATURDAY", "Calendar", "DayKind", "Holiday", "Year", "shipped"]
ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a date is."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    STATUTORY_HOLIDAY = "statutory_holiday"
    ADJUSTED_REST_DAY = "adjusted_rest_day"
    MAKEUP_WORKDAY = "makeup_workday"

    @property
    def words(self) -> Text:
        """Return the words shown for the kind."""
        return KIND_TITLES[self]


KIND_TITLES: Mapping[DayKind, Text] = MappingProxyType(
    {
        DayKind.WORKDAY: t("工作日", "working day"),
        DayKind.WEEKEND: t("周末", "weekend"),
        DayKind.STATUTORY_HOLIDAY: t("法定节假日", "statutory holiday"),
        DayKind.ADJUSTED_REST_DAY: t("调休放假", "adjusted rest day"),
        DayKind.MAKEUP_WORKDAY: t("调休上班", "make-up working day"),
    }
)
WORKING = frozenset({DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY})


class Calendar:
    """Which days are working days. Immutable; `with_years` gives a new one."""

    def __init__(self, years: Iterable[Year]) -> None:
        """Build from loaded years; a later year object replaces an earlier one of the same number."""
        self._years: dict[int, Year] = {year.year: year for year in years}
        self._marked: dict[date, DayKind] = {}
        self._holidays: dict[date, Holiday] = {}
        for year in self._years.values():
            for holiday in year.holidays:
                self._mark(holiday)

    def _mark(self, holiday: Holiday) -> None:
        for day in holiday.days():
            self._holidays[day] = holiday
            if day in holiday.statutory:
                self._marked[day] = DayKind.STATUTORY_HOLIDAY
            elif day.weekday() < SATURDAY:
                self._marked.setdefault(day, DayKind.ADJUSTED_REST_DAY)
        for day in holiday.makeup:
            self._marked[day] = DayKind.MAKEUP_WORKDAY

    @property
    def years(self) -> tuple[int, ...]:
        """Return the loaded years in order."""
        return tuple(sorted(self._years))

    def loaded(self, year: int) -> bool:
        """Whether the year's notice is loaded; dates of other years follow the week alone and are provisional."""
        return year in self._years

    def year(self, year: int) -> Year | None:
        """Return a loaded year."""
        return self._years.get(year)

    def kind(self, on: date) -> DayKind:
        """Return what the date is."""
        marked = self._marked.get(on)
        if marked is not None:
            return marked
        return DayKind.WEEKEND if on.weekday() >= SATURDAY else DayKind.WORKDAY

    def is_workday(self, on: date) -> bool:
        """Whether offices work on that day."""
        return self.kind(on) in WORKING

    def holiday(self, on: date) -> Holiday | None:
        """Return the State Council holiday whose days off cover the date (weekend days inside it included)."""
        return self._holidays.get(on)

    def next_workday(self, on: date) -> date:
        """Return the date itself when offices work on it, else the first working day after it."""
        while not self.is_workday(on):
            on += ONE_DAY
        return on

    def previous_workday(self, on: date) -> date:
        """Return the date itself when offices work on it, else the last working day before it."""
        while not self.is_workday(on):
            on -= ONE_DAY
        return on

    def workdays_between(self, after: date, until: date) -> int:
        """Count the working days after `after` up to and with `until`."""
        return sum(self.is_workday(after + timedelta(days=n)) for n in range(1, (until - after).days + 1))

    def with_years(self, extra: Iterable[Year]) -> Calendar:
        """Return a calendar in which the given years are added or replaced."""
        return Calendar([*self._years.values(), *extra])


@cache
def shipped() -> Calendar:
    """Return the calendar of the packs (2004–2026 in `cn`); a later pack's year replaces an earlier pack's."""
    return Calendar(read_packs())
