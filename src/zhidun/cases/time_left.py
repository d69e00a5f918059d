"""How much statutory time is left: working days of the city's calendar, hours where a period is in hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from zhidun.cases.calendars import current_calendar
from zhidun.cases.types import TimeLeft
from zhidun.kernel import time
from zhidun.law.calendar import Calendar

SOON_WORKING_DAYS = 2
HOURS_SHOWN = 48
NOTHING_DUE = TimeLeft(due_at=None, due_on=None, working_days=0, hours=None, urgency="none")


def time_left(
    due_at: datetime | None, *, by_hour: bool = False, provisional: bool = False, calendar: Calendar | None = None
) -> TimeLeft:
    """Return what is left until a moment; a day period's `due_at` is 24:00 of its last day.

    A list gives the `calendar` it fetched once for all its rows.
    """
    if due_at is None:
        return NOTHING_DUE
    now = time.now()
    last = time.local_date(due_at - timedelta(microseconds=1))
    today = time.local_date(now)
    calendar = calendar or current_calendar()
    days = calendar.workdays_between(today, last) if last >= today else -calendar.workdays_between(last, today)
    hours = int((due_at - now).total_seconds() // 3600)
    urgency: Literal["calm", "soon", "overdue"] = "calm"
    if now >= due_at:
        urgency = "overdue"
    elif days <= SOON_WORKING_DAYS or (by_hour and hours < HOURS_SHOWN):
        urgency = "soon"
    return TimeLeft(
        due_at=due_at,
        due_on=last,
        working_days=days,
        hours=hours if by_hour and abs(hours) <= HOURS_SHOWN else None,
        urgency=urgency,
        provisional=provisional,
    )


def soon_until() -> datetime:
    """Return the end of the last day that counts as soon."""
    calendar = current_calendar()
    day = time.today()
    for _ in range(SOON_WORKING_DAYS):
        day = calendar.next_workday(day + timedelta(days=1))
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), time.CITY_ZONE)
