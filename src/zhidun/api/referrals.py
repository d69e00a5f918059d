"""Matters handed to courts, notaries and arbitration institutions, for their desks and their own systems."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.access.policies import need
from zhidun.api.auth import actor_of, everybody
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, DoneOut, TextOut, Word
from zhidun.mediation import selectors, services
from zhidun.mediation.selectors import ReferralCard

router = Router()
ANSWER = "mediation:referral:answer"


class ReferralOut(Schema):
    """A matter as the party it was handed to sees it."""

    referral: UUID
    kind: str
    title: TextOut
    number: str
    data: dict[str, Any]
    sha256: str
    made_at: datetime
    result: str
    words: str
    paper_number: str
    paper_on: date | None
    amount: Decimal | None
    decide_by: date | None
    answered_at: datetime | None

    @classmethod
    def of(cls, card: ReferralCard) -> ReferralOut:
        """Read it from the room's card."""
        return cls(
            referral=UUID(card.key), kind=card.kind, title=TextOut.of(card.title), number=card.number,
            data=dict(card.data), sha256=card.digest, made_at=card.made_at, result=card.result, words=card.words,
            paper_number=card.paper_number, paper_on=card.paper_on, amount=card.amount,
            decide_by=card.decide_by, answered_at=card.answered_at,
        )  # fmt: skip


class ReferralAnswerIn(Closed):
    """The answer: accepted, confirmed (arbitration: awarded), rejected or withdrawn; an award: number, day, yuan."""

    result: Word
    words: Annotated[str, Field(max_length=20_000)] = ""
    paper_number: Annotated[str, Field(max_length=200)] = ""
    paper_on: Annotated[str, Field(max_length=40)] = ""
    amount: Annotated[str, Field(max_length=40)] = ""


class SignedIn(Closed):
    """A message of a party's own system: JSON text {referral, result, words} and HMAC-SHA-256 over it, in hex."""

    message: Annotated[str, Field(max_length=40_000)]
    hmac_sha256: Annotated[str, Field(max_length=64)]


@router.get("/referrals", response=answers(list[ReferralOut]), operation_id="list_referrals")
def list_referrals(request: HttpRequest, open_only: bool = False) -> list[ReferralOut]:  # noqa: FBT001, FBT002  a query parameter
    """Return the matters handed to the offices the caller answers for."""
    actor = actor_of(request)
    need(actor, ANSWER)
    return [ReferralOut.of(one) for one in selectors.referrals(actor, open_only=open_only)]


@router.post(
    "/referrals/{uuid:referral}/answer",
    response=answers(ReferralOut),
    operation_id="answer_referral",
    openapi_extra=REPEATABLE,
)
def answer(request: HttpRequest, referral: UUID, payload: ReferralAnswerIn) -> Status[ReferralOut]:
    """Answer a matter at the desk of the party it was handed to."""
    actor = actor_of(request)

    def effect() -> ReferralOut:
        services.answer(
            actor=actor, key=str(referral), result=payload.result, words=payload.words,
            paper_number=payload.paper_number, paper_on=payload.paper_on, amount=payload.amount,
        )  # fmt: skip
        return ReferralOut.of(selectors.referral(actor, str(referral)))

    return once(request, payload, ReferralOut, effect)


@router.post("/referral-answers", auth=everybody, response=answers(DoneOut), operation_id="answer_referral_signed")
def answer_signed(request: HttpRequest, payload: SignedIn) -> DoneOut:
    """Take the answer of a party's own system, signed with the secret shared with it."""
    actor_of(request)
    services.answer_signed(text=payload.message, signature=payload.hmac_sha256)
    return DoneOut()
