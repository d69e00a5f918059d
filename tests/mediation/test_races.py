"""Many at once, each with its own connection: slots, offers, answers, sealed offers. Never two; all are told why."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from django.db import connection

from tests.factories.mediation import Stage, ahead, make_stage, mediating
from zhidun.kernel.errors import Refusal
from zhidun.mediation import services
from zhidun.mediation.models import BlindOffer, Mediation, OfferState, SlotState

Doing = Callable[[], object]


def at_once(doings: Sequence[Doing]) -> Counter[str]:
    """Do all of it at one moment, each in a thread with its own connection; return how each ended."""
    gate, ended = threading.Barrier(len(doings)), []

    def run(doing: Doing) -> None:
        try:
            connection.ensure_connection()
            gate.wait(30)
            doing()
            ended.append("done")
        except Refusal as refusal:
            told = all((refusal.reason.zh, refusal.reason.en, refusal.remedy.zh, refusal.remedy.en))
            ended.append(type(refusal).__name__ if told else "silent")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(ended) == len(doings)
    return Counter(ended)


def slots(stage: Stage) -> None:
    """The mediator's one hour is offered in three mediations at once, then taken by both sides three times at once."""
    begins, ends = ahead(48), ahead(49)
    rows = [mediating(stage) for _ in range(3)]
    ended = at_once(
        [
            lambda row=row: services.offer_slots(actor=stage.mediator, number=row.case.number, times=[(begins, ends)])
            for row in rows
        ]
    )
    assert ended == {"done": 1, "SlotTaken": 2}
    (row,) = [one for one in rows if one.slots.exists()]
    key = str(row.slots.get().public_id)
    sides = [stage.complainant, stage.respondent] * 3
    taken = at_once(
        [lambda side=side: services.take_slot(actor=side, number=row.case.number, slot=key) for side in sides]
    )
    assert taken == {"done": 6}  # who takes it again finds it taken by themselves
    booked = row.slots.get()
    assert (booked.state, booked.sequence) == (SlotState.BOOKED, 1)


def offers(stage: Stage, row: Mediation) -> None:
    """A side makes six offers at once: one stands."""
    number = row.case.number
    ended = at_once(
        [
            lambda n=n: services.make_offer(actor=stage.complainant, number=number, amount=str(1000 + n))
            for n in range(6)
        ]
    )
    assert ended == {"done": 1, "OfferOpen": 5}
    assert row.offers.filter(state=OfferState.OPEN).count() == 1


def answers(stage: Stage, row: Mediation) -> None:
    """Each side's offer is accepted by the other at the same moment: one of them is the deal."""
    number = row.case.number
    own = row.offers.get(state=OfferState.OPEN)
    other = services.make_offer(actor=stage.respondent, number=number, amount="800")
    key, theirs = str(own.public_id), str(other.public_id)
    ended = at_once(
        [
            lambda: services.answer_offer(actor=stage.respondent, number=number, offer=key, accepts=True),
            lambda: services.answer_offer(actor=stage.respondent, number=number, offer=key, accepts=False),
            lambda: services.answer_offer(actor=stage.complainant, number=number, offer=theirs, accepts=True),
            lambda: services.withdraw_offer(actor=stage.respondent, number=number, offer=theirs),
        ]
    )
    states = Counter(row.offers.filter(pk__in=[own.pk, other.pk]).values_list("state", flat=True))
    assert states[OfferState.ACCEPTED] <= 1
    assert states[OfferState.OPEN] == 0
    assert ended["done"] in (1, 2)
    assert ended["done"] + ended["TooLate"] == 4


def sealed(stage: Stage, row: Mediation) -> None:
    """Both sides seal three offers each at once: each has one, and the round ends once."""
    number = row.case.number
    found = services.open_round(actor=stage.mediator, number=number)
    sides = ((stage.complainant, "100"), (stage.respondent, "90"))
    ended = at_once(
        [
            lambda actor=actor, amount=amount: services.seal_offer(actor=actor, number=number, amount=amount)
            for actor, amount in sides * 3
        ]
    )
    assert ended["done"] == 2
    assert set(ended) <= {"done", "OfferMade", "RoundClosed"}
    assert sorted(BlindOffer.objects.filter(round=found).values_list("side", flat=True)) == [
        "complainant",
        "respondent",
    ]
    found.refresh_from_db()
    assert (found.state, found.settled_amount) == ("not_crossed", None)


def all_of_it(rounds: int) -> None:
    for _ in range(rounds):
        stage = make_stage()
        slots(stage)
        row = mediating(stage)
        offers(stage, row)
        answers(stage, row)
        sealed(stage, row)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_had_twice_and_the_loser_is_told_why() -> None:
    all_of_it(1)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_nothing_is_had_twice_in_fifty_rounds() -> None:
    all_of_it(50)
