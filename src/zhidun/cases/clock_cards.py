"""Clocks as a page shows them: every counted day, so that anybody can check the sum."""

from __future__ import annotations

from zhidun.cases.models import Case, Clock, ClockState
from zhidun.cases.time_left import NOTHING_DUE, time_left
from zhidun.cases.types import ClockWhy, CountedDay
from zhidun.kernel.text import Text
from zhidun.law.load import rulebook


def clocks_of(case: Case, *, staff: bool) -> tuple[ClockWhy, ...]:
    """Return the clocks of a case as they started; parties do not see those that were not needed."""
    rows = case.clocks.order_by("id")
    if not staff:
        rows = rows.exclude(state=ClockState.STOPPED)
    return tuple(why(row) for row in rows)


def why(clock: Clock) -> ClockWhy:
    """Return why a clock ends when it ends: article, start, pauses, extensions, every counted day."""
    rule = rulebook().by_id(clock.rule_id)
    running = clock.state == ClockState.RUNNING
    return ClockWhy(
        public_id=str(clock.public_id),
        rule_key=clock.rule_key,
        rule_id=clock.rule_id,
        title=rule.title,
        statement=rule.statement,
        citation=rule.citation,
        confidence=rule.confidence.value,
        state=clock.state,
        binds=clock.binds,
        started_on=clock.started_on,
        started_at=clock.started_at,
        due_on=clock.due_on,
        due_raw_on=clock.due_raw_on,
        due_at=clock.due_at,
        unit=clock.unit,
        provisional=clock.provisional,
        stopped_at=clock.stopped_at,
        days=tuple(CountedDay(on=str(d["on"]), n=int(d["n"]), why=str(d["why"])) for d in clock.counted),
        steps=tuple(Text(line["zh"], line["en"]) for line in clock.steps),
        pauses=tuple((row.from_on, row.to_on, row.cause) for row in clock.pauses.order_by("from_on")),
        extensions=tuple((row.n, row.value, row.unit, row.approver) for row in clock.extensions.order_by("n")),
        left=time_left(clock.due_at, by_hour=clock.unit == "hour", provisional=clock.provisional)
        if running
        else NOTHING_DUE,
    )
