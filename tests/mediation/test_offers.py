"""Offers: open and countered, sealed on both sides, the neutral proposal; what each part may learn."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.mediation import Stage, make_stage, mediating
from zhidun.access.keys import KeyDoesNotFit
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound
from zhidun.mediation import blind, policies, selectors, services
from zhidun.mediation.errors import (
    AlreadyAnswered,
    NotNow,
    NotYourPart,
    OfferMade,
    OfferOpen,
    RoundClosed,
    TooLate,
    YuanOnly,
)
from zhidun.mediation.models import BlindOffer, BlindRound, Mediation, ProposalAnswer

pytestmark = pytest.mark.django_db
FEN = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999999999.99"), places=2)


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def row(stage: Stage) -> Mediation:
    return mediating(stage)


def play(stage: Stage, row: Mediation, least: str, most: str) -> BlindRound:
    """One round: the complainant's least, the respondent's most."""
    BlindRound.objects.filter(mediation=row).delete() if row.rounds.count() >= blind.MOST_ROUNDS else None
    opened = services.open_round(actor=stage.mediator, number=row.case.number)
    services.seal_offer(actor=stage.complainant, number=row.case.number, amount=least)
    services.seal_offer(actor=stage.respondent, number=row.case.number, amount=most)
    opened.refresh_from_db()
    return opened


def seen(stage: Stage, row: Mediation, who: str) -> Any:
    """What somebody can see of the rounds, without the moments."""
    actor = {"mediator": stage.mediator, "desk": stage.desk}.get(who) or stage.side(who)
    return [(one.n, one.state, one.made, one.settled_amount) for one in blind.rounds_of(actor, row.case.number)]


def test_they_settle_at_the_middle_when_they_cross(stage: Stage, row: Mediation) -> None:
    assert play(stage, row, "8000", "9000.01").settled_amount == Decimal("8500.01")  # half up to the fen
    for who in ("complainant", "respondent", "mediator"):
        assert seen(stage, row, who)[0][1] == "crossed"
    assert seen(stage, row, "desk") == []


def test_equal_offers_cross(stage: Stage, row: Mediation) -> None:
    assert play(stage, row, "5000", "5000.00").settled_amount == Decimal("5000.00")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(least=FEN, most=FEN, other_least=FEN, other_most=FEN)
def test_a_round_that_does_not_cross_says_only_that(
    stage: Stage, row: Mediation, least: Decimal, most: Decimal, other_least: Decimal, other_most: Decimal
) -> None:
    """Two rounds in which one side offers the same and the other anything below: everything to be seen is equal."""
    views = []
    for low, high in ((least, most), (other_least, other_most)):
        low, high = max(low, high) + Decimal("0.01"), min(low, high)  # noqa: PLW2901  never crossing
        BlindOffer.objects.filter(round__mediation=row).delete()
        BlindRound.objects.filter(mediation=row).delete()
        opened = play(stage, row, str(low), str(high))
        assert opened.settled_amount is None
        assert {len(bytes(one.sealed)) for one in opened.offers.all()} == {0}
        views.append([seen(stage, row, who) for who in ("complainant", "respondent", "mediator")])
    assert views[0] == views[1]
    assert views[0][0] == [(1, "not_crossed", True, None)]


def test_nobody_learns_whether_the_other_side_has_offered(stage: Stage, row: Mediation) -> None:
    services.open_round(actor=stage.mediator, number=row.case.number)
    before = seen(stage, row, "respondent"), seen(stage, row, "mediator")
    services.seal_offer(actor=stage.complainant, number=row.case.number, amount="77123.45")
    assert (seen(stage, row, "respondent"), seen(stage, row, "mediator")) == before
    assert seen(stage, row, "complainant")[0][2] is True


def test_amounts_lie_encrypted_at_one_length_and_are_destroyed_at_the_end(stage: Stage, row: Mediation) -> None:
    opened = services.open_round(actor=stage.mediator, number=row.case.number)
    services.seal_offer(actor=stage.complainant, number=row.case.number, amount="0.01")
    one = BlindOffer.objects.get(round=opened)
    kept, wrapped = bytes(one.sealed), bytes(one.wrapped_key)
    assert b"1" * 3 not in kept and len(kept) == 12 + blind.WIDTH + 16
    with pytest.raises(KeyDoesNotFit):
        blind.KEY.unseal_apart(kept, wrapped, bound=f"blind:{opened.public_id}:respondent")
    services.seal_offer(actor=stage.respondent, number=row.case.number, amount="0.005e2")
    assert not any(bytes(found.sealed) or bytes(found.wrapped_key) for found in opened.offers.all())


def test_a_sealed_offer_stands_and_comes_in_time_and_in_yuan(stage: Stage, row: Mediation) -> None:
    number = row.case.number
    with pytest.raises(RoundClosed):
        services.seal_offer(actor=stage.complainant, number=number, amount="1")
    services.open_round(actor=stage.mediator, number=number, until_at=time.now() + timedelta(hours=1))
    with pytest.raises(NotNow):
        services.open_round(actor=stage.mediator, number=number)
    for currency in ("USD", "eur", ""):
        with pytest.raises(YuanOnly) as refused:
            services.seal_offer(actor=stage.complainant, number=number, amount="1", currency=currency)
        assert refused.value.remedy.zh and refused.value.remedy.en
    with pytest.raises(YuanOnly):
        services.seal_offer(actor=stage.complainant, number=number, amount="$100")
    for wrong in ("0", "-1", "1.001", "NaN", "abc", "1e99"):
        with pytest.raises(Invalid):
            services.seal_offer(actor=stage.complainant, number=number, amount=wrong)
    services.seal_offer(actor=stage.complainant, number=number, amount="1")
    with pytest.raises(OfferMade):
        services.seal_offer(actor=stage.complainant, number=number, amount="2")
    with time.pinned(time.now() + timedelta(hours=2)):
        with pytest.raises(RoundClosed):
            services.seal_offer(actor=stage.respondent, number=number, amount="2")
        assert seen(stage, row, "respondent") == [(1, "lapsed", False, None)]
        assert services.lapse_rounds() == 1 and services.lapse_rounds() == 0
    assert not bytes(BlindOffer.objects.get(round__mediation=row).wrapped_key)


def test_rounds_are_few_and_opened_by_the_mediator_alone(stage: Stage, row: Mediation) -> None:
    with pytest.raises(NotYourPart):
        services.open_round(actor=stage.complainant, number=row.case.number)
    with pytest.raises(Invalid):
        services.open_round(actor=stage.mediator, number=row.case.number, until_at=time.now() + timedelta(days=400))
    for _ in range(blind.MOST_ROUNDS):
        play(stage, row, "2", "1")
    with pytest.raises(NotNow):
        services.open_round(actor=stage.mediator, number=row.case.number)


def test_offer_and_counter_offer(stage: Stage, row: Mediation) -> None:
    number = row.case.number
    first = services.make_offer(actor=stage.complainant, number=number, amount="20000", terms="停止销售")
    with pytest.raises(OfferOpen):
        services.make_offer(actor=stage.complainant, number=number, amount="19000")
    with pytest.raises(NotYourPart):
        services.answer_offer(actor=stage.complainant, number=number, offer=str(first.public_id), accepts=True)
    counter = services.make_offer(actor=stage.respondent, number=number, amount="8000", answers=str(first.public_id))
    assert counter.kind == "counter"
    first.refresh_from_db()
    assert first.state == "countered"
    with pytest.raises(TooLate):
        services.answer_offer(actor=stage.respondent, number=number, offer=str(first.public_id), accepts=True)
    services.answer_offer(actor=stage.complainant, number=number, offer=str(counter.public_id), accepts=True)
    counter.refresh_from_db()
    assert counter.state == "accepted"
    row.refresh_from_db()
    assert row.offers_counted == 2


def test_an_offer_lapses_and_can_be_taken_back(stage: Stage, row: Mediation) -> None:
    number = row.case.number
    late = services.make_offer(
        actor=stage.complainant, number=number, amount="5", until_at=time.now() + timedelta(hours=1)
    )
    with time.pinned(time.now() + timedelta(hours=2)):
        with pytest.raises(TooLate) as refused:
            services.answer_offer(actor=stage.respondent, number=number, offer=str(late.public_id), accepts=True)
        assert refused.value.remedy.zh
        assert selectors.mediation_page(stage.respondent, number).offers[0].state == "lapsed"
        again = services.make_offer(actor=stage.complainant, number=number, terms="只要道歉")
        with pytest.raises(NotYourPart):
            services.withdraw_offer(actor=stage.respondent, number=number, offer=str(again.public_id))
        assert services.withdraw_offer(actor=stage.complainant, number=number, offer=str(again.public_id)).closed_at
    for bad in ({"amount": ""}, {"amount": "5", "currency": "JPY"}, {"amount": "5", "audience": "all"},
                {"amount": "5", "until_at": time.now() - timedelta(days=1)}):  # fmt: skip
        with pytest.raises(Invalid):
            services.make_offer(actor=stage.complainant, number=number, **bad)
    with pytest.raises(NotFound):
        services.answer_offer(actor=stage.respondent, number=number, offer="x", accepts=True)


def test_what_is_offered_to_the_mediator_alone_is_read_by_nobody_else(stage: Stage, row: Mediation) -> None:
    number = row.case.number
    made = services.make_offer(actor=stage.complainant, number=number, amount="12345.67", audience="mediator")
    assert selectors.mediation_page(stage.mediator, number).offers[0].amount == Decimal("12345.67")
    assert selectors.mediation_page(stage.respondent, number).offers == ()
    with pytest.raises(NotFound):
        services.answer_offer(actor=stage.respondent, number=number, offer=str(made.public_id), accepts=True)


def test_a_no_to_the_neutral_proposal_is_nobodys_to_learn(stage: Stage, row: Mediation) -> None:
    number = row.case.number
    made = services.make_offer(actor=stage.mediator, number=number, amount="15000")
    services.answer_offer(actor=stage.complainant, number=number, offer=str(made.public_id), accepts=True)
    for actor in (stage.respondent, stage.mediator):
        (one,) = selectors.mediation_page(actor, number).offers
        assert (one.state, one.answered) == ("open", False)
    with pytest.raises(AlreadyAnswered):
        services.answer_offer(actor=stage.complainant, number=number, offer=str(made.public_id), accepts=False)
    services.answer_offer(actor=stage.respondent, number=number, offer=str(made.public_id), accepts=False)
    (one,) = selectors.mediation_page(stage.complainant, number).offers
    assert one.state == "rejected"
    assert not ProposalAnswer.objects.exists()


@given(least=FEN, most=FEN)
def test_crossing(least: Decimal, most: Decimal) -> None:
    settled = policies.crossing(least=least, most=most)
    assert (settled is None) == (most < least)
    if settled is not None:
        assert least <= settled <= most or settled - most <= Decimal("0.01")
