"""Clocks of a case: start, stop, pause, resume, extend, and counting them again.

A clock keeps the rule it began under; a new clock takes the version in force at its own start event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import NamedTuple

from django.db.models import Min

from zhidun.cases.calendars import current_calendar
from zhidun.cases.errors import ClockNotRunning, NoTimeLeft
from zhidun.cases.models import NO_DUE_AT, Case, Clock, ClockState, Extension, Move, Pause, RuleChoice
from zhidun.cases.paper_words import both_dates
from zhidun.kernel import time
from zhidun.law.calendar import Calendar
from zhidun.law.counting import Pause as Span
from zhidun.law.load import rulebook
from zhidun.law.model import Rule, Unit
from zhidun.law.periods import Due, Granted, due
from zhidun.procedures.model import RECEIVED_AT, ClockAction, ClockVerb

ALIVE = (ClockState.RUNNING, ClockState.PAUSED)


def end_of(on: date) -> datetime:
    """Return 24:00 of a day in the city's zone."""
    return datetime.combine(on + timedelta(days=1), clock_time.min, time.CITY_ZONE)


def act(*, case: Case, move: Move, action: ClockAction, facts: Mapping[str, object]) -> None:
    """Do to the case's clocks what a step of the procedure says.

    Raises:
        ClockNotRunning: pause, resume or extend what does not run.
        RuleNotInForce: no version governs on the day of the start event.
        NoTimeLeft: a day told beforehand leaves no time for the act that is due before it.
    """
    moment = _moment(facts.get(action.at_field) if action.at_field else None, move.at)
    if action.at_field == RECEIVED_AT:
        moment = case.received_at
    if action.verb is ClockVerb.START:
        if action.optional and not governing(case, action.rule, _day(moment)).periods:
            return
        start(case=case, move=move, action=action, moment=moment)
        return
    clock = Clock.objects.select_for_update().filter(case=case, rule_key=action.rule, state__in=ALIVE).first()
    if action.verb is ClockVerb.STOP:
        if clock is not None:
            stop(clock=clock, move=move, moment=_instant(moment))
        return
    if clock is None:
        raise ClockNotRunning(article=action.rule)
    if action.verb is ClockVerb.PAUSE:
        pause(clock=clock, move=move, on=_day(moment))
    elif action.verb is ClockVerb.RESUME:
        resume(clock=clock, move=move, on=_day(moment))
    else:
        extend(clock=clock, move=move, action=action, until=facts.get(action.until_field or ""))


def governing(case: Case, name: str, on: date) -> Rule:
    """Return the rule for a new clock: the reading an officer chose for this case, else the version in force `on`."""
    return chosen_rule(case, name) or rulebook().rule(name.partition("#")[0], on)


def chosen_rule(case: Case, name: str) -> Rule | None:
    """Return the reading an officer chose for a rule in this case, if one did."""
    choice = RuleChoice.objects.filter(case=case, question=name.partition("#")[0]).order_by("-at", "-id").first()
    return rulebook().by_id(choice.chosen) if choice else None


def start(*, case: Case, move: Move, action: ClockAction, moment: date | datetime) -> Clock:
    """Start a clock; one of the same rule that still runs is superseded."""
    running = Clock.objects.select_for_update().filter(case=case, rule_key=action.rule, state__in=ALIVE).first()
    if running is not None:
        stop(clock=running, move=move, moment=move.at, no_longer_needed=True)
    rule = governing(case, action.rule, _day(moment))
    period = rule.period(action.rule.partition("#")[2])
    clock = Clock(
        case=case,
        rule_key=action.rule,
        rule_id=rule.id,
        binds="party" if action.lapses else action.binds or "office",
        event=action.event or period.start,
        direction=period.direction.value,
        started_at=_instant(moment),
        started_on=_day(moment),
        started_by=move,
    )
    lay(clock, end_under(clock, rule, (), ()))
    if action.ahead and clock.due_at <= move.at:
        raise _no_time_left(clock, rule, action, move.at)
    clock.save()
    return clock


def _no_time_left(clock: Clock, rule: Rule, action: ClockAction, now: datetime) -> NoTimeLeft:
    """Say what is late, and the earliest working day whose own last day for it is still to come."""
    last, calendar = clock.due_on, current_calendar()
    while clock.due_at <= now:
        clock.started_on = calendar.next_workday(clock.started_on + timedelta(days=1))
        clock.started_at = _instant(clock.started_on)
        lay(clock, end_under(clock, rule, (), ()))
    return NoTimeLeft.of(rule.citation, both_dates(last), both_dates(clock.started_on), action.at_field)


def stop(*, clock: Clock, move: Move | None, moment: datetime, no_longer_needed: bool = False) -> None:
    """Stop a clock: met when in time, missed when late; what is no longer needed is stopped, unless already late."""
    late = clock.state == ClockState.RUNNING and moment >= clock.due_at
    if clock.binds == "party":
        clock.state = ClockState.LAPSED if late else ClockState.MET
    else:
        clock.state = ClockState.MISSED if late else ClockState.MET
    if no_longer_needed and not late:
        clock.state = ClockState.STOPPED
    clock.stopped_at, clock.stopped_by = moment, move
    clock.save()
    if move is not None:
        Pause.objects.filter(clock=clock, to_on=None).update(to_on=time.local_date(moment), resumed_by=move)


def pause(*, clock: Clock, move: Move, on: date, cause: str = "") -> Pause:
    """Stop counting from `on`, that day included. Raises ClockNotRunning."""
    if clock.state != ClockState.RUNNING:
        raise ClockNotRunning
    clock.state = ClockState.PAUSED
    clock.save(update_fields=["state"])
    return Pause.objects.create(clock=clock, from_on=on, paused_by=move, cause=cause or move.step)


