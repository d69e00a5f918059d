"""Clocks that ran out: an office's becomes overdue and its head is told, a party's has lapsed."""

from __future__ import annotations

from django.db import transaction

from zhidun.access import selectors as access
from zhidun.access import services as access_services
from zhidun.access.actors import SYSTEM
from zhidun.cases.clocks import refresh_case
from zhidun.cases.models import Case, Clock, ClockState
from zhidun.cases.outbox import notify
from zhidun.cases.paper_words import en_date, zh_date
from zhidun.kernel import time
from zhidun.kernel.text import t

HEAD = "bureau-head"


def mark_overdue() -> int:
    """Mark every running clock whose end has passed, once; return how many were marked.

    A party's clock ends there. An office's goes on running, so that the step it asks for still stops it as missed.
    """
    now = time.now()
    due = Clock.objects.filter(state=ClockState.RUNNING, due_at__lte=now, overdue_marked_at=None)
    return sum(_mark(pk) for pk in list(due.order_by("due_at").values_list("pk", flat=True)))


@transaction.atomic
def _mark(pk: int) -> int:
    case_id = Clock.objects.values_list("case_id", flat=True).get(pk=pk)
    case = Case.objects.select_for_update(of=("self",)).select_related("office").get(pk=case_id)
    clock = Clock.objects.select_for_update().get(pk=pk)
    now = time.now()
    if clock.state != ClockState.RUNNING or clock.due_at > now or clock.overdue_marked_at is not None:
        return 0
    clock.overdue_marked_at = now
    if clock.binds == "party":
        clock.state, clock.stopped_at = ClockState.LAPSED, clock.due_at
    clock.save()
    if clock.binds == "party":
        refresh_case(case)
        case.save(update_fields=["next_due_at", "sort_due_at"])
    else:
        _tell(case, clock)
    access_services.record(
        actor=SYSTEM,
        action="clock.lapsed" if clock.binds == "party" else "clock.overdue",
        object_kind="case",
        object_key=case.number,
        facts={"clock": str(clock.public_id), "rule": clock.rule_id, "due_on": clock.due_on},
    )
    return 1


def _tell(case: Case, clock: Clock) -> None:
    told = set(case.assignments.filter(to_at__isnull=True).values_list("account_id", flat=True))
    subject = t(f"案件 {case.number} 已逾期", f"Case {case.number} is overdue")
    if clock.binds != "office":
        subject = t(
            f"案件 {case.number}:对方机关逾期未答复", f"Case {case.number}: the other authority has not answered"
        )
    told |= set(access.staff_of(case.office, HEAD).values_list("pk", flat=True))
    for account in sorted(told):
        notify(
            key=f"overdue:{clock.public_id}:{clock.due_on}:{account}",
            case=case,
            account_id=account,
            subject=subject,
            body=t(f"期限已于 {zh_date(clock.due_on)} 届满。", f"The period ended on {en_date(clock.due_on)}."),
        )
