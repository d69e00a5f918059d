"""The deadlines of one's cases as an iCalendar feed: numbers, statutory periods and dates, never a name or a fact."""

from __future__ import annotations

from datetime import timedelta

from icalendar import Calendar, Event

from zhidun.access.actors import Actor
from zhidun.access.personal import stands_in_for
from zhidun.cases.models import Assignment, Clock, ClockState
from zhidun.cases.visibility import visible_to
from zhidun.kernel import time
from zhidun.law.load import rulebook

MOST = 500


def calendar_of(actor: Actor, *, origin: str) -> bytes:
    """Return the running statutory periods of the cases an actor works on, or stands in for, as an iCalendar file.

    Args:
        actor: whose feed it is.
        origin: where the case pages stand, such as `https://…`.
    """
    made = Calendar()
    made.add("prodid", "-//Zhidun//deadlines//")
    made.add("version", "2.0")
    made.add("x-wr-calname", "知盾 办案期限" if actor.language == "zh" else "Zhidun deadlines")
    for clock in _clocks(actor):
        event = Event()
        title = rulebook().by_id(clock.rule_id).title.in_(actor.language)
        event.add("uid", f"{clock.public_id}@zhidun")
        event.add("dtstamp", time.now())
        event.add("summary", f"{clock.case.number} {title}")
        event.add("url", f"{origin}/desk/cases/{clock.case.number}")
        if clock.unit in {"hour", "hours"}:
            event.add("dtstart", clock.due_at)
        else:
            event.add("dtstart", clock.due_on)
            event.add("dtend", clock.due_on + timedelta(days=1))
        made.add_component(event)
    return bytes(made.to_ical())


def _clocks(actor: Actor) -> list[Clock]:
    whose = [actor.account_id or -1, *stands_in_for(actor.account_id)]
    mine = Assignment.objects.filter(account_id__in=whose, to_at__isnull=True).values("case_id")
    rows = Clock.objects.filter(state=ClockState.RUNNING, case_id__in=mine, case__in=visible_to(actor))
    return list(rows.select_related("case").order_by("due_at", "id")[:MOST])
