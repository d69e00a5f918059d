"""Who did it before, for machines: look-up, profile, links, false claims, narrowed channels."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from zhidun.access import selectors as access
from zhidun.access.policies import need
from zhidun.api.auth import actor_of
from zhidun.api.idempotency import once
from zhidun.api.offender_shapes import (
    BeforeOut,
    ClaimIn,
    ClaimOut,
    DecideIn,
    FindingOut,
    FoundList,
    JudgeIn,
    NarrowIn,
    NarrowingOut,
    OffenderFoundOut,
    OffenderLinkOut,
    OwnOut,
    OwnWordsIn,
    ProfileOut,
    RecordReasonIn,
    RepeatOut,
    TraceIn,
)
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Day, DoneOut, TextOut, Word
from zhidun.cases import selectors as cases
from zhidun.kernel.errors import NotFound
from zhidun.offenders import selectors, services
from zhidun.parties import selectors as parties

router = Router()
VIEW, TRACE, JUDGE = "offenders:profile:view", "offenders:trace:add", "parties:party:judge"
PROPOSE, DECIDE = "offenders:claim:propose", "offenders:claim:decide"


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
