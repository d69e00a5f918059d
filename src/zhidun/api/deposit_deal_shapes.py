"""Shapes of licences, transfers and genuine-product codes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from zhidun.api.schemas import Closed, Day, TextOut, Word
from zhidun.deposit.shares import show
from zhidun.deposit.types import CodeAnswer, LicenceIn

if TYPE_CHECKING:
    from zhidun.deposit.models import CodeBatch, Deal

LONG = 20_000
"""Longer texts are refused as a whole; what a single field takes is told by the room, beside the field."""


class DealOut(Schema):
    """A licence, a transfer, or the undoing of one."""

    deal: UUID
    deposit: str
    kind: str
    state: str
    giver: str
    taker: str
    share: str
    licence_kind: str
    powers: list[str]
    territory: list[str]
    from_on: date
    to_on: date | None
    sublicensing: bool
    most_copies: int | None
    parent: UUID | None
    undoes: UUID | None
    terms: str
    offered_at: datetime
    confirmed_at: datetime | None
    waiting: int = Field(description="sides that have not answered")

    @classmethod
    def of(cls, row: Deal) -> DealOut:
        """Return an agreement as machines read it."""
        return cls(
            deal=row.public_id,
            deposit=row.deposit.number,
            kind=row.kind,
            state=row.state,
            giver=row.giver_name,
            taker=row.taker_name,
            share=show(row.share) if row.kind == "transfer" else "",
            licence_kind=row.licence_kind,
            powers=list(row.powers),
            territory=list(row.territory),
            from_on=row.from_on,
            to_on=row.to_on,
            sublicensing=row.sublicensing,
            most_copies=row.most_copies,
            parent=row.parent.public_id if row.parent else None,
            undoes=row.undoes.public_id if row.undoes else None,
            terms=row.terms,
            offered_at=row.offered_at,
            confirmed_at=row.confirmed_at,
            waiting=row.sides.filter(answer="").count(),
        )


class TransferIn(Closed):
    """A share to give: to whom (user name), how much, since when."""

    taker: Word
    taker_kind: Word = "person"
    share: str = Field(max_length=80)
    from_on: Day
    terms: str = Field("", max_length=LONG)
    holder: int | None = Field(None, ge=1, le=2**63 - 1)


class DepositLicenceIn(Closed):
    """A licence to give; with `parent` a sublicence of one the caller has."""

    taker: Word
    taker_kind: Word = "person"
    licence_kind: Word
    powers: Annotated[list[Word], Field(max_length=20)]
    territory: Annotated[list[Word], Field(max_length=60)]
    from_on: Day
    to_on: Day | None = None
    sublicensing: bool = False
    most_copies: int | None = Field(None, ge=-(2**31), le=2**31)
    terms: str = Field("", max_length=LONG)
    parent: UUID | None = None
    holder: int | None = Field(None, ge=1, le=2**63 - 1)

    def facts(self) -> LicenceIn:
        """Return what the room reads."""
        return LicenceIn(
            kind=self.licence_kind,
            powers=tuple(self.powers),
            territory=tuple(self.territory),
            from_on=self.from_on,
            to_on=self.to_on,
            sublicensing=self.sublicensing,
            most_copies=self.most_copies,
            terms=self.terms,
        )


class DealAnswerIn(Closed):
    """`accept`, `decline` with a reason, or `withdraw` one's own offer."""

    answer: Word
    words: str = Field("", max_length=1000)


class BatchIn(Closed):
    """A batch of codes to issue."""

    product: str = Field(max_length=LONG)
    details: str = Field("", max_length=LONG)
    quantity: int = Field(ge=-(2**31), le=2**31)


class BatchOut(Schema):
    """A batch; its codes are made when they are asked for, and stored nowhere."""

    batch: UUID
    ref: str
    deposit: str
    product: str
    details: str
    quantity: int
    issuer: str
    issued_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, row: CodeBatch) -> BatchOut:
        """Return a batch as machines read it."""
        return cls(
            batch=row.public_id,
            ref=row.ref,
            deposit=row.deposit.number,
            product=row.product,
            details=row.details,
            quantity=row.quantity,
            issuer=row.issuer_name,
            issued_at=row.issued_at,
            revoked_at=row.revoked_at,
        )


class CodeIn(Closed):
    """A code as typed or scanned."""

    code: str = Field(max_length=200)


class CodeOut(Schema):
    """What a buyer is told: `genuine`, `suspicious`, `revoked` or `unknown`."""

    verdict: str
    says: TextOut
    advice: TextOut
    product: str
    details: str
    work: str
    issuer: str
    batch: str
    issued_at: datetime | None
    first_checked_at: datetime | None
    checks: int
    places: int

    @classmethod
    def of(cls, one: CodeAnswer) -> CodeOut:
        """Return an answer as machines read it."""
        return cls(
            verdict=one.verdict,
            says=TextOut.of(one.says),
            advice=TextOut.of(one.advice),
            product=one.product,
            details=one.details,
            work=one.work,
            issuer=one.issuer,
            batch=one.batch,
            issued_at=one.issued_at,
            first_checked_at=one.first_at,
            checks=one.checks,
            places=one.places,
        )
