"""Licences and transfers: both sides, co-owners, conflicts, undoing; each entry sealed and chained."""

from __future__ import annotations

import json
from datetime import timedelta
from fractions import Fraction

import pytest

from tests.factories.access import make_citizen
from tests.factories.deposit import accepted, licence, licensed, make_deposit, offer, owner_of, transferred
from zhidun.access.actors import ANONYMOUS, Actor
from zhidun.deposit import records, selectors, services
from zhidun.deposit.errors import (
    BeyondLicence,
    CoOwnerWithoutAccount,
    DealClosed,
    DealNotFound,
    DealsOpen,
    FieldUnfit,
    LicenceOverlaps,
    NotTheOwner,
    ShareTooLarge,
)
from zhidun.deposit.models import ChainEntry, Deal, DealState, Deposit
from zhidun.deposit.types import Taker
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, SignInNeeded

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def held(row: Deposit) -> dict[str, str]:
    return {one.name: str(one.share) for one in selectors.owners_of(row)}


def co_owned(a: Actor, b: Actor) -> Deposit:
    half = {"owner-0-share": "1/2", "owner-1-name": "乙", "owner-1-share": "50%", "owner-1-account": b.username}
    return make_deposit(a, **half)


def test_a_licence_counts_once_both_sides_confirmed() -> None:
    row, taker = make_deposit(), make_citizen()
    deal = offer(row, taker)
    assert deal.state == DealState.OFFERED
    assert [one.pk for one in selectors.waiting_for(taker)] == [deal.pk]
    assert not ChainEntry.objects.filter(deposit=row, kind="licence").exists()
    accepted(deal, taker)
    entry = ChainEntry.objects.get(deposit=row, kind="licence")
    told = json.loads(entry.record)
    assert told["previous"] == ChainEntry.objects.get(deposit=row, seq=1).sha256
    assert [one["role"] for one in told["facts"]["confirmed_by"]] == ["giver", "taker"]
    assert records.seal_of(entry) is not None
    assert not selectors.waiting_for(taker)


def test_a_share_passes_and_the_rest_stays() -> None:
    row, taker = make_deposit(), make_citizen()
    transferred(row, owner_of(row), taker, "1/3")
    assert held(row) == {"蜀绣工坊": "2/3", taker.name.zh: "1/3"}
    assert selectors.whole(taker, row.number) == row


def test_nobody_gives_what_they_do_not_hold() -> None:
    row, stranger, taker = make_deposit(), make_citizen(), make_citizen()
    with pytest.raises(NotTheOwner):
        transferred(row, stranger, taker)
    with pytest.raises(NotTheOwner):
        offer(row, taker, by=stranger)
    with pytest.raises(SignInNeeded):
        offer(row, taker, by=ANONYMOUS)
    me = owner_of(row)
    transferred(row, me, taker, "3/4")
    unlinked = make_deposit(**{"owner-0-share": "50", "owner-1-name": "丙", "owner-1-share": "50"})
    with pytest.raises(CoOwnerWithoutAccount):
        transferred(unlinked, owner_of(unlinked), taker, "1/4")
    with pytest.raises(ShareTooLarge) as caught:
        services.offer_transfer(
            actor=me, number=row.number, taker=Taker(taker.username), share=Fraction(1, 2), on=time.today()
        )
    assert "25%" in caught.value.remedy.zh


def test_two_offers_of_the_same_share_cannot_both_take_effect() -> None:
    row, first, second = make_deposit(), make_citizen(), make_citizen()
    me = owner_of(row)
    deals = [
        services.offer_transfer(
            actor=me, number=row.number, taker=Taker(one.username), share=Fraction(1), on=time.today()
        )
        for one in (first, second)
    ]
    accepted(deals[0], first)
    with pytest.raises((ShareTooLarge, NotTheOwner, DealClosed)):
        accepted(deals[1], second)
    assert held(row) == {first.name.zh: "1"}


