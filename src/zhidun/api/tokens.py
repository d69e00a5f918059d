"""Tokens of offices and the audit trail, for machines."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from zhidun.access import selectors, services
from zhidun.access.actors import Actor
from zhidun.api import cursors
from zhidun.api.auth import actor_of
from zhidun.api.problems import answers
from zhidun.api.schemas import Closed, Moment, Word
from zhidun.kernel.errors import Forbidden, NotFound

router = Router()
MANAGE = "access:token:manage"


class TokenIn(Closed):
    """A token to issue."""

    office: Word
    username: Word
    name: str = Field(max_length=80)
    scopes: list[Word] = Field(min_length=1, max_length=100)
    expires_at: Moment
    rate_class: Word = "standard"


class TokenOut(Schema):
    """A token without its secret."""

    prefix: str
    name: str
    office: str
    username: str
    scopes: list[str]
    rate_class: str
    expires_at: datetime
    revoked_at: datetime | None


class NewTokenOut(TokenOut):
    """A token with its secret, shown once."""

    token: str


class AuditOut(Schema):
    """One entry of the audit trail."""

    id: int
    at: datetime
    actor_key: str
    action: str
    object_kind: str
    object_key: str
    digest: str


class AuditPage(Schema):
    """A page of the audit trail."""

    entries: list[AuditOut]
    next: str | None


@router.get("/tokens", response=answers(list[TokenOut]), operation_id="list_tokens")
def list_tokens(request: HttpRequest) -> list[TokenOut]:
    """Return the tokens the caller may see: all for the security administrator, else their own."""
    return [
        TokenOut(
            prefix=token.prefix,
            name=token.name,
            office=token.office.code,
            username=token.account.username,
            scopes=token.scopes,
            rate_class=token.rate_class,
            expires_at=token.expires_at,
            revoked_at=token.revoked_at,
        )
        for token in selectors.tokens(actor=actor_of(request))
    ]


@router.post("/tokens", response=answers(NewTokenOut, status=201), operation_id="issue_token")
def issue_token(request: HttpRequest, payload: TokenIn) -> Status[NewTokenOut]:
    """Issue a token; its text is shown now and never again (so this call cannot be repeated by key)."""
    actor = actor_of(request)
    if not actor.can(MANAGE):  # before anything is looked up: who exists is not told
        raise Forbidden
    issued = services.issue_token(
        actor=actor,
        office=selectors.office(payload.office),
        account=selectors.account(payload.username),
        name=payload.name,
        scopes=payload.scopes,
        expires_at=payload.expires_at,
        rate_class=payload.rate_class,
    )
    token = issued.token
    made = NewTokenOut(
        prefix=token.prefix,
        name=token.name,
        office=payload.office,
        username=payload.username,
        scopes=token.scopes,
        rate_class=token.rate_class,
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
        token=issued.text,
    )
    return Status(201, made)


@router.delete("/tokens/{prefix}", response=answers(None, status=204), operation_id="revoke_token")
def revoke_token(request: HttpRequest, prefix: str) -> Status[None]:
    """End a token at once."""
    actor = actor_of(request)
    token = next((one for one in selectors.tokens(actor=actor).filter(prefix=prefix)), None)
    if token is None:
        raise NotFound
    services.revoke_token(actor=actor, token=token)
    return Status(204, None)


class AuditQuery(Schema):
    """Filters of the audit trail."""

    object_kind: Word | None = None
    object_key: str | None = Field(None, max_length=200)
    actor_key: str | None = Field(None, max_length=200)
    cursor: str | None = Field(None, max_length=400)
    limit: int = Field(cursors.PAGE, ge=1, le=cursors.LARGEST_PAGE)


@router.get("/audit", response=answers(AuditPage), operation_id="audit_trail")
def audit_trail(request: HttpRequest, query: Query[AuditQuery]) -> AuditPage:
    """Return the audit trail, newest first (audit administrator)."""
    actor: Actor = actor_of(request)
    rows = selectors.audit_trail(
        actor=actor, object_kind=query.object_kind, object_key=query.object_key, actor_key=query.actor_key
    )
    position = cursors.decode(query.cursor)
    if position:
        rows = rows.filter(pk__lt=cursors.whole(position[0]))
    found = list(rows[: query.limit + 1])
    page = found[: query.limit]
    return AuditPage(
        entries=[
            AuditOut(
                id=row.pk,
                at=row.at,
                actor_key=row.actor_key,
                action=row.action,
                object_kind=row.object_kind,
                object_key=row.object_key,
                digest=row.digest,
            )
            for row in page
        ],
        next=cursors.encode([page[-1].pk]) if len(found) > query.limit else None,
    )
