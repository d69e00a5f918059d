"""Periods in hours: moments in the city's zone, never rolled; a day without its hour is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.law_days import spans
from zhidun.kernel.time import CITY_ZONE
from zhidun.law.calendar import shipped
from zhidun.law.load import rulebook
from zhidun.law.model import Unit
from zhidun.law.periods import Due, due
from zhidun.law.refusals import StartUnfit

BOOK = rulebook()


def at(name: str, start: datetime, pauses: str = "") -> Due:
    rule, period = BOOK.located(name, start.date())
    return due(rule, start=start, calendar=shipped(), part=period.part, pauses=spans(pauses))


ENDS = [
    # transfer to the police: hand over the file
    ("trf.hand.24h", 24, "2026-11-02T09:30", "2026-11-03T09:30"),  # a plain Monday
    ("trf.hand.24h", 24, "2026-11-06T17:45", "2026-11-07T17:45"),  # Friday evening to Saturday evening: no roll
    ("trf.hand.24h", 24, "2026-09-30T16:00", "2026-10-01T16:00"),  # into National Day
    ("trf.hand.24h", 24, "2026-12-31T23:59", "2027-01-01T23:59"),  # into a year that is not loaded: still exact
    ("trf.hand.24h", 24, "2024-02-28T12:00", "2024-02-29T12:00"),  # onto the leap day
    ("trf.hand.24h", 24, "2025-02-28T12:00", "2025-03-01T12:00"),  # no leap day
    ("trf.rejuris.24h", 24, "2026-02-14T08:00", "2026-02-15T08:00"),  # the made-up Saturday into Spring Festival
    ("trf.rejuris.24h", 24, "2026-11-02T00:00", "2026-11-03T00:00"),  # midnight to midnight
    ("trf.mps.complete#incomplete", 24, "2026-11-02T10:10", "2026-11-03T10:10"),
    ("trf.mps.complete#incomplete", 24, "2026-10-07T10:10", "2026-10-08T10:10"),  # from the last day of the holiday
    # measures on the spot: report and have them approved
    ("samr.coerce.24h", 24, "2026-11-20T14:00", "2026-11-21T14:00"),  # a Friday
    ("samr.coerce.24h", 24, "2026-10-02T14:00", "2026-10-03T14:00"),  # inside the holiday: hours never roll
    ("samr.coerce.24h", 24, "2026-11-22T23:30", "2026-11-23T23:30"),
    ("samr.preserve.24h", 24, "2026-11-20T14:00", "2026-11-21T14:00"),
    ("samr.preserve.24h", 24, "2026-02-20T09:00", "2026-02-21T09:00"),  # inside Spring Festival
    # exhibitions
    ("exh.forward.24h", 24, "2026-10-16T09:00", "2026-10-17T09:00"),  # the second day of a show
    ("exh.guide.answer.24h", 24, "2026-10-16T09:00", "2026-10-17T09:00"),
    ("exh.guide.answer.24h", 24, "2026-05-01T13:30", "2026-05-02T13:30"),  # a show over Labour Day
    # preservation before and during a suit
    ("pre.presuit.48h", 48, "2026-11-20T15:00", "2026-11-22T15:00"),  # Friday to Sunday
    ("pre.presuit.48h", 48, "2026-12-31T10:00", "2027-01-02T10:00"),
    ("pre.presuit.48h", 48, "2024-02-28T10:00", "2024-03-01T10:00"),  # over the leap day
    ("pre.urgent.48h", 48, "2026-09-30T08:15", "2026-10-02T08:15"),
    ("pre.urgent.48h", 48, "2026-11-02T08:15", "2026-11-04T08:15"),
]


@pytest.mark.parametrize(("name", "hours", "start", "end"), ENDS)
def test_the_moment(name: str, hours: int, start: str, end: str) -> None:
    begin = datetime.fromisoformat(start).replace(tzinfo=CITY_ZONE)
    result = at(name, begin)
    assert result.due_at == datetime.fromisoformat(end).replace(tzinfo=CITY_ZONE)
    assert result.due_at - begin == timedelta(hours=hours)
    assert result.due_on.isoformat() == end[:10]
    assert result.unit is Unit.HOUR
    assert (result.period.value, result.rolled, result.provisional) == (hours, None, False)
    assert "不顺延" in result.steps[-1].zh
    assert "never roll" in result.steps[-1].en


@pytest.mark.parametrize(
    ("start", "end_in_city"),
    [
        (datetime(2026, 11, 1, 16, 0, tzinfo=UTC), "2026-11-03 00:00"),  # 00:00 in the city on the 2nd
        (datetime(2026, 11, 1, 15, 59, tzinfo=UTC), "2026-11-02 23:59"),
        (datetime(2026, 11, 2, 1, 30), "2026-11-03 01:30"),  # noqa: DTZ001  naive moments are the city's
        (datetime(2026, 11, 2, 1, 30, tzinfo=UTC), "2026-11-03 09:30"),
    ],
)
def test_the_zone_of_the_moment(start: datetime, end_in_city: str) -> None:
    result = at("trf.hand.24h", start)
    assert result.due_at is not None
    assert f"{result.due_at.astimezone(CITY_ZONE):%Y-%m-%d %H:%M}" == end_in_city
    assert result.due_on.isoformat() == end_in_city[:10]


@pytest.mark.parametrize(
    ("start", "pauses", "end"),
    [
        ("2026-11-02T10:00", "2026-11-03/2026-11-03", "2026-11-04T10:00"),  # a whole day in between
        ("2026-11-02T10:00", "2026-11-02/2026-11-02", "2026-11-04T00:00"),  # the rest of the first day is paused
        ("2026-11-02T10:00", "2026-11-02/2026-11-03", "2026-11-05T00:00"),
        ("2026-11-02T10:00", "2026-11-04/2026-11-09", "2026-11-03T10:00"),  # begins after the end
        ("2026-11-02T10:00", "2026-10-01/2026-11-01", "2026-11-03T10:00"),  # ended before the start
        ("2026-11-02T00:00", "2026-11-03/2026-11-03", "2026-11-03T00:00"),  # ends as the pause begins
        ("2026-11-02T10:00", "2026-11-03/2026-11-03 2026-11-04/2026-11-04", "2026-11-05T10:00"),  # two that touch
    ],
)
def test_pauses_of_hours(start: str, pauses: str, end: str) -> None:
    result = at("trf.hand.24h", datetime.fromisoformat(start).replace(tzinfo=CITY_ZONE), pauses)
    assert result.due_at == datetime.fromisoformat(end).replace(tzinfo=CITY_ZONE)


@pytest.mark.parametrize("name", sorted({name for name, *_ in ENDS}))
def test_a_day_without_its_hour_is_refused(name: str) -> None:
    rule, period = BOOK.located(name, date(2026, 11, 2))
    with pytest.raises(StartUnfit) as refused:
        due(rule, start=date(2026, 11, 2), calendar=shipped(), part=period.part)
    assert refused.value.field == "start"
    assert "时刻" in refused.value.reason.zh
    assert "date and time" in refused.value.remedy.en


def test_every_period_in_hours_has_rows_here() -> None:
    keys = {
        rule.key + (f"#{period.part}" if period.part else "")
        for rule in BOOK.rules
        for period in rule.periods
        if period.unit is Unit.HOUR
    }
    assert keys == {name for name, *_ in ENDS}
