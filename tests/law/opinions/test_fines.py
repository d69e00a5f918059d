"""Fines: ladders by law and version, repeat, gains, hearing, surcharge, old law or lighter new one."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.law.opinions.rows import Row, check
from zhidun.law.calculators import fine

NOW = {"event_date": "2026-11-22"}

ROWS: list[Row] = [
    # trademark: no turnover; 57,700 × 5 = 288,500
    ("fine", {"right": "trademark", **NOW}, {"bracket": "below_or_none", "min_fine": None, "max_fine": "250000.00"}),
    ("fine", {"right": "trademark", "event_date": "2024-01-20", "illegal_turnover": 57700}, {"max_fine": "288500.00"}),
    ("fine", {"right": "gi", "illegal_turnover": 60000, **NOW}, {"max_fine": "300000.00", "article": "60"}),
    # five years: to the day, and the day after
    (
        "fine",
        {"right": "trademark", "prior_penalty_date": "2021-11-22", "new_act_date": "2026-11-22", **NOW},
        {"serious": True, "max_fine": "250000.00"},
    ),
    (
        "fine",
        {"right": "trademark", "prior_penalty_date": "2021-11-21", "new_act_date": "2026-11-22", **NOW},
        {"serious": False},
    ),
    (
        "fine",
        {"right": "trademark", "prior_penalty_date": "2026-12-01", "new_act_date": "2026-11-22"},
        {"accepted": False},
    ),
    (
        "fine",
        {"right": "trademark", "innocent_seller": True, **NOW},
        {"bracket": "innocent_seller", "max_fine": "0.00"},
    ),
    # copyright: 50,000 × 1 and × 5; below up to 250,000; no public harm no fine
    (
        "fine",
        {"right": "copyright", "illegal_turnover": 50000, **NOW},
        {"min_fine": "50000.00", "max_fine": "250000.00"},
    ),
    (
        "fine",
        {"right": "copyright", "illegal_turnover": "49999.99", **NOW},
        {"min_fine": None, "max_fine": "250000.00"},
    ),
    (
        "fine",
        {"right": "copyright", "illegal_turnover": 90000, "public_interest_harmed": False, **NOW},
        {"bracket": "none", "max_fine": "0.00"},
    ),
    (
        "fine",
        {"right": "software", "illegal_turnover": 100000, **NOW},
        {"min_fine": "100000.00", "max_fine": "500000.00"},
    ),
    # counterfeit patents: above (not at) 50,000 of gains; 50,001 × 5 = 250,005
    (
        "fine",
        {"subject": "fake_patent", "illegal_gains": 50000, **NOW},
        {"bracket": "none_or_at_most", "max_fine": "250000.00"},
    ),
    ("fine", {"subject": "fake_patent", "illegal_gains": 50001, **NOW}, {"bracket": "above", "max_fine": "250005.00"}),
    ("fine", {"right": "patent", "illegal_gains": 100000, **NOW}, {"subject": "fake_patent", "max_fine": "500000.00"}),
    ("fine", {"subject": "patent_infringement", **NOW}, {"accepted": False, "code": "fine.none"}),
    # trade secrets: 500,000 (2019) and 1,000,000 (2025) as the least when serious
    (
        "fine",
        {"right": "trade_secret", "event_date": "2025-10-14"},
        {"min_fine": "100000.00", "max_fine": "1000000.00", "bracket": "normal"},
    ),
    (
        "fine",
        {"right": "trade_secret", "event_date": "2025-10-14", "serious": True},
        {"min_fine": "500000.00", "max_fine": "5000000.00"},
    ),
    (
        "fine",
        {"right": "trade_secret", "event_date": "2025-10-15", "serious": True},
        {"min_fine": "1000000.00", "bracket": "serious"},
    ),
    # two years from 2026-06-01 on
    (
        "fine",
        {"right": "trade_secret", "prior_penalty_date": "2024-11-22", "new_act_date": "2026-11-22", **NOW},
        {"bracket": "serious", "min_fine": "1000000.00"},
    ),
    (
        "fine",
        {"right": "trade_secret", "prior_penalty_date": "2024-11-21", "new_act_date": "2026-11-22", **NOW},
        {"bracket": "normal", "serious": False},
    ),
    (
        "fine",
        {
            "right": "trade_secret",
            "prior_penalty_date": "2026-01-01",
            "new_act_date": "2026-05-31",
            "event_date": "2026-05-31",
        },
        {"bracket": "normal"},
    ),
    # confusion, before and after 2025-10-15: 80,000 × 5 = 400,000
    (
        "fine",
        {"right": "unfair_competition", "act": "confusion", "event_date": "2025-10-14", "illegal_turnover": 80000},
        {"max_fine": "400000.00", "article": "18"},
    ),
    (
        "fine",
        {"subject": "confusion", "event_date": "2025-10-15", "illegal_turnover": 80000},
        {"max_fine": "400000.00", "article": "23"},
    ),
    ("fine", {"right": "unfair_competition", **NOW}, {"accepted": False, "field": "act"}),
    (
        "fine",
        {"subject": "false_advertising", "event_date": "2025-10-14"},
        {"min_fine": "200000.00", "max_fine": "1000000.00"},
    ),
    ("fine", {"subject": "false_advertising", **NOW}, {"min_fine": None, "max_fine": "1000000.00"}),
    (
        "fine",
        {"subject": "defamation", "serious": True, "event_date": "2025-10-14"},
        {"min_fine": "500000.00", "max_fine": "3000000.00"},
    ),
    ("fine", {"subject": "defamation", "serious": True, **NOW}, {"min_fine": "1000000.00", "max_fine": "5000000.00"}),
    (
        "fine",
        {"subject": "bribery", "party": "person", **NOW},
        {"bracket": "responsible_person", "max_fine": "1000000.00"},
    ),
    # plant varieties: Seed Law from 2022-03-01, the regulations of 2014 before: 60,000 × 5 / × 10; 60,000 × 1 / × 5
    (
        "fine",
        {"right": "plant_variety", "event_date": "2024-05-01", "goods_value": 60000},
        {"min_fine": "300000.00", "max_fine": "600000.00", "law": "seed_law_2021"},
    ),
    (
        "fine",
        {"right": "plant_variety", "event_date": "2022-02-28", "goods_value": 60000},
        {"min_fine": "60000.00", "max_fine": "300000.00"},
    ),
    ("fine", {"right": "plant_variety", "event_date": "2025-06-01", "goods_value": 60000}, {"law": "pvp_reg_2025"}),
    # special signs: 1,000 × 5 = 5,000; 10,000 without gains; Olympic symbols as marks
    (
        "fine",
        {"right": "special_sign", "event_date": "2022-04-20", "illegal_gains": 1000},
        {"bracket": "with_gains", "max_fine": "5000.00"},
    ),
    ("fine", {"right": "special_sign", "event_date": "2022-04-20"}, {"bracket": "no_gains", "max_fine": "10000.00"}),
    (
        "fine",
        {"right": "olympic_sign", "event_date": "2022-02-04", "illegal_turnover": 100000},
        {"max_fine": "500000.00"},
    ),
    ("fine", {"right": "ic_layout", **NOW}, {"accepted": False, "code": "fine.none"}),
    # agencies and bad-faith filings across 2027-01-01; 20,000 × 3 = 60,000, at most 30,000
    (
        "fine",
        {"subject": "tm_agency", "event_date": "2026-12-31", "serious": True},
        {"min_fine": "10000.00", "max_fine": "100000.00"},
    ),
    (
        "fine",
        {"subject": "tm_agency", "event_date": "2027-01-01", "serious": True},
        {"min_fine": "100000.00", "max_fine": "200000.00"},
    ),
    (
        "fine",
        {"subject": "tm_agency", "event_date": "2027-01-01", "party": "person"},
        {"min_fine": "5000.00", "max_fine": "50000.00"},
    ),
    (
        "fine",
        {"subject": "malicious_filing", "event_date": "2026-12-31", "illegal_gains": 20000},
        {"max_fine": "30000.00"},
    ),
    (
        "fine",
        {"subject": "malicious_filing", "event_date": "2026-12-31", "illegal_gains": 5000},
        {"max_fine": "15000.00"},
    ),
    ("fine", {"subject": "malicious_filing", "event_date": "2027-01-01"}, {"max_fine": "100000.00", "article": "54"}),
    ("fine", {"subject": "platform", **NOW}, {"min_fine": "50000.00", "max_fine": "500000.00"}),
    # gains: 100,000 - 60,000 - 2,000 = 38,000; 8,000 refunded: 30,000 confiscated
    (
        "fine",
        {
            "right": "trademark",
            "sales": 100000,
            "purchase_price_proved": 60000,
            "related_tax_paid_before_penalty": 2000,
            "refunded": 8000,
            **NOW,
        },
        {"illegal_gains": "38000.00", "confiscate": "30000.00", "max_fine": "500000.00"},
    ),
    # costs that cannot be proved are not deducted
    (
        "fine",
        {"right": "trademark", "sales": 100000, "purchase_price_proved": None, **NOW},
        {"illegal_gains": "100000.00"},
    ),
    ("fine", {"sales": 1000, "purchase_price_proved": 1500, "event_date": "2026-03-20"}, {"illegal_gains": "0.00"}),
    (
        "fine",
        {"sales": 1000, "purchase_price_proved": 400, "event_date": "2026-03-19"},
        {"illegal_gains": "600.00", "confidence": "memory"},
    ),
    # an article silent on gains (confusion): nothing is confiscated as gains
    ("fine", {"subject": "confusion", "sales": 1000, **NOW}, {"confiscate": "0.00"}),
    # counterfeit patents: the gross price until 2026-03-19, both readings after
    (
        "fine",
        {"subject": "fake_patent", "sales": 60000, "purchase_price_proved": 20000, "event_date": "2026-03-19"},
        {"illegal_gains": "60000.00", "max_fine": "300000.00"},
    ),
    (
        "fine",
        {"subject": "fake_patent", "sales": 60000, "purchase_price_proved": 20000, "event_date": "2026-03-20"},
        {"illegal_gains": "40000.00", "max_fine": "250000.00"},
    ),
    # hearing: 10,000 for a person, 100,000 for an organisation, inclusive; fine and confiscation each by itself
    ("fine", {"fine": 10000, "party": "person", **NOW}, {"hearing_right": True}),
    ("fine", {"fine": "9999.99", "party": "person", **NOW}, {"hearing_right": False}),
    ("fine", {"fine": 99999, "party": "organisation", **NOW}, {"hearing_right": False}),
    ("fine", {"fine": 100000, "party": "organisation", **NOW}, {"hearing_right": True}),
    ("fine", {"fine": 60000, "confiscation": 60000, "party": "organisation", **NOW}, {"hearing_right": False}),
    ("fine", {"fine": 0, "confiscation": 100000, "party": "organisation", **NOW}, {"hearing_right": True}),
    ("fine", {"fine": 50000, **NOW}, {"hearing_right": None}),
    # late: 100,000 × 3 % × 10 = 30,000; × 34 = 102,000, at most 100,000
    ("fine", {"fine": 100000, "days_late": 10, "party": "organisation", **NOW}, {"surcharge": "30000.00"}),
    ("fine", {"fine": 100000, "days_late": 33, **NOW}, {"surcharge": "99000.00"}),
    ("fine", {"fine": 100000, "days_late": 34, **NOW}, {"surcharge": "100000.00"}),
    ("fine", {"days_late": 3, **NOW}, {"accepted": False, "field": "fine"}),
    # old law, decision under the new one: equal, so the law of the act
    (
        "fine",
        {"right": "trademark", "event_date": "2026-12-01", "decision_date": "2027-02-01", "illegal_turnover": 80000},
        {"article": "60", "officer_decides": True},
    ),
    # agencies were fined less before: the law of the act; bad-faith filing likewise (30,000 < 100,000)
    (
        "fine",
        {"subject": "malicious_filing", "event_date": "2026-12-01", "decision_date": "2027-02-01"},
        {"article": "12", "max_fine": "10000.00"},
    ),
    # misleading promotion: 200,000 to 1,000,000 before, up to 1,000,000 after: the new law is lighter
    (
        "fine",
        {"subject": "false_advertising", "event_date": "2025-10-01", "decision_date": "2025-11-01"},
        {"article": "25", "min_fine": None},
    ),
    ("fine", {"subject": "confusion", "event_date": "2026-12-01", "decision_date": "2026-11-01"}, {"accepted": False}),
    # grounds
    ("fine", {"right": "trademark", "mitigating": ["confessed_unknown_facts"], **NOW}, {"weighing": "lighter"}),
    ("fine", {"right": "trademark", "mitigating": ["no_fault_proved"], **NOW}, {"weighing": "none"}),
    (
        "fine",
        {"right": "trademark", "mitigating": ["other"], "aggravating": ["refused_books"], **NOW},
        {"weighing": "both"},
    ),
    ("fine", {"right": "trademark", "fine": 300000, **NOW}, {"within_bracket": False, "max_fine": "250000.00"}),
    # bad input
    ("fine", {"right": "cheese", **NOW}, {"accepted": False, "field": "subject"}),
    ("fine", {"right": "trademark", "illegal_turnover": -5, **NOW}, {"accepted": False}),
    ("fine", {"right": "trademark", "event_date": "2019-10-31"}, {"accepted": False, "code": "law.rule_not_in_force"}),
    ("fine", {**NOW}, {"accepted": False, "field": "right"}),
    # a surcharge alone cites its own article: 10,000 × 3 % × 10 = 3,000
    ("fine", {"fine": 10000, "days_late": 10}, {"surcharge": "3000.00", "law": "admin_penalty_law", "article": "72"}),
]


@pytest.mark.parametrize(("calculator", "asked", "expected"), ROWS)
def test_row(calculator: str, asked: Mapping[str, object], expected: Mapping[str, object]) -> None:
    check(calculator, asked, expected)


def test_both_readings_of_the_gains_of_a_counterfeit_patent() -> None:
    found = fine({"subject": "fake_patent", "sales": 60000, "purchase_price_proved": 20000, "event_date": "2026-03-20"})
    readings = found["readings"]
    assert isinstance(readings, list)
    assert [(one["rule_version"], one["illegal_gains"]) for one in readings] == [("pat.fake.gains", "60000.00")]


def test_both_laws_are_shown_for_a_decision_after_the_switch() -> None:
    found = fine({"subject": "tm_agency", "event_date": "2026-12-01", "decision_date": "2027-02-01", "serious": True})
    versions = found["versions"]
    assert isinstance(versions, list)
    assert [(one["rule"], one["max_fine"], one["governs"]) for one in versions] == [
        ("fine.tm_agency", "100000.00", True),
        ("fine.tm_agency.2026", "200000.00", False),
    ]
