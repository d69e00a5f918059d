"""What goes into the room and comes out of it: plain values shared with the doors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from zhidun.evidence.proofs import SealView
from zhidun.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonIn:
    """An author or owner as stated.

    Attributes:
        kind: `person` or `organisation`.
        account: user name on this platform, when known; only that account acts for the owner.
        share: part of the copyright; none for authors.
    """

    kind: str
    name: str
    uscc: str = ""
    account: str = ""
    share: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkIn:
    """What a depositor states about a work, read and checked."""

    title: str
    category: str
    authorship: str
    ai_statement: str
    description: str
    created_on: date
    created_place: str
    first_published_on: date | None
    first_published_place: str
    district: str
    visibility: str
    form: str
    commitment: str
    authors: tuple[PersonIn, ...]
    owners: tuple[PersonIn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceIn:
    """A licence as offered; `to_on` None lasts as long as the copyright; `most_copies` caps genuine-product codes."""

    kind: str
    powers: tuple[str, ...]
    territory: tuple[str, ...]
    from_on: date
    to_on: date | None = None
    sublicensing: bool = False
    most_copies: int | None = None
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Taker:
    """Who receives: an account, and whether a person or an organisation stands behind it."""

    account: str
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody holds today."""

    holder_id: int
    name: str
    share: Fraction
    account_id: int | None


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """What anybody is told about a deposit, as far as its owner allowed it.

    Attributes:
        title: None when private.
        owners: names of those who hold it today; None when they are not to be shown.
        entries: how many entries its chain of title has.
        earlier: whether somebody else deposited the same file before.
    """

    number: str
    state: str
    form: str
    deposited_at: datetime
    revealed_at: datetime | None
    withdrawn_at: datetime | None
    seal: SealView
    entries: int
    earlier: bool
    visibility: str
    title: str | None = None
    category: Text | None = None
    owners: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """What a buyer is told about a code.

    Attributes:
        verdict: `genuine`, `suspicious` (asked about too often or in too many places), `revoked` or `unknown`.
        first_at: when it was first asked about; this question itself when `checks` is 1.
        checks: how often it was asked about, this time included.
        places: from how many different places.
        advice: what to make of it.
    """

    verdict: str
    says: Text
    advice: Text
    product: str = ""
    details: str = ""
    work: str = ""
    issuer: str = ""
    batch: str = ""
    issued_at: datetime | None = None
    first_at: datetime | None = None
    checks: int = 0
    places: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """Standing deposits by category and district, and what happened in a period.

    Attributes:
        cells: count by (district code, category).
        deals: confirmed licences and transfers by kind.
    """

    cells: Mapping[tuple[str, str], int]
    from_on: date | None
    to_on: date | None
    total: int
    withdrawn: int
    commitments: int
    deals: Mapping[str, int] = field(default_factory=dict)
    codes: int = 0
    checks: int = 0
