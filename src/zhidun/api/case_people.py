"""Who works on a case and who may read it, for machines: officers, parties, links, the seal."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.access import selectors as access
from zhidun.api.auth import actor_of
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, DoneOut, RowKey, TextOut, Word
from zhidun.cases import selectors, services
from zhidun.kernel.errors import NotFound

router = Router()
LINKS = "^(split|duplicate|joined)$"


class OfficerIn(Closed):
    """An officer to put on the case."""

    username: Word
    role: str = Field("handler", pattern="^(handler|second|approver)$")
    override: str = Field("", max_length=2000)


class ReleaseIn(Closed):
    """An officer to take off the case."""

    username: Word
    reason: str = Field(min_length=1, max_length=2000)


class OfficerOut(Schema):
    """An officer on the case."""

    username: str
    role: str


class ColleagueOut(Schema):
    """Somebody of the case's office."""

    username: str
    name: TextOut


class AdmitIn(Closed):
    """A party of the case."""

    party_id: RowKey


class LinkIn(Closed):
    """Another case, and how it belongs to this one."""

    to: Word
    kind: str = Field(pattern=LINKS)
    reason: str = Field("", max_length=2000)


class SealIn(Closed):
    """Seal or open, and why."""

    sealed: bool
    reason: str = Field(min_length=1, max_length=2000)


class SealOut(Schema):
    """Whether the case is sealed now."""

    number: str
    sealed: bool


@router.get("/cases/{number}/staff", response=answers(list[ColleagueOut]), operation_id="list_case_staff")
def list_staff(request: HttpRequest, number: str) -> list[ColleagueOut]:
    """Return the people of the case's office, to choose officers from."""
    actor = actor_of(request)
    case = selectors.find(actor, number)
    if not selectors.staff_sees(actor, case):
        raise NotFound
    return [ColleagueOut(username=one.username, name=TextOut.of(one.name)) for one in access.staff_of(case.office)]


@router.post(
    "/cases/{number}/officers",
    response=answers(OfficerOut, status=201),
    operation_id="assign_officer",
    openapi_extra=REPEATABLE,
)
def assign_officer(request: HttpRequest, number: str, payload: OfficerIn) -> Status[OfficerOut]:
    """Put an officer on the case; a declared conflict refuses, an override is published in the file."""
    actor = actor_of(request)

    def effect() -> OfficerOut:
        row = services.assign_officer(
            actor=actor,
            case_number=number,
            username=payload.username,
            role=payload.role,
            override=payload.override,
        )
        return OfficerOut(username=payload.username, role=row.role)

    return once(request, payload, OfficerOut, effect, status=201)


@router.post(
    "/cases/{number}/officers/release",
    response=answers(DoneOut),
    operation_id="release_officer",
    openapi_extra=REPEATABLE,
)
def release_officer(request: HttpRequest, number: str, payload: ReleaseIn) -> Status[DoneOut]:
    """Take an officer off the case."""
    actor = actor_of(request)

    def effect() -> DoneOut:
        services.end_assignment(actor=actor, case_number=number, username=payload.username, reason=payload.reason)
        return DoneOut()

    return once(request, payload, DoneOut, effect)


@router.post(
    "/cases/{number}/parties/admit", response=answers(DoneOut), operation_id="admit_party", openapi_extra=REPEATABLE
)
def admit_party(request: HttpRequest, number: str, payload: AdmitIn) -> Status[DoneOut]:
    """Let a party's account read the case from now on."""
    actor = actor_of(request)

    def effect() -> DoneOut:
        services.admit_party(actor=actor, case_number=number, case_party_id=payload.party_id)
        return DoneOut()

    return once(request, payload, DoneOut, effect)


@router.post(
    "/cases/{number}/links", response=answers(DoneOut, status=201), operation_id="link_cases", openapi_extra=REPEATABLE
)
def link_cases(request: HttpRequest, number: str, payload: LinkIn) -> Status[DoneOut]:
    """Say that another case belongs to this one: split, duplicate or joined."""
    actor = actor_of(request)
    if not selectors.staff_sees(actor, selectors.find(actor, number)):
        raise NotFound

    def effect() -> DoneOut:
        services.link_cases(actor=actor, a=number, b=payload.to, kind=payload.kind, reason=payload.reason)
        return DoneOut()

    return once(request, payload, DoneOut, effect, status=201)


@router.post(
    "/cases/{number}/links/undo", response=answers(DoneOut), operation_id="unlink_cases", openapi_extra=REPEATABLE
)
def unlink_cases(request: HttpRequest, number: str, payload: LinkIn) -> Status[DoneOut]:
    """Undo a link; it stays in the file."""
    actor = actor_of(request)

    def effect() -> DoneOut:
        services.unlink_cases(actor=actor, a=number, b=payload.to, kind=payload.kind, reason=payload.reason)
        return DoneOut()

    return once(request, payload, DoneOut, effect)


@router.post("/cases/{number}/seal", response=answers(SealOut), operation_id="seal_case", openapi_extra=REPEATABLE)
def seal_case(request: HttpRequest, number: str, payload: SealIn) -> Status[SealOut]:
    """Seal a case, so that only its officers and the head see it, or open it again."""
    actor = actor_of(request)

    def effect() -> SealOut:
        row = services.set_sealed(actor=actor, case_number=number, sealed=payload.sealed, reason=payload.reason)
        return SealOut(number=row.number, sealed=row.sealed)

    return once(request, payload, SealOut, effect)
