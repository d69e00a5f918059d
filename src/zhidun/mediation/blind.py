"""Sealed offers of both sides: they settle at the middle when they cross, and reveal nothing when they do not.

An amount is encrypted under a data key of its own the moment it comes in. Nobody can ask whether the other side has
offered. When both are there, they are opened in memory, compared, and the keys destroyed: of a round that did not cross
nothing is left but "not crossed". Rounds need the mediator, so that no side can feel its way by many offers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction

from zhidun.access import services as access_services
from zhidun.access.actors import Actor
from zhidun.access.keys import MasterKey
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.money import fen
from zhidun.kernel.text import t
from zhidun.mediation.errors import NotNow, OfferMade, RoundClosed
from zhidun.mediation.models import BlindOffer, BlindRound, Mediation, RoundState
from zhidun.mediation.moving import tell
from zhidun.mediation.policies import amount_of, crossing
from zhidun.mediation.standing import COMPLAINANT, MEDIATOR, RESPONDENT, SIDES, find, held

KEY = MasterKey("mediation-offers.key")
WIDTH = 24
"""Digits of fen an amount is padded to, so that its ciphertext tells nothing of its size."""
MOST_ROUNDS = 3
"""Rounds in one mediation: more would let a side feel its way to the other's limit. A rule of the house."""
ROUND_DAYS = 5
MOST_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCard:
    """A round as one part may see it: the same whatever the other side offered, unless the offers crossed.

    Attributes:
        made: the reader's own side has offered. Whether the other has is told to nobody.
    """

    public_id: str
    n: int
    until_at: datetime
    state: str
    made: bool
    settled_amount: Decimal | None


@transaction.atomic
def open_round(*, actor: Actor, number: str, until_at: datetime | None = None) -> BlindRound:
    """Open a round of sealed offers, as the mediator.

    Raises:
        MediationNotFound, NotYourPart, NotNow: also when a round is open or the last allowed one is over.
        Invalid: the deadline has passed or is too far.
    """
    row, _ = held(actor, number, MEDIATOR, states=("mediating",))
    _lapse_late(row)
    count = row.rounds.count()
    if row.rounds.filter(state=RoundState.OPEN).exists():
        raise NotNow(t("已有一轮密封报价正在进行。", "A round of sealed offers is open."))
    if count >= MOST_ROUNDS:
        raise NotNow(
            t(f"密封报价最多{MOST_ROUNDS}轮。", f"There are at most {MOST_ROUNDS} rounds of sealed offers."),
            t("可以由调解员提出建议方案。", "The mediator may make a neutral proposal."),
        )
    until = until_at or time.now() + timedelta(days=ROUND_DAYS)
    if not time.now() < until <= time.now() + timedelta(days=MOST_DAYS):
        raise Invalid(t("截止时间不正确。", "The deadline does not fit."), field="until_at")
    made = BlindRound.objects.create(mediation=row, n=count + 1, opened_at=time.now(), until_at=until)
    subject = t(f"调解 {number} 开启密封报价", f"Sealed offers are open in mediation {number}")
    body = t(
        "双方报价加密保存;交叉则按中间数成交,不交叉则互不透露。", "Offers are encrypted: they settle when they cross."
    )
    tell(row, f"round:{made.public_id}", *SIDES, subject=subject, body=body)
    return made


@transaction.atomic
def seal_offer(*, actor: Actor, number: str, amount: str | Decimal, currency: str = "CNY") -> BlindRound:
    """Make one's sealed offer in the open round: the complainant the least it takes, the respondent the most it pays.

    Raises:
        MediationNotFound, NotYourPart, NotNow.
        YuanOnly, Invalid: another currency, or no amount above zero.
        RoundClosed: no round is open, or its deadline has passed.
        OfferMade: the side made its offer in this round; also of two that come at once.
    """
    row, side = held(actor, number, *SIDES, states=("mediating",))
    money = amount_of(amount, currency)
    found = row.rounds.select_for_update().filter(state=RoundState.OPEN).first()
    if found is None or time.now() > found.until_at:
        raise RoundClosed
    sealed, wrapped = KEY.seal_apart(str(fen(money)).rjust(WIDTH, "0").encode(), bound=_bound(found, side))
    try:
        with transaction.atomic():
            BlindOffer.objects.create(round=found, side=side, sealed=sealed, wrapped_key=wrapped, at=time.now())
    except IntegrityError as fault:
        raise OfferMade from fault
    _note(actor, row, "mediation.sealed_offer")
    if found.offers.count() == len(SIDES):
        _compare(row, found)
    return found


def _bound(found: BlindRound, side: str) -> str:
    return f"blind:{found.public_id}:{side}"


def _compare(row: Mediation, found: BlindRound) -> None:
    said = {
        one.side: Decimal(
            int(KEY.unseal_apart(bytes(one.sealed), bytes(one.wrapped_key), bound=_bound(found, one.side)))
        )
        / 100
        for one in found.offers.all()
    }
    settled = crossing(least=said[COMPLAINANT], most=said[RESPONDENT])
    found.settled_amount = settled
    found.state = RoundState.NOT_CROSSED if settled is None else RoundState.CROSSED
    _end(found)
    subject = t(
        f"调解 {row.case.number} 本轮密封报价有结果", f"Result of the sealed offers in mediation {row.case.number}"
    )
    body = t("请在调解室查看。", "See the room.")
    tell(row, f"round-over:{found.public_id}", *SIDES, MEDIATOR, subject=subject, body=body)


def _end(found: BlindRound) -> None:
    found.closed_at = time.now()
    found.save()
    found.offers.update(sealed=b"", wrapped_key=b"")


def lapse(found: BlindRound) -> None:
    """End a round that was not completed in time, and destroy what was offered."""
    found.state = RoundState.LAPSED
    _end(found)


def _lapse_late(row: Mediation) -> None:
    for one in row.rounds.select_for_update().filter(state=RoundState.OPEN, until_at__lt=time.now()):
        lapse(one)


def lapse_rounds() -> int:
    """End all rounds past their deadline; return how many."""
    late = BlindRound.objects.filter(state=RoundState.OPEN, until_at__lt=time.now())
    done = 0
    for pk in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            one = BlindRound.objects.select_for_update().get(pk=pk)
            if one.state == RoundState.OPEN:
                lapse(one)
                done += 1
    return done


def _note(actor: Actor, row: Mediation, action: str) -> None:
    access_services.record(actor=actor, action=action, object_kind="mediation", object_key=row.case.number, facts={})


def rounds_of(actor: Actor, number: str) -> list[RoundCard]:
    """Return the rounds as the actor may see them; the mediator learns no more than the sides.

    Raises:
        MediationNotFound: the actor has no part in it.
    """
    row, part = find(actor, number)
    if part not in (*SIDES, MEDIATOR):
        return []
    now = time.now()
    found = []
    for one in row.rounds.order_by("n"):
        late = one.state == RoundState.OPEN and one.until_at < now
        found.append(
            RoundCard(
                public_id=str(one.public_id),
                n=one.n,
                until_at=one.until_at,
                state=RoundState.LAPSED.value if late else one.state,
                made=one.offers.filter(side=part).exists(),
                settled_amount=one.settled_amount,
            )
        )
    return found
