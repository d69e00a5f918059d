"""Limitation: three years (two before), interruption, continuing infringement, adjudication, the long stop."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.law.opinions.rows import Row, check
from zhidun.law import calculators

ROWS: list[Row] = [
    # three years from 2023-05-10: Sunday 2026-05-10 rolls to Monday
    (
        "limitation",
        {"right": "patent", "knew": "2023-05-10", "suit": "2026-05-11"},
        {"accepted": True, "expires": "2026-05-11", "expires_raw": "2026-05-10"},
    ),
    (
        "limitation",
        {"right": "patent", "knew": "2023-05-11", "suit": "2026-05-12"},
        {"accepted": False, "expires": "2026-05-11"},
    ),
    (
        "limitation",
        {"right": "trademark", "knew": "2023-06-15", "suit": "2026-06-15"},
        {"accepted": True, "article": "188"},
    ),
    # the National Day holiday: 2026-10-03 rolls to 10-08
    (
        "limitation",
        {"right": "copyright", "knew": "2023-10-03", "suit": "2026-10-08"},
        {"accepted": True, "expires": "2026-10-08"},
    ),
    # 29 February: three years later the month ends on the 28th, a Sunday in 2027, and rolls
    (
        "limitation",
        {"right": "trade_secret", "knew": "2024-02-29"},
        {"accepted": True, "expires_raw": "2027-02-28", "provisional": True},
    ),
    # two years before: run out before the longer period came
    (
        "limitation",
        {"right": "patent", "knew": "2018-12-28", "suit": "2021-01-04"},
        {"accepted": False, "expires": "2020-12-28", "confidence": "memory"},
    ),
    # not run out on 2021-01-01, when the amended provisions on patent disputes said three years (art. 17)
    (
        "limitation",
        {"right": "patent", "knew": "2019-05-06", "suit": "2021-05-07"},
        {"accepted": True, "expires": "2022-05-06", "article": "17", "law": "patent_trial_2020"},
    ),
    (
        "limitation",
        {"right": "copyright", "knew": "2015-09-01", "suit": "2017-10-09"},
        {"accepted": False, "expires": "2017-09-01"},
    ),
    # not yet run out on the day of the new law: three years
    (
        "limitation",
        {"right": "patent", "knew": "2019-06-03", "suit": "2022-06-01"},
        {"accepted": True, "provisional": True},
    ),
    (
        "limitation",
        {"right": "trademark", "knew": "2016-03-01", "suit": "2019-03-01"},
        {"accepted": True, "expires": "2019-03-01", "provisional": True},
    ),
    # interruption in time counts anew; too late it does not
    (
        "limitation",
        {"right": "patent", "knew": "2022-03-01", "interruption": "2024-06-03", "suit": "2027-06-03"},
        {"accepted": True, "expires": "2027-06-03"},
    ),
    (
        "limitation",
        {"right": "patent", "knew": "2022-03-01", "interruption": "2025-03-04", "suit": "2025-04-01"},
        {"accepted": False, "expires": "2025-03-03"},
    ),
    (
        "limitation",
        {"right": "patent", "knew": "2020-01-02", "interruption": ["2022-01-04", "2021-06-01"], "suit": "2025-01-03"},
        {"accepted": True, "expires_raw": "2025-01-04"},
    ),
    # continuing infringement: stopped, and damages three years back
    (
        "limitation",
        {"right": "trademark", "knew": "2020-01-06", "suit": "2026-03-31", "infringement_continues": True},
        {"accepted": True, "in_time": False, "damages_from": "2023-03-31"},
    ),
    (
        "limitation",
        {"right": "patent", "knew": "2021-06-01", "suit": "2026-03-31", "infringement_continues": True},
        {"damages_from": "2023-03-31"},
    ),
    (
        "limitation",
        {
            "right": "trademark",
            "knew": "2020-01-06",
            "suit": "2026-03-31",
            "infringement_continues": True,
            "infringement_ended": "2025-12-01",
        },
        {"accepted": False},
    ),
    (
        "limitation",
        {"right": "ic_layout", "knew": "2021-06-01", "suit": "2026-03-31", "infringement_continues": True},
        {"accepted": True, "provisional": True},
    ),
    # a request for adjudication: three years, and accepted late while the infringement goes on
    (
        "limitation",
        {"right": "patent", "knew": "2022-06-01", "request": "2025-06-04"},
        {"accepted": False, "law": "patent_adjud_2024", "article": "19"},
    ),
    (
        "limitation",
        {"right": "patent", "knew": "2022-06-01", "request": "2025-06-04", "infringement_continues": True},
        {"accepted": True, "damages_from": None},
    ),
    ("limitation", {"right": "patent", "knew": "2022-06-02", "request": "2025-06-03"}, {"accepted": True}),
    # twenty years from the damage, whatever was known
    (
        "limitation",
        {"right": "copyright", "knew": "2024-01-02", "damage_occurred": "2004-03-01", "suit": "2025-01-02"},
        {"accepted": False, "long_stop": "2024-03-01"},
    ),
    # bad input
    ("limitation", {"right": "patent", "suit": "2026-01-01"}, {"accepted": False, "field": "knew"}),
    (
        "limitation",
        {"right": "patent", "knew": "2026-01-02", "suit": "2026-01-01"},
        {"accepted": False, "field": "suit"},
    ),
    ("limitation", {"knew": "2026-01-02"}, {"accepted": False, "field": "right"}),
    ("limitation", {"right": "copyright", "knew": "1986-12-31"}, {"accepted": False, "code": "law.rule_not_in_force"}),
]


@pytest.mark.parametrize(("calculator", "asked", "expected"), ROWS)
def test_row(calculator: str, asked: Mapping[str, object], expected: Mapping[str, object]) -> None:
    check(calculator, asked, expected)


def test_a_suit_on_the_last_day_is_not_said_to_come_before_it() -> None:
    """Three years from 2023-06-15 end on Monday 2026-06-15; who sues that day is in time, not early."""
    answer = calculators.answer("limitation", {"right": "trademark", "knew": "2023-06-15", "suit": "2026-06-15"})
    assert answer["accepted"] is True
    assert answer["reason"] == {
        "zh": "2026-06-15未超过届满日2026-06-15。",
        "en": "2026-06-15 is not after the end on 2026-06-15.",
    }
