"""Terms and renewals by the version in force; the table is the law's, a row per reading."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.rights.terms import end_of_term, fee_rules, next_fee, plus_months, plus_years, term, term_rules

D = date


@pytest.mark.parametrize(
    ("kind", "dates", "details", "ends"),
    [
        # 专利法42: counted from the filing date, that day included
        ("patent_invention", {"filed_on": D(2017, 7, 21)}, {}, D(2037, 7, 20)),
        ("patent_utility", {"filed_on": D(1999, 9, 6)}, {}, D(2009, 9, 5)),
        # designs: 10 years before 2021-06-01, 15 from that day
        ("patent_design", {"filed_on": D(2021, 5, 31)}, {}, D(2031, 5, 30)),
        ("patent_design", {"filed_on": D(2021, 6, 1)}, {}, D(2036, 5, 31)),
        ("patent_invention", {"filed_on": D(2016, 2, 29)}, {}, D(2036, 2, 28)),
        # 商标法39
        ("trademark", {"registered_on": D(2018, 3, 7)}, {}, D(2028, 3, 6)),
        ("trademark", {"registered_on": D(2008, 3, 7)}, {"renewed_until_on": "2028-03-06"}, D(2028, 3, 6)),
        ("gi_mark", {"registered_on": D(2020, 1, 1)}, {}, D(2029, 12, 31)),
        # 著作权法23: to 31 December
        ("copyright_work", {"published_on": D(2018, 5, 1)}, {"author_kind": "legal_entity"}, D(2068, 12, 31)),
        ("copyright_work", {}, {"author_kind": "natural_person", "author_died_on": "1999-02-03"}, D(2049, 12, 31)),
        ("software", {"published_on": D(2021, 1, 1)}, {"author_kind": "legal_entity"}, D(2071, 12, 31)),
        ("sports_event", {"published_on": D(2025, 8, 7)}, {}, D(2075, 12, 31)),
        # 植物新品种保护条例: 2014 art. 34 and 2025 art. 35
        ("plant_variety", {"registered_on": D(2025, 5, 31)}, {"plant_group": "woody"}, D(2045, 5, 30)),
        ("plant_variety", {"registered_on": D(2025, 6, 1)}, {"plant_group": "woody"}, D(2050, 5, 31)),
        ("plant_variety", {"registered_on": D(2025, 5, 31)}, {"plant_group": "other"}, D(2040, 5, 30)),
        ("plant_variety", {"registered_on": D(2025, 6, 1)}, {"plant_group": "other"}, D(2045, 5, 31)),
        # 布图设计条例12: the earlier of filing and first use, never beyond 15 years from creation
        ("ic_layout", {"filed_on": D(2012, 5, 1)}, {"first_used_on": "2011-03-01"}, D(2021, 2, 28)),
        ("ic_layout", {"filed_on": D(2012, 5, 1)}, {"created_on": "2000-01-01"}, D(2014, 12, 31)),
        ("olympic_sign", {"published_on": D(2020, 2, 1)}, {}, D(2030, 1, 31)),
        ("special_sign", {"registered_on": D(2024, 4, 1)}, {}, D(2028, 3, 31)),
    ],
)
def test_a_right_ends_when_the_law_in_force_says(
    kind: str, dates: dict[str, date | None], details: dict[str, object], ends: date
) -> None:
    found = term(kind=kind, dates=dates, details=details)
    assert found.expires_on == ends
    basis = found.basis()
    assert basis["confidence"] in {"text_read", "memory"}
    assert basis["citation"]


@pytest.mark.parametrize(
    ("kind", "details", "missing"),
    [
        ("patent_invention", {}, ("filed_on",)),
        ("copyright_work", {}, ("author_kind",)),
        ("plant_variety", {"plant_group": "other"}, ("registered_on",)),
    ],
)
def test_without_the_deciding_fact_there_is_no_date(kind: str, details: dict[str, object], missing: tuple[str]) -> None:
    found = term(kind=kind, dates={}, details=details)
    assert found.expires_on is None
    assert found.missing == missing
    assert found.basis() == {"missing": list(missing)}


@pytest.mark.parametrize("kind", ["gi_product", "trade_secret", "time_honoured_brand"])
def test_some_rights_have_no_term(kind: str) -> None:
    found = term(kind=kind, dates={"published_on": D(2012, 1, 1)})
    assert found.expires_on is None
    assert found.basis() == {}


def test_a_mark_may_be_renewed_from_a_year_before_to_half_a_year_after() -> None:
    found = term(kind="trademark", dates={"registered_on": D(2018, 3, 7)})
    assert found.renew_from_on == D(2027, 3, 7)
    assert found.renew_until_on == D(2028, 9, 6)


def test_a_text_that_was_not_read_says_so() -> None:
    found = term(kind="ic_layout", dates={"filed_on": D(2026, 10, 15)})
    assert found.rule is not None
    assert found.rule.confidence == "memory"
    assert "note" in found.basis()


def test_versions_of_a_rule_touch_and_never_overlap() -> None:
    by_key: dict[str, list[tuple[date, date | None]]] = {}
    for rule in term_rules():
        by_key.setdefault(rule.key, []).append((rule.effective_from, rule.effective_to))
    for spans in by_key.values():
        spans.sort()
        for (_, end), (begin, _) in pairwise(spans):
            assert end is not None
            assert begin == end + timedelta(days=1)
        assert spans[-1][1] is None


DAYS = st.dates(min_value=D(1950, 1, 1), max_value=D(2150, 12, 31))


@given(DAYS, st.integers(-600, 600))
def test_months_keep_the_day_or_take_the_last(day: date, months: int) -> None:
    moved = plus_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


@given(DAYS, st.integers(1, 60))
def test_a_term_is_never_longer_than_its_years(day: date, years: int) -> None:
    end = end_of_term(day, years, year_end=False)
    assert plus_years(day, years) - timedelta(days=1) == end
    assert end < end_of_term(day, years, year_end=True) or end.month == 12


def test_annual_fees_fall_due_before_each_patent_year() -> None:
    window = next_fee(kind="patent_invention", filed_on=D(2017, 7, 21), expires_on=D(2037, 7, 20), on=D(2026, 11, 22))
    assert window is not None
    assert (window.due_on, window.grace_until_on, window.year) == (D(2026, 7, 20), D(2027, 1, 20), 10)
    assert "115" in window.citation.zh
    late = next_fee(kind="patent_invention", filed_on=D(2017, 7, 21), expires_on=D(2037, 7, 20), on=D(2027, 1, 21))
    assert late is not None
    assert late.due_on == D(2027, 7, 20)
    assert set(fee_rules()) == {"fee.patent"}


def test_no_fee_is_due_in_the_last_year_or_for_other_rights() -> None:
    assert next_fee(kind="patent_utility", filed_on=D(2010, 1, 1), expires_on=D(2019, 12, 31), on=D(2020, 5, 1)) is None
    assert next_fee(kind="trademark", filed_on=D(2010, 1, 1), expires_on=D(2019, 12, 31), on=D(2015, 5, 1)) is None
    assert next_fee(kind="patent_utility", filed_on=None, expires_on=None, on=D(2015, 5, 1)) is None