def test_co_owners_have_to_agree_to_what_takes_the_work_away() -> None:
    a, b, taker = make_citizen(), make_citizen(), make_citizen()
    row = co_owned(a, b)
    deal = accepted(offer(row, taker, kind="exclusive"), taker)
    assert deal.state == DealState.OFFERED
    accepted(deal, b)
    assert Deal.objects.get(pk=deal.pk).state == DealState.CONFIRMED
    assert licensed(co_owned(a, b), taker).state == DealState.CONFIRMED


def test_who_became_co_owner_meanwhile_is_asked_too() -> None:
    row, taker, buyer = make_deposit(), make_citizen(), make_citizen()
    deal = offer(row, taker, kind="exclusive")
    transferred(row, owner_of(row), buyer, "1/2")
    with pytest.raises(DealClosed) as caught:
        accepted(deal, taker)
    assert "共有人" in caught.value.reason.zh


CLASHES = [
    ("exclusive", "exclusive", {}, True),
    ("exclusive", "ordinary", {}, True),
    ("ordinary", "exclusive", {}, True),
    ("sole", "sole", {}, True),
    ("sole", "ordinary", {}, True),
    ("ordinary", "ordinary", {}, False),
    ("exclusive", "exclusive", {"territory": ("JP",)}, False),
    ("exclusive", "exclusive", {"territory": ("CN-510107",)}, True),
    ("exclusive", "exclusive", {"powers": ("translation",)}, False),
    ("exclusive", "ordinary", {"territory": ("WORLD",), "powers": ("distribution", "rental")}, True),
]


@pytest.mark.parametrize(("first", "second", "changes", "clash"), CLASHES)
def test_licences_that_exclude_each_other(first: str, second: str, changes: dict[str, object], *, clash: bool) -> None:
    row = make_deposit()
    licensed(row, make_citizen(), kind=first)
    if clash:
        with pytest.raises(LicenceOverlaps) as caught:
            licensed(row, make_citizen(), kind=second, **changes)
        assert caught.value.remedy.en
    else:
        assert licensed(row, make_citizen(), kind=second, **changes).state == DealState.CONFIRMED


def test_exclusive_licences_may_follow_each_other() -> None:
    row, today = make_deposit(), time.today()
    licensed(row, make_citizen(), kind="exclusive", to_on=today + 30 * DAY)
    later = licensed(row, make_citizen(), kind="exclusive", from_on=today + 31 * DAY)
    assert later.state == DealState.CONFIRMED


def test_two_exclusive_offers_cannot_both_take_effect() -> None:
    row, first, second = make_deposit(), make_citizen(), make_citizen()
    deals = [offer(row, one, kind="exclusive") for one in (first, second)]
    accepted(deals[0], first)
    with pytest.raises(LicenceOverlaps):
        accepted(deals[1], second)


def test_a_sublicence_lives_within_its_licence() -> None:
    row, licensee, third = make_deposit(), make_citizen(), make_citizen()
    above = licensed(row, licensee, kind="exclusive", sublicensing=True, to_on=time.today() + 365 * DAY)
    key = str(above.public_id)
    for changes in (
        {"powers": ("translation",), "to_on": above.to_on},
        {"territory": ("WORLD",), "to_on": above.to_on},
        {"to_on": None},
    ):
        with pytest.raises(BeyondLicence):
            offer(row, third, by=licensee, parent=key, **changes)
    sub = accepted(offer(row, third, by=licensee, parent=key, territory=("CN-51",), to_on=above.to_on), third)
    assert sub.state == DealState.CONFIRMED
    with pytest.raises(DealsOpen):
        services.offer_undoing(actor=licensee, deal=key, reason="解约")
    with pytest.raises(NotTheOwner):
        offer(row, licensee, by=third, parent=key)
    with pytest.raises(BeyondLicence):
        offer(row, make_citizen(), by=third, parent=str(sub.public_id), territory=("CN-51",), to_on=above.to_on)