def resume(*, clock: Clock, move: Move, on: date) -> None:
    """Count again after `on`, the last day of the pause."""
    row = Pause.objects.filter(clock=clock, to_on=None).first()
    if clock.state != ClockState.PAUSED or row is None:
        raise ClockNotRunning
    row.to_on, row.resumed_by = max(on, row.from_on), move
    row.save()
    clock.state = ClockState.RUNNING
    recount(clock)


def extend(*, clock: Clock, move: Move, action: ClockAction, until: object = None) -> Extension:
    """Prolong a running clock by one of its rule's extensions; the law room refuses what the rule does not allow."""
    if clock.state not in ALIVE:
        raise ClockNotRunning
    option = max(action.extension, 1)
    period = rulebook().by_id(clock.rule_id).period(clock.rule_key.partition("#")[2])
    listed = period.extensions[option - 1] if option <= len(period.extensions) else None
    unit = listed.unit if listed and listed.unit else Unit.CALENDAR_DAY
    value = listed.value if listed and listed.value else 0
    if until:
        value = _days_until(clock.due_raw_on, date.fromisoformat(str(until)[:10]), unit)
    row = Extension.objects.create(
        clock=clock,
        n=clock.extensions.count() + 1,
        option=option,
        value=max(value, 0),
        unit=unit.value,
        approver=listed.approver if listed else "",
        reason=move.reason,
        made_by=move,
        at=move.at,
    )
    clock.overdue_marked_at = None
    recount(clock)
    return row


def recount(clock: Clock) -> None:
    """Count a clock again with its own rule, its pauses and extensions, and today's calendar; save it."""
    lay(clock, counted(clock, rulebook().by_id(clock.rule_id)))
    clock.save()


def counted(clock: Clock, rule: Rule) -> Due:
    """Return the end of a clock under a rule, with its pauses and extensions; nothing is written.

    Raises:
        PeriodUnknown: the rule has no such period.
    """
    return end_under(clock, rule, spans_of(clock.pauses.all()), grants_of(clock.extensions.all()))


def spans_of(pauses: Iterable[Pause]) -> tuple[Span, ...]:
    """Return the spans of the pauses that are over, in order."""
    return tuple(sorted((row.from_on, row.to_on) for row in pauses if row.to_on is not None))


def grants_of(extensions: Iterable[Extension]) -> tuple[Granted, ...]:
    """Return the prolongations granted, in the words of the law room, in order."""
    rows = sorted(extensions, key=lambda row: row.n)
    return tuple(Granted(index=row.option - 1, value=row.value, unit=Unit(row.unit)) for row in rows)


def refresh_case(case: Case) -> None:
    """Write the earliest end of the office's running clocks into the case's row; the caller saves the case."""
    running = Clock.objects.filter(case=case, state=ClockState.RUNNING, binds="office")
    case.next_due_at = running.aggregate(first=Min("due_at"))["first"]
    case.sort_due_at = case.next_due_at or NO_DUE_AT


def end_under(
    clock: Clock, rule: Rule, spans: Iterable[Span], grants: Iterable[Granted], calendar: Calendar | None = None
) -> Due:
    """Return the end of a clock under a rule with these pauses and extensions, by today's calendar unless one is given.

    Raises:
        PeriodUnknown: the rule has no such period.
    """
    part = clock.rule_key.partition("#")[2]
    by_hour = rule.period(part).unit is Unit.HOUR
    return due(
        rule,
        start=clock.started_at if by_hour else clock.started_on,
        calendar=calendar or current_calendar(),
        part=part,
        pauses=spans,
        extensions=grants,
    )


def lay(clock: Clock, end: Due) -> None:
    """Write the end of a count into a clock; the caller saves it."""
    laid = columns_of(end)
    clock.due_on, clock.due_raw_on, clock.due_at = laid.due_on, laid.due_raw_on, laid.due_at
    clock.unit, clock.provisional = laid.unit, laid.provisional
    clock.counted, clock.steps = laid.counted, laid.steps


class Laid(NamedTuple):
    """The columns of a clock that a count fills."""

    due_on: date
    due_raw_on: date
    due_at: datetime
    unit: str
    provisional: bool
    counted: list[dict[str, object]]
    steps: list[dict[str, str]]


def columns_of(end: Due) -> Laid:
    """Return what a count writes into its clock."""
    days: list[dict[str, object]] = [{"on": day.on.isoformat(), "n": day.n, "why": day.why} for day in end.counted]
    days += [{"on": day.on.isoformat(), "n": 0, "why": day.why} for day in end.skipped]
    days.sort(key=lambda day: (str(day["on"]), str(day["n"])))
    steps = [{"zh": line.zh, "en": line.en} for line in end.steps]
    last = end.due_at or end_of(end.due_on)
    return Laid(end.due_on, end.due_raw, last, end.unit.value, end.provisional, days, steps)


def _days_until(after: date, until: date, unit: Unit) -> int:
    if unit is Unit.WORKING_DAY:
        return current_calendar().workdays_between(after, until)
    return (until - after).days


def _moment(value: object, otherwise: datetime) -> date | datetime:
    """Read a date or a moment as facts hold it; an ISO date has ten characters."""
    if value in (None, ""):
        return otherwise
    text = str(value)
    return date.fromisoformat(text) if len(text) == len("2026-01-01") else time.aware(datetime.fromisoformat(text))


def _day(moment: date | datetime) -> date:
    return time.local_date(moment) if isinstance(moment, datetime) else moment


def _instant(moment: date | datetime) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, clock_time.min, time.CITY_ZONE)
