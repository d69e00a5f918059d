"""Worked examples at the edges: the day a law changes, one yuan below a threshold, figures typed in other ways.

Each was worked from the text of the law first; the arithmetic stands beside it.
"""

from __future__ import annotations

import pytest

from tests.law.opinions.rows import Row, check

BOTH = {"intent": True, "serious": True}
UNKNOWN = {"actual_loss": None, "infringer_profit": None, "licence_fee": None}
JUNE = {"event_date": "2026-06-01"}
THREE = {"base": 1000000, "multiple": 3, **BOTH}
AGAIN = {"prior_admin_penalty": "2025-01-01", "act": "2026-06-01"}

DAMAGES: list[Row] = [
    # Patent Law 2020 art. 71 since 2021-06-01: 30,000 to 5,000,000; no older version is in the rule base
    ("damages", {"right": "patent", "event_date": "2021-06-01", **UNKNOWN}, {"min": "30000.00", "max": "5000000.00"}),
    ("damages", {"right": "patent", "event_date": "2021-05-31", **UNKNOWN}, {"code": "law.rule_not_in_force"}),
    # loss or profit at choice: the larger, 900
    ("damages", {"right": "patent", "actual_loss": 100, "infringer_profit": 900, **JUNE}, {"base": "900.00"}),
    # Trademark Law 2019 art. 63: loss first, 100; 2026 art. 77 from 2027-01-01: at choice, 900
    (
        "damages",
        {"right": "trademark", "event_date": "2026-12-31", "actual_loss": 100, "infringer_profit": 900},
        {"base": "100.00", "basis": "actual_loss", "article": "63"},
    ),
    (
        "damages",
        {"right": "trademark", "event_date": "2027-01-01", "actual_loss": 100, "infringer_profit": 900},
        {"base": "900.00", "basis": "infringer_profit", "article": "77"},
    ),
    # 2026-12-01 to 2027-01-31: 31 days under the one, 31 under the other; an officer decides
    (
        "damages",
        {"right": "trademark", "act_from": "2026-12-01", "act_to": "2027-01-31", "actual_loss": 100},
        {"officer_decides": True, "provisional": True},
    ),
    # AUCL 2019 art. 17: loss first; 2025 art. 22 since 2025-10-15: at choice
    (
        "damages",
        {"right": "trade_secret", "event_date": "2025-10-14", "actual_loss": 100, "infringer_profit": 900},
        {"base": "100.00", "article": "17"},
    ),
    (
        "damages",
        {"right": "trade_secret", "event_date": "2025-10-15", "actual_loss": 100, "infringer_profit": 900},
        {"base": "900.00", "article": "22"},
    ),
    # statutory damages only for confusion and trade secrets
    (
        "damages",
        {"right": "unfair_competition", "act": "false_advertising", **UNKNOWN, **JUNE},
        {"statutory_available": False, "award_max": None},
    ),
    (
        "damages",
        {"right": "unfair_competition", "act": "confusion", **UNKNOWN, **JUNE},
        {"statutory_available": True, "max": "5000000.00"},
    ),
    # IC layout: none by statute, before and after 2026-10-15; 50,000 + 8,000
    ("damages", {"right": "ic_layout", "event_date": "2026-10-14", **UNKNOWN}, {"statutory_available": False}),
    (
        "damages",
        {"right": "ic_layout", "event_date": "2026-10-15", "actual_loss": 50000, "reasonable_costs": 8000},
        {"total": "58000.00", "article": "46"},
    ),
    # 1,000 × 120 × 20 % = 24,000; 1,000 × 120 × 0.15 = 18,000
    (
        "damages",
        {"right": "patent", "units": 1000, "unit_price": "120", "operating_margin": "20%", **JUNE},
        {"base": "24000.00"},
    ),
    (
        "damages",
        {"right": "patent", "units": "1000", "unit_price": 120, "industry_margin": 0.15, **JUNE},
        {"base": "18000.00"},
    ),
    # 100,000 × 3 + 5,000.50
    (
        "damages",
        {"right": "patent", "licence_fee": 100000, "licence_multiple": 3, "reasonable_costs": "5000.5", **JUNE},
        {"total": "305000.50"},
    ),
    # copyright: a licence fee is not multiplied (art. 54 names no multiple): 4,000
    ("damages", {"right": "software", "royalty": 4000, "licence_multiple": 3, **JUNE}, {"base": "4000.00"}),
    # what is claimed bounds what is awarded: 300,000 + 20,000; 6,000,000 meets the end of 5,000,000
    (
        "damages",
        {"right": "patent", "claimed_statutory": 300000, "reasonable_costs": 20000, **JUNE},
        {"total": "320000.00"},
    ),
    ("damages", {"right": "patent", "claimed_statutory": 6000000, **JUNE}, {"award_max": "5000000.00"}),
    # zero is a figure, a moment counts by its day, spaces are no matter; a comma, a sign and 31 February are refused
    ("damages", {"right": "patent", "actual_loss": 0, **JUNE}, {"base": "0.00", "statutory_available": False}),
    ("damages", {"right": "patent", "actual_loss": " 1000 ", "event_date": "2026-06-01T10:00:00"}, {"base": "1000.00"}),
    ("damages", {"right": "patent", "actual_loss": "1,000", **JUNE}, {"accepted": False, "field": "actual_loss"}),
    ("damages", {"right": "patent", "actual_loss": 1e20, **JUNE}, {"accepted": False, "field": "actual_loss"}),
    ("damages", {"right": "patent", "actual_loss": True, **JUNE}, {"accepted": False, "field": "actual_loss"}),
    ("damages", {"right": "patent", "event_date": "2026-02-31"}, {"accepted": False, "field": "event_date"}),
    ("damages", {"right": "专利", **JUNE}, {"accepted": False, "field": "right"}),
]

