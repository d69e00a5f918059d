"""Type cases: proposals, confirmed groups, one entry for several cases; never a decision."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from zhidun.api.auth import actor_of
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, TextOut
from zhidun.enforcement import selectors, services

if TYPE_CHECKING:
    from zhidun.enforcement.models import TypeGroup

router = Router()


class TypeProposalOut(Schema):
    """Cases that look alike, the proposed model first, and what they have in common."""

    cases: list[str]
    reasons: list[TextOut]


class TypeGroupOut(Schema):
    """A confirmed group; `cases`: those the reader may see, the model first. `steps`: may be taken for several."""

    group: UUID
    model_case: str
    cases: list[str]
    reason: str
    confirmed_by: str
    confirmed_at: datetime
    steps: list[str]


class TypeCasesOut(Schema):
    """What is proposed and what is confirmed."""

    proposals: list[TypeProposalOut]
    groups: list[TypeGroupOut]


class TypeGroupIn(Closed):
    """Cases to be grouped, the model first."""

    numbers: list[str] = Field(min_length=2, max_length=200)
    reason: str = Field(max_length=4000)


class TypeGroupLeaveIn(Closed):
    """A case to be taken out of its group."""

    number: str = Field(max_length=60)
    reason: str = Field(max_length=4000)


class TypeGroupStepIn(Closed):
    """A step for several cases of a group: one entry, a move and a paper in each."""

    step: str = Field(max_length=80)
    numbers: list[str] = Field(min_length=1, max_length=200)
    facts: dict[str, Any] = Field(default_factory=dict)
    reason: str = Field("", max_length=4000)


class TypeStepDoneOut(Schema):
    """What became of one case; `code` and `reason` say why a step was not taken there."""

    number: str
    taken: bool
    code: str
    reason: TextOut | None


class TypeStepsDoneOut(Schema):
    """What became of each case."""

    cases: list[TypeStepDoneOut]


def _group(request: HttpRequest, row: TypeGroup) -> TypeGroupOut:
    actor = actor_of(request)
    return TypeGroupOut(
        group=row.public_id,
        model_case=row.model_case.number,
        cases=[case.number for case in selectors.cases_of(actor, row)],
        reason=row.reason,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        steps=[one.key for one in selectors.batch_steps(actor, row)],
    )


@router.get("/type-cases", response=answers(TypeCasesOut), operation_id="list_type_cases")
def list_type_cases(request: HttpRequest) -> TypeCasesOut:
    """List the groups the system proposes among the actor's open cases, and the newest confirmed ones."""
    actor = actor_of(request)
    return TypeCasesOut(
        proposals=[
            TypeProposalOut(cases=[row.number for row in one.cases], reasons=[TextOut.of(why) for why in one.reasons])
            for one in selectors.proposals(actor)
        ],
        groups=[_group(request, row) for row in selectors.groups(actor)[:50]],
    )


@router.post(
    "/type-cases",
    response=answers(TypeGroupOut, status=201),
    openapi_extra=REPEATABLE,
    operation_id="confirm_type_cases",
)
def confirm_type_cases(request: HttpRequest, body: TypeGroupIn) -> Status[TypeGroupOut]:
    """Confirm a group of type cases."""
    actor = actor_of(request)

    def confirmed() -> TypeGroupOut:
        return _group(request, services.confirm(actor=actor, numbers=body.numbers, reason=body.reason))

    return once(request, body, TypeGroupOut, confirmed, status=201)


@router.post("/type-cases/{group}/leave", response=answers(None, status=204), operation_id="leave_type_group")
def leave_type_group(request: HttpRequest, group: UUID, body: TypeGroupLeaveIn) -> Status[None]:
    """Take a case out of its group."""
    services.leave(actor=actor_of(request), group=str(group), number=body.number, reason=body.reason)
    return Status(204, None)


@router.post("/type-cases/{group}/steps", response=answers(TypeStepsDoneOut), operation_id="take_type_step")
def take_type_step(request: HttpRequest, group: UUID, body: TypeGroupStepIn) -> TypeStepsDoneOut:
    """Take one step on each of several cases in turn; a step that decides is refused."""
    done = services.take_together(
        actor=actor_of(request),
        group=str(group),
        step=body.step,
        numbers=body.numbers,
        facts=body.facts,
        reason=body.reason,
        key=request.headers.get("Idempotency-Key", ""),
    )
    return TypeStepsDoneOut(
        cases=[
            TypeStepDoneOut(
                number=one.number,
                taken=one.refusal is None,
                code=one.refusal.code if one.refusal else "",
                reason=TextOut.of(one.refusal.reason) if one.refusal else None,
            )
            for one in done
        ]
    )
