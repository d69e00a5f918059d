"""Measure 三 through the API: mediation on damages stands before the closing of an established trademark case."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest_django.fixtures import Settings

from tests.stories.through_api import DAY, Played, caller, played, scene
from zhidun.access.loading import load_cast, load_city
from zhidun.kernel import time
from zhidun.site.demo_stage import Entry, entries, moment

pytestmark = pytest.mark.django_db
MEDIATION = ("offer-mediation", "answer-mediation", "record-mediation-answer")


@pytest.fixture(autouse=True)
def _cast(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    with time.pinned(datetime(2026, 1, 5, 2, tzinfo=UTC)):
        load_city()
        load_cast("Rongcheng-Story-2026")


def closing() -> Entry:
    return next(one for one in entries(scene("invented-01"), "steps") if one["step"] == "close")


@pytest.mark.parametrize("left_out", [MEDIATION, MEDIATION[1:]])
def test_it_does_not_close_before_both_were_asked_and_answered(left_out: tuple[str, ...]) -> None:
    case = played("invented-01", last="record-performance", without=left_out)
    case.at = moment(closing(), DAY)
    with time.pinned(case.at):
        refused = case.ask(closing())
        steps = {one["step"]: one for one in caller("wangqiang").get(f"/cases/{case.number}/steps").json}
    assert refused.status in {409, 422}
    assert refused.code
    assert "调解" in refused.body.decode()
    assert not steps["close"]["allowed"]
    assert any("mediation" in why["reason"]["en"] for why in steps["close"]["blocked"])
    assert case.read("wangqiang")["card"]["state"] == "executing"


def test_once_both_answered_it_closes_even_when_one_declines() -> None:
    case: Played = played("invented-01")
    seen = case.read("wangqiang")
    assert seen["card"]["state"] == "closed"
    assert {"mediation-offer", "mediation-record"} <= {paper["kind"] for paper in seen["papers"]}


def test_what_goes_to_the_police_needs_no_offer() -> None:
    case = played("invented-01", last="finish-investigation", without=MEDIATION)
    entry = {
        "step": "refer-to-police", "by": "wangqiang", "day": -29, "hour": 10, "approve": ["luofeng"],
        "reason": "金额较大,有犯罪合理嫌疑。",
        "facts": {"police_office": "成都市公安局经侦支队", "referred_on": "day:-29"},
    }  # fmt: skip
    done = case.step(entry)
    assert done["state"] == "referred"
