"""Counting periods: a table by hand, the rolling of last days, pauses, hours, prolongations."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories.law import a_period, a_rule, an_extension, backward
from zhidun.kernel.text import t
from zhidun.kernel.time import CITY_ZONE
from zhidun.law.calendar import Holiday, Year, shipped
from zhidun.law.counting import month_shift
from zhidun.law.model import Direction, Period, Roll, Unit
from zhidun.law.periods import Due, Granted, due
from zhidun.law.refusals import ExtensionUnfit, PeriodUnknown, StartUnfit

WD, CD, MONTH, YEAR, HOUR = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR, Unit.HOUR


def run(period: Period, start: date | datetime, *, roll: Roll = Roll.NONE, **more: object) -> Due:
    return due(a_rule(period, roll=roll), start=start, calendar=shipped(), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "start", "end"),
    [
        (15, WD, date(2023, 11, 14), date(2023, 12, 5)),  # three plain weeks, no holiday
        (15, WD, date(2026, 9, 28), date(2026, 10, 23)),  # National Day week out, Saturday 10-10 in
        (1, WD, date(2026, 9, 30), date(2026, 10, 8)),  # the whole week off between
        (1, WD, date(2026, 9, 18), date(2026, 9, 20)),  # Friday to a Sunday that is worked
        (1, WD, date(2026, 10, 3), date(2026, 10, 8)),  # starts on a holiday
        (6, WD, date(2026, 2, 13), date(2026, 2, 28)),  # Spring Festival with both make-up Saturdays
        (3, CD, date(2026, 10, 9), date(2026, 10, 12)),  # plain days run over the weekend
        (60, CD, date(2026, 4, 15), date(2026, 6, 14)),
        (1, MONTH, date(2026, 1, 31), date(2026, 2, 28)),  # no 31 February
        (1, MONTH, date(2024, 1, 31), date(2024, 2, 29)),  # leap year
        (1, MONTH, date(2026, 2, 28), date(2026, 3, 28)),  # the corresponding day, not the last
        (3, MONTH, date(2025, 11, 30), date(2026, 2, 28)),  # over the turn of the year
        (12, MONTH, date(2024, 2, 29), date(2025, 2, 28)),
        (1, YEAR, date(2024, 2, 29), date(2025, 2, 28)),
        (4, YEAR, date(2020, 2, 29), date(2024, 2, 29)),
        (3, YEAR, date(2023, 11, 14), date(2026, 11, 14)),
    ],
)
def test_forward(value: int, unit: Unit, start: date, end: date) -> None:
    result = run(a_period(value, unit), start)
    assert (result.due_on, result.due_raw) == (end, end)
    assert result.counted[-1].on == end
    assert len(result.counted) == value
    assert [day.n for day in result.counted] == list(range(1, value + 1))
    assert all(start < day.on <= end for day in result.counted)
    assert not result.provisional
    assert result.due_at is None
    assert all(line.zh and line.en for line in result.steps)


def test_each_counted_and_skipped_day_says_why() -> None:
    result = run(a_period(5, WD), date(2026, 9, 30))
    assert [(day.on.day, day.why) for day in result.counted] == [
        (8, "workday"), (9, "workday"), (10, "makeup_workday"), (12, "workday"), (13, "workday"),
    ]  # fmt: skip
    assert [(day.on.day, day.why) for day in result.skipped] == [
        (1, "statutory_holiday"), (2, "statutory_holiday"), (3, "statutory_holiday"), (4, "weekend"),
        (5, "adjusted_rest_day"), (6, "adjusted_rest_day"), (7, "adjusted_rest_day"), (11, "weekend"),
    ]  # fmt: skip


def test_a_moment_counts_from_its_day_in_the_city() -> None:
    late = datetime(2026, 9, 28, 16, 30, tzinfo=UTC)  # 00:30 on the 29th in the city
    assert run(a_period(1, CD), late).due_on == date(2026, 9, 30)
    assert run(a_period(1, CD), datetime(2026, 9, 28, 23, 59)).due_on == date(2026, 9, 29)  # noqa: DTZ001  naive is meant


@pytest.mark.parametrize(
    ("roll", "end"),
    [
        (Roll.NONE, date(2026, 10, 4)),  # the law is silent and hard
        (Roll.STATUTORY_HOLIDAY, date(2026, 10, 8)),  # first day after the State Council's holiday
        (Roll.DAY_OFF, date(2026, 10, 8)),
        (Roll.UNSTATED, date(2026, 10, 8)),
    ],
)
def test_roll_out_of_a_holiday(roll: Roll, end: date) -> None:
    result = run(a_period(3, CD), date(2026, 10, 1), roll=roll)
    assert (result.due_raw, result.due_on) == (date(2026, 10, 4), end)
    assert (result.rolled is not None) is (roll is not Roll.NONE)
    assert any("推定" in line.zh for line in result.steps) is (roll is Roll.UNSTATED)


@pytest.mark.parametrize(
    ("roll", "end"),
    [
        (Roll.NONE, date(2026, 11, 7)),
        (Roll.STATUTORY_HOLIDAY, date(2026, 11, 7)),  # a plain Saturday is no statutory holiday
        (Roll.DAY_OFF, date(2026, 11, 9)),
        (Roll.UNSTATED, date(2026, 11, 9)),
    ],
)
def test_roll_out_of_a_plain_weekend(roll: Roll, end: date) -> None:
    assert run(a_period(3, CD), date(2026, 11, 4), roll=roll).due_on == end


def test_a_makeup_saturday_does_not_roll() -> None:
    assert run(a_period(1, CD), date(2026, 10, 9), roll=Roll.DAY_OFF).due_on == date(2026, 10, 10)


def test_the_period_may_override_the_roll_of_its_law() -> None:
    period = a_period(3, CD, roll=Roll.NONE)
    assert run(period, date(2026, 10, 1), roll=Roll.DAY_OFF).due_on == date(2026, 10, 4)


@pytest.mark.parametrize(
    ("value", "unit", "event", "end"),
    [
        (7, WD, date(2026, 10, 16), date(2026, 10, 8)),  # over the make-up Saturday
        (3, WD, date(2026, 10, 9), date(2026, 9, 29)),  # over the week off
        (7, CD, date(2026, 10, 9), date(2026, 10, 2)),  # a day off: backward periods do not roll
        (1, MONTH, date(2026, 3, 31), date(2026, 2, 28)),
        (3, YEAR, date(2024, 2, 29), date(2021, 2, 28)),
    ],
)
def test_backward(value: int, unit: Unit, event: date, end: date) -> None:
    result = run(backward(value, unit), event, roll=Roll.DAY_OFF)
    assert result.due_on == result.due_raw == end
    assert "倒数" in result.steps[0].zh


def test_direction_can_be_given() -> None:
    assert run(a_period(3, CD), date(2026, 11, 4), direction=Direction.BACKWARD).due_on == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("value", "unit", "pauses", "end"),
    [
        (5, CD, [(date(2026, 11, 5), date(2026, 11, 6))], date(2026, 11, 11)),  # both days of the pause
        (5, CD, [(date(2026, 11, 5), date(2026, 11, 5))], date(2026, 11, 10)),  # a pause of one day
        (5, CD, [(date(2026, 11, 9), date(2026, 11, 20))], date(2026, 11, 21)),  # on the last day
        (5, CD, [(date(2026, 11, 10), date(2026, 11, 20))], date(2026, 11, 9)),  # after the end: no effect
        (5, CD, [(date(2026, 11, 1), date(2026, 11, 4))], date(2026, 11, 9)),  # before and on the start: no effect
        (5, CD, [(date(2026, 11, 5), date(2026, 11, 7)), (date(2026, 11, 6), date(2026, 11, 8))],
         date(2026, 11, 13)),  # overlapping pauses count once
        (5, WD, [(date(2026, 11, 6), date(2026, 11, 9))], date(2026, 11, 13)),  # the weekend inside costs nothing
        (1, MONTH, [(date(2026, 5, 10), date(2026, 5, 19))], date(2026, 6, 14)),  # a month and ten days
        (1, YEAR, [(date(2026, 6, 1), date(2026, 6, 30))], date(2027, 6, 3)),  # a year and thirty days
    ],
)  # fmt: skip
def test_pauses(value: int, unit: Unit, pauses: list[tuple[date, date]], end: date) -> None:
    start = date(2026, 5, 4) if unit in {MONTH, YEAR} else date(2026, 11, 4)
    result = run(a_period(value, unit), start, pauses=pauses)
    assert result.due_on == end


def test_pauses_are_named_in_the_steps() -> None:
    result = run(a_period(5, CD), date(2026, 11, 4), pauses=[(date(2026, 11, 5), date(2026, 11, 6))])
    assert any("中止2日" in line.zh for line in result.steps)
    assert [day.why for day in result.skipped] == ["pause", "pause"]


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(StartUnfit) as caught:
        run(a_period(5, CD), date(2026, 11, 4), pauses=[(date(2026, 11, 6), date(2026, 11, 5))])
    assert caught.value.field == "pauses"


@pytest.mark.parametrize(
    ("hours", "start", "pauses", "end"),
    [
        (24, "2026-09-30T10:00", [], "2026-10-01T10:00"),  # hours never roll
        (48, "2026-12-31T10:00", [], "2027-01-02T10:00"),
        (24, "2026-11-04T10:00", [("2026-11-04", "2026-11-04")], "2026-11-06T00:00"),  # the whole first day paused
        (24, "2026-11-04T10:00", [("2026-11-05", "2026-11-05")], "2026-11-06T10:00"),
        (24, "2026-11-04T10:00", [("2026-11-06", "2026-11-06")], "2026-11-05T10:00"),  # after the end
        (24, "2026-11-04T00:00", [("2026-11-05", "2026-11-05")], "2026-11-05T00:00"),  # ends as the pause begins
        (24, "2026-11-04T10:00", [("2026-11-01", "2026-11-03")], "2026-11-05T10:00"),  # before the start
    ],
)
def test_hours(hours: int, start: str, pauses: list[tuple[str, str]], end: str) -> None:
    spans = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in pauses]
    result = run(a_period(hours, HOUR), datetime.fromisoformat(start), pauses=spans, roll=Roll.DAY_OFF)
    expected = datetime.fromisoformat(end).replace(tzinfo=CITY_ZONE)
    assert result.due_at == expected
    assert result.due_on == expected.date()
    assert result.counted[0].n == hours
    assert not result.provisional
    assert bool(result.skipped) == any("中止" in line.zh for line in result.steps)


@pytest.mark.parametrize(
    ("pauses", "end"),
    [
        ([], "2026-11-03T10:00"),
        ([("2026-11-03", "2026-11-03")], "2026-11-02T10:00"),
        ([("2026-11-04", "2026-11-04")], "2026-11-03T00:00"),
        ([("2026-11-05", "2026-11-05")], "2026-11-03T10:00"),
        ([("2026-11-01", "2026-11-01")], "2026-11-03T10:00"),
    ],
)
def test_hours_backward(pauses: list[tuple[str, str]], end: str) -> None:
    spans = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in pauses]
    start = datetime(2026, 11, 4, 10, tzinfo=CITY_ZONE)
    result = run(a_period(24, HOUR), start, pauses=spans, direction=Direction.BACKWARD)
    assert result.due_at == datetime.fromisoformat(end).replace(tzinfo=CITY_ZONE)


def test_hours_need_a_moment() -> None:
    with pytest.raises(StartUnfit, match="needs the moment"):
        run(a_period(24, HOUR), date(2026, 11, 4))


@pytest.mark.parametrize("start", [date(1, 1, 2), date(2250, 1, 1)])
@pytest.mark.parametrize("unit", [WD, MONTH])
def test_years_out_of_range(start: date, unit: Unit) -> None:
    with pytest.raises(StartUnfit):
        run(a_period(1, unit), start)
    with pytest.raises(StartUnfit):
        run(a_period(1, HOUR), datetime(start.year, 1, 1, tzinfo=UTC))
    with pytest.raises(StartUnfit):
        run(a_period(1, unit), date(2026, 1, 1), pauses=[(start, start)])


def test_a_pause_without_end_is_refused() -> None:
    with pytest.raises(StartUnfit):
        run(a_period(5, CD), date(2026, 11, 4), pauses=[(date(2026, 11, 5), date(2200, 12, 31))])
    with pytest.raises(StartUnfit):
        month_shift(date(2199, 12, 1), 100)


def test_provisional_until_the_year_is_loaded() -> None:
    period = a_period(5, WD)
    before = run(period, date(2026, 12, 30))
    assert before.provisional
    assert before.due_on == date(2027, 1, 6)
    assert any("暂定" in line.zh for line in before.steps)
    name = t("元旦", "New Year")
    holiday = Holiday(name=name, first=date(2027, 1, 1), last=date(2027, 1, 3), statutory=frozenset())
    calendar = shipped().with_years([Year(year=2027, holidays=(holiday,), source=name)])
    after = due(a_rule(period), start=date(2026, 12, 30), calendar=calendar)
    assert not after.provisional
    assert after.due_on == date(2027, 1, 7)


def test_provisional_when_only_the_roll_or_the_way_reaches_the_year() -> None:
    assert run(a_period(1, YEAR), date(2026, 3, 2)).provisional
    assert run(backward(3, CD), date(2004, 1, 2)).provisional
    assert not run(backward(3, CD), date(2004, 1, 5)).provisional


# --- prolongations --------------------------------------------------------------------------------------------------
CHAIN = a_period(
    3,
    MONTH,
    extensions=(
        an_extension(1, MONTH, at_most=True),
        an_extension(2, MONTH, approver="superior_department", at_most=True),
        an_extension(None, None, approver="collective_discussion"),
    ),
)


@pytest.mark.parametrize(
    ("grants", "end"),
    [
        ([], date(2026, 4, 30)),  # 31 January + 3 months
        ([Granted()], date(2026, 5, 31)),  # four months from the start, not one from 30 April
        ([Granted(), Granted(index=1)], date(2026, 7, 31)),
        ([Granted(), Granted(index=1, value=1)], date(2026, 6, 30)),  # less than allowed
        ([Granted(), Granted(index=1), Granted(index=2, value=20, unit=CD)], date(2026, 8, 20)),  # number left open
    ],
)
def test_chain(grants: list[Granted], end: date) -> None:
    result = run(CHAIN, date(2026, 1, 31), extensions=grants)
    assert result.due_on == end
    assert sum("延长" in line.zh for line in result.steps) == len(grants)


@pytest.mark.parametrize(
    ("grants", "part"),
    [
        ([Granted(index=3)], "no such extension"),
        ([Granted(index=-1)], "no such extension"),
        ([Granted(index=1)], "no such extension"),  # the first step was left out
        ([Granted(), Granted()], "1 time"),
        ([Granted(value=2)], "prolongation is 1"),  # more than allowed
        ([Granted(value=0)], "number and unit"),
        ([Granted(unit=CD)], "counted in months"),
        ([Granted(), Granted(index=1), Granted(index=2)], "number and unit"),
        ([Granted(), Granted(index=1), Granted(index=2, value=5)], "number and unit"),
        ([Granted(), Granted(index=1), Granted(index=2, value=5, unit=HOUR)], "mixed"),
    ],
)
def test_prolongations_the_rule_does_not_allow(grants: list[Granted], part: str) -> None:
    with pytest.raises(ExtensionUnfit) as caught:
        run(CHAIN, date(2026, 1, 31), extensions=grants)
    assert part in caught.value.reason.en
    assert caught.value.article


def test_a_fixed_prolongation_cannot_be_shortened_and_may_be_repeated_where_allowed() -> None:
    period = a_period(5, WD, extensions=(an_extension(5, WD, times=2),))
    with pytest.raises(ExtensionUnfit):
        run(period, date(2026, 11, 2), extensions=[Granted(value=3)])
    assert len(run(period, date(2026, 11, 2), extensions=[Granted(), Granted()]).counted) == 15


def test_parts() -> None:
    rule = a_rule(a_period(5, WD), a_period(30, CD, part="notice"))
    start = date(2026, 11, 4)
    assert due(rule, start=start, calendar=shipped()).unit is WD
    assert due(rule, start=start, calendar=shipped(), part="notice").unit is CD
    only = a_rule(a_period(30, CD, part="notice"))
    assert due(only, start=start, calendar=shipped()).unit is CD
    for wrong, name in ((rule, "else"), (a_rule(), ""), (a_rule(*(only.periods * 2)), "")):
        with pytest.raises(PeriodUnknown):
            due(wrong, start=start, calendar=shipped(), part=name)
