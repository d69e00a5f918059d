"""Rewards to reporters for machines: the office's side by post, the reporter's by receipt."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.access.policies import need
from zhidun.api.auth import actor_of, client_of, everybody
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.receipts import ReceiptIn
from zhidun.api.schemas import Closed, Day, TextOut, Word
from zhidun.intake import selectors as intake
from zhidun.rewards import selectors, services

if TYPE_CHECKING:
    from zhidun.access.actors import Actor
    from zhidun.rewards.types import OwnReward, RewardCard

router = Router()
VIEW, PROPOSE, PAY = "rewards:case:view", "rewards:case:propose", "rewards:payment:pay"
Money = Annotated[str, Field(max_length=30, description="yuan")]
Words = Annotated[str, Field(max_length=4000)]


class RewardOut(Schema):
    """A reward as officers and finance see it: never what was reported, never by whom."""

    number: str
    report: str
    reporter: str
    office: TextOut
    state: str
    state_title: TextOut
    level: str
    amount: str
    arithmetic: str
    rules: str
    figures_differ: bool
    finance_needed: bool
    finance_agreed: bool
    opened_at: datetime
    due: dict[str, date]
    paid_on: date | None
    voucher: str
    may: list[str]

    @classmethod
    def of(cls, card: RewardCard) -> RewardOut:
        """Read it from the room's value."""
        return cls(
            number=card.number,
            report=card.report,
            reporter=card.reporter,
            office=TextOut.of(card.office),
            state=card.state,
            state_title=TextOut.of(card.state_title),
            level=card.level,
            amount=card.amount,
            arithmetic=card.arithmetic,
            rules=card.rules,
            figures_differ=card.figures_differ,
            finance_needed=card.finance_needed,
            finance_agreed=card.finance_agreed,
            opened_at=card.opened_at,
            due={clock.rule_key: clock.due_on for clock in card.clocks if clock.state == "running"},
            paid_on=card.paid_on,
            voucher=card.voucher,
            may=sorted(card.may),
        )


class RewardList(Schema):
    """Rewards, newest first."""

    rewards: list[RewardOut]


class OpenRewardIn(Closed):
    """The report to be rewarded."""

    report: Word


class ProposalIn(Closed):
    """What the officer states; the amount is computed."""

    level: Word
    ground: Word
    ground_document: Annotated[str, Field(max_length=300)] = ""
    fine: Money = ""
    confiscated: Money = ""
    stated: Money = ""
    figures_note: Words = ""
    reason: Words = ""
    dry_run: bool = False

    def proposal(self) -> services.Proposal:
        """Return it as the room takes it."""
        return services.Proposal(
            level=self.level,
            ground=self.ground,
            document=self.ground_document,
            fine=self.fine,
            confiscated=self.confiscated,
            stated=self.stated,
            note=self.figures_note,
        )


class ProposedOut(Schema):
    """The amount with its arithmetic."""

    amount: str
    finance_needed: bool
    steps: list[TextOut]
    rules: list[str]
    verified: bool
    written: bool


class FinanceIn(Closed):
    """The finance department's letter."""

    letter: Annotated[str, Field(max_length=200)]
    on: Day


class PayIn(Closed):
    """A payment against the code the reporter shows."""

    code: Word
    paid_on: Day
    how: Word
    voucher: Word


class RewardAskedOut(Schema):
    """The request that waits for the second approver."""

    approval: UUID


class OwnRewardOut(Schema):
    """A reward as its reporter sees it."""

    number: str
    state: str
    state_title: TextOut
    words: TextOut
    next_words: TextOut
    amount: str
    arithmetic: str
    claim_by: date | None
    review_by: date | None
    reason: str
    may: list[str]

    @classmethod
    def of(cls, own: OwnReward) -> OwnRewardOut:
        """Read it from the room's value."""
        return cls(
            number=own.number,
            state=own.state,
            state_title=TextOut.of(own.state_title),
            words=TextOut.of(own.words),
            next_words=TextOut.of(own.next_words),
            amount=own.amount,
            arithmetic=own.arithmetic,
            claim_by=own.claim_by,
            review_by=own.review_by,
            reason=own.reason,
            may=sorted(own.may),
        )


class ReviewIn(ReceiptIn):
    """Why the amount should be looked at again."""

    words: Words


class PayoutCodeOut(Schema):
    """The payout code, shown once."""

    number: str
    code: str


@router.get("/rewards", response=answers(RewardList), operation_id="list_rewards")
def list_rewards(request: HttpRequest, state: str = "") -> RewardList:
    """Return the rewards the caller's posts reach, two hundred at most."""
    actor = actor_of(request)
    need(actor, VIEW)
    return RewardList(rewards=[RewardOut.of(one) for one in selectors.rewards(actor, state=state)])


@router.post("/rewards", response=answers(RewardOut, status=201), operation_id="open_reward", openapi_extra=REPEATABLE)
def open_reward(request: HttpRequest, payload: OpenRewardIn) -> Status[RewardOut]:
    """Open the reward of a closed report that has none (one report, one reward)."""
    actor = actor_of(request)
    need(actor, PROPOSE)

    def effect() -> RewardOut:
        row = services.open_reward(actor=actor, report=payload.report)
        return RewardOut.of(selectors.reward(actor, row.case.number))

    return once(request, payload, RewardOut, effect, status=201)


