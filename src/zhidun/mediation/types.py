"""Plain values the room gives out; doors build on these, never on rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zhidun.kernel.text import Text
from zhidun.mediation.blind import RoundCard
from zhidun.mediation.receiving import ReferralCard
from zhidun.mediation.register import MediatorCard


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationCard:
    """One line of a list of mediations."""

    number: str
    title: str
    form: str
    form_title: Text
    state: str
    state_title: Text
    part: str
    body: Text
    complainant: str
    respondent: str
    mediator: Text | None
    opened_at: datetime
    answer_due_on: date
    closed_at: datetime | None
    origin: str
    demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideCard:
    """A side as the reader may see it: its answer, never its reason unless it is the reader's to know."""

    side: str
    name: str
    you: bool
    answer: str
    reason: str
    has_account: bool
    chosen: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCard:
    """Something said, as listed."""

    public_id: str
    id: int
    room: str
    author: str
    part: str
    you: bool
    body: str
    at: datetime
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotCard:
    """An offered time, as listed. `yours`: the reader said that it fits; of the other side nothing is told."""

    public_id: str
    room: str
    starts_at: datetime
    ends_at: datetime
    place: str
    state: str
    yours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCard:
    """An offer, as listed."""

    public_id: str
    kind: str
    maker: str
    audience: str
    amount: Decimal | None
    terms: str
    made_at: datetime
    until_at: datetime
    state: str
    yours: bool
    answered: bool
    answers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesCard:
    """Minutes, as listed."""

    public_id: str
    room: str
    held_at: datetime
    body: str
    present: str
    interpreter: str
    written_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyCard:
    """Something to be done, as listed."""

    n: int
    kind: str
    by: str
    what: str
    amount: Decimal | None
    due_on: date
    told_at: datetime | None
    told_words: str
    done_at: datetime | None
    defaulted_at: datetime | None
    yours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementCard:
    """The agreement that is open for signature or signed.

    Attributes:
        signed: parts that signed, with name and moment.
        you_sign: the reader has yet to sign it.
        confirm_until: last day to apply for judicial confirmation; None: no such period.
        confirmation: court and who asked for confirmation so far.
        paper: public id of the printed agreement.
    """

    public_id: str
    version: int
    state: str
    text: Text
    digest: str
    amount: Decimal | None
    signed: tuple[tuple[str, str, datetime], ...]
    you_sign: bool
    effective_at: datetime | None
    duties: tuple[DutyCard, ...]
    confirm_until: date | None
    confirmation_open: bool
    court: str
    asked: tuple[str, ...]
    filed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCard:
    """A draw of the mediator, for everybody with a part in the mediation."""

    number: str
    state: str
    listed: tuple[str, ...]
    committed: tuple[str, ...]
    revealed: tuple[str, ...]
    reveal_until: datetime
    bundle: dict[str, object] | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationPage:
    """Everything one reader may see of a mediation; what belongs to others' rooms is not in it at all."""

    card: MediationCard
    words: Text
    next_words: Text
    sides: tuple[SideCard, ...]
    rooms: tuple[str, ...]
    video_link: str
    interpreter: str
    interpreter_language: str
    candidates: tuple[MediatorCard, ...]
    slots: tuple[SlotCard, ...]
    offers: tuple[OfferCard, ...]
    rounds: tuple[RoundCard, ...]
    minutes: tuple[MinutesCard, ...]
    agreement: AgreementCard | None
    draw: DrawCard | None
    papers: tuple[tuple[str, Text], ...]
    notes: tuple[tuple[datetime, str], ...] = ()
    referrals: tuple[ReferralCard, ...] = ()