PUNITIVE: list[Row] = [
    # 1,000,000 × 5 + 100,000; 200,000 × 2.5, cap 200,000 × 5
    (
        "punitive",
        {"right": "patent", "base": 1000000, "multiple": 5, "reasonable_costs": 100000, **BOTH, **JUNE},
        {"punitive_total": "5000000.00", "total": "5100000.00"},
    ),
    (
        "punitive",
        {"right": "plant_variety", "actual_loss": 200000, "multiple": 2.5, **BOTH, **JUNE},
        {"punitive_total": "500000.00", "cap": "1000000.00"},
    ),
    # the day before and of 2026-05-01: the same sum, the other interpretation
    ("punitive", {"right": "patent", "event_date": "2026-04-30", **THREE}, {"total": "3000000.00"}),
    # a fine that was paid is not deducted (art. 13)
    (
        "punitive",
        {"right": "patent", "fine_paid": 200000, **THREE, **JUNE},
        {"deduct_fine": False, "total": "3000000.00"},
    ),
    # Olympic symbols know none; of unfair competition trade secrets alone
    ("punitive", {"right": "olympic_sign", **THREE, **JUNE}, {"accepted": False, "code": "punitive.not_in_law"}),
    (
        "punitive",
        {"right": "unfair_competition", "act": "confusion", **THREE, **JUNE},
        {"accepted": False, "code": "punitive.not_in_law"},
    ),
    # IC layouts since 2026-10-15; an act across it is split
    ("punitive", {"right": "ic_layout", "event_date": "2026-10-14", **THREE}, {"accepted": False}),
    ("punitive", {"right": "ic_layout", "event_date": "2026-10-15", **THREE}, {"punitive_total": "3000000.00"}),
    (
        "punitive",
        {"right": "ic_layout", "act_from": "2026-09-01", "act_to": "2026-11-30", **THREE},
        {"accepted": False, "code": "punitive.split_needed"},
    ),
    # 100 before the law knew it, once; 200 × 2 after: 100 + 400 = 500
    (
        "punitive",
        {
            "right": "trade_secret",
            "parts": [
                {"act_from": "2018-09-01", "act_to": "2019-04-22", "base": 100},
                {"act_from": "2019-05-01", "act_to": "2022-03-31", "base": 200},
            ],
            "multiple": 2,
            **BOTH,
        },
        {"total": "500.00", "punitive_total": "400.00", "cap": "1000.00"},
    ),
    # statutory damages as the base, said or hidden
    (
        "punitive",
        {"right": "trademark", "base": 500000, "statutory_damages": 500000, "multiple": 2, **BOTH, **JUNE},
        {"accepted": False, "code": "punitive.statutory_base"},
    ),
    ("punitive", {"right": "trademark", "base": 0, "multiple": 2, **BOTH, **JUNE}, {"field": "base"}),
    ("punitive", {"right": "trademark", "base": -5, "multiple": 2, **BOTH, **JUNE}, {"field": "base"}),
    # explained and not claimed in the first suit: barred (art. 4); not explained: not barred
    (
        "punitive",
        {"right": "patent", "first_suit_claimed_punitive": False, "court_explained": True, **THREE, **JUNE},
        {"accepted": False, "code": "punitive.separate_suit"},
    ),
    (
        "punitive",
        {"right": "patent", "first_suit_claimed_punitive": False, "court_explained": False, **THREE, **JUNE},
        {"accepted": True},
    ),
]

