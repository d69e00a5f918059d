"""Lawful users of geographical indications for machines: a package is checked by the credit code printed on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.api.auth import actor_of, everybody
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, Day, TextOut, Word
from zhidun.kernel.errors import NotFound
from zhidun.rights import selectors, services

if TYPE_CHECKING:
    from zhidun.rights.models import GiUser

router = Router()


class GiAnswerOut(Schema):
    """Whether the holder of a credit code may use a geographical indication on a day, and by what."""

    uscc: str
    authorised: bool
    name: str
    right_title: str
    basis: str
    reason: TextOut


class GiUserIn(Closed):
    """A lawful user to enter."""

    uscc: Word
    name: str = Field(min_length=1, max_length=300)
    basis: Word
    from_on: Day
    source: str = Field("", max_length=300)


class GiUserEndIn(Closed):
    """The last day of a lawful use, and why it ends."""

    uscc: Word
    to_on: Day
    reason: str = Field(min_length=1, max_length=300)


class GiUserOut(Schema):
    """A lawful user on the list."""

    uscc: str
    name: str
    basis: str
    from_on: date
    to_on: date | None
    source: str


def _out(row: GiUser) -> GiUserOut:
    return GiUserOut(
        uscc=row.uscc, name=row.name, basis=row.basis, from_on=row.from_on, to_on=row.to_on, source=row.source
    )


@router.get(
    "/rights/{uuid:right}/users", auth=everybody, response=answers(list[GiUserOut]), operation_id="list_gi_users"
)
def list_gi_users(request: HttpRequest, right: UUID) -> list[GiUserOut]:
    """Return today's lawful users of an indication, by name."""
    return [_out(row) for row in selectors.gi_users(selectors.by_public_id(actor_of(request), right))]


@router.post(
    "/rights/{uuid:right}/users",
    response=answers(GiUserOut, status=201),
    operation_id="add_gi_user",
    openapi_extra=REPEATABLE,
)
def add_gi_user(request: HttpRequest, right: UUID, payload: GiUserIn) -> Status[GiUserOut]:
    """Enter a lawful user of an indication (officers)."""
    actor = actor_of(request)
    row = selectors.by_public_id(actor, right)

    def effect() -> GiUserOut:
        return _out(
            services.add_gi_user(
                actor=actor,
                right=row,
                uscc=payload.uscc,
                name=payload.name,
                basis=payload.basis,
                from_on=payload.from_on,
                source=payload.source,
            )
        )

    return once(request, payload, GiUserOut, effect, status=201)


@router.post(
    "/rights/{uuid:right}/users/end", response=answers(GiUserOut), operation_id="end_gi_user", openapi_extra=REPEATABLE
)
def end_gi_user(request: HttpRequest, right: UUID, payload: GiUserEndIn) -> Status[GiUserOut]:
    """End a lawful use (officers)."""
    actor = actor_of(request)
    row = selectors.by_public_id(actor, right)

    def effect() -> GiUserOut:
        user = next((one for one in selectors.gi_users(row) if one.uscc == payload.uscc.strip().upper()), None)
        if user is None:
            raise NotFound
        return _out(services.end_gi_user(actor=actor, user=user, to_on=payload.to_on, reason=payload.reason))

    return once(request, payload, GiUserOut, effect)


@router.get(
    "/rights/{uuid:right}/users/{uscc}",
    auth=everybody,
    response=answers(list[GiAnswerOut]),
    operation_id="check_gi_user",
)
def check_gi_user(request: HttpRequest, right: UUID, uscc: str) -> list[GiAnswerOut]:
    """Say whether the holder of a credit code may use this geographical indication today."""
    row = selectors.by_public_id(actor_of(request), right)
    return [
        GiAnswerOut(
            uscc=found.uscc,
            authorised=found.authorised,
            name=found.name,
            right_title=found.right_title,
            basis=found.basis,
            reason=TextOut.of(found.reason),
        )
        for found in selectors.gi_user(right=row, uscc=uscc)
    ]
