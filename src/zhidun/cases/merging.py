"""Merging a duplicate (并案): it is closed by a link to the case that goes on; both files stay as they are."""

from __future__ import annotations

from django.db import transaction

from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.access.policies import need, reason_given
from zhidun.cases import clocks
from zhidun.cases.engine_words import DUPLICATE, MERGE_STEP, UNMERGE_STEP
from zhidun.cases.errors import CaseMerged, NotDuplicate
from zhidun.cases.models import Case, CaseLink, Clock, ClockState, LinkKind, Move, PartyRole, Task, TaskState
from zhidun.cases.outbox import notify
from zhidun.cases.people import link_cases
from zhidun.cases.steps import locked, need_version
from zhidun.cases.visibility import find
from zhidun.kernel import events, time
from zhidun.kernel.errors import Conflict, Invalid
from zhidun.kernel.text import t

MERGE = "enforcement:case:assign"
"""The head, who says which case is worked on, merges: closing without a head's approval would go round four eyes."""
REOPEN = "enforcement:case:reopen"
FILERS = (PartyRole.COMPLAINANT, PartyRole.REPORTER)


@transaction.atomic
def merge_duplicate(*, actor: Actor, duplicate: str, kept: str, reason: str, expected_version: int) -> Move:
    """Close a case as a duplicate of another: a link, a move, the outcome; its clocks and tasks end.

    Raises:
        CaseNotFound, Forbidden: the actor does not see both, or may not assign at both offices.
        StaleCase, Invalid, CaseMerged.
        Conflict: the duplicate is closed already.
        NotDuplicate: somebody who filed it has no part in the other case.
    """
    case, other = locked(actor, duplicate), find(actor, kept)
    need_version(case, expected_version)
    for office in {case.office_id, other.office_id}:
        need(actor, MERGE, office)
    if case.closed_at is not None:
        raise Conflict(t("该案已办结。", "The case is closed already."))
    if other.outcome == DUPLICATE:
        raise CaseMerged
    _need_same_filers(case, other)
    link_cases(actor=actor, a=duplicate, b=kept, kind=LinkKind.DUPLICATE, reason=reason_given(reason))
    case.closed_at, case.outcome = time.now(), DUPLICATE
    move = _move(case, actor, MERGE_STEP, reason, {"merged_into": kept})
    for clock in Clock.objects.select_for_update().filter(case=case, state__in=clocks.ALIVE):
        clocks.stop(clock=clock, move=move, moment=move.at, no_longer_needed=True)
    tasks = Task.objects.filter(case=case, state=TaskState.OPEN)
    tasks.update(state=TaskState.DROPPED, done_at=move.at, done_by=actor.key)
    _save(case)
    _tell(case, move, kept)
    events.publish(
        events.CaseClosed(at=move.at, case_number=case.number, procedure=case.procedure, outcome=case.outcome)
    )
    return move


@transaction.atomic
def take_merger_back(*, actor: Actor, duplicate: str, reason: str, expected_version: int) -> Move:
    """Open a merged case again where it stood; the clocks that the merger stopped run on as if it had not been.

    Raises:
        CaseNotFound, Forbidden, StaleCase, Invalid.
        Conflict: the case was not merged.
    """
    case = locked(actor, duplicate)
    need_version(case, expected_version)
    need(actor, REOPEN, case.office_id)
    link = CaseLink.objects.filter(a=case, kind=LinkKind.DUPLICATE, undone_at=None).select_related("b").last()
    merged = Move.objects.filter(case=case, step=MERGE_STEP).order_by("-seq").first()
    if case.outcome != DUPLICATE or link is None or merged is None:
        raise Conflict(t("该案没有并入其他案件。", "The case was not merged."))
    link.undone_at, link.reason = time.now(), reason_given(reason)
    link.save(update_fields=["undone_at", "reason"])
    case.closed_at, case.outcome = None, ""
    move = _move(case, actor, UNMERGE_STEP, reason, {"merged_into": link.b.number})
    for clock in Clock.objects.select_for_update().filter(stopped_by=merged, state=ClockState.STOPPED):
        clock.state, clock.stopped_at, clock.stopped_by = ClockState.RUNNING, None, None
        clocks.recount(clock)
    _save(case)
    return move


def _need_same_filers(case: Case, other: Case) -> None:
    """Go on only when everybody who filed the one has a part in the other."""
    if case.pk == other.pk:
        raise Invalid(t("案件不能并入自身。", "A case is not merged into itself."), field="kept")
    rows = other.parties.values_list("party_id", "account_id")
    parties = {party for party, _ in rows if party is not None}
    accounts = {account for _, account in rows if account is not None}
    for party, account in case.parties.filter(role__in=FILERS).values_list("party_id", "account_id"):
        if party not in parties and account not in accounts:
            raise NotDuplicate


def _move(case: Case, actor: Actor, step: str, reason: str, facts: dict[str, str]) -> Move:
    case.version += 1
    move = Move.objects.create(
        case=case,
        seq=case.version,
        step=step,
        from_state=case.state,
        to_state=case.state,
        actor_key=actor.key,
        actor_name=actor.name.zh,
        office=case.office,
        at=time.now(),
        facts=facts,
        reason=reason_given(reason),
    )
    access.record(
        actor=actor, action=f"case.{step}", object_kind="case", object_key=case.number, facts={"seq": move.seq, **facts}
    )
    return move


def _save(case: Case) -> None:
    clocks.refresh_case(case)
    case.save()


def _tell(case: Case, move: Move, kept: str) -> None:
    for party in case.parties.filter(role__in=FILERS):
        notify(
            key=f"merge:{move.public_id}:{party.pk}",
            case=case,
            party=party,
            subject=t(f"案件 {case.number} 已并入另案", f"Case {case.number} was merged"),
            body=t(f"该案与案件 {kept} 重复,将在后者中继续办理。", f"It repeats case {kept} and goes on there."),
        )
