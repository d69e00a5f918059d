"""Shapes of the deposit of works."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from zhidun.api import cursors
from zhidun.api.deposit_deal_shapes import LONG, DealOut
from zhidun.api.item_seals import ItemSealOut
from zhidun.api.schemas import Closed, Day, Items, TextOut, Word
from zhidun.deposit import selectors, words
from zhidun.deposit.shares import show
from zhidun.deposit.types import PublicAnswer

if TYPE_CHECKING:
    from zhidun.deposit.models import ChainEntry, Deposit
    from zhidun.evidence.proofs import SealView


class DepositPersonIn(Closed):
    """An author or an owner; `share` as `50`, `33.5%` or `1/3`, for owners."""

    kind: str = "person"
    name: Annotated[str, Field(max_length=LONG)] = ""
    uscc: Annotated[str, Field(max_length=80)] = ""
    account: Annotated[str, Field(max_length=80)] = ""
    share: Annotated[str, Field(max_length=80)] = ""


class DepositIn(Closed):
    """A work to deposit: files handed in before (`/evidence`), or a commitment; what is wrong is told all at once."""

    title: Annotated[str, Field(max_length=LONG)] = ""
    category: Word = ""
    authorship: Word = "original"
    ai_used: bool = False
    ai_statement: Annotated[str, Field(max_length=LONG)] = ""
    description: Annotated[str, Field(max_length=LONG)] = ""
    created_on: Word = ""
    created_place: Annotated[str, Field(max_length=LONG)] = ""
    first_published_on: Word = ""
    first_published_place: Annotated[str, Field(max_length=LONG)] = ""
    district: Word = ""
    visibility: Word = "public"
    form: Word = "file"
    commitment: Annotated[str, Field(max_length=400)] = ""
    authors: Annotated[list[DepositPersonIn], Field(max_length=10)] = Field(default_factory=list)
    owners: Annotated[list[DepositPersonIn], Field(max_length=10)] = Field(default_factory=list)
    items: Items = Field(default_factory=list)
    depositor: Word = ""

    def raw(self) -> dict[str, object]:
        """Return the answers by the keys of the form."""
        found = self.model_dump(exclude={"authors", "owners", "items", "depositor", "ai_used"})
        found["ai_used"] = "true" if self.ai_used else ""
        for role, people in (("author", self.authors), ("owner", self.owners)):
            for place, one in enumerate(people):
                found |= {f"{role}-{place}-{part}": value for part, value in one.model_dump().items()}
        return found


class DepositOut(Schema):
    """A deposit in a list."""

    number: str
    title: str
    category: str
    category_title: TextOut
    form: str
    state: str
    visibility: str
    district: str
    deposited_at: datetime
    earlier_known: bool = Field(description="somebody else deposited a file with the same digest before; never who")

    @classmethod
    def of(cls, row: Deposit) -> DepositOut:
        """Return a deposit as machines read it."""
        return cls(
            number=row.number,
            title=row.title,
            category=row.category,
            category_title=TextOut.of(words.said(words.CATEGORIES, row.category)),
            form=row.form,
            state=row.state,
            visibility=row.visibility,
            district=row.district,
            deposited_at=row.deposited_at,
            earlier_known=row.earlier_at is not None,
        )


class OwnerOut(Schema):
    """Who holds it today."""

    holder: int
    name: str
    share: str
    has_account: bool


class DepositFileOut(Schema):
    """A file of the work."""

    item: UUID
    filename: str
    size: int
    sha256: str
    sm3: str


class EntryOut(Schema):
    """An entry of the chain of title; `record` is the very text that was sealed."""

    seq: int
    kind: str
    title: TextOut
    at: datetime
    deal: UUID | None
    sha256: str
    record: str
    seal: ItemSealOut

    @classmethod
    def of(cls, row: ChainEntry, seal: SealView) -> EntryOut:
        """Return an entry as machines read it."""
        return cls(
            seq=row.seq,
            kind=row.kind,
            title=TextOut.of(words.said(words.ENTRIES, row.kind)),
            at=row.at,
            deal=row.deal.public_id if row.deal else None,
            sha256=row.sha256,
            record=row.record,
            seal=ItemSealOut.of(seal),
        )


class DepositDetailOut(DepositOut):
    """A deposit with all that hangs on it."""

    authorship: str
    ai_statement: str
    description: str
    created_on: date
    first_published_on: date | None
    commitment: str
    revealed_at: datetime | None
    withdrawn_at: datetime | None
    verified_at: datetime | None
    verification_note: str
    authors: list[str]
    owners: list[OwnerOut]
    files: list[DepositFileOut]
    entries: list[EntryOut]
    deals: list[DealOut]

    @classmethod
    def whole(cls, row: Deposit) -> DepositDetailOut:
        """Return a deposit with people, files, chain and agreements."""
        owners = [
            OwnerOut(holder=one.holder_id, name=one.name, share=show(one.share), has_account=one.account_id is not None)
            for one in selectors.owners_of(row)
        ]
        files = [
            DepositFileOut(
                item=one.public_id, filename=one.filename, size=one.blob.size, sha256=one.blob.sha256, sm3=one.blob.sm3
            )
            for one in selectors.items_of(row)
        ]
        return cls(
            **DepositOut.of(row).model_dump(),
            authorship=row.authorship,
            ai_statement=row.ai_statement,
            description=row.description,
            created_on=row.created_on,
            first_published_on=row.first_published_on,
            commitment=row.commitment,
            revealed_at=row.revealed_at,
            withdrawn_at=row.withdrawn_at,
            verified_at=row.verified_at,
            verification_note=row.verification_note,
            authors=[one.name for one in row.authors.all()],
            owners=owners,
            files=files,
            entries=[EntryOut.of(entry, seal) for entry, seal in selectors.chain(row)],
            deals=[DealOut.of(one) for one in selectors.deals(row)],
        )


class DepositPage(Schema):
    """A page of deposits."""

    deposits: list[DepositOut]
    next: str | None


class DepositQuery(Schema):
    """Which deposits, and which page."""

    q: str = Field("", max_length=200)
    category: Word = ""
    district: Word = ""
    state: Word = ""
    cursor: str | None = Field(None, max_length=400)
    limit: int = Field(cursors.PAGE, ge=1, le=cursors.LARGEST_PAGE)


class ReasonIn(Closed):
    """Why."""

    reason: str = Field(max_length=LONG)


class DepositNoteIn(Closed):
    """What an officer found."""

    note: str = Field(max_length=LONG)


class OwnerLinkIn(Closed):
    """Which owner, and the account that acts for it from now on."""

    holder: int = Field(ge=1, le=2**63 - 1)
    username: Word
    reason: str = Field(max_length=LONG)


class AskIn(Closed):
    """A deposit number, or a digest: of a file, of a record, or a commitment."""

    q: str = Field(min_length=1, max_length=200)


class AskedOut(Schema):
    """What anybody is told of a deposit, as far as its owner allowed."""

    number: str
    state: str
    form: str
    visibility: str
    deposited_at: datetime
    revealed_at: datetime | None
    withdrawn_at: datetime | None
    earlier_known: bool
    entries: int
    title: str | None
    category: TextOut | None
    owners: list[str] | None
    seal: ItemSealOut

    @classmethod
    def of(cls, one: PublicAnswer) -> AskedOut:
        """Return a public answer as machines read it."""
        return cls(
            number=one.number,
            state=one.state,
            form=one.form,
            visibility=one.visibility,
            deposited_at=one.deposited_at,
            revealed_at=one.revealed_at,
            withdrawn_at=one.withdrawn_at,
            earlier_known=one.earlier,
            entries=one.entries,
            title=one.title,
            category=TextOut.maybe(one.category),
            owners=list(one.owners) if one.owners is not None else None,
            seal=ItemSealOut.of(one.seal),
        )


class AskedPage(Schema):
    """Every deposit that answers."""

    found: list[AskedOut]


class FigureQuery(Schema):
    """From which day to which, both included."""

    from_on: Day | None = None
    to_on: Day | None = None


class FigureRow(Schema):
    """One district: count by category, and the sum."""

    district: str
    name: TextOut
    counts: dict[str, int]
    total: int


class DepositFiguresOut(Schema):
    """Standing deposits by category and district, and what happened with them."""

    categories: dict[str, TextOut]
    rows: list[FigureRow]
    total: int
    withdrawn: int
    commitments: int
    licences: int
    transfers: int
    codes: int
    checks: int