@router.get("/rewards/{number}", response=answers(RewardOut), operation_id="read_reward")
def read_reward(request: HttpRequest, number: str) -> RewardOut:
    """Return one reward."""
    actor = actor_of(request)
    need(actor, VIEW)
    return RewardOut.of(selectors.reward(actor, number))


@router.post(
    "/rewards/{number}/proposal", response=answers(ProposedOut), operation_id="propose_reward", openapi_extra=REPEATABLE
)
def propose_reward(request: HttpRequest, number: str, payload: ProposalIn) -> Status[ProposedOut]:
    """Propose a reward; with `dry_run` only compute it."""
    actor = actor_of(request)
    need(actor, PROPOSE)

    def effect() -> ProposedOut:
        found = services.try_amount(actor=actor, number=number, proposal=payload.proposal())
        if not payload.dry_run:
            services.propose(actor=actor, number=number, proposal=payload.proposal(), reason=payload.reason)
        return ProposedOut(
            amount=f"{found.amount:.2f}",
            finance_needed=found.finance,
            steps=[TextOut.of(line) for line in found.steps],
            rules=list(found.rules),
            verified=found.verified,
            written=not payload.dry_run,
        )

    return once(request, payload, ProposedOut, effect)


@router.post(
    "/rewards/{number}/notice", response=answers(RewardOut), operation_id="notify_reward", openapi_extra=REPEATABLE
)
def notify_reward(request: HttpRequest, number: str) -> Status[RewardOut]:
    """Tell the reporter of the decision."""
    actor = actor_of(request)
    need(actor, PROPOSE)

    def effect() -> RewardOut:
        services.notify(actor=actor, number=number)
        return RewardOut.of(selectors.reward(actor, number))

    return once(request, None, RewardOut, effect)


@router.post(
    "/rewards/{number}/finance", response=answers(RewardOut), operation_id="finance_reward", openapi_extra=REPEATABLE
)
def finance_reward(request: HttpRequest, number: str, payload: FinanceIn) -> Status[RewardOut]:
    """Enter the finance department's view."""
    actor = actor_of(request)
    need(actor, PAY)

    def effect() -> RewardOut:
        services.consult_finance(actor=actor, number=number, letter=payload.letter, on=payload.on.isoformat())
        return RewardOut.of(selectors.reward(actor, number))

    return once(request, payload, RewardOut, effect)


@router.post("/rewards/{number}/payment", response=answers(RewardAskedOut), operation_id="pay_reward")
def pay_reward(request: HttpRequest, number: str, payload: PayIn) -> RewardAskedOut:
    """Check the payout code and ask for payment; it counts once the second approver agrees."""
    actor = actor_of(request)
    need(actor, PAY)
    made = services.ask_payment(
        actor=actor,
        number=number,
        code=payload.code,
        paid_on=payload.paid_on.isoformat(),
        how=payload.how,
        voucher=payload.voucher,
    )
    return RewardAskedOut(approval=made.public_id)


def _holder(request: HttpRequest, payload: ReceiptIn) -> Actor:
    return intake.case_of_receipt(number=payload.number, secret=payload.secret, client=client_of(request))


@router.post("/receipts/reward", auth=everybody, response=answers(OwnRewardOut), operation_id="receipt_reward")
def receipt_reward(request: HttpRequest, payload: ReceiptIn) -> OwnRewardOut:
    """Return the reward of a report for the holder of its receipt."""
    return OwnRewardOut.of(selectors.for_reporter(_holder(request, payload), payload.number))


@router.post("/receipts/reward/claim", auth=everybody, response=answers(PayoutCodeOut), operation_id="receipt_claim")
def receipt_claim(request: HttpRequest, payload: ReceiptIn) -> PayoutCodeOut:
    """Claim the reward; the payout code is shown once, a new one replaces the former."""
    actor = _holder(request, payload)
    code = services.claim(actor=actor, report=payload.number)
    return PayoutCodeOut(number=selectors.for_reporter(actor, payload.number).number, code=code)


@router.post("/receipts/reward/review", auth=everybody, response=answers(OwnRewardOut), operation_id="receipt_review")
def receipt_review(request: HttpRequest, payload: ReviewIn) -> OwnRewardOut:
    """Ask for a review of the amount."""
    actor = _holder(request, payload)
    services.ask_review(actor=actor, report=payload.number, words=payload.words)
    return OwnRewardOut.of(selectors.for_reporter(actor, payload.number))


@router.post("/receipts/reward/waive", auth=everybody, response=answers(OwnRewardOut), operation_id="receipt_waive")
def receipt_waive(request: HttpRequest, payload: ReceiptIn) -> OwnRewardOut:
    """Waive the reward."""
    actor = _holder(request, payload)
    services.waive(actor=actor, report=payload.number)
    return OwnRewardOut.of(selectors.for_reporter(actor, payload.number))
