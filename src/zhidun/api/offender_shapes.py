"""Shapes of who did it before: findings, links, profiles, claims, narrowed channels."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from zhidun.api.schemas import Closed, Day, TextOut, Word

if TYPE_CHECKING:
    from zhidun.offenders.findings import Repeat
    from zhidun.offenders.models import FalseClaim, Narrowing

Words = Annotated[str, Field(max_length=4000)]
Short = Annotated[str, Field(max_length=300)]


class OffenderFoundOut(Schema):
    """A party with what was found before."""

    party: UUID
    name: str
    uscc: str | None
    findings: int
    strong_links: int


class FoundList(Schema):
    """Parties that fit."""

    found: list[OffenderFoundOut]


class FindingOut(Schema):
    """One earlier finding; `by_link`: against a linked party."""

    number: str
    case: str
    authority: str
    party: str
    by_link: bool
    right_kind: str
    outcome: TextOut
    decided_on: date
    effective_on: date
    fine: str | None
    flags: list[TextOut]


class RepeatOut(Schema):
    """What a rule on repetition says; `prior_penalty_date` is a word of the calculators.

    `unclear`: findings in the window whose kind of right nobody wrote down; they count for nothing until looked into.
    """

    rule: str
    title: TextOut
    citation: TextOut
    years: int
    met: bool
    prior_penalty_date: date | None
    until: date | None
    unclear: list[str]

    @classmethod
    def of(cls, row: Repeat) -> RepeatOut:
        """Read it from the room's answer."""
        return cls(
            rule=row.rule, title=TextOut.of(row.title), citation=TextOut.of(row.citation), years=row.years,
            met=row.met, prior_penalty_date=row.prior_on, until=row.until, unclear=list(row.unclear),
        )  # fmt: skip


class OffenderLinkOut(Schema):
    """A party that shares something, each reason said; `verdict` is a person's."""

    party: UUID
    name: str
    strong: bool
    reasons: list[TextOut]
    verdict: str
    judgement: UUID | None


class BeforeOut(Schema):
    """What the officer of a case should know of one of its parties; the parties themselves never read this."""

    role: str
    name: str
    party: UUID
    findings: int
    by_link: int
    open_links: int
    repeats: list[RepeatOut]
    false_claims: int
    narrowed_until: date | None
    signals: list[TextOut]


class ClaimOut(Schema):
    """A malicious suit or false complaint, with the party's reply."""

    claim: UUID
    kind: str
    basis: str
    words: str
    state: str
    reply: str

    @classmethod
    def of(cls, row: FalseClaim) -> ClaimOut:
        """Read it from the row."""
        return cls(
            claim=row.public_id, kind=row.kind, basis=row.basis, words=row.words, state=row.state, reply=row.reply
        )


class NarrowingOut(Schema):
    """A narrowed claim channel; the lead in a filing is always handled."""

    narrowing: UUID
    state: str
    reason: str
    until_on: date
    appeal: str
    answer: str

    @classmethod
    def of(cls, row: Narrowing) -> NarrowingOut:
        """Read it from the row."""
        return cls(
            narrowing=row.public_id, state=row.state, reason=row.reason, until_on=row.until_on, appeal=row.appeal,
            answer=row.answer,
        )  # fmt: skip


class ProfileOut(Schema):
    """Everything known of a party's past."""

    party: UUID
    name: str
    names: list[str]
    traces: list[dict[str, str]]
    links: list[OffenderLinkOut]
    findings: list[FindingOut]
    repeats: list[RepeatOut]
    claims: list[ClaimOut]
    narrowing: NarrowingOut | None
    filings: int
    signals: list[TextOut]


class TraceIn(Closed):
    """A trace with where it was seen; a picture names an item of the case."""

    kind: Word
    value: Short = ""
    source: Short
    case: Word = ""
    item: Word = ""


class JudgeIn(Closed):
    """A judgement: one, linked or apart."""

    other: UUID
    verdict: Word
    reason: Words


class RecordReasonIn(Closed):
    """Why."""

    reason: Words


class ClaimIn(Closed):
    """What is to be recorded, on which document."""

    office: Word
    kind: Word
    basis: Short
    words: Words


class NarrowIn(Closed):
    """For how long and why."""

    office: Word
    until_on: Day
    reason: Words


class DecideIn(Closed):
    """A second person's word; for an appeal `agree` lifts the limit."""

    agree: bool
    reason: Words


class OwnWordsIn(Closed):
    """A reply or an appeal."""

    words: Words


class OwnOut(Schema):
    """What is recorded about the caller's own parties."""

    claims: list[ClaimOut]
    narrowings: list[NarrowingOut]
