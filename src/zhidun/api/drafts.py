"""Drafts for machines: kept as typed, opened again by token (never in an address) or listed by their account."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.api.auth import actor_of, everybody
from zhidun.api.problems import answers
from zhidun.api.schemas import Closed, Items
from zhidun.intake import selectors, services
from zhidun.intake.pages import KINDS
from zhidun.intake.types import DraftView

router = Router()
KIND = f"^({'|'.join(KINDS)})$"


class DraftIn(Closed):
    """What was typed so far, unchecked; with `token` the same draft is written over."""

    kind: str = Field(pattern=KIND)
    answers: dict[str, Any] = Field(default_factory=dict, max_length=200)
    items: Items = Field(default_factory=list)
    token: str | None = Field(None, min_length=1, max_length=80)


class DraftKeyIn(Closed):
    """The token given when the draft was saved."""

    token: str = Field(min_length=1, max_length=80)


class DraftOut(Schema):
    """A draft; whoever has its token may open it."""

    token: str
    kind: str
    answers: dict[str, Any]
    items: list[str]
    saved_at: datetime


def _out(one: DraftView) -> DraftOut:
    return DraftOut(
        token=one.token, kind=one.kind, answers=dict(one.answers), items=list(one.item_ids), saved_at=one.saved_at
    )


@router.post("/drafts", auth=everybody, response=answers(DraftOut), operation_id="save_draft")
def save(request: HttpRequest, payload: DraftIn) -> DraftOut:
    """Keep a draft for thirty days, encrypted; sending it again with its token writes it over."""
    return _out(
        services.save_draft(
            actor=actor_of(request),
            kind=payload.kind,
            answers=payload.answers,
            token=payload.token,
            item_ids=[str(item) for item in payload.items],
        )
    )


@router.get("/drafts", response=answers(list[DraftOut]), operation_id="list_drafts")
def list_drafts(request: HttpRequest) -> list[DraftOut]:
    """Return the drafts of the account, newest first; those of anonymous reports are never tied to one."""
    return [_out(one) for one in selectors.drafts_of(actor_of(request))]


@router.post("/drafts/open", auth=everybody, response=answers(DraftOut), operation_id="open_draft")
def open_one(request: HttpRequest, payload: DraftKeyIn) -> DraftOut:
    """Return the draft of a token."""
    del request
    return _out(selectors.open_draft(payload.token))


@router.post("/drafts/delete", auth=everybody, response=answers(None, status=204), operation_id="delete_draft")
def delete(request: HttpRequest, payload: DraftKeyIn) -> Status[None]:
    """Throw a draft away; an unknown token is no error."""
    del request
    services.delete_draft(token=payload.token)
    return Status(204, None)
