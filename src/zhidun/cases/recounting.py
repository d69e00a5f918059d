"""Clocks counted again: a year's notice was loaded, or an officer chose another reading of the law."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from zhidun.access import services as access
from zhidun.access.actors import SYSTEM, Actor
from zhidun.cases.clocks import ALIVE, chosen_rule, counted, lay, recount, refresh_case
from zhidun.cases.models import Case, Clock
from zhidun.law.refusals import PeriodUnknown


def recompute_provisional(year: int) -> int:
    """Count clocks again after a year's notice was loaded, an audit entry each; return how many changed.

    These are the provisional ones, and those alive that end in the December before: the notice of a year may move
    make-up workdays of its New Year into it. Harmless when repeated: a clock that did not move is left as it is.
    """
    changed = 0
    december = Q(state__in=ALIVE, due_on__gte=date(year - 1, 12, 1), due_on__lte=date(year - 1, 12, 31))
    waiting = Clock.objects.filter(Q(provisional=True) | december).order_by("id").values_list("id", flat=True)
    for pk in list(waiting):
        clock = Clock.objects.select_for_update().select_related("case").get(pk=pk)
        before = (clock.due_on, clock.provisional)
        recount(clock)
        if (clock.due_on, clock.provisional) == before:
            continue
        changed += 1
        _refresh(clock.case_id)
        access.record(
            actor=SYSTEM,
            action="clock.recomputed",
            object_kind="case",
            object_key=clock.case.number,
            facts={
                "clock": str(clock.public_id),
                "rule": clock.rule_id,
                "year": year,
                "due_before": before[0],
                "due_now": clock.due_on,
                "provisional": clock.provisional,
            },
        )
    return changed


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
