"""The calendar: every day of 2004–2026 against two independent packages, and single days by hand."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from zhidun.kernel.text import t
from zhidun.law.calendar import Calendar, DayKind, Holiday, Year, shipped

YEARS = range(2004, 2027)
REVISED = {2019: {date(2019, 5, 2), date(2019, 5, 3)}}  # a second notice of 2019 that `holidays` does not know


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_chinesecalendar(year: int) -> None:
    calendar = shipped()
    assert calendar.loaded(year)
    differ = [day for day in days_of(year) if calendar.is_workday(day) != chinese_calendar.is_workday(day)]
    assert differ == []


@pytest.mark.parametrize("year", YEARS)
def test_every_holiday_agrees_with_holidays(year: int) -> None:
    """`holidays` lists statutory days, days in lieu and observed days; each must be off here, and only those."""
    calendar = shipped()
    theirs = holidays.country_holidays("CN", years=year)
    off = {day for day in days_of(year) if day.weekday() < 5 and not calendar.is_workday(day)}
    assert off - REVISED.get(year, set()) == {day for day in theirs if day.weekday() < 5}


@pytest.mark.parametrize(
    ("year", "count"),
    [
        (2004, 10),  # New Year 1, Spring Festival 3, Labour Day 3, National Day 3
        (2007, 10),  # last year of that scheme
        (2008, 11),  # Qingming, Dragon Boat and Mid-Autumn added, Labour Day 1
        (2009, 10),  # Mid-Autumn falls on National Day
        (2015, 12),  # one day more for the anniversary of victory
        (2024, 11),  # last year before the change
        (2025, 13),  # New Year's Eve and a second Labour Day added
        (2026, 13),
    ],
)
def test_statutory_days_a_year(year: int, count: int) -> None:
    assert sum(shipped().kind(day) is DayKind.STATUTORY_HOLIDAY for day in days_of(year)) == count


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        (date(2026, 9, 28), DayKind.WORKDAY),  # a Monday
        (date(2026, 10, 1), DayKind.STATUTORY_HOLIDAY),
        (date(2026, 10, 3), DayKind.STATUTORY_HOLIDAY),  # a Saturday that is National Day's third
        (date(2026, 10, 4), DayKind.WEEKEND),  # a Sunday inside the week off
        (date(2026, 10, 6), DayKind.ADJUSTED_REST_DAY),  # exchanged for a Sunday worked
        (date(2026, 9, 20), DayKind.MAKEUP_WORKDAY),  # that Sunday
        (date(2026, 10, 10), DayKind.MAKEUP_WORKDAY),  # a Saturday worked
        (date(2026, 10, 11), DayKind.WEEKEND),
        (date(2007, 12, 31), DayKind.ADJUSTED_REST_DAY),  # belongs to the notice of 2008
        (date(2030, 10, 1), DayKind.WORKDAY),  # no notice: the week alone
    ],
)
def test_kinds_of_days(on: date, kind: DayKind) -> None:
    assert shipped().kind(on) is kind
    assert kind.words.zh
    assert kind.words.en


def test_holiday_covers_weekend_days_inside_it() -> None:
    calendar = shipped()
    found = calendar.holiday(date(2026, 10, 4))
    assert found is not None
    assert found.name.zh == "国庆节"
    assert calendar.holiday(date(2026, 10, 11)) is None


def test_neighbouring_workdays() -> None:
    calendar = shipped()
    assert calendar.next_workday(date(2026, 10, 1)) == date(2026, 10, 8)
    assert calendar.next_workday(date(2026, 10, 8)) == date(2026, 10, 8)
    assert calendar.previous_workday(date(2026, 10, 7)) == date(2026, 9, 30)
    assert calendar.workdays_between(date(2026, 9, 28), date(2026, 10, 10)) == 5


def test_with_years_adds_and_replaces_without_touching_the_first() -> None:
    day = date(2027, 1, 4)
    holiday = Holiday(name=t("元旦", "New Year"), first=date(2027, 1, 1), last=day, statutory=frozenset())
    year = Year(year=2027, holidays=(holiday,), source=t("测试", "test"))
    more = shipped().with_years([year])
    assert more.loaded(2027)
    assert more.year(2027) is year
    assert not more.is_workday(day)
    assert not shipped().loaded(2027)
    assert shipped().is_workday(day)
    again = more.with_years([Year(year=2027, holidays=(), source=t("测试", "test"))])
    assert again.is_workday(day)
    assert again.years == (*YEARS, 2027)


def test_a_statutory_day_stays_statutory_inside_another_holiday() -> None:
    """Mid-Autumn may fall into the National Day week: the wider holiday must not hide it, in either order."""
    day = date(2027, 10, 4)
    week = Holiday(name=t("国庆", "week"), first=date(2027, 10, 1), last=date(2027, 10, 7), statutory=frozenset())
    moon = Holiday(name=t("中秋", "moon"), first=day, last=day, statutory=frozenset({day}))
    for order in ((week, moon), (moon, week)):
        calendar = Calendar([Year(year=2027, holidays=order, source=t("测试", "test"))])
        assert calendar.kind(day) is DayKind.STATUTORY_HOLIDAY