FINES: list[Row] = [
    # 300,000 × 5; art. 60 until 2026-12-31, art. 74 from the day after
    ("fine", {"right": "trademark", "event_date": "2026-12-31", "illegal_turnover": 300000},
     {"max_fine": "1500000.00", "article": "60"}),
    ("fine", {"right": "trademark", "event_date": "2027-01-01", "illegal_turnover": 300000},
     {"max_fine": "1500000.00", "article": "74"}),
    # five years to the day from 2021-06-01; from the day before it is over
    ("fine", {"right": "trademark", "illegal_turnover": 80000, "prior_penalty_date": "2021-06-01",
              "new_act_date": "2026-06-01", **JUNE}, {"serious": True, "max_fine": "400000.00"}),
    ("fine", {"right": "trademark", "illegal_turnover": 80000, "prior_penalty_date": "2021-05-31",
              "new_act_date": "2026-06-01", **JUNE}, {"serious": False}),
    # 50,000 × 1 and × 5, only where the public interest is harmed
    ("fine", {"right": "copyright", "illegal_turnover": 50000, "public_interest_harmed": True, **JUNE},
     {"min_fine": "50000.00", "max_fine": "250000.00"}),
    ("fine", {"right": "copyright", "illegal_turnover": 50000, "public_interest_harmed": False, **JUNE},
     {"max_fine": "0.00"}),
    # counterfeit patent: gains above 50,000 only: 50,001 × 5 = 250,005
    ("fine", {"right": "patent", "illegal_gains": 50000, **JUNE}, {"max_fine": "250000.00"}),
    ("fine", {"right": "patent", "illegal_gains": 50001, **JUNE}, {"max_fine": "250005.00"}),
    # trade secrets: a repeat within two years opens 1,000,000 to 5,000,000
    ("fine", {"right": "trade_secret", "prior_penalty_date": "2024-06-02", "new_act_date": "2026-06-01", **JUNE},
     {"min_fine": "1000000.00", "max_fine": "5000000.00"}),
    ("fine", {"right": "trade_secret", "prior_penalty_date": "2024-05-31", "new_act_date": "2026-06-01", **JUNE},
     {"min_fine": "100000.00", "max_fine": "1000000.00"}),
    # 20,000 × 5; no gains: 10,000
    ("fine", {"right": "special_sign", "illegal_gains": 20000, **JUNE}, {"max_fine": "100000.00"}),
    ("fine", {"right": "special_sign", "illegal_gains": 0, **JUNE}, {"max_fine": "10000.00"}),
    # 3 % a day: 33 days 99,000; 34 days 102,000, at most the fine
    ("fine", {"fine": 100000, "days_late": 33}, {"surcharge": "99000.00"}),
    ("fine", {"fine": 100000, "days_late": 34}, {"surcharge": "100000.00"}),
    ("fine", {"fine": 100000, "days_late": 0}, {"surcharge": "0.00"}),
    # 100,000 − 60,000 − 5,000; the clause on confusion confiscates no gains
    ("fine", {"right": "trademark", "sales": 100000, "purchase_price_proved": 60000,
              "related_tax_paid_before_penalty": 5000, **JUNE}, {"confiscate": "35000.00"}),
    ("fine", {"right": "confusion", "sales": 100000, "purchase_price_proved": 60000,
              "related_tax_paid_before_penalty": 5000, **JUNE}, {"illegal_gains": "35000.00", "confiscate": "0.00"}),
    # bad-faith filing: 10,000 without gains until 2026, 100,000 from 2027
    ("fine", {"subject": "malicious_filing", "event_date": "2026-12-31"}, {"max_fine": "10000.00"}),
    ("fine", {"subject": "malicious_filing", "event_date": "2027-01-01"}, {"max_fine": "100000.00"}),
    # figures that do not fit: 30,000 + 50,000 = 80,000 of 100,000; 120,000 sold of 100,000; 60,000 + 40,000 fit
    ("fine", {"right": "trademark", "illegal_turnover": 100000, "sales": 30000, "goods_value": 50000, **JUNE},
     {"max_fine": "500000.00", "figures_differ": True}),
    ("fine", {"right": "trademark", "illegal_turnover": 100000, "sales": 120000, **JUNE}, {"figures_differ": True}),
    ("fine", {"right": "trademark", "illegal_turnover": 100000, "sales": 60000, "goods_value": 40000, **JUNE},
     {"figures_differ": None}),
    ("fine", {"right": "plant_variety", "illegal_turnover": 40000, "goods_value": 60000, **JUNE},
     {"min_fine": "300000.00", "figures_differ": True}),
    # 500,000 is above 80,000 × 5
    ("fine", {"right": "trademark", "illegal_turnover": "80000", "fine": 500000, **JUNE}, {"within_bracket": False}),
]  # fmt: skip

