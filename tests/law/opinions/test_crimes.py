"""Thresholds of arts 213 to 219 by version: each row at its number and just below, repeat, marks, unsold, halves."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.law.opinions.rows import Row, check
from zhidun.law.calculators import crime

NOW = {"event_date": "2026-11-22"}
REPEAT = {"prior_admin_penalty": "2024-11-22", "act": "2026-11-22"}

ROWS: list[Row] = [
    # 213 goods
    ("crime", {"article": "213", "illegal_gains": 30000, **NOW}, {"met": True, "by": "illegal_gains"}),
    (
        "crime",
        {"article": "213", "illegal_gains": 29999, "illegal_turnover": 49999, **NOW},
        {
            "met": False,
            "by": None,
            "missing": {"illegal_gains": "1.00", "illegal_turnover": "1.00"},
            "advise_transfer": True,
        },
    ),
    ("crime", {"article": "213", "illegal_turnover": 10000, **NOW}, {"met": False, "advise_transfer": False}),
    (
        "crime",
        {"article": "goods", "illegal_turnover": 30000, "marks": 2, **NOW},
        {"met": True, "by": "marks.illegal_turnover"},
    ),
    (
        "crime",
        {"article": "213", "illegal_turnover": 30000, "marks": 2, "same_goods_same_source": True, **NOW},
        {"met": False},
    ),
    # 30,000 sold + 20,000 not sold = 50,000
    ("crime", {"article": "213", "sold": 30000, "unsold": 20000, **NOW}, {"met": True, "by": "illegal_turnover"}),
    # ten times the row that is open: 300,000 of 30,000 with two marks; 299,999 is not
    ("crime", {"article": "213", "illegal_turnover": 300000, "marks": 2, **NOW}, {"aggravated": True}),
    ("crime", {"article": "213", "illegal_turnover": 300000, **NOW}, {"met": True, "aggravated": False}),
    ("crime", {"article": "213", "illegal_turnover": 299999, "marks": 2, **NOW}, {"aggravated": False}),
    # repeat: two years to the day, and the day after
    ("crime", {"article": "213", "illegal_gains": 20000, **REPEAT}, {"met": True, "by": "repeat.illegal_gains"}),
    (
        "crime",
        {"article": "213", "illegal_gains": 20000, "prior_admin_penalty": "2024-11-21", "act": "2026-11-22"},
        {"met": False},
    ),
    # 215: 50,000 labels = 5 × 10,000: three years and more, so the criminal fine is 150,000 to 5,000,000
    (
        "crime",
        {"article": "215", "labels": 50000, **NOW},
        {"aggravated": True, "criminal_fine_min": "150000.00", "criminal_fine_max": "5000000.00"},
    ),
    (
        "crime",
        {"article": "215", "labels": 49999, **NOW},
        {"aggravated": False, "criminal_fine_min": "30000.00", "criminal_fine_max": "1000000.00"},
    ),
    # 219: what was lost directly was lost
    ("crime", {"article": "219", "direct_loss": 300000, **NOW}, {"met": True, "by": "loss"}),
    # 213 services: 50,000; 30,000 with two marks or a repeat; no turnover row
    ("crime", {"article": "services", "illegal_gains": 50000, **NOW}, {"met": True, "article": "3(2)"}),
    (
        "crime",
        {"article": "services", "illegal_gains": 49999, **NOW},
        {"met": False, "missing": {"illegal_gains": "1.00"}},
    ),
    (
        "crime",
        {"article": "services", "illegal_gains": 30000, "marks": 2, **NOW},
        {"met": True, "by": "marks.illegal_gains"},
    ),
    ("crime", {"article": "services", "illegal_turnover": 900000, **NOW}, {"met": False}),
    # goods 20,000 + services 30,000 = 50,000
    (
        "crime",
        {"article": "213", "illegal_gains": 20000, "service_gains": 30000, **NOW},
        {"met": True, "by": "goods_and_service_gains"},
    ),
    # 214: 50,000 sold; 3 × 50,000 not sold; 20,000 + 130,000 = 150,000; repeat 3 × 30,000 = 90,000
    ("crime", {"article": "214", "sales_amount": 50000, **NOW}, {"met": True, "by": "sales_amount"}),
    ("crime", {"article": 214, "illegal_gains": 30000, **NOW}, {"met": True, "by": "illegal_gains"}),
    ("crime", {"article": "214", "unsold": 149999, **NOW}, {"met": False, "missing": {"unsold_goods_value": "1.00"}}),
    ("crime", {"article": "214", "sold": 20000, "unsold": 130000, **NOW}, {"met": True, "by": "sold_plus_unsold"}),
    ("crime", {"article": "214", "unsold": 90000, **REPEAT}, {"met": True, "by": "repeat.unsold_goods_value"}),
    ("crime", {"article": "214", "sales_amount": 30000, **REPEAT}, {"met": True, "by": "repeat.sales_amount"}),
    ("crime", {"article": "214", "sales_amount": 500000, **NOW}, {"aggravated": True}),
    ("crime", {"article": "214", "unsold": 1500000, **NOW}, {"aggravated": True}),
    (
        "crime",
        {"article": "214", "sales_amount": 57700, "event_date": "2026-11-22"},
        {"met": True, "aggravated": False},
    ),
    # two marks lower nothing in 214
    ("crime", {"article": "214", "sales_amount": 30000, "marks": 2, **NOW}, {"met": False}),
    # 215: 10,000 labels, 5,000 with two marks, 3 × 10,000 not sold; aggravated at five times
    ("crime", {"article": "215", "labels": 10000, **NOW}, {"met": True, "by": "labels"}),
    ("crime", {"article": "215", "labels": 9999, **NOW}, {"met": False, "missing": {"labels": 1}}),
    ("crime", {"article": "215", "labels": 5000, "marks": 3, **NOW}, {"met": True, "by": "marks.labels"}),
    ("crime", {"article": "215", "unsold": 30000, **NOW}, {"met": True, "by": "unsold_labels"}),
    ("crime", {"article": "215", "sold": 4000, "unsold": 26000, **NOW}, {"met": True, "by": "sold_plus_unsold_labels"}),
    ("crime", {"article": "215", "labels": 50000, **NOW}, {"aggravated": True}),
    ("crime", {"article": "215", "illegal_turnover": 30000, **NOW}, {"met": True, "aggravated": False}),
    # 216: 200,000 turnover, 300,000 loss, two patents 100,000; never aggravated
    ("crime", {"article": "216", "illegal_turnover": 200000, **NOW}, {"met": True}),
    ("crime", {"article": "216", "direct_loss": 300000, **NOW}, {"met": True, "by": "direct_loss"}),
    (
        "crime",
        {"article": "216", "illegal_turnover": 100000, "patents": 2, **NOW},
        {"met": True, "by": "patents.illegal_turnover"},
    ),
    ("crime", {"article": "216", "illegal_turnover": 9000000, **NOW}, {"aggravated": False}),
    # 217
    ("crime", {"article": "217", "copies": 500, **NOW}, {"met": True, "by": "copies"}),
    ("crime", {"article": "217", "downloads": 10000, **NOW}, {"met": True, "by": "downloads"}),
    ("crime", {"article": "217", "clicks": 99999, **NOW}, {"met": False, "missing": {"clicks": 1}}),
    ("crime", {"article": "217", "members": 1000, **NOW}, {"met": True, "by": "members"}),
    # halves: 250 copies + 50,000 clicks are two items; 250 works + 5,000 downloads are both item (4)
    ("crime", {"article": "217", "copies": 250, "clicks": 50000, **NOW}, {"met": True, "by": "two_items_at_half"}),
    ("crime", {"article": "217", "works_online": 250, "downloads": 5000, **NOW}, {"met": False}),
    ("crime", {"article": "217", "illegal_turnover": 25000, "members": 500, **NOW}, {"met": True}),
    ("crime", {"article": "217", "illegal_turnover": 24999, "members": 500, **NOW}, {"met": False}),
    ("crime", {"article": "217", "illegal_gains": 15000, "illegal_turnover": 25000, **NOW}, {"met": False}),
    ("crime", {"article": "217", "copies": 5000, **NOW}, {"aggravated": True}),
    # 218: 100,000 sold, 1,000 copies; 3 × not sold
    ("crime", {"article": "218", "sales_amount": 100000, **NOW}, {"met": True}),
    ("crime", {"article": "218", "copies_sold": 1000, **NOW}, {"met": True, "by": "copies_sold"}),
    ("crime", {"article": "218", "unsold": 300000, **NOW}, {"met": True, "by": "unsold_goods_value"}),
    (
        "crime",
        {"article": "218", "copies_sold": 500, "copies": 2500, **NOW},
        {"met": True, "by": "sold_plus_unsold_copies"},
    ),
    ("crime", {"article": "218", "illegal_gains": 49999, **NOW}, {"met": False, "missing": {"illegal_gains": "1.00"}}),
    # 219: 300,000; repeat 100,000; ten times, or bankruptcy
    ("crime", {"article": "219", "loss": 300000, **NOW}, {"met": True, "aggravated": False}),
    ("crime", {"article": "219", "loss": 100000, **REPEAT}, {"met": True, "by": "repeat.loss"}),
    ("crime", {"article": "219", "illegal_gains": 3000000, **NOW}, {"aggravated": True}),
    ("crime", {"article": "219", "caused_bankruptcy": True, **NOW}, {"met": True, "aggravated": True}),
    # older texts: 2004, 2007, 2020; five times for aggravated
    (
        "crime",
        {"article": "213", "illegal_turnover": 250000, "event_date": "2025-04-25"},
        {"aggravated": True, "law": "ip_crime_2004"},
    ),
    (
        "crime",
        {"article": "213", "illegal_turnover": 250000, "event_date": "2025-04-26"},
        {"met": True, "aggravated": False, "law": "ip_crime_2025"},
    ),
    (
        "crime",
        {"article": "213", "illegal_turnover": 30000, "prior_admin_penalty": "2024-01-01", "event_date": "2025-04-25"},
        {"met": False},
    ),
    (
        "crime",
        {"article": "214", "sales_amount": 57700, "event_date": "2024-01-20"},
        {"met": True, "aggravated": False, "provisional": True},
    ),
    (
        "crime",
        {"article": "214", "unsold": 150000, "event_date": "2024-01-20"},
        {"met": True, "attempt": True, "confidence": "memory"},
    ),
    (
        "crime",
        {"article": "215", "labels": 19999, "event_date": "2025-04-25"},
        {"met": False, "missing": {"labels": 1}},
    ),
    ("crime", {"article": "216", "direct_loss": 300000, "event_date": "2025-04-25"}, {"met": False}),
    ("crime", {"article": "217", "copies": 500, "event_date": "2007-04-04"}, {"met": False}),
    ("crime", {"article": "217", "copies": 500, "event_date": "2007-04-05"}, {"met": True, "aggravated": False}),
    ("crime", {"article": "217", "copies": 2500, "event_date": "2025-04-25"}, {"aggravated": True}),
    ("crime", {"article": "217", "clicks": 50000, "event_date": "2025-04-25"}, {"met": True, "confidence": "memory"}),
    ("crime", {"article": "218", "illegal_gains": 99999, "event_date": "2025-04-25"}, {"met": False}),
    ("crime", {"article": "219", "loss": 300000, "event_date": "2020-09-13"}, {"met": False}),
    ("crime", {"article": "219", "loss": 300000, "event_date": "2020-09-14"}, {"met": True, "aggravated": False}),
    ("crime", {"article": "219", "illegal_gains": 2500000, "event_date": "2025-04-25"}, {"aggravated": True}),
    ("crime", {"article": "services", "illegal_gains": 90000, "event_date": "2025-04-25"}, {"accepted": False}),
    ("crime", {"article": "213", "illegal_turnover": 90000, "event_date": "2004-12-21"}, {"accepted": False}),
    # criminal fine: 1 to 10 times 40,000 (2025), 1 to 5 times (2020); 50 % to 100 % of 60,000
    (
        "crime",
        {"article": "213", "illegal_gains": 40000, **NOW},
        {"criminal_fine_min": "40000.00", "criminal_fine_max": "400000.00"},
    ),
    (
        "crime",
        {"article": "213", "illegal_gains": 40000, "event_date": "2025-04-25"},
        {"criminal_fine_max": "200000.00"},
    ),
    (
        "crime",
        {"article": "213", "illegal_turnover": 60000, **NOW},
        {"criminal_fine_min": "30000.00", "criminal_fine_max": "60000.00"},
    ),
    # a mark that is merely similar counts for nothing here
    (
        "crime",
        {"article": "214", "sales_amount": 900000, "mark": "similar", **NOW},
        {"met": False, "aggravated": False, "advise_transfer": False},
    ),
    ("crime", {"article": "214", "sales_amount": 900000, "mark": "identical", **NOW}, {"met": True}),
    # bad input
    ("crime", {"article": "220", **NOW}, {"accepted": False, "field": "article"}),
    ("crime", {"illegal_gains": 5}, {"accepted": False, "field": "article"}),
    ("crime", {"article": "213", "prior_admin_penalty": "2026-12-01", "act": "2026-11-22"}, {"accepted": False}),
    ("crime", {"article": "215", "labels": 1.5, **NOW}, {"accepted": False, "field": "labels"}),
    ("crime", {"article": "213", "ilegal_gains": 5}, {"accepted": False, "field": "ilegal_gains"}),
]


@pytest.mark.parametrize(("calculator", "asked", "expected"), ROWS)
def test_row(calculator: str, asked: Mapping[str, object], expected: Mapping[str, object]) -> None:
    check(calculator, asked, expected)


def test_the_present_text_is_shown_beside_an_older_one() -> None:
    found = crime({"article": "214", "sales_amount": 57700, "event_date": "2024-01-20"})
    readings = found["readings"]
    assert isinstance(readings, list)
    assert [(one["rule_version"], one["met"], one["aggravated"]) for one in readings] == [("crime.214", True, False)]
    assert "readings" not in crime({"article": "214", "sales_amount": 57700, **NOW})


def test_every_open_row_is_shown_with_its_limit() -> None:
    found = crime({"article": "213", "illegal_turnover": 40000, "marks": 2, **NOW})
    rows = found["thresholds"]
    assert isinstance(rows, list)
    assert {one["name"]: one["limit"] for one in rows} == {
        "illegal_gains": "30000.00",
        "illegal_turnover": "50000.00",
        "marks.illegal_gains": "20000.00",
        "marks.illegal_turnover": "30000.00",
    }


def test_from_which_share_a_transfer_is_advised_is_told_as_a_setting() -> None:
    near = crime({"article": "213", "illegal_turnover": 45000, **NOW})
    met = crime({"article": "213", "illegal_turnover": 50000, **NOW})
    assert "系统的设置" in str(near["notes"])
    assert "系统的设置" not in str(met["notes"])