UNFIT = [
    ({"kind": "free"}, "licence_kind"),
    ({"powers": ()}, "powers"),
    ({"powers": ("fly",)}, "powers"),
    ({"territory": ()}, "territory"),
    ({"territory": ("Mars",)}, "territory"),
    ({"from_on": time.today() - DAY}, "from_on"),
    ({"to_on": time.today() - DAY}, "to_on"),
    ({"most_copies": 0}, "most_copies"),
    ({"terms": "长" * 2001}, "terms"),
]


@pytest.mark.parametrize(("changes", "field"), UNFIT)
def test_a_licence_that_does_not_fit_names_its_field(changes: dict[str, object], field: str) -> None:
    with pytest.raises(FieldUnfit) as caught:
        offer(make_deposit(), make_citizen(), **changes)
    assert caught.value.field == field


def test_a_transfer_is_neither_before_the_deposit_nor_in_the_future_nor_to_oneself() -> None:
    row, taker = make_deposit(), make_citizen()
    me = owner_of(row)
    for day in (time.today() - DAY, time.today() + DAY):
        with pytest.raises(FieldUnfit) as caught:
            transferred(row, me, taker, on=day)
        assert caught.value.field == "from_on"
    for name in (me.username, "nobody-here"):
        with pytest.raises(FieldUnfit) as caught:
            services.offer_licence(actor=me, number=row.number, taker=Taker(name), licence=licence())
        assert caught.value.field == "taker"


def test_an_offer_is_declined_with_a_reason_or_taken_back() -> None:
    row, taker = make_deposit(), make_citizen()
    deal = offer(row, taker)
    key = str(deal.public_id)
    with pytest.raises(Invalid):
        services.answer(actor=taker, deal=key, answer="decline")
    with pytest.raises(Invalid):
        services.answer(actor=taker, deal=key, answer="maybe")
    with pytest.raises(DealNotFound):
        services.answer(actor=make_citizen(), deal=key, answer="accept")
    with pytest.raises(DealClosed):
        services.answer(actor=owner_of(row), deal=key, answer="accept")
    assert services.answer(actor=taker, deal=key, answer="decline", words="费用不合适").state == DealState.DECLINED
    with pytest.raises(DealClosed):
        services.answer(actor=taker, deal=key, answer="accept")
    other = offer(row, taker)
    taken = services.answer(actor=owner_of(row), deal=str(other.public_id), answer="withdraw")
    assert taken.state == DealState.WITHDRAWN
    assert ChainEntry.objects.filter(deposit=row).count() == 1


def test_undoing_is_a_counter_entry_of_both_sides() -> None:
    row, taker = make_deposit(), make_citizen()
    deal = transferred(row, owner_of(row), taker, "1/4")
    undo = services.offer_undoing(actor=taker, deal=str(deal.public_id), reason="双方协商解除")
    assert held(row)[taker.name.zh] == "1/4"
    with pytest.raises(DealClosed):
        services.offer_undoing(actor=taker, deal=str(deal.public_id), reason="再来一次")
    accepted(undo, owner_of(row))
    assert held(row) == {"蜀绣工坊": "1"}
    assert [entry.kind for entry, _ in selectors.chain(row)] == ["deposited", "transfer", "undone"]
    assert selectors.broken(row) is None
    assert Deal.objects.get(pk=deal.pk).state == DealState.UNDONE
    with pytest.raises(DealClosed):
        services.offer_undoing(actor=taker, deal=str(undo.public_id), reason="撤销撤销")


def test_what_has_gone_on_to_others_is_not_undone() -> None:
    row, second, third = make_deposit(), make_citizen(), make_citizen()
    deal = transferred(row, owner_of(row), second)
    transferred(row, second, third)
    with pytest.raises((ShareTooLarge, NotTheOwner)):
        services.offer_undoing(actor=second, deal=str(deal.public_id), reason="反悔")


def test_an_undone_exclusive_licence_makes_room() -> None:
    row, taker = make_deposit(), make_citizen()
    deal = licensed(row, taker, kind="exclusive")
    accepted(services.offer_undoing(actor=owner_of(row), deal=str(deal.public_id), reason="解约"), taker)
    assert licensed(row, make_citizen(), kind="exclusive").state == DealState.CONFIRMED