CRIMES: list[Row] = [
    # 25,000 of 50,000 and 5,000 of 10,000: two items at half; downloads and clicks
    # are one item, and so are gains and turnover
    ("crime", {"article": "217", "illegal_turnover": 25000, "downloads": 5000, **JUNE}, {"by": "two_items_at_half"}),
    ("crime", {"article": "217", "downloads": 5000, "clicks": 50000, **JUNE}, {"met": False}),
    ("crime", {"article": "217", "illegal_turnover": 25000, "illegal_gains": 15000, **JUNE}, {"met": False}),
    # with a repeat the half is of 30,000: 15,000
    ("crime", {"article": "217", "illegal_turnover": 15000, "copies": 250, **AGAIN}, {"met": True}),
    ("crime", {"article": "217", "illegal_turnover": 14999, "copies": 250, **AGAIN}, {"met": False}),
    # ten times two items at half: 250,000 and 2,500
    ("crime", {"article": "217", "illegal_turnover": 250000, "copies": 2500, **JUNE}, {"aggravated": True}),
    # 99,999 + 200,001 = 3 × 100,000; 400 + 2,600 = 3 × 1,000
    ("crime", {"article": "218", "sold": 99999, "unsold": 200001, **JUNE}, {"by": "sold_plus_unsold"}),
    ("crime", {"article": "218", "sold": 99999, "unsold": 200000, **JUNE}, {"met": False}),
    ("crime", {"article": "218", "copies_sold": 400, "copies": 2600, **JUNE}, {"by": "sold_plus_unsold_copies"}),
    # art. 218 has one tier
    ("crime", {"article": "218", "sold": 1000000, **JUNE}, {"aggravated": False, "penalty": "<=5y"}),
    # 4,999 + 10,001 = 3 × 5,000 with two marks
    ("crime", {"article": "215", "sold": 4999, "unsold": 10001, "marks": 2, **JUNE}, {"met": True}),
    # labels before 2025-04-26: 20,000, with two marks 10,000; after: 10,000
    ("crime", {"article": "215", "event_date": "2025-04-25", "labels": 19999}, {"met": False}),
    ("crime", {"article": "215", "event_date": "2025-04-25", "labels": 10000, "marks": 2}, {"by": "marks.labels"}),
    ("crime", {"article": "215", "event_date": "2025-04-26", "labels": 10000}, {"met": True}),
    # trade secrets: 500,000 until 2020-09-13, 300,000 since, 100,000 for a repeat since 2025-04-26
    ("crime", {"article": "219", "event_date": "2020-09-13", "loss": 300000}, {"missing": {"loss": "200000.00"}}),
    ("crime", {"article": "219", "event_date": "2020-09-14", "loss": 300000}, {"met": True}),
    ("crime", {"article": "219", "loss": 100000, **AGAIN}, {"by": "repeat.loss"}),
    # for the benefit of a foreign body: the thresholds of 219 (art. 20), the sentence of 219-1
    ("crime", {"article": "219-1", "loss": 300000, **JUNE}, {"met": True, "penalty": "<=5y; serious >=5y"}),
    ("crime", {"article": "219", "loss": 300000, **JUNE}, {"penalty": "<=3y; 3-10y"}),
    ("crime", {"article": "services", "illegal_gains": 50000, **JUNE}, {"penalty": "<=3y; especially serious 3-10y"}),
    # 45,000 of 50,000: not met, 5,000 missing, reasonable suspicion
    (
        "crime",
        {"article": "213", "illegal_turnover": 45000, **JUNE},
        {"met": False, "missing": {"illegal_turnover": "5000.00"}, "advise_transfer": True},
    ),
    # counterfeit patent: two patents 50,000 gained
    ("crime", {"article": "216", "illegal_gains": 50000, "patents": 2, **JUNE}, {"by": "patents.illegal_gains"}),
    # a turnover of 160,000 of which 150,000 was not sold: 10,000 sold, and the goods reach 3 × 50,000
    (
        "crime",
        {"article": "214", "illegal_turnover": 160000, "unsold": 150000, **JUNE},
        {"by": "unsold_goods_value", "missing_to_aggravated": {"sales_amount": "490000.00"}},
    ),
    # 10,000 + 100,000 are not 160,000; 60,000 sold are not 50,000
    (
        "crime",
        {"article": "213", "illegal_turnover": 160000, "sold": 10000, "unsold": 100000, **JUNE},
        {"met": True, "figures_differ": True},
    ),
    ("crime", {"article": "214", "sales_amount": 50000, "sold": 60000, **JUNE}, {"met": True, "figures_differ": True}),
    (
        "crime",
        {"article": "213", "illegal_turnover": 110000, "sold": 10000, "unsold": 100000, **JUNE},
        {"figures_differ": None},
    ),
    # bankruptcy is the graver tier, whatever the figures (art. 17)
    (
        "crime",
        {"article": "219", "caused_bankruptcy": True, **JUNE},
        {"aggravated": True, "penalty": "<=3y; 3-10y", "criminal_fine_min": "150000.00"},
    ),
    ("crime", {"article": "220", **JUNE}, {"accepted": False, "field": "article"}),
    ("crime", {"article": "215", "labels": 2.5, **JUNE}, {"accepted": False, "field": "labels"}),
]

