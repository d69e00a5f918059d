"""Punitive damages: multiple and cap, intent and gravity, base, stage and version, periods apart."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.law.opinions.rows import Row, check
from zhidun.law.calculators import punitive

BOTH = {"intent": True, "serious": True}
NOW = {"right": "patent", "event_date": "2026-11-22", "base": 100000, "multiple": 2, **BOTH}

ROWS: list[Row] = [
    # the ends of the range and fractions: 100,000 × 1, × 5, × 1.5, × 3.75
    (
        "punitive",
        {**NOW, "multiple": 1},
        {"accepted": True, "punitive_total": "100000.00", "cap": "500000.00", "capped": False},
    ),
    ("punitive", {**NOW, "multiple": 5}, {"punitive_total": "500000.00"}),
    ("punitive", {**NOW, "multiple": 1.5}, {"punitive_total": "150000.00"}),
    (
        "punitive",
        {**NOW, "multiple": "3.75", "reasonable_costs": 1000},
        {"punitive_total": "375000.00", "total": "376000.00"},
    ),
    ("punitive", {**NOW, "multiple": 0.9}, {"accepted": False, "field": "multiple"}),
    ("punitive", {**NOW, "multiple": 5.01}, {"accepted": False, "field": "multiple"}),
    ("punitive", {**NOW, "multiple": 0}, {"accepted": False}),
    ("punitive", {**NOW, "multiple": -2}, {"accepted": False}),
    ("punitive", {**NOW, "multiple": None}, {"accepted": True, "cap": "500000.00", "punitive_total": None}),
    # both elements
    ("punitive", {**NOW, "intent": False}, {"accepted": False, "code": "punitive.no_intent"}),
    ("punitive", {**NOW, "serious": False}, {"accepted": False, "code": "punitive.no_serious"}),
    ("punitive", {**NOW, "serious": None}, {"accepted": False, "field": "serious"}),
    (
        "punitive",
        {
            **NOW,
            "intent": None,
            "serious": None,
            "intent_factors": ["continued_after_effective_notice"],
            "gravity_factors": ["infringement_as_business"],
        },
        {"accepted": True, "punitive_allowed": True},
    ),
    # the base is never statutory
    (
        "punitive",
        {**NOW, "base": None, "statutory_damages": 500000},
        {"accepted": False, "code": "punitive.statutory_base"},
    ),
    ("punitive", {**NOW, "statutory_damages": True}, {"accepted": False, "code": "punitive.statutory_base"}),
    ("punitive", {**NOW, "statutory_damages": 100000}, {"accepted": False, "code": "punitive.statutory_base"}),
    (
        "punitive",
        {**NOW, "base": None, "chosen": "statutory", "actual_loss": 5},
        {"accepted": False, "code": "punitive.statutory_base"},
    ),
    ("punitive", {**NOW, "base": None}, {"accepted": False, "code": "punitive.no_base"}),
    ("punitive", {**NOW, "base": 0}, {"accepted": False, "field": "base"}),
    # the base by the law's order: licence fee 20,000 × 2 = 40,000; × 2 = 80,000
    (
        "punitive",
        {**NOW, "base": None, "licence_fee": 20000, "licence_multiple": 2},
        {"base": "40000.00", "punitive_total": "80000.00"},
    ),
    # infringement as a business: sales margin; 100 × 50 × 0.4 = 2,000; × 2 = 4,000
    (
        "punitive",
        {
            **NOW,
            "base": None,
            "units": 100,
            "unit_price": 50,
            "operating_margin": 0.1,
            "sales_margin": 0.4,
            "infringement_as_business": True,
        },
        {"base": "2000.00", "punitive_total": "4000.00"},
    ),
    # before the interpretation of 2026 the operating margin stays: 100 × 50 × 0.1 = 500
    (
        "punitive",
        {
            **NOW,
            "event_date": "2026-04-30",
            "base": None,
            "units": 100,
            "unit_price": 50,
            "operating_margin": 0.1,
            "sales_margin": 0.4,
            "infringement_as_business": True,
        },
        {"base": "500.00"},
    ),
    # which laws know it, from when
    ("punitive", {**NOW, "right": "trademark", "event_date": "2019-11-01"}, {"accepted": True}),
    ("punitive", {**NOW, "right": "copyright", "event_date": "2021-06-01"}, {"accepted": True}),
    ("punitive", {**NOW, "right": "software"}, {"accepted": True}),
    ("punitive", {**NOW, "right": "plant_variety"}, {"accepted": True}),
    ("punitive", {**NOW, "right": "trade_secret", "event_date": "2019-04-23"}, {"accepted": True}),
    (
        "punitive",
        {**NOW, "right": "trade_secret", "event_date": "2019-04-22"},
        {"accepted": False, "code": "law.rule_not_in_force"},
    ),
    ("punitive", {**NOW, "right": "olympic_sign"}, {"accepted": False, "code": "punitive.not_in_law"}),
    ("punitive", {**NOW, "right": "special_sign"}, {"accepted": False, "code": "punitive.not_in_law"}),
    (
        "punitive",
        {**NOW, "right": "unfair_competition", "act": "confusion"},
        {"accepted": False, "punitive_allowed": False},
    ),
    ("punitive", {**NOW, "right": "unfair_competition", "act": "trade_secret"}, {"accepted": True}),
    (
        "punitive",
        {**NOW, "right": "unfair_competition", "act": "confusion", "event_date": "2025-10-14"},
        {"accepted": False},
    ),
    # a fine already paid is weighed in the multiple and never deducted
    ("punitive", {**NOW, "fine_paid": 50000}, {"accepted": True, "deduct_fine": False, "total": "200000.00"}),
    # stage: claimed only at second instance, old and new text
    ("punitive", {**NOW, "stage": "second_instance"}, {"accepted": False, "code": "punitive.second_instance"}),
    (
        "punitive",
        {**NOW, "stage": "second_instance", "event_date": "2026-04-30"},
        {"accepted": False, "code": "punitive.second_instance"},
    ),
    ("punitive", {**NOW, "stage": "first_instance", "punitive_claimed": True}, {"accepted": True}),
    ("punitive", {**NOW, "punitive_claimed": False}, {"accepted": False, "code": "punitive.not_claimed"}),
    # a separate later suit: barred from 2026-05-01 when the court had explained
    (
        "punitive",
        {**NOW, "first_suit_claimed_punitive": False, "court_explained": True},
        {"accepted": False, "code": "punitive.separate_suit"},
    ),
    ("punitive", {**NOW, "first_suit_claimed_punitive": False, "court_explained": False}, {"accepted": True}),
    (
        "punitive",
        {**NOW, "event_date": "2026-04-30", "first_suit_claimed_punitive": False, "court_explained": True},
        {"accepted": True},
    ),
]


@pytest.mark.parametrize(("calculator", "asked", "expected"), ROWS)
def test_row(calculator: str, asked: Mapping[str, object], expected: Mapping[str, object]) -> None:
    check(calculator, asked, expected)


def test_the_second_instance_differs_by_version() -> None:
    old, new = (
        punitive({**NOW, "stage": "second_instance", "event_date": day}) for day in ("2026-04-30", "2026-05-01")
    )
    assert "另行起诉" in str(old["reason"])
    assert "另行起诉" not in str(new["reason"])
    assert "dmg.punitive.2021" in str(old["rules"])
    assert "dmg.punitive.add.2026" in str(new["rules"])


def test_pending_cases_of_older_acts_are_named_as_an_inference() -> None:
    assert "推知" in str(punitive({**NOW, "event_date": "2026-04-30"})["notes"])
    assert "推知" not in str(punitive(NOW)["notes"])


def test_an_act_across_a_switch_is_not_multiplied_as_one() -> None:
    found = punitive(
        {**NOW, "right": "ic_layout", "event_date": None, "act_from": "2026-09-01", "act_to": "2026-11-30"}
    )
    assert found["code"] == "punitive.split_needed"


def test_periods_apart() -> None:
    # layouts: 300,000 before 2026-10-15 once; 100,000 after it × 3 = 300,000; + 20,000 costs = 620,000
    found = punitive(
        {
            "right": "ic_layout",
            "multiple": 3,
            "reasonable_costs": 20000,
            **BOTH,
            "parts": [
                {"act_from": "2026-09-01", "act_to": "2026-10-14", "base": 300000},
                {"act_from": "2026-10-15", "act_to": "2026-11-30", "base": 100000},
            ],
        }
    )
    assert (found["compensation"], found["punitive_total"], found["total"]) == ("300000.00", "300000.00", "620000.00")


def test_a_time_before_the_law_counts_once_and_a_bad_part_refuses_the_whole() -> None:
    # trade secrets 2018-09 to 2019-04-22: 1,000 once; from 2019-05: 2,000 × 2 = 4,000; 5,000 in all
    parts = [
        {"act_from": "2018-09-01", "act_to": "2019-04-22", "base": 1000},
        {"act_from": "2019-05-01", "act_to": "2022-03-31", "base": 2000},
    ]
    asked = {"right": "trade_secret", **BOTH, "parts": parts}
    assert punitive({**asked, "multiple": 2})["total"] == "5000.00"
    assert punitive({**asked, "multiple": 6})["accepted"] is False


def test_factors_are_told_apart_by_version() -> None:
    asked = {**NOW, "intent_factors": ["reoffended_after_settlement_promise"], "gravity_factors": ["my_own_reason"]}
    steps = str(punitive(asked)["steps"])
    assert "reoffended_after_settlement_promise(解释列明)" in steps
    assert "my_own_reason(未列明" in steps
    assert "reoffended_after_settlement_promise(未列明" in str(punitive({**asked, "event_date": "2026-04-30"})["steps"])


def test_each_factor_is_shown_with_its_evidence() -> None:
    factors = [{"factor": "reoffended_after_settlement_promise", "evidence": "和解书第3页"}, "my_own_reason"]
    steps = str(punitive({**NOW, "intent_factors": factors, "gravity_factors": ["x"]})["steps"])
    assert "reoffended_after_settlement_promise(解释列明)；证据：和解书第3页" in steps
    assert "my_own_reason(未列明,归入其他情形,须说明)'" in steps


@pytest.mark.parametrize("given", [[{"evidence": "e"}], [{"factor": "f", "page": 3}], [7], {"factor": 7}])
def test_a_factor_is_a_word_or_a_word_with_evidence(given: object) -> None:
    answer = punitive({**NOW, "intent_factors": given, "serious": True})
    assert (answer["accepted"], answer["field"]) == (False, "intent_factors")


# --- acts across 2019-11-01: 1 to 3 times before (2013 Law), 1 to 5 since (2019 amendment) ---------------------------
ACROSS = {"right": "trademark", "act_from": "2019-06-01", "act_to": "2020-03-01", "base": 100000, **BOTH}


def test_across_the_change_three_times_hold_under_both_texts() -> None:
    # 100,000 × 3 = 300,000 under either; caps 300,000 and 500,000
    found = punitive({**ACROSS, "multiple": 3, "reasonable_costs": 1000})
    rows = found["versions"]
    assert isinstance(rows, list)
    assert [(row["rule"], row["cap"], row["punitive_total"], row["total"]) for row in rows] == [
        ("x.dmg.trademark.2014", "300000.00", "300000.00", "301000.00"),
        ("dmg.trademark.2019", "500000.00", "300000.00", "301000.00"),
    ]
    assert (found["officer_decides"], found["provisional"]) == (True, True)


def test_across_the_change_four_times_are_split_or_chosen() -> None:
    asked = {**ACROSS, "multiple": 4}
    refused = punitive(asked)
    assert (refused["accepted"], refused["code"], refused["field"]) == (False, "punitive.split_needed", "parts")
    later = punitive({**asked, "chosen_version": "dmg.trademark.2019", "chosen_by": "王科长"})
    assert (later["punitive_total"], later["officer_decides"], later["chosen_by"]) == ("400000.00", False, "王科长")
    older = punitive({**asked, "chosen_version": "x.dmg.trademark.2014", "chosen_by": "王科长"})
    assert (older["accepted"], older["code"]) == (False, "punitive.multiple")
    nobody = punitive({**asked, "chosen_version": "dmg.trademark.2019"})
    assert (nobody["accepted"], nobody["field"]) == (False, "chosen_by")


def test_split_at_the_change_each_part_has_its_own_end() -> None:
    # 40,000 × 3 + 60,000 × 4 = 360,000; caps 40,000 × 3 + 60,000 × 5 = 420,000
    first = {"act_from": "2019-06-01", "act_to": "2019-10-31", "base": 40000, "multiple": 3}
    second = {"act_from": "2019-11-01", "act_to": "2020-03-01", "base": 60000, "multiple": 4}
    found = punitive({"right": "trademark", **BOTH, "parts": [first, second]})
    assert (found["punitive_total"], found["cap"], found["total"]) == ("360000.00", "420000.00", "360000.00")
    too_many = punitive({"right": "trademark", **BOTH, "parts": [{**first, "multiple": 4}, second]})
    assert (too_many["accepted"], too_many["code"], too_many["part"]) == (False, "punitive.multiple", 1)
