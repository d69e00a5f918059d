"""What machines need to know before they file: offices, kinds of right, procedures and their steps."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Schema

from zhidun.access import selectors as access
from zhidun.api.auth import everybody
from zhidun.api.problems import answers
from zhidun.api.schemas import TextOut, Word
from zhidun.kernel.errors import NotFound
from zhidun.procedures.errors import ProcedureUnknown
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import Procedure
from zhidun.rights import selectors as rights

router = Router()


class OfficeOut(Schema):
    """A public body or service point."""

    code: str
    kind: str
    name: TextOut
    parent: str | None
    gb_district: str
    admin_unit: str
    fields: list[str]
    address: str
    phone: str


class OfficeQuery(Schema):
    """Filters of the offices."""

    kind: Word | None = None
    field: Word | None = None
    admin_unit: Word | None = None


class KindOut(Schema):
    """A kind of right in the registry."""

    kind: str
    title: TextOut


class StateOut(Schema):
    """A state of a procedure, with what the citizen reads."""

    state: str
    title: TextOut
    words: TextOut
    next_words: TextOut
    final: bool
    parked: bool


class ProcedureStepOut(Schema):
    """A step of a procedure."""

    step: str
    title: TextOut
    from_states: list[str]
    to: str
    by: list[str]
    approvers: list[str]
    fields: list[str]
    kinds: list[str]


class ProcedureOut(Schema):
    """A regulated course of action."""

    name: str
    version: int
    title: TextOut
    summary: TextOut
    opens_in: str
    states: list[StateOut]
    steps: list[ProcedureStepOut]


def _procedure(one: Procedure) -> ProcedureOut:
    return ProcedureOut(
        name=one.name,
        version=one.version,
        title=TextOut.of(one.title),
        summary=TextOut.of(one.summary),
        opens_in=one.opens_in,
        states=[
            StateOut(
                state=state.key,
                title=TextOut.of(state.title),
                words=TextOut.of(state.public),
                next_words=TextOut.of(state.next),
                final=state.final,
                parked=state.parked,
            )
            for state in one.states.values()
        ],
        steps=[
            ProcedureStepOut(
                step=step.key,
                title=TextOut.of(step.title),
                from_states=list(step.from_states),
                to=step.to,
                by=[doer.written for doer in step.by],
                approvers=list(step.approvers),
                fields=[field.key for field in step.fields],
                kinds=list(step.kinds),
            )
            for step in one.steps.values()
        ],
    )


@router.get("/offices", auth=everybody, response=answers(list[OfficeOut]), operation_id="list_offices")
def offices(request: HttpRequest, query: Query[OfficeQuery]) -> list[OfficeOut]:
    """Return the offices: of a kind, competent for a kind of right, of one of the city's units."""
    del request
    rows = access.offices(kind=query.kind, field=query.field, admin_unit=query.admin_unit).select_related("parent")
    return [
        OfficeOut(
            code=row.code,
            kind=row.kind,
            name=TextOut.of(row.name),
            parent=row.parent.code if row.parent else None,
            gb_district=row.gb_district,
            admin_unit=row.admin_unit,
            fields=row.fields,
            address=row.address,
            phone=row.phone,
        )
        for row in rows
    ]


@router.get("/right-kinds", auth=everybody, response=answers(list[KindOut]), operation_id="list_right_kinds")
def right_kinds(request: HttpRequest) -> list[KindOut]:
    """Return the kinds of right of the registry."""
    del request
    return [KindOut(kind=one.key, title=TextOut.of(one.title)) for one in rights.kinds().values()]


@router.get("/procedures", auth=everybody, response=answers(list[ProcedureOut]), operation_id="list_procedures")
def procedures(request: HttpRequest) -> list[ProcedureOut]:
    """Return the newest version of every procedure with its states and steps."""
    del request
    known = catalogue()
    return [_procedure(known.get(name)) for name in known.names()]


@router.get("/procedures/{name}", auth=everybody, response=answers(ProcedureOut), operation_id="read_procedure")
def procedure(request: HttpRequest, name: str) -> ProcedureOut:
    """Return one procedure."""
    del request
    try:
        return _procedure(catalogue().get(name))
    except ProcedureUnknown as error:
        raise NotFound(error.reason, error.remedy) from error
