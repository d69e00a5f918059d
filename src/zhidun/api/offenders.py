"""Who did it before, for machines: look-up, profile, links, false claims, narrowed channels."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.access import selectors as access
from zhidun.access.policies import need
from zhidun.api.auth import actor_of
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, Day, DoneOut, TextOut, Word
from zhidun.cases import selectors as cases
from zhidun.kernel.errors import NotFound
from zhidun.offenders import selectors, services
from zhidun.parties import selectors as parties

if TYPE_CHECKING:
    from zhidun.offenders.findings import Repeat
    from zhidun.offenders.models import FalseClaim, Narrowing

router = Router()
VIEW, TRACE, JUDGE = "offenders:profile:view", "offenders:trace:add", "parties:party:judge"
PROPOSE, DECIDE = "offenders:claim:propose", "offenders:claim:decide"
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


@router.get("/offenders", response=answers(FoundList), operation_id="lookup_offender")
def lookup_offender(request: HttpRequest, q: Annotated[str, Field(max_length=200)] = "") -> FoundList:
    """Look somebody up by name, code, telephone or pinyin, as at intake."""
    found = selectors.lookup(actor_of(request), q)
    return FoundList(
        found=[
            OffenderFoundOut(party=row.public_id, name=row.name, uscc=row.uscc, findings=count, strong_links=links)
            for row, count, links in found
        ]
    )


@router.get("/offenders/{uuid:party}", response=answers(ProfileOut), operation_id="read_offender")
def read_offender(request: HttpRequest, party: UUID, right_kind: Word = "", on: Day | None = None) -> ProfileOut:
    """Return the profile of a party; `right_kind` and `on` say for which act repetition is measured."""
    one = selectors.profile(actor_of(request), str(party), right_kind=right_kind, on=on)
    return ProfileOut(
        party=one.party.public_id,
        name=one.party.name,
        names=list(one.names),
        traces=[{"kind": row.kind, "shown": row.shown, "source": row.source} for row in one.traces],
        links=[
            OffenderLinkOut(
                party=link.party.public_id, name=link.party.name, strong=link.strong,
                reasons=[TextOut.of(why) for why in link.reasons],
                verdict=link.verdict.verdict if link.verdict else "",
                judgement=link.verdict.public_id if link.verdict else None,
            )
            for link in one.links
        ],
        findings=[
            FindingOut(
                number=row.number, case=row.case, authority=row.authority, party=row.party, by_link=row.by_link,
                right_kind=row.right_kind, outcome=TextOut.of(row.outcome), decided_on=row.decided_on,
                effective_on=row.effective_on, fine=f"{row.fine:.2f}" if row.fine is not None else None,
                flags=[TextOut.of(flag) for flag in row.flags],
            )
            for row in one.findings
        ],
        repeats=[RepeatOut.of(row) for row in one.repeats],
        claims=[ClaimOut.of(row) for row in one.claims],
        narrowing=NarrowingOut.of(one.narrowing) if one.narrowing else None,
        filings=one.figures.filings,
        signals=[TextOut.of(why) for why in one.figures.why],
    )  # fmt: skip


@router.get("/cases/{number}/before", response=answers(list[BeforeOut]), operation_id="read_before")
def read_before(request: HttpRequest, number: Annotated[str, Field(max_length=40)]) -> list[BeforeOut]:
    """Return what stands before on the parties of a case, as at intake; for the office in charge.

    Nothing for a post that may not see it; the parties of the case never read it.
    """
    actor = actor_of(request)
    if not cases.in_charge(actor, cases.find(actor, number)):
        raise NotFound
    return [
        BeforeOut(
            role=one.role, name=one.name, party=UUID(one.party), findings=one.findings, by_link=one.by_link,
            open_links=one.open_links, repeats=[RepeatOut.of(row) for row in one.repeats], false_claims=one.claims,
            narrowed_until=one.narrowing.until_on if one.narrowing else None,
            signals=[TextOut.of(why) for why in one.why],
        )
        for one in selectors.before(actor, number)
    ]  # fmt: skip


@router.post(
    "/offenders/{uuid:party}/traces", response=answers(DoneOut), operation_id="add_trace", openapi_extra=REPEATABLE
)
def add_trace(request: HttpRequest, party: UUID, payload: TraceIn) -> Status[DoneOut]:
    """Note a trace of a party."""
    actor = actor_of(request)
    need(actor, TRACE)

    def effect() -> DoneOut:
        services.add_trace(
            actor=actor, party=parties.by_public_id(party), kind=payload.kind, value=payload.value,
            source=payload.source, case_number=payload.case, item=payload.item,
        )  # fmt: skip
        return DoneOut()

    return once(request, payload, DoneOut, effect)


@router.post(
    "/offenders/{uuid:party}/links", response=answers(DoneOut), operation_id="judge_link", openapi_extra=REPEATABLE
)
def judge_link(request: HttpRequest, party: UUID, payload: JudgeIn) -> Status[DoneOut]:
    """Judge two parties: one, linked or apart."""
    actor = actor_of(request)
    need(actor, JUDGE)

    def effect() -> DoneOut:
        services.judge(
            actor=actor, party=parties.by_public_id(party), other=parties.by_public_id(payload.other),
            verdict=payload.verdict, reason=payload.reason,
        )  # fmt: skip
        return DoneOut()

    return once(request, payload, DoneOut, effect)


@router.post(
    "/offender-links/{uuid:judgement}/undo", response=answers(DoneOut), operation_id="undo_link",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def undo_link(request: HttpRequest, judgement: UUID, payload: RecordReasonIn) -> Status[DoneOut]:
    """Take a judgement back."""
    actor = actor_of(request)
    need(actor, JUDGE)

    def effect() -> DoneOut:
        services.undo(actor=actor, judgement=str(judgement), reason=payload.reason)
        return DoneOut()

    return once(request, payload, DoneOut, effect)


@router.post(
    "/offenders/{uuid:party}/claims", response=answers(ClaimOut), operation_id="propose_false_claim",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def propose_false_claim(request: HttpRequest, party: UUID, payload: ClaimIn) -> Status[ClaimOut]:
    """Propose to record a malicious suit or a false complaint."""
    actor = actor_of(request)
    need(actor, PROPOSE)

    def effect() -> ClaimOut:
        row = services.propose_claim(
            actor=actor, party=parties.by_public_id(party), office_id=access.office(payload.office).pk,
            kind=payload.kind, basis=payload.basis, words=payload.words,
        )  # fmt: skip
        return ClaimOut.of(row)

    return once(request, payload, ClaimOut, effect)


@router.post(
    "/offenders/{uuid:party}/narrowings", response=answers(NarrowingOut), operation_id="ask_narrowing",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def ask_narrowing(request: HttpRequest, party: UUID, payload: NarrowIn) -> Status[NarrowingOut]:
    """Ask to narrow the claim channel of a party for a term."""
    actor = actor_of(request)
    need(actor, PROPOSE)

    def effect() -> NarrowingOut:
        row = services.ask_narrowing(
            actor=actor, party=parties.by_public_id(party), office_id=access.office(payload.office).pk,
            until_on=payload.until_on, reason=payload.reason,
        )  # fmt: skip
        return NarrowingOut.of(row)

    return once(request, payload, NarrowingOut, effect)


@router.post(
    "/false-claims/{uuid:claim}/decision", response=answers(ClaimOut), operation_id="decide_false_claim",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def decide_false_claim(request: HttpRequest, claim: UUID, payload: DecideIn) -> Status[ClaimOut]:
    """Agree or refuse as the second person; a standing record is withdrawn with `agree` false."""
    actor = actor_of(request)
    need(actor, DECIDE)

    def effect() -> ClaimOut:
        return ClaimOut.of(
            services.decide_claim(actor=actor, claim=str(claim), agree=payload.agree, reason=payload.reason)
        )

    return once(request, payload, ClaimOut, effect)


@router.post(
    "/narrowings/{uuid:narrowing}/decision", response=answers(NarrowingOut), operation_id="decide_narrowing",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def decide_narrowing(request: HttpRequest, narrowing: UUID, payload: DecideIn) -> Status[NarrowingOut]:
    """Agree or refuse as the second person."""
    actor = actor_of(request)
    need(actor, DECIDE)

    def effect() -> NarrowingOut:
        return NarrowingOut.of(
            services.decide_narrowing(actor=actor, narrowing=str(narrowing), agree=payload.agree, reason=payload.reason)
        )

    return once(request, payload, NarrowingOut, effect)


@router.post(
    "/narrowings/{uuid:narrowing}/answer", response=answers(NarrowingOut), operation_id="answer_appeal",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def answer_appeal(request: HttpRequest, narrowing: UUID, payload: DecideIn) -> Status[NarrowingOut]:
    """Decide on an appeal, as somebody who took no part so far; `agree` lifts the limit."""
    actor = actor_of(request)
    need(actor, DECIDE)

    def effect() -> NarrowingOut:
        return NarrowingOut.of(
            services.answer_appeal(actor=actor, narrowing=str(narrowing), lift=payload.agree, reason=payload.reason)
        )

    return once(request, payload, NarrowingOut, effect)


@router.get("/own-records", response=answers(OwnOut), operation_id="own_records")
def own_records(request: HttpRequest) -> OwnOut:
    """Return what is recorded about the parties the caller acts for."""
    claims, narrowings = selectors.own_records(actor_of(request))
    return OwnOut(claims=[ClaimOut.of(row) for row in claims], narrowings=[NarrowingOut.of(row) for row in narrowings])


@router.post(
    "/own-records/claims/{uuid:claim}/reply", response=answers(ClaimOut), operation_id="reply_false_claim",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def reply_false_claim(request: HttpRequest, claim: UUID, payload: OwnWordsIn) -> Status[ClaimOut]:
    """Reply to a record, as the party it concerns."""
    actor = actor_of(request)

    def effect() -> ClaimOut:
        return ClaimOut.of(services.reply(actor=actor, claim=str(claim), words=payload.words))

    return once(request, payload, ClaimOut, effect)


@router.post(
    "/own-records/narrowings/{uuid:narrowing}/appeal", response=answers(NarrowingOut), operation_id="appeal_narrowing",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def appeal_narrowing(request: HttpRequest, narrowing: UUID, payload: OwnWordsIn) -> Status[NarrowingOut]:
    """Appeal against a narrowed channel, as the party it concerns."""
    actor = actor_of(request)

    def effect() -> NarrowingOut:
        return NarrowingOut.of(services.appeal(actor=actor, narrowing=str(narrowing), words=payload.words))

    return once(request, payload, NarrowingOut, effect)
