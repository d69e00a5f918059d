"""Fifty clients at once, round after round: one decision, one number a paper, one receipt a filing.

`ZHIDUN_SOAK_ROUNDS` sets the rounds of the soak (1,000); rewards: tests/rewards/test_races.py.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from tests.factories.cases import Cast, make_case, make_cast, make_parties
from tests.factories.clients import CLIENTS, Act, Clients, fifty_clients
from zhidun.cases import services
from zhidun.cases.errors import StaleCase
from zhidun.cases.models import Case, Move, Paper, PaperCounter
from zhidun.cases.papers import next_serial
from zhidun.cases.types import PartyIn

pytestmark = pytest.mark.django_db(transaction=True)
SAMPLE = 1


@pytest.fixture
def clients() -> Iterator[Clients]:
    with fifty_clients() as found:
        yield found


def known(cast: Cast, clients: Clients) -> list[PartyIn]:
    """Return the parties of every case here, made once; the packs are read by then, fifty would each read them."""
    if not clients.parties:
        clients.parties = make_parties(cast)
        make_case(cast, parties=clients.parties)
    return clients.parties


def decision(cast: Cast, clients: Clients) -> None:
    """Everybody takes the deciding step of one case, as they read it."""
    case = make_case(cast, parties=known(cast, clients))
    before = Paper.objects.count()

    def act() -> object:
        return services.take_step(
            case_number=case.number, step="decide-alone", actor=cast.officer, facts={}, expected_version=1,
            reason="事实清楚",
        )  # fmt: skip

    results = clients.at_once([act] * CLIENTS)
    assert sum(isinstance(one, Move) for one in results) == 1
    assert sum(isinstance(one, StaleCase) for one in results) == CLIENTS - 1
    assert Move.objects.filter(case=case, step="decide-alone").count() == 1
    assert Paper.objects.count() == before + 1


def number(cast: Cast, clients: Clients) -> None:
    """Everybody takes a number of one series; every fifth is undone, and its number with it."""
    key = {"office_id": cast.officer.posts[0].office_id, "sign": "竞字", "year": 2026}
    start = PaperCounter.objects.filter(**key).values_list("last", flat=True).first() or 0

    def act(*, fails: bool) -> Act:
        def take() -> object:
            with transaction.atomic():
                serial = next_serial(**key)
                if fails:
                    raise RuntimeError
                return serial

        return take

    results = clients.at_once([act(fails=index % 5 == 0) for index in range(CLIENTS)])
    given = sorted(one for one in results if isinstance(one, int))
    assert given == list(range(start + 1, start + 1 + CLIENTS - CLIENTS // 5))


def receipt(cast: Cast, clients: Clients) -> None:
    """One filing, sent by everybody with one key: one case, one receipt."""
    parties = known(cast, clients)
    before = Case.objects.count()
    key = f"round-{before}"
    results = clients.at_once([lambda: make_case(cast, opening_key=key, parties=parties)] * CLIENTS)
    assert {one.number for one in results if isinstance(one, Case)} == {Case.objects.get(opening_key=key).number}
    assert sum(isinstance(one, Case) for one in results) == CLIENTS
    assert Case.objects.count() == before + 1


ROUNDS = [decision, number, receipt]


@pytest.mark.parametrize("one_round", ROUNDS)
def test_rounds_of_fifty_clients_double_nothing(one_round: Callable[[Cast, Clients], None], clients: Clients) -> None:
    cast = make_cast()
    for _ in range(SAMPLE):
        one_round(cast, clients)


@pytest.mark.soak
@pytest.mark.parametrize("one_round", ROUNDS)
def test_a_thousand_rounds_of_fifty_clients(one_round: Callable[[Cast, Clients], None], clients: Clients) -> None:
    cast = make_cast()
    for _ in range(int(os.environ.get("ZHIDUN_SOAK_ROUNDS", "1000"))):
        one_round(cast, clients)
