"""Many at once: one report has one reward, one reward is paid once."""

from __future__ import annotations

import os

import pytest

from tests.cases.test_races import at_once
from tests.factories.cases import make_cast
from tests.factories.clients import CLIENTS, Clients, fifty_clients
from tests.factories.rewards import Stage, closed_report, to_claimed
from zhidun.cases import services as cases
from zhidun.cases.models import Approval, Move
from zhidun.kernel.errors import Refusal
from zhidun.rewards import services
from zhidun.rewards.models import Payout, Reward

pytestmark = pytest.mark.django_db(transaction=True)
PAYMENT = {"paid_on": "2026-11-24", "how": "cash", "voucher": "付字0001"}


def one_round(clients: Clients, before: Stage | None = None) -> Stage:
    """Fifty clients approve one payment, or ask for it again, at the same moment; return the stage, for the next."""
    stage, code = to_claimed(before)
    waiting = services.ask_payment(actor=stage.finance, number=stage.number, code=code, **PAYMENT)
    version = Reward.objects.get(pk=stage.reward.pk).case.version

    def approve() -> object:
        return cases.approve(approval_id=str(waiting.public_id), actor=stage.cast.approver, expected_version=version)

    def ask() -> object:
        return services.ask_payment(actor=stage.finance, number=stage.number, code=code, **PAYMENT)

    results = clients.at_once([approve if index % 5 else ask for index in range(CLIENTS)])
    assert [one for one in results if not isinstance(one, Move | Approval | Refusal)] == []
    assert sum(isinstance(one, Move) for one in results) <= 1
    last = Approval.objects.filter(case=stage.reward.case, step="pay", state="open").last()
    if last is not None:  # a new request may have taken the place of the first: it is agreed to now
        stage.agree(last)
    assert Payout.objects.filter(reward=stage.reward).count() == 1
    assert Move.objects.filter(case=stage.reward.case, step="pay").count() == 1
    return stage


def test_fifty_clients_pay_one_reward_once() -> None:
    with fifty_clients() as clients:
        one_round(clients)


def test_one_report_gets_one_reward_from_twenty_officers() -> None:
    play = closed_report(make_cast())
    Reward.objects.all().delete()

    def open_it() -> object:
        return services.open_reward(actor=play.cast.officer, report=play.case.number)

    results = at_once([open_it] * 20)
    assert sum(isinstance(one, Reward) for one in results) == 1
    assert Reward.objects.count() == 1


@pytest.mark.soak
def test_a_thousand_rounds() -> None:
    stage = None
    with fifty_clients() as clients:
        for _ in range(int(os.environ.get("ZHIDUN_SOAK_ROUNDS", "1000"))):
            stage = one_round(clients, stage)
