"""What the reporter does: claim, ask for a review, waive. By receipt code; nobody asks who they are."""

from __future__ import annotations

import hmac

from django.db import transaction

from zhidun.access.actors import SYSTEM, Actor
from zhidun.access.keys import MasterKey
from zhidun.cases.models import ClockState
from zhidun.kernel import ids, time
from zhidun.kernel.errors import Refusal
from zhidun.rewards.models import PayoutCode, Reward
from zhidun.rewards.proposing import move
from zhidun.rewards.standing import find_own, locked

_KEY = MasterKey("reward-payout.key")
CLAIM = "rwd.claim.30wd"
PURPOSE = "payout-code"


def _hashed(code: str) -> str:
    return _KEY.keyed_hash(code, purpose=PURPOSE)


@transaction.atomic
def claim(*, actor: Actor, report: str) -> str:
    """Claim the reward and return the payout code, which is shown once; asked for again, a new one replaces it.

    Raises:
        RewardNotFound, StepNotOpen, StepBlocked: nothing to claim, or the period is over.
    """
    row = locked(find_own(actor, report))
    move(row, "claim", actor)
    code = ids.receipt_code()
    PayoutCode.objects.update_or_create(reward=row, defaults={"hash": _hashed(code), "issued_at": time.now()})
    return code


def fits(row: Reward, code: str) -> bool:
    """Whether a payout code is the reward's present one; the same work is done when there is none."""
    kept = PayoutCode.objects.filter(reward=row).first()
    typed = ids.normal_receipt(code) or ""
    return hmac.compare_digest(_hashed(typed), kept.hash if kept else "") and kept is not None


@transaction.atomic
def ask_review(*, actor: Actor, report: str, words: str) -> Reward:
    """Ask for a review of the amount; the period for claiming is suspended meanwhile.

    Raises:
        RewardNotFound, StepNotOpen, StepBlocked, FieldsInvalid.
    """
    row = locked(find_own(actor, report))
    move(row, "ask-review", actor, {"review_words": words.strip()} if words.strip() else {})
    return row


@transaction.atomic
def waive(*, actor: Actor, report: str) -> Reward:
    """Waive the reward.

    Raises:
        RewardNotFound, StepNotOpen.
    """
    row = locked(find_own(actor, report))
    move(row, "waive", actor)
    return row


def lapse_unclaimed() -> int:
    """Close rewards whose period for claiming ran out: they count as waived (办法 17); return how many."""
    waiting = Reward.objects.filter(
        case__state="notified", case__clocks__rule_key=CLAIM, case__clocks__state=ClockState.LAPSED
    )
    done = 0
    for pk in list(waiting.values_list("pk", flat=True).distinct()):
        try:
            with transaction.atomic():
                row = locked(Reward.objects.get(pk=pk))
                running = row.case.clocks.filter(rule_key=CLAIM).latest("id").state
                if row.case.state != "notified" or running != ClockState.LAPSED:
                    continue
                move(row, "waive", SYSTEM)
        except Refusal:
            continue
        done += 1
    return done
