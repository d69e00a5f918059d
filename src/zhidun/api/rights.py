"""The registry of rights for machines."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from zhidun.api import cursors
from zhidun.api.auth import actor_of, everybody
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.right_shapes import (
    RightDetailOut,
    RightIn,
    RightOut,
    RightPage,
    RightQuery,
    SecretIn,
    StatusIn,
    VerifyIn,
    detail,
    out,
)
from zhidun.rights import selectors, services
from zhidun.rights.types import RightFacts

router = Router()


@router.get("/rights", auth=everybody, response=answers(RightPage), operation_id="list_rights")
def list_rights(request: HttpRequest, query: Query[RightQuery]) -> RightPage:
    """Search the registry by title, number, holder or pinyin; newest first."""
    actor = actor_of(request)
    rows = selectors.search(actor, query.q, kind=query.kind, status=query.status, key_protection=query.key_protection)
    if query.renewals_due:
        rows = rows.filter(pk__in=selectors.renewals_due(actor).values("pk"))
    position = cursors.decode(query.cursor)
    if position:
        rows = rows.filter(pk__lt=cursors.whole(position[0]))
    found = list(rows[: query.limit + 1])
    page = found[: query.limit]
    return RightPage(
        rights=[out(row) for row in page],
        next=cursors.encode([page[-1].pk]) if len(found) > query.limit else None,
    )


@router.get("/rights/{uuid:right}", auth=everybody, response=answers(RightDetailOut), operation_id="read_right")
def read_right(request: HttpRequest, right: UUID) -> RightDetailOut:
    """Return one right with its papers and history."""
    return detail(selectors.by_public_id(actor_of(request), right))


@router.post("/rights", response=answers(RightOut, status=201), operation_id="register_right", openapi_extra=REPEATABLE)
def register_right(request: HttpRequest, payload: RightIn) -> Status[RightOut]:
    """Enter a right, unverified, with status, term and renewal dates by the law in force."""
    facts = RightFacts(**payload.model_dump(), number_known=bool(payload.number.strip()))
    actor = actor_of(request)
    return once(request, payload, RightOut, lambda: out(services.register_right(actor=actor, facts=facts)), status=201)


@router.post(
    "/rights/{uuid:right}/verify", response=answers(RightOut), operation_id="verify_right", openapi_extra=REPEATABLE
)
def verify_right(request: HttpRequest, right: UUID, payload: VerifyIn) -> Status[RightOut]:
    """Record that an officer compared the right with its papers; later filings reuse it."""
    actor = actor_of(request)
    row = selectors.by_public_id(actor, right)

    def effect() -> RightOut:
        return out(services.verify_right(actor=actor, right=row, reason=payload.reason, documents=payload.documents))

    return once(request, payload, RightOut, effect)


@router.post(
    "/rights/{uuid:right}/status",
    response=answers(RightOut),
    operation_id="change_right_status",
    openapi_extra=REPEATABLE,
)
def change_status(request: HttpRequest, right: UUID, payload: StatusIn) -> Status[RightOut]:
    """Change the status of a right; the change is appended to its history."""
    actor = actor_of(request)
    row = selectors.by_public_id(actor, right)

    def effect() -> RightOut:
        changed = services.change_status(
            actor=actor, right=row, status=payload.status, effective_on=payload.effective_on, reason=payload.reason
        )
        return out(changed)

    return once(request, payload, RightOut, effect)


@router.post(
    "/rights/secrets", response=answers(RightOut, status=201), operation_id="commit_secret", openapi_extra=REPEATABLE
)
def commit_secret(request: HttpRequest, payload: SecretIn) -> Status[RightOut]:
    """Enter a trade secret as a salted commitment; only its owner and officers see the entry."""
    actor = actor_of(request)
    facts = RightFacts(kind="trade_secret", title=payload.title, holder_name=payload.holder_name, number_known=False)

    def effect() -> RightOut:
        return out(
            services.commit_secret(actor=actor, facts=facts, commitment=payload.commitment, measures=payload.measures)
        )

    return once(request, payload, RightOut, effect, status=201)