REWARDS: list[Row] = [
    # 9,999,999 × 5 % = 499,999.95, one yuan of fine below the finance office; 10,000,000 × 5 % = 500,000
    ("reward", {"level": 1, "fine_and_confiscation": 9999999}, {"reward": "499999.95", "finance_signoff": False}),
    ("reward", {"level": 1, "fine_and_confiscation": 10000000}, {"reward": "500000.00", "finance_signoff": True}),
    # 110,000 × 1 % = 1,100; 100,000 × 1 % = the floor
    ("reward", {"level": 3, "fine_and_confiscation": 110000}, {"reward": "1100.00"}),
    ("reward", {"level": "3", "fine": "60000", "illegal_gains_confiscated": "40000"}, {"reward": "1000.00"}),
    # a province's own cap stands over the national one
    ("reward", {"level": 1, "fine_and_confiscation": 30000000, "province": "广东"}, {"reward": "500000.00"}),
    ("reward", {"level": 1, "fine_and_confiscation": 100000, "reporter": "right_holder"}, {"eligible": False}),
]

LIMITATIONS: list[Row] = [
    # three years end on Sunday 2026-05-10 and roll to Monday
    ("limitation", {"right": "patent", "knew": "2023-05-10", "suit": "2026-05-11"}, {"accepted": True}),
    ("limitation", {"right": "patent", "knew": "2023-05-09", "suit": "2026-05-11"}, {"expires": "2026-05-09"}),
    # 29 February has no day three years on: 28 February 2027, a Sunday that rolls
    ("limitation", {"right": "trademark", "knew": "2024-02-29"}, {"expires": "2027-03-01"}),
    # interrupted on 2022-06-01 and again in time; a demand after the end or after the suit changes nothing
    ("limitation", {"right": "trademark", "knew": "2020-05-10", "suit": "2028-05-01",
                    "interruption": ["2022-06-01", "2025-05-31"]}, {"accepted": True, "expires": "2028-05-31"}),
    ("limitation", {"right": "trademark", "knew": "2020-05-10", "suit": "2025-01-01",
                    "interruption": ["2022-06-01", "2025-06-01"]}, {"accepted": True, "expires": "2025-06-03"}),
    ("limitation", {"right": "trademark", "knew": "2020-05-10", "suit": "2025-01-01", "interruption": "2024-01-01"},
     {"accepted": False, "expires": "2023-05-10"}),
    # a demand before the knowledge interrupts nothing: three years from 2023-01-01, rolled over New Year's days off
    ("limitation", {"right": "trademark", "knew": "2023-01-01", "interruption": "2022-06-01"},
     {"expires": "2026-01-04"}),
    # goes on at the suit: three years back
    ("limitation", {"right": "trademark", "knew": "2020-05-10", "suit": "2026-05-10", "infringement_continues": True},
     {"accepted": True, "damages_from": "2023-05-10"}),
    ("limitation", {"right": "trademark", "knew": "2020-05-10", "suit": "2026-05-10",
                    "infringement_ended": "2024-01-31"}, {"accepted": False}),
]  # fmt: skip


@pytest.mark.parametrize("row", [*DAMAGES, *PUNITIVE, *FINES, *CRIMES, *REWARDS, *LIMITATIONS])
def test_worked_by_hand(row: Row) -> None:
    check(*row)
