"""Deposits, agreements and codes for tests."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from tests.factories.access import account_of, make_citizen
from tests.factories.evidence import make_item
from zhidun.access.actors import Actor
from zhidun.deposit import services
from zhidun.deposit.models import Deal, Deposit
from zhidun.deposit.reading import read
from zhidun.deposit.types import LicenceIn, Taker
from zhidun.kernel import time

_numbers = itertools.count(1)


def raw_work(**changes: object) -> dict[str, object]:
    """A deposit form filled in well, as typed."""
    typed: dict[str, object] = {
        "title": f"蜀绣《芙蓉锦鲤》之{next(_numbers)}",
        "category": "fine_art",
        "authorship": "original",
        "created_on": "2026-03-01",
        "district": "510107",
        "form": "file",
        "visibility": "public",
        "description": "双面绣,芙蓉与锦鲤。",
        "author-0-name": "沈绣",
        "owner-0-name": "蜀绣工坊",
        "owner-0-kind": "organisation",
        "owner-0-share": "100",
    }
    return typed | changes


def make_deposit(
    actor: Actor | None = None, *, content: bytes | None = None, items: Sequence[str] | None = None, **changes: object
) -> Deposit:
    """A deposit by a citizen who owns the work alone, of a picture unless said otherwise."""
    who = actor or make_citizen()
    typed = raw_work(**changes)
    if "owner-0-account" not in changes:
        typed["owner-0-account"] = who.username
    if items is None:
        items = [] if typed["form"] == "commitment" else [str(make_item(actor=who, content=content).public_id)]
    return services.deposit_work(actor=who, work=read(typed), item_ids=items)


def owner_of(deposit: Deposit) -> Actor:
    """The actor of a deposit's depositor."""
    from zhidun.access.actors import actor_for

    assert deposit.depositor is not None
    return actor_for(deposit.depositor)


def licence(**changes: Any) -> LicenceIn:
    """An ordinary licence to reproduce and distribute in China, from today, without end."""
    words: dict[str, Any] = {
        "kind": "ordinary",
        "powers": ("reproduction", "distribution"),
        "territory": ("CN",),
        "from_on": time.today(),
    }
    return LicenceIn(**(words | changes))


def offer(deposit: Deposit, taker: Actor, *, by: Actor | None = None, parent: str = "", **changes: Any) -> Deal:
    """A licence offered and not answered yet."""
    return services.offer_licence(
        actor=by or owner_of(deposit),
        number=deposit.number,
        taker=Taker(taker.username),
        licence=licence(**changes),
        parent=parent,
    )


def licensed(deposit: Deposit, taker: Actor, **more: Any) -> Deal:
    """A licence that both sides confirmed."""
    return accepted(offer(deposit, taker, **more), taker)


def accepted(deal: Deal, *actors: Actor) -> Deal:
    """A deal that these accepted."""
    for actor in actors:
        deal = services.answer(actor=actor, deal=str(deal.public_id), answer="accept")
    return deal


def transferred(deposit: Deposit, giver: Actor, taker: Actor, share: str = "1/1", on: date | None = None) -> Deal:
    """A share that passed."""
    deal = services.offer_transfer(
        actor=giver,
        number=deposit.number,
        taker=Taker(taker.username),
        share=Fraction(share),
        on=on or time.today(),
    )
    return accepted(deal, taker)


__all__ = [
    "accepted",
    "account_of",
    "licence",
    "licensed",
    "make_deposit",
    "offer",
    "owner_of",
    "raw_work",
    "transferred",
]
