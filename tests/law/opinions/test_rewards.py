"""Rewards: rate, floor, cap, who is eligible, local tables over the national one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.law.opinions.rows import Row, check

ROWS: list[Row] = [
    # 200,000 × 5 % = 10,000; × 3 % = 6,000; × 1 % = 2,000
    (
        "reward",
        {"level": 1, "fine_and_confiscation": 200000},
        {"reward": "10000.00", "floor": "5000.00", "floored": False},
    ),
    ("reward", {"level": "2", "fine_and_confiscation": 200000}, {"reward": "6000.00"}),
    ("reward", {"level": 3, "fine_and_confiscation": 200000}, {"reward": "2000.00"}),
    # floors: 99,999 × 5 % = 4,999.95 < 5,000; 100,000 × 5 % = 5,000
    ("reward", {"level": 1, "fine_and_confiscation": 99999}, {"reward": "5000.00", "floored": True}),
    ("reward", {"level": 1, "fine_and_confiscation": 100000}, {"reward": "5000.00", "floored": False}),
    ("reward", {"level": 3, "fine_and_confiscation": 0}, {"reward": "1000.00"}),
    ("reward", {"level": 2}, {"reward": "3000.00", "floor": "3000.00"}),
    # 40,000 + 25,000 = 65,000 × 3 % = 1,950 < 3,000; 150,000 + 50,000 = 200,000 × 3 % = 6,000
    ("reward", {"level": 2, "fine": 40000, "illegal_gains_confiscated": 25000}, {"reward": "3000.00"}),
    ("reward", {"level": 2, "fine": 150000, "illegal_gains_confiscated": 50000}, {"reward": "6000.00"}),
    # the finance office from 500,000: 10,000,000 × 5 %; 9,999,999 × 5 % = 499,999.95
    ("reward", {"level": 1, "fine_and_confiscation": 10000000}, {"reward": "500000.00", "finance_signoff": True}),
    ("reward", {"level": 1, "fine_and_confiscation": 9999999}, {"reward": "499999.95", "finance_signoff": False}),
    ("reward", {"level": 1, "fine_and_confiscation": 20000000}, {"reward": "1000000.00", "capped": False}),
    # only natural persons; the infringed party and officials are excluded; insiders may get more
    ("reward", {"level": 1, "fine_and_confiscation": 200000, "reporter": "natural_person"}, {"eligible": True}),
    (
        "reward",
        {"level": 1, "fine_and_confiscation": 200000, "reporter": "organisation"},
        {"eligible": False, "reward": "0.00"},
    ),
    (
        "reward",
        {"level": 1, "fine_and_confiscation": 200000, "reporter": "right_holder"},
        {"eligible": False, "finance_signoff": False},
    ),
    (
        "reward",
        {"level": 1, "fine_and_confiscation": 200000, "reporter": "insider"},
        {"eligible": True, "reward": "10000.00"},
    ),
    (
        "reward",
        {"level": 1, "fine_and_confiscation": 200000, "reporter": "robot"},
        {"accepted": False, "field": "reporter"},
    ),
    # local: a larger amount from 100,000 (Chongqing, Zhejiang), 10,000 / 100,000 (Liaoning); Guangdong 500,000 a case
    ("reward", {"level": 2, "fine_and_confiscation": 99999, "province": "重庆"}, {"eligible": False, "reward": "0.00"}),
    (
        "reward",
        {"level": 2, "fine_and_confiscation": 100000, "province": "重庆"},
        {"eligible": True, "reward": "3000.00"},
    ),
    (
        "reward",
        {"level": 2, "fine_and_confiscation": 99999, "province": "浙江", "suspected_crime": True},
        {"eligible": True},
    ),
    (
        "reward",
        {"level": 2, "fine_and_confiscation": 50000, "province": "Liaoning", "party": "person"},
        {"eligible": True},
    ),
    (
        "reward",
        {"level": 2, "fine_and_confiscation": 50000, "province": "Liaoning", "party": "organisation"},
        {"eligible": False},
    ),
    # 30,000,000 × 5 % = 1,500,000 > 500,000
    (
        "reward",
        {"level": 1, "fine_and_confiscation": 30000000, "province": "广东"},
        {"reward": "500000.00", "cap": "500000.00"},
    ),
    ("reward", {"level": 1, "fine_and_confiscation": 200000, "province": "四川"}, {"reward": "10000.00"}),
    # Deyang knows tiers: 1,500 to 2,000 in the third
    ("reward", {"province": "德阳", "tier": 3}, {"floor": "1500.00", "cap": "2000.00"}),
    ("reward", {"province": "德阳", "tier": 5}, {"accepted": False, "field": "tier"}),
    # bad input
    ("reward", {"fine_and_confiscation": 100}, {"accepted": False, "field": "level"}),
    ("reward", {"level": 4, "fine_and_confiscation": 100}, {"accepted": False, "field": "level"}),
    ("reward", {"level": 1, "fine_and_confiscation": -1}, {"accepted": False}),
    ("reward", {"level": 1, "event_date": "2021-11-30"}, {"accepted": False, "code": "law.rule_not_in_force"}),
]


@pytest.mark.parametrize(("calculator", "asked", "expected"), ROWS)
def test_row(calculator: str, asked: Mapping[str, object], expected: Mapping[str, object]) -> None:
    check(calculator, asked, expected)
