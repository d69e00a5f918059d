"""Measure 三: an established trademark case cannot close before mediation on damages was offered and answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import cast

import pytest

from zhidun.access.actors import actor_for
from zhidun.access.loading import load_cast, load_city
from zhidun.access.selectors import account
from zhidun.cases import services as cases
from zhidun.cases.models import Case
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.site import demo_invented
from zhidun.site.demo_stage import Act, Entry, take

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
Play = Callable[[str, tuple[str, ...]], Case]


@pytest.fixture
def played() -> Play:
    """Play the trademark scene up to and with a step, leaving some steps out."""
    load_city()
    load_cast("Rongcheng-Story-2026")

    def play(last: str, without: tuple[str, ...]) -> Case:
        scene = dict(demo_invented.scenes()[0])
        steps = cast("list[Entry]", scene["steps"])
        names = [str(step["step"]) for step in steps]
        scene["steps"] = [step for step in steps[: names.index(last) + 1] if step["step"] not in without]
        receipt = demo_invented.perform(scene, DAY)
        return Case.objects.get(number=receipt.number)

    return play


MEDIATION = ("offer-mediation", "answer-mediation", "record-mediation-answer")


def close(case: Case) -> None:
    """Ask for the closing and have it approved, as the cast."""
    at = datetime(2026, 11, 14, 10, tzinfo=time.CITY_ZONE)
    take(
        case.number,
        Act(step="close", by="wangqiang", at=at, facts={"closing_summary": "办结"}, approve=["luofeng"]),
    )
    case.refresh_from_db()


def test_without_an_offer_the_case_does_not_close_and_the_remedy_is_named(played: Play) -> None:
    case = played("record-performance", MEDIATION)
    with pytest.raises(Refusal) as refused:
        close(case)
    told = str(refused.value.problem("zh"))
    assert "赔偿调解" in told
    case.refresh_from_db()
    assert (case.state, case.closed_at) == ("executing", None)


def test_an_offer_without_its_answers_is_not_enough(played: Play) -> None:
    case = played("record-performance", ("answer-mediation", "record-mediation-answer"))
    with pytest.raises(Refusal):
        close(case)


def test_offered_and_answered_the_case_closes_even_when_one_side_declines(played: Play) -> None:
    case = played("record-performance", ())
    assert case.facts["mediation_respondent"] == "declined"
    close(case)
    assert (case.state, case.outcome) == ("closed", "penalised")
    assert case.papers.filter(kind="mediation-offer").exists()
    assert case.papers.filter(kind="mediation-record").exists()


def test_what_goes_to_the_police_needs_no_offer(played: Play) -> None:
    case = played("finish-investigation", MEDIATION)
    at = datetime(2026, 11, 1, 10, tzinfo=time.CITY_ZONE)
    take(
        case.number,
        Act(
            step="refer-to-police", by="wangqiang", at=at, reason="金额较大,有犯罪合理嫌疑。", approve=["luofeng"],
            facts={"police_office": "成都市公安局经侦支队", "referred_on": "2026-11-01"},
        ),
    )  # fmt: skip
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("referred", "referred")


def test_the_officer_sees_on_the_case_what_blocks_the_closing(played: Play) -> None:
    case = played("record-performance", MEDIATION)
    from zhidun.cases.selectors import open_steps_for

    officer = actor_for(account("wangqiang"))
    closing = next(entry for entry in open_steps_for(officer, case.number) if entry.step.key == "close")
    assert not closing.allowed
    assert any("mediation" in blocked.reason.en for blocked in closing.blocked)
    with pytest.raises(Refusal):
        cases.propose_step(
            case_number=case.number, step="close", actor=officer, facts={"closing_summary": "办结"},
            expected_version=case.version,
        )  # fmt: skip
