"""Properties of counting that hold for every start, length and pause."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories.law import a_period, a_rule, an_extension, backward
from zhidun.kernel.time import CITY_ZONE
from zhidun.law.calendar import shipped
from zhidun.law.model import Roll, Unit
from zhidun.law.periods import Due, Granted, Pause, due

STARTS = st.dates(date(2004, 1, 1), date(2026, 6, 30))
DAY_UNITS = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY])
UNITS = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR])
VALUES = st.integers(1, 60)
ROLLS = st.sampled_from(list(Roll))


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    firsts = draw(st.lists(STARTS, max_size=3))
    return [(first, first + timedelta(days=draw(st.integers(0, 40)))) for first in firsts]


def run(value: int, unit: Unit, start: date, *, roll: Roll = Roll.NONE, spans: list[Pause] | None = None) -> Due:
    return due(a_rule(a_period(value, unit), roll=roll), start=start, calendar=shipped(), pauses=spans or [])


@settings(deadline=None)
@given(VALUES, STARTS)
def test_working_days_equal_an_independent_count(value: int, start: date) -> None:
    end = run(value, Unit.WORKING_DAY, start).due_on
    assert shipped().workdays_between(start, end) == value
    assert shipped().is_workday(end)


@settings(deadline=None)
@given(VALUES, STARTS)
def test_calendar_days_are_plain_addition(value: int, start: date) -> None:
    assert run(value, Unit.CALENDAR_DAY, start).due_on == start + timedelta(days=value)


@settings(deadline=None)
@given(VALUES, DAY_UNITS, STARTS)
def test_backward_undoes_forward_from_a_counted_day(value: int, unit: Unit, start: date) -> None:
    start = shipped().next_workday(start)
    end = run(value, unit, start).due_on
    back = due(a_rule(backward(value, unit)), start=end, calendar=shipped())
    assert back.due_on == start


@settings(deadline=None)
@given(VALUES, UNITS, STARTS, ROLLS)
def test_a_later_start_never_ends_earlier(value: int, unit: Unit, start: date, roll: Roll) -> None:
    earlier = run(value, unit, start, roll=roll).due_on
    assert run(value, unit, start + timedelta(days=1), roll=roll).due_on >= earlier


@settings(deadline=None)
@given(VALUES, UNITS, STARTS, ROLLS)
def test_a_longer_period_never_ends_earlier(value: int, unit: Unit, start: date, roll: Roll) -> None:
    assert run(value + 1, unit, start, roll=roll).due_on >= run(value, unit, start, roll=roll).due_on


@settings(deadline=None)
@given(st.integers(1, 12), UNITS, STARTS, pauses())
def test_pauses_never_shorten_and_paused_days_never_count(
    value: int, unit: Unit, start: date, spans: list[Pause]
) -> None:
    plain, paused = run(value, unit, start), run(value, unit, start, spans=spans)
    assert paused.due_on >= plain.due_on
    assert not any(first <= paused.due_on <= last for first, last in spans)
    if unit is Unit.CALENDAR_DAY:
        skipped = sum(day.why == "pause" for day in paused.skipped)
        assert paused.due_on == plain.due_on + timedelta(days=skipped)


@settings(deadline=None)
@given(VALUES, UNITS, STARTS, ROLLS)
def test_rolling_only_moves_forward_and_lands_well(value: int, unit: Unit, start: date, roll: Roll) -> None:
    result = run(value, unit, start, roll=roll)
    assert result.due_on >= result.due_raw
    assert (result.rolled is None) is (result.due_on == result.due_raw)
    if roll in {Roll.DAY_OFF, Roll.UNSTATED}:
        assert shipped().is_workday(result.due_on)
    elif roll is Roll.STATUTORY_HOLIDAY:
        assert shipped().holiday(result.due_on) is None
    if unit is Unit.WORKING_DAY:
        assert result.rolled is None


@settings(deadline=None)
@given(STARTS, DAY_UNITS, st.integers(1, 30), st.integers(1, 30))
def test_a_prolongation_in_the_same_unit_is_one_longer_period(start: date, unit: Unit, first: int, second: int) -> None:
    rule = a_rule(a_period(first, unit, extensions=(an_extension(second, unit),)))
    extended = due(rule, start=start, calendar=shipped(), extensions=[Granted()])
    assert extended.due_on == run(first + second, unit, start).due_on


@settings(deadline=None)
@given(st.datetimes(datetime(2004, 1, 1), datetime(2026, 1, 1)), st.integers(1, 72))  # noqa: DTZ001  naive is meant
def test_hours_are_exact(start: datetime, hours: int) -> None:
    result = due(a_rule(a_period(hours, Unit.HOUR)), start=start, calendar=shipped())
    assert result.due_at == start.replace(tzinfo=CITY_ZONE) + timedelta(hours=hours)
