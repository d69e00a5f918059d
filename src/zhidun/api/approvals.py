"""Approvals for machines: what waits for the caller, approve, send back, take back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from zhidun.access.actors import SYSTEM, Actor
from zhidun.api import case_out
from zhidun.api.auth import actor_of, staff_of
from zhidun.api.case_shapes import ApprovalOut
from zhidun.api.cases import StepDone
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed
from zhidun.cases import selectors, services
from zhidun.kernel.errors import NotFound

router = Router()


class VoteIn(Closed):
    """An approver's word on the version of the case that was read."""

    expected_version: int = Field(ge=0, le=2**31 - 1)
    reason: str = Field("", max_length=5000)


class RejectIn(Closed):
    """Why a prepared step goes back."""

    reason: str = Field(min_length=1, max_length=5000)


@router.get("/approvals", response=answers(list[ApprovalOut]), operation_id="list_approvals")
def list_approvals(request: HttpRequest) -> list[ApprovalOut]:
    """Return the requests that wait for the caller's word."""
    return [case_out.approval(one) for one in selectors.my_approvals(staff_of(request))]


@router.post(
    "/cases/{number}/approvals/{uuid:approval}/approve",
    response=answers(StepDone),
    operation_id="approve_step",
    openapi_extra=REPEATABLE,
)
def approve(request: HttpRequest, number: str, approval: UUID, payload: VoteIn) -> Status[StepDone]:
    """Approve a prepared step; the last approver's word takes it."""
    actor = actor_of(request)
    _seen(actor, number)

    def effect() -> StepDone:
        move = services.approve(
            approval_id=str(approval), actor=actor, expected_version=payload.expected_version, reason=payload.reason
        )
        return _done(number, approval, str(move.public_id) if move else None)

    return once(request, payload, StepDone, effect)


@router.post(
    "/cases/{number}/approvals/{uuid:approval}/reject",
    response=answers(StepDone),
    operation_id="reject_step",
    openapi_extra=REPEATABLE,
)
def reject(request: HttpRequest, number: str, approval: UUID, payload: RejectIn) -> Status[StepDone]:
    """Send a prepared step back to its maker."""
    actor = actor_of(request)
    _seen(actor, number)

    def effect() -> StepDone:
        services.reject(approval_id=str(approval), actor=actor, reason=payload.reason)
        return _done(number, approval, None)

    return once(request, payload, StepDone, effect)


@router.post(
    "/cases/{number}/approvals/{uuid:approval}/withdraw",
    response=answers(StepDone),
    operation_id="withdraw_approval",
    openapi_extra=REPEATABLE,
)
def withdraw(request: HttpRequest, number: str, approval: UUID) -> Status[StepDone]:
    """Take one's own request for approval back."""
    actor = actor_of(request)
    _seen(actor, number)

    def effect() -> StepDone:
        services.withdraw_request(approval_id=str(approval), actor=actor)
        return _done(number, approval, None)

    return once(request, None, StepDone, effect)


def _seen(actor: Actor, number: str) -> None:
    """Go on only for an officer who sees the case; a party does not learn what waits inside the office."""
    if not selectors.staff_sees(actor, selectors.find(actor, number)):
        raise NotFound


def _done(number: str, approval: UUID, move: str | None) -> StepDone:
    case = selectors.find(SYSTEM, number)
    return StepDone(taken=move is not None, move=move, approval=str(approval), state=case.state, version=case.version)
