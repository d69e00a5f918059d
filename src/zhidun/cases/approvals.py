"""Approvals (审批): a step prepared by its maker takes effect when its approvers agree; four eyes, no conflict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhidun.access import selectors
from zhidun.access import services as access
from zhidun.access.actors import Actor, actor_for
from zhidun.cases.errors import ApprovalClosed, FourEyes, NotApprover, ReasonMissing
from zhidun.cases.models import Approval, ApprovalState, ApprovalVote, Case, Move, Vote
from zhidun.cases.steps import StepRequest, checked, declared_of, given_reason, locked, need_version, take, take_step
from zhidun.cases.visibility import conflicted, find, visible_to
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.text import t
from zhidun.procedures.errors import Conflicted


@transaction.atomic
def propose_step(
    *,
    case_number: str,
    step: str,
    actor: Actor,
    facts: Mapping[str, object],
    expected_version: int,
    reason: str = "",
    at: datetime | None = None,
    corrects: str | None = None,
) -> Approval:
    """Prepare a step for its approvers: everything is checked now, nothing takes effect before they agree.

    Raises:
        as `take_step`.
        Invalid: the step needs no approval, or the same step waits for approval already.
    """
    request = StepRequest(
        step=step, facts=facts, reason=given_reason(facts, reason), at=at or time.now(), corrects=corrects
    )
    case = locked(actor, case_number)
    need_version(case, expected_version)
    procedure, declared = declared_of(case, step)
    if not declared.approvers:
        raise Invalid(t("该步骤无须审批,可直接办理。", "This step needs no approval; take it directly."))
    if Approval.objects.filter(case=case, step=step, state=ApprovalState.OPEN).exists():
        raise ApprovalClosed(
            t("该步骤已提交审批。", "This step waits for approval already."),
            t("请等待审批结果。", "Wait for the answer."),
        )
    entered = checked(case, procedure, declared, actor, request)
    approval = Approval.objects.create(
        case=case,
        step=step,
        roles=list(declared.approvers),
        facts=entered,
        reason=request.reason,
        corrects=corrects or "",
        maker_id=actor.account_id,
        maker_key=actor.key,
        maker_name=actor.name.zh,
    )
    _note(actor, "case.approval_asked", approval)
    return approval


def submit_step(
    *,
    case_number: str,
    step: str,
    actor: Actor,
    facts: Mapping[str, object],
    expected_version: int,
    reason: str = "",
    at: datetime | None = None,
    idempotency_key: str | None = None,
    corrects: str | None = None,
) -> Move | Approval:
    """Take the step, or ask for its approval where it has approvers: what a form's button does.

    Raises:
        as `take_step` and `propose_step`.
    """
    case = find(actor, case_number)
    if declared_of(case, step)[1].approvers:
        return propose_step(
            case_number=case_number,
            step=step,
            actor=actor,
            facts=facts,
            expected_version=expected_version,
            reason=reason,
            at=at,
            corrects=corrects,
        )
    return take_step(
        case_number=case_number,
        step=step,
        actor=actor,
        facts=facts,
        expected_version=expected_version,
        at=at,
        reason=reason,
        idempotency_key=idempotency_key,
        corrects=corrects,
    )


@transaction.atomic
def approve(
    *, approval_id: str, actor: Actor, expected_version: int, reason: str = "", at: datetime | None = None
) -> Move | None:
    """Approve a prepared step; the last approver's word takes it. Return the move, or None while others are awaited.

    Everything is checked again on the case as it stands now, which is the version the approver read.

    Raises:
        NotFound: no such request, or not to be seen.
        ApprovalClosed, StaleCase, FourEyes, NotApprover, Conflicted.
        StepNotOpen, StepBlocked, …: what changed since the request was made.
    """
    approval = _approval(approval_id, actor)
    case = approval.case
    need_version(case, expected_version)
    role = _approver_role(approval, actor)
    _vote(approval, actor, role, Vote.APPROVE, reason)
    _note(actor, "case.approved", approval, role=role)
    votes = list(approval.votes.filter(vote=Vote.APPROVE).order_by("id"))
    if {vote.role for vote in votes} != set(approval.roles):
        return None
    procedure, declared = declared_of(case, approval.step)
    maker = _maker(approval)
    request = StepRequest(
        step=approval.step,
        facts=approval.facts,
        reason=approval.reason,
        at=at or time.now(),
        corrects=approval.corrects or None,
    )
    named = tuple(f"{vote.actor_name}({vote.role})" for vote in votes)
    move = take(case, procedure, declared, maker, request, approved_by=named)
    approval.state, approval.closed_at, approval.move = ApprovalState.APPROVED, time.now(), move
    approval.save()
    return move


@transaction.atomic
def reject(*, approval_id: str, actor: Actor, reason: str) -> Approval:
    """Send a prepared step back to its maker, with the reason.

    Raises:
        NotFound, ApprovalClosed, FourEyes, NotApprover, Conflicted, ReasonMissing.
    """
    approval = _approval(approval_id, actor)
    role = _approver_role(approval, actor)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    _vote(approval, actor, role, Vote.REJECT, reason)
    approval.state, approval.closed_at = ApprovalState.REJECTED, time.now()
    approval.save()
    _note(actor, "case.approval_rejected", approval, role=role, reason=reason)
    return approval


@transaction.atomic
def withdraw_request(*, approval_id: str, actor: Actor) -> Approval:
    """Take one's own request for approval back.

    Raises:
        NotFound, ApprovalClosed.
        FourEyes: it is somebody else's.
    """
    approval = _approval(approval_id, actor)
    if approval.maker_key != actor.key:
        raise FourEyes(t("只能撤回自己提交的审批。", "Only its maker takes a request back."))
    approval.state, approval.closed_at = ApprovalState.WITHDRAWN, time.now()
    approval.save()
    _note(actor, "case.approval_withdrawn", approval)
    return approval


def _approval(public_id: str, actor: Actor) -> Approval:
    try:
        approval = Approval.objects.get(public_id=UUID(str(public_id)), case__in=visible_to(actor))
    except (ValueError, Approval.DoesNotExist):
        raise NotFound from None
    # the case first, then the request: the same order as every other writer, so nobody waits in a circle
    case = Case.objects.select_for_update(of=("self",)).select_related("office").get(pk=approval.case_id)
    approval = Approval.objects.select_for_update().get(pk=approval.pk)
    approval.case = case
    if approval.state != ApprovalState.OPEN:
        raise ApprovalClosed
    return approval


def _approver_role(approval: Approval, actor: Actor) -> str:
    """Return the role in which the actor speaks: one still awaited, not their own work, nobody twice, no interest."""
    if actor.account_id is None or actor.account_id == approval.maker_id or actor.key == approval.maker_key:
        raise FourEyes
    if approval.votes.filter(account_id=actor.account_id).exists():
        raise FourEyes(t("同一人不能作两次审批。", "Nobody approves twice."))
    if conflicted(actor.account_id, approval.case):
        raise Conflicted
    given = set(approval.votes.values_list("role", flat=True))
    for role in approval.roles:
        if role not in given and actor.holds(role, approval.case.office_id):
            return str(role)
    raise NotApprover


def _vote(approval: Approval, actor: Actor, role: str, vote: Vote, reason: str) -> None:
    ApprovalVote.objects.create(
        approval=approval,
        role=role,
        account_id=actor.account_id or 0,
        actor_key=actor.key,
        actor_name=actor.name.zh,
        vote=vote,
        reason=reason.strip(),
    )


def _maker(approval: Approval) -> Actor:
    """Return the maker as they stand today: one who lost the post or declared an interest since is refused."""
    if approval.maker_id is None:
        raise NotFound
    return actor_for(selectors.account_by_id(approval.maker_id))


def _note(actor: Actor, action: str, approval: Approval, *, role: str = "", reason: str = "") -> None:
    access.record(
        actor=actor,
        action=action,
        object_kind="case",
        object_key=approval.case.number,
        facts={"approval": str(approval.public_id), "step": approval.step, "role": role, "reason": reason},
    )
