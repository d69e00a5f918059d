"""What must not happen with the ten typical cases: nothing invented, no other law's numbers, no periods merged."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
import yaml

from tests.cases_real.checks import amount, case, proposal
from tests.factories.intake import city
from zhidun.law.calculators import crime, damages, fine, limitation, punitive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    city()


@pytest.mark.needs_shared
def test_no_amount_is_invented(shared: Path) -> None:
    """01, 02, 04, 05, 07: every amount of the restated cases is one of the source's; an unknown one is left out."""
    known = yaml.safe_load((shared / "data" / "cases.yaml").read_text(encoding="utf-8"))["cases"]
    for row in known:
        theirs = {Decimal(str(one["value"])) for one in row["amounts"] if one["value"] is not None}
        number = int(row["id"].removeprefix("CASE-"))
        ours = cast("list[dict[str, str]]", case(f"real-{number:02d}").get("amounts") or [])
        assert {Decimal(one["value"]) for one in ours} <= theirs, row["id"]


def test_case_02_is_not_fined_as_a_trademark() -> None:
    found = fine({"right": "special_sign", "event_date": "2022-04-20", "fine": amount("real-02", "fine")})
    assert found["law"] == "special_sign_1996"
    assert found["max_fine"] == "10000.00"
    assert found["illegal_gains"] is None


def test_case_03_the_quashed_award_is_in_no_sum() -> None:
    assert amount("real-03", "total_final") == 0


@pytest.mark.parametrize("right", ["trade_secret", "unfair_competition"])
def test_case_04_no_later_law_for_acts_that_ended_in_2018(right: str) -> None:
    asked = {"right": right, "act": "trade_secret", "act_from": "2014-04-30", "act_to": "2018-12-30"}
    found = punitive({**asked, "base": 50000000, "multiple": 2, "intent": True, "serious": True})
    assert found["accepted"] is False
    assert found["code"] == "law.rule_not_in_force"
    assert damages({**asked, "actual_loss": 98000000})["accepted"] is False


def test_case_05_nothing_is_computed_from_an_unknown_amount() -> None:
    found = crime({"article": "214", "event_date": "2024-04-01", "sales_amount": None})
    assert (found["met"], found["by"], found["criminal_fine_min"], found["criminal_fine_max"]) == (
        False,
        None,
        None,
        None,
    )


def test_case_06_goes_to_the_national_authority_and_knows_no_fine() -> None:
    assert proposal("real-06").parts[0].office.name.zh == "国家知识产权局"
    assert fine({"right": "ic_layout", "event_date": "2019-12-27"})["code"] == "fine.none"


def test_case_07_is_not_judged_by_the_law_of_2025() -> None:
    found = fine({"right": "trade_secret", "event_date": "2020-12-31", "decision_date": "2022-02-17", "serious": True})
    assert (found["law"], found["min_fine"]) == ("aucl_2019", "500000.00")
    assert "1000000.00" not in str(found["min_fine"])


def test_case_08_the_fine_stands_in_article_60() -> None:
    found = fine({"right": "trademark", "event_date": "2024-01-20", "illegal_turnover": 57700})
    assert found["article"] == "60"


def test_case_08_transfer_comes_before_the_fine() -> None:
    found = crime({"article": "214", "event_date": "2024-01-20", "sales_amount": 57700})
    assert found["advise_transfer"] is True
    assert "不作罚款决定" in str(found["notes"])


def test_case_09_a_certification_mark_is_judged_as_a_mark() -> None:
    found = fine({"right": "gi", "event_date": "2022-07-31", "fine": 10000})
    assert found["law"] == "trademark_law_2019"


SECRET: Mapping[str, object] = {"right": "trade_secret", "multiple": 2, "intent": True, "serious": True}


def test_case_10_two_periods_are_not_merged_under_one_multiple() -> None:
    whole = punitive({**SECRET, "act_from": "2018-09-01", "act_to": "2022-03-31", "base": 100})
    assert (whole["accepted"], whole["code"]) == (False, "punitive.split_needed")
    # 40 once for 2018-09 to 2019-04-22; 60 × 2 = 120 from 2019-05 on; 160 in all, not 200
    parts = [
        {"act_from": "2018-09-01", "act_to": "2019-04-22", "base": 40},
        {"act_from": "2019-05-01", "act_to": "2022-03-31", "base": 60},
    ]
    assert punitive({**SECRET, "parts": parts})["total"] == "160.00"


def test_case_10_no_base_is_found_backwards_from_an_award() -> None:
    found = punitive({**SECRET, "event_date": "2019-05-01", "base": None})
    assert (found["accepted"], found["base"]) == (False, None)


def test_no_limitation_is_guessed_without_the_day_of_knowledge() -> None:
    assert limitation({"right": "trade_secret", "suit": "2020-01-01"})["accepted"] is False
