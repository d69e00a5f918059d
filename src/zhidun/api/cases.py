"""Cases for machines: work list, case, steps, approvals, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from zhidun.access.actors import SYSTEM
from zhidun.api import case_out
from zhidun.api import case_shapes as shapes
from zhidun.api.auth import actor_of
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers, file_answer
from zhidun.api.schemas import Closed, Moment, Word
from zhidun.cases import selectors, services
from zhidun.cases.types import CaseFilters

if TYPE_CHECKING:
    from zhidun.cases.models import Approval, Move

router = Router()


class CaseQuery(Schema):
    """Filters of the work list; empty means all; without `closed` the open ones."""

    office: Word = ""
    procedure: Word = ""
    state: Word = ""
    kind: Word = ""
    mine: bool = False
    due: str = Field("", pattern="^(|soon|overdue)$")
    closed: bool | None = False
    origin: Word = ""
    q: str = Field("", max_length=200)
    cursor: str = Field("", max_length=400)
    limit: int = Field(30, ge=1, le=100)

    def filters(self) -> CaseFilters:
        """Return them in the room's words."""
        return CaseFilters(
            office_code=self.office,
            procedure=self.procedure,
            state=self.state,
            kind=self.kind,
            mine=self.mine,
            due=self.due,  # type: ignore[arg-type]  # the pattern holds the words
            closed=self.closed,
            origin=self.origin,
            text=self.q,
        )


class StepIn(Closed):
    """A step to take, on the version of the case that was read."""

    step: str = Field(min_length=1, max_length=80)
    expected_version: int = Field(ge=0, le=2**31 - 1)
    facts: dict[str, Any] = Field(default_factory=dict)
    reason: str = Field("", max_length=5000)
    at: Moment | None = None
    corrects: str | None = Field(None, max_length=40)


class StepDone(Schema):
    """What came of it: the move, or the request for approval that now waits."""

    taken: bool
    move: str | None
    approval: str | None
    state: str
    version: int


@router.get("/cases", response=answers(shapes.CardPage), operation_id="list_cases")
def list_cases(request: HttpRequest, query: Query[CaseQuery]) -> shapes.CardPage:
    """Return the cases the caller may see, least statutory time left first; closed ones newest first."""
    found = selectors.work_list(actor_of(request), query.filters(), cursor=query.cursor, limit=query.limit)
    return shapes.CardPage(cases=[case_out.card(one) for one in found.cards], next=found.next_cursor or None)


@router.get("/cases/{number}", response=answers(shapes.CaseOut), operation_id="read_case")
def read_case(request: HttpRequest, number: str) -> shapes.CaseOut:
    """Return everything the caller may see of a case."""
    return case_out.case(selectors.case_page(actor_of(request), number))


@router.get("/cases/{number}/steps", response=answers(list[shapes.OpenStepOut]), operation_id="list_steps")
def list_steps(request: HttpRequest, number: str) -> list[shapes.OpenStepOut]:
    """Return the steps the caller could take from here, each allowed or blocked with reason and remedy."""
    actor = actor_of(request)
    return [case_out.step(one) for one in selectors.open_steps_for(actor, number)]


@router.post("/cases/{number}/steps", response=answers(StepDone), operation_id="take_step", openapi_extra=REPEATABLE)
def take_step(request: HttpRequest, number: str, payload: StepIn) -> Status[StepDone]:
    """Take a step, or ask for its approval where the procedure wants four eyes."""
    actor = actor_of(request)

    def effect() -> StepDone:
        made = services.submit_step(
            case_number=number,
            step=payload.step,
            actor=actor,
            facts=payload.facts,
            expected_version=payload.expected_version,
            reason=payload.reason,
            at=payload.at,
            corrects=payload.corrects,
        )
        return _done(number, made)

    return once(request, payload, StepDone, effect)


def _done(number: str, made: Move | Approval) -> StepDone:
    approval = hasattr(made, "maker_key")
    case = selectors.find(SYSTEM, number)
    return StepDone(
        taken=not approval,
        move=None if approval else str(made.public_id),
        approval=str(made.public_id) if approval else None,
        state=case.state,
        version=case.version,
    )


@router.get(
    "/cases/{number}/file",
    response=answers(None),
    operation_id="case_file",
    openapi_extra=file_answer("application/pdf"),
)
def case_file(request: HttpRequest, number: str) -> HttpResponse:
    """Return the whole file of a case as one PDF with contents (officers)."""
    answer = HttpResponse(
        services.case_file(actor=actor_of(request), case_number=number), content_type="application/pdf"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    return answer
