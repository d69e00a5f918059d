"""Shapes of the registry of rights."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from zhidun.api import cursors
from zhidun.api.schemas import Closed, Day, TextOut, Word
from zhidun.rights import selectors

if TYPE_CHECKING:
    from zhidun.rights.models import Right


class RightOut(Schema):
    """A right as the registry holds it."""

    right: UUID
    kind: str
    kind_title: TextOut
    number: str
    number_known: bool
    title: str
    title_en: str
    holder_name: str
    status: str
    filed_on: date | None
    registered_on: date | None
    published_on: date | None
    expires_on: date | None
    renew_from_on: date | None
    renew_until_on: date | None
    classes: list[int]
    region: str
    source: str
    verification: str
    verified_at: datetime | None
    key_protection: bool
    warnings: list[TextOut]


class RightPage(Schema):
    """A page of rights."""

    rights: list[RightOut]
    next: str | None


class RightIn(Closed):
    """A right to enter, unverified."""

    kind: str = Field(max_length=24)
    title: str = Field(min_length=1, max_length=300)
    number: str = Field("", max_length=80)
    title_en: str = Field("", max_length=300)
    holder_name: str = Field("", max_length=300)
    status: str = Field("", max_length=40)
    filed_on: Day | None = None
    registered_on: Day | None = None
    published_on: Day | None = None
    classes: list[Annotated[int, Field(ge=0, le=999)]] = Field(default_factory=list, max_length=45)
    details: dict[str, str | int | bool | list[str] | None] = Field(default_factory=dict, max_length=50)
    region: str = Field("", max_length=12)
    source: str = Field("", max_length=300)
    key_protection: bool = False


class VerifyIn(Closed):
    """What the officer saw."""

    reason: str = Field("", max_length=1000)
    documents: list[Word] = Field(default_factory=list, max_length=50)


class StatusIn(Closed):
    """A change of status."""

    status: Word
    effective_on: Day
    reason: str = Field(min_length=1, max_length=1000)


class RightQuery(Schema):
    """Filters of the registry."""

    q: str = Field("", max_length=200)
    kind: Word = ""
    status: Word = ""
    key_protection: bool | None = None
    renewals_due: bool = False
    cursor: str | None = Field(None, max_length=400)
    limit: int = Field(cursors.PAGE, ge=1, le=cursors.LARGEST_PAGE)


class SecretIn(Closed):
    """A trade secret: a code name and a salted commitment; its content never leaves its owner."""

    title: str = Field(min_length=1, max_length=300)
    commitment: str = Field(pattern="^[0-9a-f]{64}$")
    measures: dict[str, bool] = Field(default_factory=dict, max_length=50)
    holder_name: str = Field("", max_length=300)


class DocumentOut(Schema):
    """A paper on file for a right."""

    kind: str
    sha256: str
    note: str
    added_at: datetime
    seen_at: datetime | None


class StatusChangeOut(Schema):
    """A change in the history of a right."""

    at: datetime
    from_status: str
    to_status: str
    effective_on: date
    reason: str


class RightDetailOut(RightOut):
    """A right with its own fields, its papers and its history."""

    details: dict[str, Any]
    documents: list[DocumentOut]
    history: list[StatusChangeOut]


def out(row: Right) -> RightOut:
    """Return a right as machines read it."""
    return RightOut(
        right=row.public_id,
        kind=row.kind,
        kind_title=TextOut.of(selectors.kind(row.kind).title),
        number=row.number,
        number_known=row.number_known,
        title=row.title,
        title_en=row.title_en,
        holder_name=row.holder_name,
        status=row.status,
        filed_on=row.filed_on,
        registered_on=row.registered_on,
        published_on=row.published_on,
        expires_on=row.expires_on,
        renew_from_on=row.renew_from_on,
        renew_until_on=row.renew_until_on,
        classes=row.classes,
        region=row.region,
        source=row.source,
        verification=row.verification,
        verified_at=row.verified_at,
        key_protection=row.key_protection,
        warnings=[TextOut(**one) for one in row.warnings],
    )


def detail(row: Right) -> RightDetailOut:
    """Return a right with its own fields, papers and history."""
    return RightDetailOut(
        **out(row).model_dump(),
        details=dict(row.details),
        documents=[
            DocumentOut(kind=one.kind, sha256=one.sha256, note=one.note, added_at=one.added_at, seen_at=one.seen_at)
            for one in selectors.documents(row)
        ],
        history=[
            StatusChangeOut(
                at=one.at,
                from_status=one.from_status,
                to_status=one.to_status,
                effective_on=one.effective_on,
                reason=one.reason,
            )
            for one in selectors.status_history(row)
        ],
    )
