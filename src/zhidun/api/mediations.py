"""Mediation for machines: open, read, act; each caller sees its part and nothing of others' rooms."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status

from zhidun.api.auth import actor_of, everybody
from zhidun.api.idempotency import once
from zhidun.api.mediation_shapes import (
    JoinIn,
    MediationActIn,
    MediationActOut,
    MediationBodyOut,
    MediationFiguresOut,
    MediationIn,
    MediationOut,
    MediationPageOut,
    MediatorOut,
    RoomMessageOut,
)
from zhidun.api.problems import REPEATABLE, answers, file_answer
from zhidun.api.schemas import Day, TextOut, Word
from zhidun.mediation import acts, hand_out, selectors, services

router = Router()
BYTES = "application/octet-stream"


class MediatorQuery(Schema):
    """Which mediators."""

    field: Word = ""
    language: Word = ""


class MediationFigureQuery(Schema):
    """Which days, both inside."""

    since: Day | None = None
    until: Day | None = None


def _card(request: HttpRequest, number: str) -> MediationOut:
    return MediationOut.of(selectors.mediation_page(actor_of(request), number).card)


@router.get("/mediations", response=answers(list[MediationOut]), operation_id="list_mediations")
def list_mediations(request: HttpRequest, state: Word = "", open_only: bool = False) -> list[MediationOut]:  # noqa: FBT001, FBT002  a query parameter
    """Return the mediations in which the caller has a part, newest first, two hundred at most."""
    return [MediationOut.of(one) for one in selectors.mediations(actor_of(request), state=state, open_only=open_only)]


@router.post(
    "/mediations",
    response=answers(MediationOut, status=201),
    operation_id="open_mediation",
    openapi_extra=REPEATABLE,
)
def open_mediation(request: HttpRequest, payload: MediationIn) -> Status[MediationOut]:
    """Ask for a mediation as the requester, or open one at the desk of a body; both sides are invited."""
    actor = actor_of(request)

    def effect() -> MediationOut:
        opened = services.open_at_desk if actor.is_staff else services.ask
        row = opened(actor=actor, words=payload.words())
        return _card(request, row.case.number)

    return once(request, payload, MediationOut, effect, status=201)


@router.get("/mediations/{number}", response=answers(MediationPageOut), operation_id="read_mediation")
def read_mediation(request: HttpRequest, number: str) -> MediationPageOut:
    """Return everything the caller may see of a mediation."""
    return MediationPageOut.of(selectors.mediation_page(actor_of(request), number))


@router.get(
    "/mediations/{number}/rooms/{room}", response=answers(list[RoomMessageOut]), operation_id="read_mediation_room"
)
def read_room(request: HttpRequest, number: str, room: str) -> list[RoomMessageOut]:
    """Return what was said in a room the caller is in; another's room and an unknown one look the same."""
    return [RoomMessageOut.of(one) for one in selectors.room_messages(actor_of(request), number, room)]


@router.post(
    "/mediations/{number}/acts",
    response=answers(MediationActOut),
    operation_id="act_in_mediation",
    openapi_extra=REPEATABLE,
)
def act(request: HttpRequest, number: str, payload: MediationActIn) -> Status[MediationActOut]:
    """Do one thing: answer, choose, say, offer, seal-offer, draft, sign and so on, with its words."""
    actor = actor_of(request)

    def effect() -> MediationActOut:
        selectors.mediation_page(actor, number)
        made = acts.do(actor=actor, number=number, act=payload.act, words=payload.words)
        return MediationActOut(mediation=_card(request, number), code=made if isinstance(made, str) else "")

    return once(request, payload, MediationActOut, effect)


@router.get("/mediation-acts", auth=everybody, response=answers(list[str]), operation_id="list_mediation_acts")
def list_acts(request: HttpRequest) -> list[str]:
    """Return the names of what can be done in a mediation."""
    actor_of(request)
    return list(acts.names())


@router.post(
    "/mediations/{number}/join", response=answers(MediationOut), operation_id="join_mediation", openapi_extra=REPEATABLE
)
def join(request: HttpRequest, number: str, payload: JoinIn) -> Status[MediationOut]:
    """Act from now on for the side whose letter of invitation one holds."""
    actor = actor_of(request)

    def effect() -> MediationOut:
        return _card(request, services.join(actor=actor, number=number, code=payload.code).case.number)

    return once(request, payload, MediationOut, effect)


@router.get(
    "/mediations/{number}/files/{what}",
    response=answers(None),
    operation_id="mediation_file",
    openapi_extra=file_answer(BYTES),
)
def file(request: HttpRequest, number: str, what: str, key: Word = "") -> HttpResponse:
    """Return the calendar, a paper, a file of a room, or the bundle of the draw (`what`)."""
    made = hand_out.take(actor_of(request), number, what, key)
    return HttpResponse(made.content, content_type=made.media_type, headers=made.headers)


@router.get("/mediators", auth=everybody, response=answers(list[MediatorOut]), operation_id="list_mediators")
def mediators(request: HttpRequest, query: Annotated[MediatorQuery, Query(...)]) -> list[MediatorOut]:
    """Return the mediators on the list, for everybody."""
    actor_of(request)
    return [MediatorOut.of(one) for one in selectors.mediators(field=query.field, language=query.language)]


@router.get(
    "/mediation-bodies", auth=everybody, response=answers(list[MediationBodyOut]), operation_id="list_mediation_bodies"
)
def bodies(request: HttpRequest) -> list[MediationBodyOut]:
    """Return the mediation bodies with what they do, for everybody."""
    actor_of(request)
    return [
        MediationBodyOut(office=one.office.code, name=TextOut.of(one.office.name), forms=one.forms, fields=one.fields)
        for one in selectors.bodies()
    ]


@router.get("/mediation-figures", response=answers(MediationFiguresOut), operation_id="mediation_figures")
def figures(request: HttpRequest, query: Annotated[MediationFigureQuery, Query(...)]) -> MediationFiguresOut:
    """Return offered, consented, settled, amounts, performed: of all, or of one's own bodies."""
    found = selectors.figures(actor_of(request), since=query.since, until=query.until)
    return MediationFiguresOut.model_validate(asdict(found))
