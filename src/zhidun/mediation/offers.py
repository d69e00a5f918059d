"""Open offers with counter-offers, and the mediator's neutral proposal, which shows a yes only when both say it."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from zhidun.access.actors import Actor
from zhidun.cases.talk import LONGEST
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.kernel.text import t
from zhidun.mediation.errors import AlreadyAnswered, NotYourPart, OfferOpen, TooLate
from zhidun.mediation.models import Audience, Mediation, Offer, OfferKind, OfferState, ProposalAnswer
from zhidun.mediation.moving import tell
from zhidun.mediation.policies import amount_of
from zhidun.mediation.standing import MEDIATOR, OTHER, SIDES, find, held, rooms_of

OPEN_DAYS = 7
"""Days an offer stands where its maker named none: a habit of the house, not of law."""
MOST_DAYS = 90


@transaction.atomic
def make_offer(
    *,
    actor: Actor,
    number: str,
    amount: str | Decimal | None = None,
    currency: str = "CNY",
    terms: str = "",
    until_at: datetime | None = None,
    audience: str = Audience.BOTH.value,
    answers: str = "",
) -> Offer:
    """Make an offer as a side, answer one with a counter-offer, or make the neutral proposal as the mediator.

    Args:
        actor: a side or the mediator.
        number: case number of the mediation.
        amount: yuan; may be left out where the terms need no money.
        currency: CNY; anything else is refused.
        terms: the other terms in words.
        until_at: the moment to which it stands.
        audience: both, or mediator: then only the mediator reads it.
        answers: public id of the offer of the other side that it counters.

    Raises:
        MediationNotFound, NotYourPart, NotNow, NotFound, YuanOnly, Invalid, OfferOpen, TooLate.
    """
    row, part = held(actor, number, MEDIATOR, *SIDES, states=("mediating",))
    money = amount_of(amount, currency) if amount not in (None, "") else None
    if (money is None and not terms.strip()) or len(terms) > LONGEST:
        raise Invalid(t("请填写金额或其他条件。", "Enter an amount or other terms."), field="amount")
    until = _until(until_at)
    if audience not in Audience.values or (part == MEDIATOR and audience != Audience.BOTH):
        raise Invalid(t("请选择给谁看。", "Choose who may read it."), field="audience")
    before = _countered(row, part, answers) if answers else None
    made = Offer(
        mediation=row,
        kind=OfferKind.PROPOSAL if part == MEDIATOR else OfferKind.COUNTER if before else OfferKind.OFFER,
        maker=part,
        audience=audience,
        answers=before,
        amount=money,
        terms=terms.strip(),
        made_at=time.now(),
        until_at=until,
    )
    lapse_offers(row)
    if row.offers.filter(
        state=OfferState.OPEN, maker=part, audience=audience
    ).exists():  # the row is locked: of two at once
        raise OfferOpen
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as fault:  # a writer that did not lock
        raise OfferOpen from fault
    if audience == Audience.BOTH:
        row.offers_counted += 1
        row.save(update_fields=["offers_counted"])
    subject = t(f"调解 {number} 有新方案", f"New offer in mediation {number}")
    hearing = [MEDIATOR] if audience == Audience.MEDIATOR else [one for one in (*SIDES, MEDIATOR) if one != part]
    tell(row, f"offer:{made.public_id}", *hearing, subject=subject, body=t("请在调解室查看。", "Read it in the room."))
    return made


def _until(given: datetime | None) -> datetime:
    until = given or time.now() + timedelta(days=OPEN_DAYS)
    if not time.now() < until <= time.now() + timedelta(days=MOST_DAYS):
        raise Invalid(
            t(f"有效期须在将来且不超过{MOST_DAYS}天。", f"It stands for some time ahead, at most {MOST_DAYS} days."),
            field="until_at",
        )
    return until


def _countered(row: Mediation, part: str, answers: str) -> Offer:
    before = _open(row, part, answers)
    if part not in SIDES or before.maker != OTHER[part]:
        raise NotYourPart
    _close(before, OfferState.COUNTERED)
    return before


def _open(row: Mediation, part: str, offer: str) -> Offer:
    """Return an open offer a part may read, locked."""
    try:
        found = readable(row, part).select_for_update().filter(public_id=offer).first()
    except (ValueError, ValidationError):
        found = None
    if found is None:
        raise NotFound
    if found.state != OfferState.OPEN or found.until_at < time.now():
        raise TooLate(t("该方案已过期或已答复。", "The offer has lapsed or was answered."))
    return found


def _close(offer: Offer, state: OfferState) -> None:
    offer.state, offer.closed_at = state, time.now()
    offer.save(update_fields=["state", "closed_at"])


def readable(row: Mediation, part: str) -> QuerySet[Offer]:
    """Return the offers a part may read: its own, and those made to both; the mediator all."""
    if part == MEDIATOR:
        return row.offers.all()
    if not rooms_of(part):
        return row.offers.none()
    return row.offers.filter(Q(audience=Audience.BOTH) | Q(maker=part))


@transaction.atomic
def answer_offer(*, actor: Actor, number: str, offer: str, accepts: bool) -> Offer:
    """Accept or reject the other side's offer, or answer the neutral proposal, as a side.

    An answer to the proposal is shown to nobody, the mediator included, before both answered; then only whether both
    said yes.

    Raises:
        MediationNotFound, NotYourPart, NotNow, NotFound, TooLate, AlreadyAnswered.
    """
    row, side = held(actor, number, *SIDES, states=("mediating",))
    found = _open(row, side, offer)
    if found.maker == side:
        raise NotYourPart
    if found.kind == OfferKind.PROPOSAL:
        _answer_proposal(found, side, accepts=accepts)
        if found.state == OfferState.OPEN:
            return found
    else:
        _close(found, OfferState.ACCEPTED if accepts else OfferState.REJECTED)
    if found.state == OfferState.ACCEPTED:
        # of two offers that cross in the post one is accepted; the other can be accepted no more
        row.offers.filter(state=OfferState.OPEN).update(state=OfferState.OVERTAKEN, closed_at=time.now())
    subject = t(f"调解 {number} 的方案有结果", f"An offer in mediation {number} was answered")
    tell(
        row,
        f"answered:{found.public_id}",
        *SIDES,
        MEDIATOR,
        subject=subject,
        body=t("请在调解室查看。", "See the room."),
    )
    return found


def _answer_proposal(found: Offer, side: str, *, accepts: bool) -> None:
    if found.proposal_answers.filter(side=side).exists():
        raise AlreadyAnswered
    ProposalAnswer.objects.create(offer=found, side=side, accepts=accepts, at=time.now())
    said = list(found.proposal_answers.values_list("accepts", flat=True))
    if len(said) == len(SIDES):
        _close(found, OfferState.ACCEPTED if all(said) else OfferState.REJECTED)
        found.proposal_answers.all().delete()  # who said no is nobody's to learn


@transaction.atomic
def withdraw_offer(*, actor: Actor, number: str, offer: str) -> Offer:
    """Take back one's open offer.

    Raises:
        MediationNotFound, NotYourPart, NotFound, TooLate.
    """
    row, part = held(actor, number, MEDIATOR, *SIDES)
    found = _open(row, part, offer)
    if found.maker != part:
        raise NotYourPart
    _close(found, OfferState.WITHDRAWN)
    return found


def lapse_offers(row: Mediation) -> int:
    """Close offers whose time is over; return how many."""
    late = row.offers.filter(state=OfferState.OPEN, until_at__lt=time.now())
    return late.update(state=OfferState.LAPSED, closed_at=time.now())


def offers_of(actor: Actor, number: str) -> list[tuple[Offer, str]]:
    """Return the offers the actor may read, with their state as it is now, oldest first. Raises MediationNotFound."""
    row, part = find(actor, number)
    now = time.now()
    return [
        (one, OfferState.LAPSED.value if one.state == OfferState.OPEN and one.until_at < now else one.state)
        for one in readable(row, part).order_by("id")
    ]


def answered_by(offer: Offer, side: str) -> bool:
    """Whether a side has answered an open proposal: told to that side only."""
    return offer.proposal_answers.filter(side=side).exists()
