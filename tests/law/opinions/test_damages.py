"""Damages: orders of computation by law and version, statutory ranges, costs, acts across a switch, several parts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.law.opinions.rows import Row, check
from zhidun.law.calculators import damages

NONE = {"actual_loss": None, "infringer_profit": None, "licence_fee": None}
BOTH_GIVEN = {"actual_loss": 100000, "infringer_profit": 300000}

ROWS: list[Row] = [
    # free choice (patent): the higher of 100,000 and 300,000 unless one is chosen
    (
        "damages",
        {"right": "patent", "event_date": "2026-11-22", **BOTH_GIVEN},
        {"basis": "infringer_profit", "base": "300000.00"},
    ),
    (
        "damages",
        {"right": "patent", "event_date": "2026-11-22", "chosen": "actual_loss", **BOTH_GIVEN},
        {"basis": "actual_loss", "base": "100000.00", "statutory_available": False},
    ),
    # strict order (Trademark Law 2019): the loss goes first whatever is chosen; 100,000 + 5,000 = 105,000
    (
        "damages",
        {
            "right": "trademark",
            "event_date": "2026-12-31",
            "chosen": "infringer_profit",
            "reasonable_costs": 5000,
            **BOTH_GIVEN,
        },
        {"basis": "actual_loss", "base": "100000.00", "total": "105000.00", "article": "63"},
    ),
    # free choice from 2027-01-01: 300,000 + 5,000 = 305,000
    (
        "damages",
        {
            "right": "trademark",
            "event_date": "2027-01-01",
            "chosen": "infringer_profit",
            "reasonable_costs": 5000,
            **BOTH_GIVEN,
        },
        {"basis": "infringer_profit", "total": "305000.00", "article": "77"},
    ),
    # unfair competition: strict until 2025-10-14, free from the 15th
    (
        "damages",
        {"right": "trade_secret", "event_date": "2025-10-14", **BOTH_GIVEN},
        {"basis": "actual_loss", "article": "17"},
    ),
    (
        "damages",
        {"right": "trade_secret", "event_date": "2025-10-15", **BOTH_GIVEN},
        {"basis": "infringer_profit", "article": "22"},
    ),
    # plant varieties: strict
    ("damages", {"right": "plant_variety", "event_date": "2026-01-01", **BOTH_GIVEN}, {"basis": "actual_loss"}),
    # copyright: gains = 40,000; then royalty; then 500 to 5,000,000
    (
        "damages",
        {"right": "copyright", "event_date": "2026-01-01", "gains": 40000},
        {"basis": "gains", "base": "40000.00"},
    ),
    (
        "damages",
        {"right": "software", "event_date": "2026-01-01", "royalty": 12000},
        {"basis": "royalty", "base": "12000.00"},
    ),
    (
        "damages",
        {"right": "copyright", "event_date": "2026-01-01", "gains": None, "actual_loss": None, "royalty": None},
        {"basis": "statutory", "min": "500.00", "max": "5000000.00", "award_max": "5000000.00"},
    ),
    # licence fee 100,000 × 3 = 300,000
    (
        "damages",
        {"right": "patent", "event_date": "2026-01-01", "licence_fee": 100000, "licence_multiple": 3},
        {"basis": "licence_fee", "base": "300000.00"},
    ),
    # 1,000 pieces × 199.90 × 15 % = 29,985
    (
        "damages",
        {
            "right": "patent",
            "event_date": "2026-01-01",
            "units": 1000,
            "unit_price": "199.90",
            "operating_margin": "0.15",
        },
        {"basis": "infringer_profit", "base": "29985.00"},
    ),
    # the industry margin where the own one is unknown: 500 × 80 × 0.125 = 5,000
    (
        "damages",
        {"right": "trademark", "event_date": "2026-01-01", "units": 500, "unit_price": 80, "industry_margin": "12.5%"},
        {"base": "5000.00"},
    ),
    # rounding at the end only: 3 × 0.333 × 0.5 = 0.4995 → 0.50
    (
        "damages",
        {"right": "patent", "event_date": "2026-01-01", "units": 3, "unit_price": "0.333", "operating_margin": 0.5},
        {"base": "0.50"},
    ),
    # statutory: ranges by law
    (
        "damages",
        {"right": "trademark", "event_date": "2021-11-26", **NONE},
        {"min": None, "max": "5000000.00", "statutory_available": True},
    ),
    ("damages", {"right": "gi", "event_date": "2026-01-01", **NONE}, {"max": "5000000.00", "article": "63"}),
    ("damages", {"right": "plant_variety", "event_date": "2026-01-01", **NONE}, {"min": None, "max": "5000000.00"}),
    (
        "damages",
        {"right": "unfair_competition", "act": "confusion", "event_date": "2026-01-01", **NONE},
        {"statutory_available": True, "max": "5000000.00"},
    ),
    (
        "damages",
        {"right": "unfair_competition", "act": "false_advertising", "event_date": "2026-01-01", **NONE},
        {"statutory_available": False, "max": None, "award_max": None, "basis": None},
    ),
    (
        "damages",
        {"right": "unfair_competition", "event_date": "2026-01-01", **NONE},
        {"accepted": False, "field": "act"},
    ),
    # layouts know no statutory damages, before and after
    (
        "damages",
        {"right": "ic_layout", "event_date": "2019-12-27", **NONE},
        {"statutory_available": False, "max": None},
    ),
    (
        "damages",
        {"right": "ic_layout", "event_date": "2026-10-15", **NONE},
        {"statutory_available": False, "max": None},
    ),
    # a licence fee counts for layouts only from 2026-10-15: 50,000 × 2 = 100,000
    (
        "damages",
        {"right": "ic_layout", "event_date": "2026-10-14", "licence_fee": 50000, "licence_multiple": 2},
        {"basis": None},
    ),
    (
        "damages",
        {"right": "ic_layout", "event_date": "2026-10-15", "licence_fee": 50000, "licence_multiple": 2},
        {"basis": "licence_fee", "base": "100000.00"},
    ),
    # Olympic symbols: loss or profit, else the fee itself; the regulations on special signs name no method
    (
        "damages",
        {"right": "olympic_sign", "event_date": "2026-01-01", **BOTH_GIVEN},
        {"basis": "infringer_profit", "article": "15"},
    ),
    (
        "damages",
        {"right": "olympic_sign", "event_date": "2026-01-01", "licence_fee": 7000},
        {"basis": "licence_fee", "base": "7000.00"},
    ),
    (
        "damages",
        {"right": "special_sign", "event_date": "2026-01-01", "actual_loss": 9},
        {"base": "9.00", "confidence": "memory"},
    ),
    # a claim above the statutory maximum is cut; 5,000,000 + 80,000 (added, patent)
    (
        "damages",
        {"right": "patent", "event_date": "2026-01-01", "claimed_statutory": 9000000, "reasonable_costs": 80000},
        {"award_max": "5000000.00", "total": "5080000.00"},
    ),
    # Trademark Law 2019: the costs are included in the statutory amount and its cap; 2026: added
    (
        "damages",
        {"right": "trademark", "event_date": "2026-12-31", "claimed_statutory": 5000000, "reasonable_costs": 80000},
        {"total": "5000000.00"},
    ),
    (
        "damages",
        {"right": "trademark", "event_date": "2027-01-01", "claimed_statutory": 5000000, "reasonable_costs": 80000},
        {"total": "5080000.00"},
    ),
    # 25,000 + 5,000 = 30,000, far below the cap
    (
        "damages",
        {"right": "trademark", "event_date": "2021-11-26", "claimed_statutory": 25000, "reasonable_costs": 5000},
        {"award_max": "25000.00", "total": "30000.00"},
    ),
    # before the law of the rule base
    (
        "damages",
        {"right": "patent", "event_date": "2021-05-31", "actual_loss": 1},
        {"accepted": False, "code": "law.rule_not_in_force"},
    ),
    (
        "damages",
        {"right": "trade_secret", "act_from": "2014-04-30", "act_to": "2018-12-30", "actual_loss": 1},
        {"accepted": False},
    ),
    # bad input
    ("damages", {"right": "patent", "actual_loss": -1}, {"accepted": False, "field": "actual_loss"}),
    ("damages", {"right": "patent", "actual_loss": "NaN"}, {"accepted": False, "field": "actual_loss"}),
    ("damages", {"right": "patent", "actual_loss": True}, {"accepted": False, "field": "actual_loss"}),
    ("damages", {"right": "patent", "units": 10, "unit_price": 5}, {"accepted": False, "field": "operating_margin"}),
    ("damages", {"right": "patent", "units": 10, "unit_price": 5, "operating_margin": 1.5}, {"accepted": False}),
    ("damages", {"actual_loss": 10}, {"accepted": False, "field": "right"}),
    ("damages", {"right": "patent", "event_date": "2026-02-30"}, {"accepted": False, "field": "event_date"}),
    (
        "damages",
        {"right": "patent", "act_from": "2026-03-01", "act_to": "2026-02-01"},
        {"accepted": False, "field": "act_to"},
    ),
    (
        "damages",
        {"right": "patent", "chosen": "infringer_profit", "event_date": "2026-01-01"},
        {"accepted": False, "field": "infringer_profit"},
    ),
]


@pytest.mark.parametrize(("calculator", "asked", "expected"), ROWS)
def test_row(calculator: str, asked: Mapping[str, object], expected: Mapping[str, object]) -> None:
    check(calculator, asked, expected)


ACROSS = {"right": "trademark", "act_from": "2026-06-01", "act_to": "2027-03-01", **BOTH_GIVEN}


def test_an_act_across_a_switch_shows_both_versions_and_asks_an_officer() -> None:
    found = damages(ACROSS)
    assert found["provisional"] is True
    assert found["officer_decides"] is True
    versions = found["versions"]
    assert isinstance(versions, list)
    # June to December: 30+31+31+30+31+30+31 = 214 days; January to 1 March: 31+28+1 = 60
    assert [(one["rule"], one["days"], one["base"]) for one in versions] == [
        ("dmg.trademark.2019", 214, "100000.00"),
        ("dmg.trademark.2026", 60, "300000.00"),
    ]
    assert "ver.tm.civil.analogy" in str(found["rules"])


def test_the_officers_choice_is_taken_and_recorded() -> None:
    found = damages({**ACROSS, "chosen_version": "dmg.trademark.2019", "chosen_by": "王敏"})
    assert (found["base"], found["chosen_by"], found["officer_decides"]) == ("100000.00", "王敏", False)
    assert found["provisional"] is False


@pytest.mark.parametrize(
    "fields", [{"chosen_version": "dmg.trademark.2019"}, {"chosen_version": "dmg.patent", "chosen_by": "x"}]
)
def test_a_choice_names_its_officer_and_a_version_of_the_time(fields: Mapping[str, object]) -> None:
    assert damages({**ACROSS, **fields})["accepted"] is False


def test_a_time_without_a_version_is_shown_and_not_covered() -> None:
    found = damages(
        {"right": "trade_secret", "act_from": "2017-09-01", "act_to": "2022-03-31", "infringer_profit": 500}
    )
    versions = found["versions"]
    assert isinstance(versions, list)
    assert [(one["from"], one["to"], one["rule"]) for one in versions] == [
        ("2017-09-01", "2017-12-31", None),
        ("2018-01-01", "2019-04-22", "x.dmg.aucl.2018"),
        ("2019-04-23", "2022-03-31", "dmg.aucl.2019"),
    ]


# the text before the first that the rule base holds: beside the later one, never for a date alone; nobody here read it
@pytest.mark.parametrize(
    ("right", "before", "switch", "old_max", "new_max"),
    [
        ("trademark", "2019-10-31", "2019-11-01", "3000000.00", "5000000.00"),  # art. 63: 3 → 5 million
        ("gi", "2019-10-31", "2019-11-01", "3000000.00", "5000000.00"),
        ("patent", "2021-05-31", "2021-06-01", "1000000.00", "5000000.00"),  # art. 65 → 71: 1 → 5 million
        ("copyright", "2021-05-31", "2021-06-01", "500000.00", "5000000.00"),  # art. 49 → 54
        ("software", "2021-05-31", "2021-06-01", "500000.00", "5000000.00"),
        ("trade_secret", "2019-04-22", "2019-04-23", "3000000.00", "5000000.00"),  # art. 17
        ("plant_variety", "2022-02-28", "2022-03-01", "3000000.00", "5000000.00"),  # art. 73 → 72
    ],
)
def test_an_act_across_a_change_shows_both_texts(
    right: str, before: str, switch: str, old_max: str, new_max: str
) -> None:
    asked: dict[str, object] = {"right": right, "act_from": before, "act_to": switch}
    found = damages(asked)
    versions = found["versions"]
    assert isinstance(versions, list)
    assert [(one["from"], one["to"], one["max"]) for one in versions] == [
        (before, before, old_max),
        (switch, switch, new_max),
    ]
    assert (found["max"], found["officer_decides"], found["provisional"]) == (new_max, True, True)
    assert found["confidence"] != "text_read"
    chosen = damages({**asked, "chosen_version": versions[0]["rule"], "chosen_by": "王科长"})
    assert (chosen["max"], chosen["officer_decides"], chosen["chosen_by"]) == (old_max, False, "王科长")
    by_parts = damages({"right": right, "parts": [{"event_date": before}, {"event_date": switch}]})
    assert by_parts["award_max"] == f"{float(old_max) + float(new_max):.2f}"
    assert (by_parts["provisional"], "一次" in str(by_parts["notes"])) == (True, True)
    assert damages({"right": right, "event_date": before})["code"] == "law.rule_not_in_force"


def test_several_rights_and_periods_are_added_and_shared_costs_counted_once() -> None:
    # 100,000 (mark, strict) + 250,000 (patent) + 10,000 costs of the patent part + 5,000 shared = 365,000
    found = damages(
        {
            "reasonable_costs": 5000,
            "parts": [
                {"right": "trademark", "event_date": "2026-05-01", **BOTH_GIVEN},
                {"right": "patent", "event_date": "2026-05-01", "infringer_profit": 250000, "reasonable_costs": 10000},
            ],
        }
    )
    assert (found["award_max"], found["total"]) == ("350000.00", "365000.00")
    assert found["rules"] == ["dmg.trademark.2019", "dmg.patent"]


def test_figures_that_do_not_add_up_are_flagged_and_not_smoothed() -> None:
    # 100 × 10 × 0.2 = 200, stated 250
    found = damages(
        {"right": "patent", "infringer_profit": 250, "units": 100, "unit_price": 10, "operating_margin": 0.2}
    )
    assert found["base"] == "250.00"
    assert "200" in str(found["steps"])
    assert "核对" in str(found["notes"])
    assert found["figures_differ"] is True
