"""Shapes of mediations: what one reader may see of one, and what may be done in it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from zhidun.api.schemas import Closed, Day, TextOut, Word
from zhidun.mediation.register import MediatorCard
from zhidun.mediation.types import MediationCard, MediationPage, MessageCard

LONG = 20_000


class MediationIn(Closed):
    """A mediation to ask for: what about, and with whom."""

    form: Word = "people"
    kind: Word = ""
    dispute: Word = ""
    name: Annotated[str, Field(max_length=LONG)] = ""
    own_kind: Word = ""
    other: Annotated[str, Field(max_length=LONG)] = ""
    other_kind: Word = ""
    phone: Word = ""
    request: Annotated[str, Field(max_length=LONG)] = ""
    answer_due_on: Day | None = None
    origin: Word = ""
    body: Word = ""
    court_case: Word = ""
    trial: Word = ""

    def words(self) -> dict[str, object]:
        """Return the answers as words."""
        due = self.answer_due_on
        return {**self.model_dump(), "answer_due_on": due.isoformat() if due else ""}


class MediationOut(Schema):
    """One mediation as listed."""

    number: str
    title: str
    form: str
    form_title: TextOut
    state: str
    state_title: TextOut
    part: str = Field(description="complainant, respondent, mediator or desk: the caller's part")
    body: TextOut
    complainant: str
    respondent: str
    mediator: TextOut | None
    opened_at: datetime
    answer_due_on: date
    closed_at: datetime | None
    origin: str
    demo: bool

    @classmethod
    def of(cls, card: MediationCard) -> MediationOut:
        """Read it from the room's card."""
        return cls.model_validate(asdict(card))


class MediationSideOut(Schema):
    """A side: its answer; its reason only where the caller may know it."""

    side: str
    name: str
    you: bool
    answer: str
    reason: str
    has_account: bool
    chosen: TextOut | None


class MediatorOut(Schema):
    """A mediator on the list."""

    public_id: UUID
    name: TextOut
    body: TextOut
    body_code: str
    fields: list[str]
    languages: list[str]
    qualification: str
    load: int
    most: int
    free: bool
    why: TextOut | None

    @classmethod
    def of(cls, card: MediatorCard) -> MediatorOut:
        """Read it from the room's card."""
        return cls.model_validate(asdict(card))


class MediationSlotOut(Schema):
    """An offered time."""

    public_id: UUID
    room: str
    starts_at: datetime
    ends_at: datetime
    place: str
    state: str
    yours: bool


class MediationOfferOut(Schema):
    """An offer the caller may read."""

    public_id: UUID
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


class SealedRoundOut(Schema):
    """A round of sealed offers: crossed or not, nothing more."""

    public_id: UUID
    n: int
    until_at: datetime
    state: str
    made: bool
    settled_amount: Decimal | None


class MediationMinutesOut(Schema):
    """Minutes of a room the caller is in."""

    public_id: UUID
    room: str
    held_at: datetime
    body: str
    present: str
    interpreter: str
    written_by: str


class DutyOut(Schema):
    """Something to be done under the agreement."""

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


class AgreementOut(Schema):
    """The agreement that is open for signature or signed."""

    public_id: UUID
    version: int
    state: str
    text: TextOut
    digest: str
    amount: Decimal | None
    signed: list[tuple[str, str, datetime]]
    you_sign: bool
    effective_at: datetime | None
    duties: list[DutyOut]
    confirm_until: date | None
    confirmation_open: bool
    court: str
    asked: list[str]
    filed_at: datetime | None


class MediatorDrawOut(Schema):
    """A draw of the mediator; `bundle` is what `zhidun draw verify` checks."""

    number: str
    state: str
    listed: list[str]
    committed: list[str]
    revealed: list[str]
    reveal_until: datetime
    bundle: dict[str, Any] | None
    why: str


class MediationPaperOut(Schema):
    """A paper of the mediation."""

    paper: UUID
    title: TextOut


class MediationPageOut(Schema):
    """Everything the caller may see of a mediation; what belongs to others' rooms is not in it."""

    mediation: MediationOut
    words: TextOut
    next_words: TextOut
    sides: list[MediationSideOut]
    rooms: list[str]
    video_link: str
    interpreter: str
    interpreter_language: str
    candidates: list[MediatorOut]
    slots: list[MediationSlotOut]
    offers: list[MediationOfferOut]
    rounds: list[SealedRoundOut]
    minutes: list[MediationMinutesOut]
    agreement: AgreementOut | None
    draw: MediatorDrawOut | None
    papers: list[MediationPaperOut]

    @classmethod
    def of(cls, page: MediationPage) -> MediationPageOut:
        """Read it from the room's page."""
        found = asdict(page)
        papers = [{"paper": key, "title": {"zh": title.zh, "en": title.en}} for key, title in page.papers]
        return cls.model_validate({**found, "mediation": found["card"], "papers": papers})


class RoomMessageOut(Schema):
    """Something said in a room."""

    public_id: UUID
    room: str
    author: str
    part: str
    you: bool
    body: str
    at: datetime
    files: list[tuple[UUID, str]]

    @classmethod
    def of(cls, card: MessageCard) -> RoomMessageOut:
        """Read it from the room's card."""
        return cls.model_validate(asdict(card))


class MediationActIn(Closed):
    """An act and its words, as described at `GET /mediation-acts`."""

    act: Word
    words: dict[str, Any] = Field(default_factory=dict, max_length=60)


class MediationActOut(Schema):
    """The mediation after the act; `code` only after making a code of invitation."""

    mediation: MediationOut
    code: str = ""


class MediationBodyOut(Schema):
    """A mediation body."""

    office: str
    name: TextOut
    forms: list[str]
    fields: list[str]


class JoinIn(Closed):
    """The code on a letter of invitation."""

    code: Word


class MediationFiguresOut(Schema):
    """Figures of mediation; `by_form`: form, offered, consented, settled."""

    offered: int
    consented: int
    settled: int
    declined: int
    failed: int
    running: int
    agreed: Decimal
    paid: Decimal
    performed: int
    in_default: int
    from_cases: int
    by_form: list[tuple[str, int, int, int]]
