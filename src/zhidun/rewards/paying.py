"""Paying: finance checks the payout code and asks for payment, the second approver agrees, money leaves once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from zhidun.access.actors import Actor, as_system
from zhidun.access.policies import need
from zhidun.access.rate_limits import hit
from zhidun.cases import services as cases
from zhidun.cases.models import Approval, ApprovalState, Case, Move
from zhidun.kernel.events import CaseMoved
from zhidun.rewards.claiming import fits
from zhidun.rewards.errors import AlreadyPaid, CodeWrong
from zhidun.rewards.models import Payout, Reward
from zhidun.rewards.opening import PROCEDURE
from zhidun.rewards.proposing import move
from zhidun.rewards.standing import PAY, find, locked

TRIES, SECONDS = 10, 600
"""Wrong payout codes for one reward in ten minutes: our own limit against guessing."""
PAY_STEP = "pay"


def ask_payment(*, actor: Actor, number: str, code: str, paid_on: str, how: str, voucher: str) -> Approval:
    """Check the payout code and prepare the payment; it takes effect when the second approver agrees.

    Raises:
        RewardNotFound, Forbidden, AlreadyPaid, StepNotOpen, FieldsInvalid, ApprovalClosed.
        CodeWrong: the code does not fit. TooOften: too many wrong ones.
    """
    row = find(actor, number)
    need(actor, PAY, row.case.office_id)
    if Payout.objects.filter(reward=row).exists():
        raise AlreadyPaid
    if not fits(row, code):
        hit(f"payout:{row.case.number}", TRIES, SECONDS)  # outside a transaction, or the refusal un-counts the try
        raise CodeWrong(field="code")
    return _ask(actor, row, {"paid_on": paid_on, "paid_how": how, "voucher": voucher.strip()})


@transaction.atomic
def _ask(actor: Actor, found: Reward, facts: dict[str, object]) -> Approval:
    row = locked(found)
    if not row.case.facts.get("code_checked"):
        move(row, "check-code", actor)
    for old in Approval.objects.filter(case=row.case, step=PAY_STEP, state=ApprovalState.OPEN, maker_key=actor.key):
        cases.withdraw_request(approval_id=str(old.public_id), actor=as_system(actor))
    return cases.propose_step(
        case_number=row.case.number,
        step=PAY_STEP,
        actor=as_system(actor),
        facts={key: value for key, value in facts.items() if value},
        expected_version=row.case.version,
    )


def on_case_moved(event: CaseMoved) -> None:
    """Write the payment down in the transaction of its step; the unique row refuses a second one."""
    if event.procedure != PROCEDURE or event.step != PAY_STEP:
        return
    case = Case.objects.get(number=event.case_number)
    row = Reward.objects.select_for_update().get(case=case)
    if Payout.objects.filter(reward=row).exists():
        raise AlreadyPaid
    last = Move.objects.filter(case=case, step=PAY_STEP).order_by("-seq")[0]
    Payout.objects.create(
        reward=row,
        amount=Decimal(str(case.facts["reward_amount"])),
        paid_on=date.fromisoformat(str(last.facts["paid_on"])),
        voucher=str(last.facts["voucher"]),
        paid_by=last.actor_key,
        approved_by="、".join(last.approved_by)[:200],
        at=last.at,
    )
