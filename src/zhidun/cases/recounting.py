"""Clocks counted again: a year's notice was loaded, or an officer chose another reading of the law."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Min, Q

from zhidun.access import services as access
from zhidun.access.actors import SYSTEM, Actor
from zhidun.cases.clocks import ALIVE, chosen_rule, counted, lay, refresh_case
from zhidun.cases.models import NO_DUE_AT, Case, Clock, ClockState
from zhidun.law.load import rulebook
from zhidun.law.refusals import PeriodUnknown

TOGETHER = 500
LAID = ["due_on", "due_raw_on", "due_at", "unit", "provisional", "counted", "steps"]


def recompute_provisional(year: int) -> int:
    """Count clocks again after a year's notice was loaded, an audit entry each; return how many changed.

    These are the provisional ones, and those alive that end in the December before: the notice of a year may move
    make-up workdays of its New Year into it. Harmless when repeated: a clock that did not move is left as it is.
    """
    changed = 0
    december = Q(state__in=ALIVE, due_on__gte=date(year - 1, 12, 1), due_on__lte=date(year - 1, 12, 31))
    waiting = Clock.objects.filter(Q(provisional=True) | december).order_by("id").values_list("id", flat=True)
    numbers = list(waiting)
    for start in range(0, len(numbers), TOGETHER):
        changed += _recount_together(numbers[start : start + TOGETHER], year)
    return changed


def _recount_together(numbers: Sequence[int], year: int) -> int:
    """Count some clocks again, each with its own rule; write those that moved, their cases and the trail at once."""
    found = Clock.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("id")
    touched: list[Clock] = []
    moved: list[Clock] = []
    trail: list[dict[str, object]] = []
    for clock in found.select_related("case").prefetch_related("extensions", "pauses"):
        before, lines = (clock.due_on, clock.provisional), (clock.counted, clock.steps)
        lay(clock, counted(clock, rulebook().by_id(clock.rule_id)))
        same = (clock.due_on, clock.provisional) == before
        if not same or (clock.counted, clock.steps) != lines:
            touched.append(clock)
        if same:
            continue
        moved.append(clock)
        trail.append(
            {
                "object_key": clock.case.number,
                "facts": {
                    "clock": str(clock.public_id),
                    "rule": clock.rule_id,
                    "year": year,
                    "due_before": before[0],
                    "due_now": clock.due_on,
                    "provisional": clock.provisional,
                },
            }
        )
    if touched:
        Clock.objects.bulk_create(touched, update_conflicts=True, unique_fields=["id"], update_fields=LAID)
    if moved:
        _refresh_together({clock.case_id for clock in moved})
        access.record_all(actor=SYSTEM, action="clock.recomputed", object_kind="case", entries=trail)
    return len(moved)


def _refresh_together(case_ids: Collection[int]) -> None:
    """Write the earliest end of the office's running clocks into several cases."""
    cases = list(Case.objects.select_for_update().filter(pk__in=case_ids).order_by("id"))
    running = Clock.objects.filter(case__in=cases, state=ClockState.RUNNING, binds="office")
    first = dict(running.values("case_id").annotate(first=Min("due_at")).values_list("case_id", "first"))
    for case in cases:
        case.next_due_at = first.get(case.pk)
        case.sort_due_at = case.next_due_at or NO_DUE_AT
    Case.objects.bulk_update(cases, ["next_due_at", "sort_due_at"], batch_size=TOGETHER)


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
