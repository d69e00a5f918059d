"""The fourteen examples worked by hand: the rules of November 2026 and the two switches after it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.law.opinions.rows import Row, check

BOTH = {"intent": True, "serious": True}
DAY = {"event_date": "2026-11-22"}

EXAMPLES: list[Row] = [
    # 1: 1,200,000 × 2.5 = 3,000,000; + 80,000 = 3,080,000
    (
        "punitive",
        {"right": "patent", "infringer_profit": 1200000, "multiple": 2.5, "reasonable_costs": 80000, **BOTH, **DAY},
        {"accepted": True, "base": "1200000.00", "punitive_total": "3000000.00", "total": "3080000.00"},
    ),
    # 2: nothing provable: no base, and 30,000 to 5,000,000 by statute
    (
        "punitive",
        {
            "right": "patent",
            "actual_loss": None,
            "infringer_profit": None,
            "licence_fee": None,
            "multiple": 2,
            **BOTH,
            **DAY,
        },
        {"accepted": False, "punitive_allowed": False, "min": "30000.00", "max": "5000000.00"},
    ),
    (
        "damages",
        {"right": "patent", "actual_loss": None, "infringer_profit": None, "licence_fee": None, **DAY},
        {"basis": "statutory", "base": None, "min": "30000.00", "max": "5000000.00", "statutory_available": True},
    ),
    # 3: m = 6 > 5, whatever the right
    (
        "punitive",
        {"right": "trademark", "base": 100000, "multiple": 6, **BOTH, **DAY},
        {"accepted": False, "field": "multiple"},
    ),
    ("punitive", {"base": 100000, "multiple": 6, **BOTH, **DAY}, {"accepted": False, "field": "multiple"}),
    # 4: 60,000 × 3 % = 1,800 < 3,000
    (
        "reward",
        {"level": 2, "fine_and_confiscation": 60000},
        {"eligible": True, "reward": "3000.00", "finance_signoff": False},
    ),
    # 5: 30,000,000 × 5 % = 1,500,000 > 1,000,000; from 500,000 the finance office
    (
        "reward",
        {"level": 1, "fine_and_confiscation": 30000000},
        {"reward": "1000000.00", "cap": "1000000.00", "finance_signoff": True, "confidence": "secondary"},
    ),
    # 6: below 50,000 up to 250,000; 50,000 × 5 = 250,000; 200,000 × 5 = 1,000,000
    (
        "fine",
        {"right": "trademark", "illegal_turnover": 49999, **DAY},
        {"bracket": "below_or_none", "max_fine": "250000.00"},
    ),
    (
        "fine",
        {"right": "trademark", "illegal_turnover": 50000, **DAY},
        {"bracket": "at_or_above", "max_fine": "250000.00"},
    ),
    ("fine", {"right": "trademark", "illegal_turnover": 200000, **DAY}, {"max_fine": "1000000.00"}),
    # 7: 80,000 × 1 and × 5
    (
        "fine",
        {"right": "copyright", "illegal_turnover": 80000, **DAY},
        {"min_fine": "80000.00", "max_fine": "400000.00"},
    ),
    # 8: below 50,000 10,000 to 250,000; 50,000 × 5 = 250,000 and × 10 = 500,000
    (
        "fine",
        {"right": "plant_variety", "goods_value": 49999, **DAY},
        {"min_fine": "10000.00", "max_fine": "250000.00"},
    ),
    (
        "fine",
        {"right": "plant_variety", "goods_value": 50000, **DAY},
        {"min_fine": "250000.00", "max_fine": "500000.00"},
    ),
    # 9: 3 × 50,000 = 150,000
    (
        "crime",
        {"article": "214", "unsold": 150000, **DAY},
        {"met": True, "by": "unsold_goods_value", "aggravated": False},
    ),
    # 10: 15,000 = 30,000 / 2 and 250 = 500 / 2
    (
        "crime",
        {"article": "217", "illegal_gains": 15000, "copies": 250, **DAY},
        {"met": True, "by": "two_items_at_half"},
    ),
    # 11: 18 months < 2 years: 30,000 is enough
    (
        "crime",
        {"article": "213", "illegal_turnover": 30000, "prior_admin_penalty": "2025-05-22", "act": "2026-11-22"},
        {"met": True, "by": "repeat.illegal_turnover", "advise_transfer": True},
    ),
    # 12: 10 × 50,000 = 500,000
    ("crime", {"article": "213", "illegal_turnover": 500000, **DAY}, {"met": True, "aggravated": True}),
    # 13: the day before and the day of the Trademark Law of 2026
    ("fine", {"right": "trademark", "event_date": "2026-12-31"}, {"law": "trademark_law_2019", "article": "60"}),
    ("fine", {"right": "trademark", "event_date": "2027-01-01"}, {"law": "trademark_law_2026", "article": "74"}),
    # 14: wholly before and wholly after the layout regulations of 2026; 100,000 × 2 = 200,000
    (
        "punitive",
        {
            "right": "ic_layout",
            "act_from": "2026-01-01",
            "act_to": "2026-10-14",
            "actual_loss": 100000,
            "multiple": 2,
            **BOTH,
        },
        {"accepted": False, "punitive_allowed": False},
    ),
    (
        "punitive",
        {
            "right": "ic_layout",
            "act_from": "2026-10-15",
            "act_to": "2026-11-15",
            "actual_loss": 100000,
            "multiple": 2,
            **BOTH,
        },
        {"accepted": True, "punitive_allowed": True, "total": "200000.00", "cap": "500000.00"},
    ),
]


@pytest.mark.parametrize(("calculator", "asked", "expected"), EXAMPLES)
def test_example(calculator: str, asked: Mapping[str, object], expected: Mapping[str, object]) -> None:
    check(calculator, asked, expected)
