"""Two at once: one wins, nothing is doubled, no number is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from tests.factories.cases import make_case, make_cast, take
from zhidun.cases import services
from zhidun.cases.errors import StaleCase
from zhidun.cases.models import Case, Move, Paper, PaperCounter
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run all in threads from one starting gun; return results, refusals as values."""
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(index: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[index] = act()
        except (Refusal, RuntimeError) as refusal:
            results[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results


def test_of_eight_who_take_a_step_one_wins_and_seven_are_stale() -> None:
    cast = make_cast()
    case = make_case(cast)

    def act() -> object:
        return services.take_step(
            case_number=case.number, step="verify", actor=cast.officer,
            facts={"found": "x", "seen_on": time.today().isoformat()}, expected_version=1,
        )  # fmt: skip

    results = at_once([act] * 8)
    assert sum(isinstance(one, Move) for one in results) == 1
    assert sum(isinstance(one, StaleCase) for one in results) == 7
    assert Case.objects.get().version == 2
    assert list(Move.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2]


def test_one_request_sent_five_times_makes_one_move() -> None:
    cast = make_cast()
    case = make_case(cast)

    def act() -> object:
        return services.take_step(
            case_number=case.number, step="file-by-hand", actor=cast.officer, facts={}, expected_version=1,
            idempotency_key="again",
        )  # fmt: skip

    results = at_once([act] * 5)
    assert len({one.pk for one in results if isinstance(one, Move)}) == 1
    assert all(isinstance(one, Move) for one in results)
    assert Move.objects.count() == 2


def test_twenty_decisions_at_once_with_rollbacks_leave_no_gap() -> None:
    cast = make_cast()
    cases = [make_case(cast) for _ in range(20)]

    def decide(case: Case, *, fails: bool) -> Callable[[], object]:
        def act() -> object:
            with transaction.atomic():
                move = take(case, "decide-alone", cast.officer)
                if fails:
                    raise RuntimeError
                return move

        return act

    results = at_once([decide(case, fails=index % 4 == 0) for index, case in enumerate(cases)])
    assert sum(isinstance(one, RuntimeError) for one in results) == 5
    serials = sorted(Paper.objects.values_list("serial", flat=True))
    assert serials == list(range(1, 16))
    assert PaperCounter.objects.get().last == 15
    assert Case.objects.filter(version=2).count() == 15


def test_one_filing_key_opens_one_case() -> None:
    cast = make_cast()
    results = at_once([lambda: make_case(cast, opening_key="one")] * 4)
    assert {one.pk for one in results if isinstance(one, Case)} == {Case.objects.get().pk}
    assert all(isinstance(one, Case) for one in results)
    assert Move.objects.count() == 1
