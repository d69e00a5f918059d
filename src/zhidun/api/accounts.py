"""Who am I, what may I do; conflicts of interest."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.access import selectors, services
from zhidun.api.auth import actor_of
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, DoneOut, TextOut
from zhidun.kernel.errors import NotFound

router = Router()


class PostOut(Schema):
    """A post held today."""

    office: str
    office_name: TextOut
    role: str
    title: TextOut
    powers: list[str]


class MeOut(Schema):
    """The caller."""

    key: str
    name: TextOut
    kind: str
    language: str
    posts: list[PostOut]


class ConflictIn(Closed):
    """A conflict of interest with a party, a case or a right."""

    subject_kind: str = Field(pattern="^(party|case|right)$")
    subject_key: str = Field(min_length=1, max_length=80)
    reason: str = Field(min_length=1, max_length=2000)


class ConflictOut(Schema):
    """A declared conflict."""

    subject_kind: str
    subject_key: str
    reason: str
    declared_at: datetime


@router.get("/me", response=answers(MeOut), operation_id="me")
def me(request: HttpRequest) -> MeOut:
    """Return who calls and with which powers."""
    actor = actor_of(request)
    return MeOut(
        key=actor.key,
        name=TextOut.of(actor.name),
        kind=actor.kind,
        language=actor.language,
        posts=[
            PostOut(
                office=post.office_code,
                office_name=TextOut.of(post.office_name),
                role=post.role,
                title=TextOut.of(post.title),
                powers=sorted(post.powers),
            )
            for post in actor.posts
        ],
    )


@router.post(
    "/conflicts", response=answers(ConflictOut, status=201), operation_id="declare_conflict", openapi_extra=REPEATABLE
)
def declare_conflict(request: HttpRequest, payload: ConflictIn) -> Status[ConflictOut]:
    """Declare a conflict of interest of one's own."""
    actor = actor_of(request)

    def effect() -> ConflictOut:
        row = services.declare_conflict(
            actor=actor,
            account=selectors.account_by_id(actor.account_id or 0),
            subject_kind=payload.subject_kind,
            subject_key=payload.subject_key,
            reason=payload.reason,
        )
        return ConflictOut(
            subject_kind=row.subject_kind,
            subject_key=row.subject_key,
            reason=row.reason,
            declared_at=row.declared_at,
        )

    return once(request, payload, ConflictOut, effect, status=201)


@router.post(
    "/conflicts/withdraw", response=answers(DoneOut), operation_id="withdraw_conflict", openapi_extra=REPEATABLE
)
def withdraw_conflict(request: HttpRequest, payload: ConflictIn) -> Status[DoneOut]:
    """Withdraw a declaration of one's own that no longer holds; it stays in the file."""
    actor = actor_of(request)
    subject = selectors.subject(payload.subject_kind, payload.subject_key)

    def effect() -> DoneOut:
        declared = selectors.open_conflicts([subject], actor.account_id or -1).first()
        if declared is None:
            raise NotFound
        services.withdraw_conflict(actor=actor, declaration=declared, reason=payload.reason)
        return DoneOut()

    return once(request, payload, DoneOut, effect)
