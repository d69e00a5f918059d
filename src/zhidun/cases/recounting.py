"""Clocks counted again: a year's notice was loaded, or an officer chose another reading of the law."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.db import connection
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from zhidun.access import services as access
from zhidun.access.actors import SYSTEM, Actor
from zhidun.cases.calendars import current_calendar
from zhidun.cases.clocks import (
    ALIVE,
    Laid,
    chosen_rule,
    columns_of,
    counted,
    end_under,
    grants_of,
    lay,
    refresh_case,
    spans_of,
)
from zhidun.cases.models import NO_DUE_AT, Case, Clock, ClockState, Extension, Pause
from zhidun.law.load import rulebook
from zhidun.law.refusals import PeriodUnknown

R = TypeVar("R", Pause, Extension)
TOGETHER = 1_000
NEEDED = ("case", "public_id", "rule_key", "rule_id", "started_at", "started_on", "due_on", "provisional")
WRITE_ENDS = """
    UPDATE cases_clock AS clock
    SET due_on = ends.due_on, due_raw_on = ends.due_raw_on, due_at = ends.due_at, unit = ends.unit,
        provisional = ends.provisional, counted = ends.counted, steps = ends.steps
    FROM jsonb_to_recordset(%(clocks)s::jsonb) AS laid(id bigint, n integer)
    JOIN jsonb_to_recordset(%(ends)s::jsonb) AS ends(n integer, due_on date, due_raw_on date, due_at timestamptz,
        unit text, provisional boolean, counted jsonb, steps jsonb) USING (n)
    WHERE clock.id = laid.id AND (clock.due_on, clock.provisional, clock.counted, clock.steps)
        IS DISTINCT FROM (ends.due_on, ends.provisional, ends.counted, ends.steps)"""
"""Clocks that end alike share one row of `ends`; a clock that says the same already is not written."""


def recompute_provisional(year: int) -> int:
    """Count clocks again after a year's notice was loaded, an audit entry each; return how many changed.

    These are the provisional ones, and those alive that end in the December before: the notice of a year may move
    make-up workdays of its New Year into it. Harmless when repeated: a clock that did not move is left as it is.
    """
    changed = 0
    december = Q(state__in=ALIVE, due_on__gte=date(year - 1, 12, 1), due_on__lte=date(year - 1, 12, 31))
    waiting = Clock.objects.filter(Q(provisional=True) | december).order_by("id").values_list("id", flat=True)
    numbers, ends = list(waiting), _Ends()
    for start in range(0, len(numbers), TOGETHER):
        changed += _recount_together(numbers[start : start + TOGETHER], year, ends)
    return changed


class _Ends:
    """Ends counted in one run: clocks of one rule, start, pauses and extensions share theirs."""

    def __init__(self) -> None:
        self.calendar = current_calendar()
        self._known: dict[Hashable, tuple[int, Laid]] = {}

    def of(self, clock: Clock, pauses: Sequence[Pause], extensions: Sequence[Extension]) -> tuple[int, Laid]:
        """Return the number of the end among those of the run, and what it writes."""
        spans, grants = spans_of(pauses), grants_of(extensions)
        key = (clock.rule_id, clock.rule_key, clock.started_on, clock.started_at, spans, grants)
        by_day = (*key[:3], spans, grants)
        found = self._known.get(key) or self._known.get(by_day)
        if found is None:
            end = end_under(clock, rulebook().by_id(clock.rule_id), spans, grants, self.calendar)
            found = (len(self._known), columns_of(end))
            self._known[by_day if end.due_at is None else key] = found
        return found


def _recount_together(numbers: Sequence[int], year: int, ends: _Ends) -> int:
    """Count some clocks again, each with its own rule; write those that moved, their cases and the trail at once."""
    found = Clock.objects.select_for_update().filter(pk__in=numbers).order_by("id").only(*NEEDED)
    clocks = list(found)
    pauses, extensions = _by_clock(Pause, numbers), _by_clock(Extension, numbers)
    used: dict[int, Laid] = {}
    rows: list[dict[str, int]] = []
    moved: list[tuple[Clock, Laid]] = []
    for clock in clocks:
        n, laid = ends.of(clock, pauses.get(clock.pk, []), extensions.get(clock.pk, []))
        used[n] = laid
        rows.append({"id": clock.pk, "n": n})
        if (laid.due_on, laid.provisional) != (clock.due_on, clock.provisional):
            moved.append((clock, laid))
    _write(rows, used)
    if moved:
        case_numbers = _refresh_together({clock.case_id for clock, _ in moved})
        trail = [_moved_entry(clock, laid, case_numbers[clock.case_id], year) for clock, laid in moved]
        access.record_all(actor=SYSTEM, action="clock.recomputed", object_kind="case", entries=trail)
    return len(moved)


def _by_clock(model: type[R], numbers: Sequence[int]) -> dict[int, list[R]]:
    rows: dict[int, list[R]] = defaultdict(list)
    for row in model.objects.filter(clock__in=numbers):
        rows[row.clock_id].append(row)
    return rows


def _write(rows: Sequence[Mapping[str, int]], used: Mapping[int, Laid]) -> None:
    ends = [{"n": n, **laid._asdict()} for n, laid in used.items()]
    with connection.cursor() as cursor:
        cursor.execute(WRITE_ENDS, {"clocks": json.dumps(rows), "ends": json.dumps(ends, default=str)})


def _moved_entry(clock: Clock, laid: Laid, case_number: str, year: int) -> dict[str, object]:
    facts = {
        "clock": str(clock.public_id),
        "rule": clock.rule_id,
        "year": year,
        "due_before": clock.due_on,
        "due_now": laid.due_on,
        "provisional": laid.provisional,
    }
    return {"object_key": case_number, "facts": facts}


def _refresh_together(case_ids: Collection[int]) -> dict[int, str]:
    """Write the earliest end of the office's running clocks into several cases; return the cases' numbers."""
    cases = Case.objects.select_for_update().filter(pk__in=case_ids).order_by("id")
    numbers = dict(cases.values_list("id", "number"))
    running = Clock.objects.filter(case=OuterRef("pk"), state=ClockState.RUNNING, binds="office")
    first = Subquery(running.order_by("due_at").values("due_at")[:1])
    Case.objects.filter(pk__in=case_ids).update(next_due_at=first, sort_due_at=Coalesce(first, Value(NO_DUE_AT)))
    return numbers


def follow_choice(*, case: Case, question: str, actor: Actor) -> int:
    """Let the clocks of a case that are alive follow the reading an officer chose; return how many changed.

    A reading that has no such period leaves the clock as it is.
    """
    rule = chosen_rule(case, question)
    changed = 0
    for clock in Clock.objects.select_for_update().filter(case=case, state__in=ALIVE).order_by("id"):
        if rule is None or clock.rule_key.partition("#")[0] != question or clock.rule_id == rule.id:
            continue
        try:
            end = counted(clock, rule)
        except PeriodUnknown:
            continue
        before = (clock.rule_id, clock.due_on)
        clock.rule_id, clock.overdue_marked_at = rule.id, None
        lay(clock, end)
        clock.save()
        changed += 1
        access.record(
            actor=actor,
            action="clock.reread",
            object_kind="case",
            object_key=case.number,
            facts={"rule_before": before[0], "rule_now": rule.id, "due_before": before[1], "due_now": clock.due_on},
        )
    if changed:
        _refresh(case.pk)
    return changed


def _refresh(case_id: int) -> None:
    row = Case.objects.select_for_update().get(pk=case_id)
    refresh_case(row)
    row.save(update_fields=["next_due_at", "sort_due_at"])
