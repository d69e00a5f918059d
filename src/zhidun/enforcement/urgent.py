"""The urgent lane: food, drugs, health and live events, in minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.access.policies import need, reason_given
from zhidun.cases import selectors as cases_read
from zhidun.cases import services as cases
from zhidun.enforcement.models import UrgentCall, UrgentGround
from zhidun.enforcement.tables import urgent_minutes
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Invalid
from zhidun.kernel.text import t

CALL = "intake:case:triage"
ACT = "enforcement:case:verify"
OFFICER = "enforcement-officer"


@transaction.atomic
def call(
    *, actor: Actor, case_number: str, ground: str, note: str = "", event_ends_at: datetime | None = None
) -> UrgentCall:
    """Put a case in the urgent lane; every officer of its office is told at once.

    Raises:
        CaseNotFound, Forbidden.
        Invalid: an unknown ground; a live event without its end.
        Conflict: the case is closed.
    """
    case = cases_read.find(actor, case_number)
    need(actor, CALL, case.office_id)
    if ground not in UrgentGround.values:
        raise Invalid(t("请选择应急原因。", "Choose why it is urgent."), field="ground")
    if case.closed_at is not None:
        raise Conflict(t("该案已办结。", "The case is closed already."))
    if ground == UrgentGround.LIVE_EVENT and event_ends_at is None:
        raise Invalid(t("请填写赛事、直播的结束时刻。", "Enter when the event ends."), field="event_ends_at")
    now = time.now()
    take, act = urgent_minutes(ground)
    row, made = UrgentCall.objects.get_or_create(
        case=case,
        defaults={
            "ground": ground,
            "note": note.strip()[:300],
            "event_ends_at": event_ends_at,
            "called_by": actor.key,
            "called_at": now,
            "take_by": now + timedelta(minutes=take),
            "act_by": now + timedelta(minutes=act),
        },
    )
    if made:
        for account in sorted(access.staff_of(case.office, OFFICER).values_list("pk", flat=True)):
            cases.notify(
                key=f"urgent:{row.public_id}:{account}",
                case=case,
                account_id=account,
                subject=t(f"应急:案件 {case.number}", f"Urgent: case {case.number}"),
                body=t(f"请在 {take} 分钟内接办。", f"Take it within {take} minutes."),
            )
    return row


@transaction.atomic
def take(*, actor: Actor, case_number: str) -> UrgentCall:
    """Take an urgent case; the first to take it has it.

    Raises:
        CaseNotFound, Forbidden.
        Conflict: it is not in the lane, or somebody has it.
    """
    row = _locked(actor, case_number)
    if row.taken_at is not None:
        raise Conflict(t("已有人接办。", "Somebody has taken it."))
    row.taken_at, row.taken_by_id = time.now(), actor.account_id
    row.save(update_fields=["taken_at", "taken_by"])
    return row


@transaction.atomic
def finish(*, actor: Actor, case_number: str, note: str) -> UrgentCall:
    """Say what was done; the case itself goes on.

    Raises:
        CaseNotFound, Forbidden, Conflict, Invalid.
    """
    row = _locked(actor, case_number)
    if row.done_at is not None:
        raise Conflict(t("应急处置已经完成。", "It is done already."))
    if not note.strip():
        raise Invalid(t("请填写处置情况。", "Say what was done."), field="note")
    row.done_at, row.done_note = time.now(), reason_given(note, field="note")
    if row.taken_at is None:
        row.taken_at, row.taken_by_id = row.done_at, actor.account_id
    row.save()
    return row


def waiting(actor: Actor) -> tuple[UrgentCall, ...]:
    """Return the urgent cases not done yet that the actor may see, the most pressing first."""
    rows = UrgentCall.objects.filter(done_at__isnull=True, case__in=cases_read.visible_to(actor))
    return tuple(rows.select_related("case__office", "taken_by").order_by("act_by", "id"))


def of_case(actor: Actor, case_number: str) -> UrgentCall | None:
    """Return the urgent call of a case the actor may see. Raises CaseNotFound."""
    return UrgentCall.objects.filter(case=cases_read.find(actor, case_number)).select_related("taken_by").first()


def alarm_late() -> int:
    """Tell the head of every urgent case nobody took in time, once; return how many."""
    late = UrgentCall.objects.filter(taken_at=None, done_at=None, alarmed_at=None, take_by__lte=time.now())
    done = 0
    for pk in list(late.values_list("pk", flat=True)):
        done += _alarm(pk)
    return done


@transaction.atomic
def _alarm(pk: int) -> int:
    row = UrgentCall.objects.select_for_update(of=("self",)).select_related("case__office").get(pk=pk)
    if row.alarmed_at is not None or row.taken_at is not None:
        return 0
    row.alarmed_at = time.now()
    row.save(update_fields=["alarmed_at"])
    for account in sorted(access.staff_of(row.case.office, "bureau-head").values_list("pk", flat=True)):
        cases.notify(
            key=f"urgent-late:{row.public_id}:{account}",
            case=row.case,
            account_id=account,
            subject=t(f"应急案件 {row.case.number} 无人接办", f"Urgent case {row.case.number}: nobody has taken it"),
            body=t("请立即指派。", "Assign somebody at once."),
        )
    return 1


def _locked(actor: Actor, case_number: str) -> UrgentCall:
    case = cases_read.find(actor, case_number)
    need(actor, ACT, case.office_id)
    row = UrgentCall.objects.select_for_update().filter(case=case).first()
    if row is None:
        raise Conflict(t("本案不在应急通道。", "The case is not in the urgent lane."))
    return row
