"""How long each kind lasts, by the version in force: the days around each change of the law, and what is missing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.rights.kinds import kinds
from zhidun.rights.terms import next_fee, plus_years, term, term_rules

D = date
PERSON, ENTITY, FILM = (
    {"author_kind": "natural_person"},
    {"author_kind": "legal_entity"},
    {"author_kind": "audiovisual"},
)
WOODY, VINE, TREE, OTHER = ({"plant_group": group} for group in ("woody", "vine", "ornamental_tree", "other"))
LONG, SHORT = "term.plant_variety.long", "term.plant_variety.other"
WORK, AUTHOR = "term.copyright.entity", "term.copyright.person"

# kind, the date it is counted from, that day, own fields, last day, key of the rule, first day of its version
TABLE = [
    # inventions: twenty years from filing; 29 February has its eve on 28 February
    ("patent_invention", "filed_on", D(1993, 1, 1), {}, D(2012, 12, 31), "term.patent.invention", D(1993, 1, 1)),
    ("patent_invention", "filed_on", D(1985, 4, 1), {}, D(2005, 3, 31), "term.patent.invention", D(1993, 1, 1)),
    ("patent_invention", "filed_on", D(2000, 2, 29), {}, D(2020, 2, 28), "term.patent.invention", D(1993, 1, 1)),
    ("patent_invention", "filed_on", D(2004, 3, 1), {}, D(2024, 2, 29), "term.patent.invention", D(1993, 1, 1)),
    ("patent_invention", "filed_on", D(2019, 12, 31), {}, D(2039, 12, 30), "term.patent.invention", D(1993, 1, 1)),
    ("patent_invention", "filed_on", D(2026, 1, 1), {}, D(2045, 12, 31), "term.patent.invention", D(1993, 1, 1)),
    # utility models: ten
    ("patent_utility", "filed_on", D(2014, 5, 20), {}, D(2024, 5, 19), "term.patent.utility", D(1993, 1, 1)),
    ("patent_utility", "filed_on", D(2016, 2, 29), {}, D(2026, 2, 27), "term.patent.utility", D(1993, 1, 1)),
    ("patent_utility", "filed_on", D(2016, 3, 1), {}, D(2026, 2, 28), "term.patent.utility", D(1993, 1, 1)),
    ("patent_utility", "filed_on", D(2021, 6, 1), {}, D(2031, 5, 31), "term.patent.utility", D(1993, 1, 1)),
    # designs: ten until 31 May 2021, fifteen from 1 June 2021
    ("patent_design", "filed_on", D(2010, 10, 10), {}, D(2020, 10, 9), "term.patent.design", D(1993, 1, 1)),
    ("patent_design", "filed_on", D(2021, 5, 30), {}, D(2031, 5, 29), "term.patent.design", D(1993, 1, 1)),
    ("patent_design", "filed_on", D(2021, 5, 31), {}, D(2031, 5, 30), "term.patent.design", D(1993, 1, 1)),
    ("patent_design", "filed_on", D(2021, 6, 1), {}, D(2036, 5, 31), "term.patent.design", D(2021, 6, 1)),
    ("patent_design", "filed_on", D(2021, 6, 2), {}, D(2036, 6, 1), "term.patent.design", D(2021, 6, 1)),
    ("patent_design", "filed_on", D(2024, 2, 29), {}, D(2039, 2, 27), "term.patent.design", D(2021, 6, 1)),
    # marks: ten from registration; the revision of 2026 takes over on 1 January 2027
    ("trademark", "registered_on", D(1993, 7, 1), {}, D(2003, 6, 30), "term.trademark", D(1993, 7, 1)),
    ("trademark", "registered_on", D(2016, 2, 29), {}, D(2026, 2, 27), "term.trademark", D(1993, 7, 1)),
    ("trademark", "registered_on", D(2026, 12, 31), {}, D(2036, 12, 30), "term.trademark", D(1993, 7, 1)),
    ("trademark", "registered_on", D(2027, 1, 1), {}, D(2036, 12, 31), "term.trademark", D(2027, 1, 1)),
    ("gi_mark", "registered_on", D(2008, 8, 8), {}, D(2018, 8, 7), "term.trademark", D(1993, 7, 1)),
    ("gi_mark", "registered_on", D(2027, 1, 2), {}, D(2037, 1, 1), "term.trademark", D(2027, 1, 1)),
    # works of entities and films: fifty from publication, to the end of the year
    ("copyright_work", "published_on", D(1991, 6, 1), ENTITY, D(2041, 12, 31), WORK, D(1991, 6, 1)),
    ("copyright_work", "published_on", D(2018, 1, 1), ENTITY, D(2068, 12, 31), WORK, D(1991, 6, 1)),
    ("copyright_work", "published_on", D(2018, 12, 31), ENTITY, D(2068, 12, 31), WORK, D(1991, 6, 1)),
    ("copyright_work", "published_on", D(2019, 1, 1), FILM, D(2069, 12, 31), WORK, D(1991, 6, 1)),
    # works of people: fifty from death
    ("copyright_work", "author_died_on", D(1976, 9, 9), PERSON, D(2026, 12, 31), AUTHOR, D(1991, 6, 1)),
    ("copyright_work", "author_died_on", D(2020, 1, 1), PERSON, D(2070, 12, 31), AUTHOR, D(1991, 6, 1)),
    ("software", "author_died_on", D(2011, 10, 5), PERSON, D(2061, 12, 31), AUTHOR, D(1991, 6, 1)),
    ("software", "published_on", D(2002, 1, 1), ENTITY, D(2052, 12, 31), "term.software.entity", D(2002, 1, 1)),
    ("software", "published_on", D(2024, 2, 29), ENTITY, D(2074, 12, 31), "term.software.entity", D(2002, 1, 1)),
    ("sports_event", "published_on", D(2025, 8, 7), {}, D(2075, 12, 31), "term.broadcast", D(1991, 6, 1)),
    # varieties: 20 and 15 until 31 May 2025, 25 and 20 from 1 June 2025
    ("plant_variety", "registered_on", D(2010, 1, 1), WOODY, D(2029, 12, 31), LONG, D(1997, 10, 1)),
    ("plant_variety", "registered_on", D(2025, 5, 31), VINE, D(2045, 5, 30), LONG, D(1997, 10, 1)),
    ("plant_variety", "registered_on", D(2025, 6, 1), VINE, D(2050, 5, 31), LONG, D(2025, 6, 1)),
    ("plant_variety", "registered_on", D(2025, 6, 1), TREE, D(2050, 5, 31), LONG, D(2025, 6, 1)),
    ("plant_variety", "registered_on", D(2012, 2, 29), OTHER, D(2027, 2, 27), SHORT, D(1997, 10, 1)),
    ("plant_variety", "registered_on", D(2025, 5, 31), OTHER, D(2040, 5, 30), SHORT, D(1997, 10, 1)),
    ("plant_variety", "registered_on", D(2025, 6, 1), OTHER, D(2045, 5, 31), SHORT, D(2025, 6, 1)),
    # layouts: the new regulations take over on 15 October 2026
    ("ic_layout", "filed_on", D(2001, 10, 1), {}, D(2011, 9, 30), "term.ic_layout", D(2001, 10, 1)),
    ("ic_layout", "filed_on", D(2026, 10, 14), {}, D(2036, 10, 13), "term.ic_layout", D(2001, 10, 1)),
    ("ic_layout", "filed_on", D(2026, 10, 15), {}, D(2036, 10, 14), "term.ic_layout", D(2026, 10, 15)),
    # signs
    ("special_sign", "registered_on", D(2008, 8, 8), {}, D(2012, 8, 7), "term.special_sign", D(1996, 7, 13)),
    ("special_sign", "registered_on", D(2024, 2, 29), {}, D(2028, 2, 28), "term.special_sign", D(1996, 7, 13)),
    ("olympic_sign", "published_on", D(2018, 7, 31), {}, D(2028, 7, 30), "term.olympic_sign", D(2018, 7, 31)),
    ("olympic_sign", "published_on", D(2022, 2, 4), {}, D(2032, 2, 3), "term.olympic_sign", D(2018, 7, 31)),
]  # fmt: skip


def dates_and_details(name: str, day: date, own: dict[str, str]) -> tuple[dict[str, date | None], dict[str, object]]:
    """A date is a column of the row or an own field of the kind."""
    if name in {"filed_on", "registered_on", "published_on"}:
        return {name: day}, dict(own)
    return {}, {**own, name: day.isoformat()}


@pytest.mark.parametrize(("kind", "name", "day", "own", "ends", "key", "version"), TABLE)
def test_the_last_day_and_the_rule_it_comes_from(
    kind: str, name: str, day: date, own: dict[str, str], ends: date, key: str, version: date
) -> None:
    dates, details = dates_and_details(name, day, own)
    found = term(kind=kind, dates=dates, details=details)
    assert found.expires_on == ends
    assert found.rule is not None
    assert (found.rule.key, found.rule.effective_from) == (key, version)
    assert found.missing == ()
    basis = found.basis()
    assert basis["rule"] == key
    assert basis["version_from"] == version.isoformat()
    assert basis["citation"] == found.rule.citation.as_dict()


@pytest.mark.parametrize(("kind", "name", "day", "own", "ends", "key", "version"), TABLE)
def test_a_day_later_never_ends_earlier(
    kind: str, name: str, day: date, own: dict[str, str], ends: date, key: str, version: date
) -> None:
    dates, details = dates_and_details(name, day + timedelta(days=1), own)
    later = term(kind=kind, dates=dates, details=details).expires_on
    assert later is not None and later >= ends


@pytest.mark.parametrize(
    ("filed", "first_used", "created", "ends"),
    [
        (D(2012, 5, 1), None, None, D(2022, 4, 30)),  # ten years from filing
        (D(2012, 5, 1), D(2012, 4, 30), None, D(2022, 4, 29)),  # first use was earlier by a day
        (D(2012, 5, 1), D(2012, 5, 1), None, D(2022, 4, 30)),
        (D(2012, 5, 1), D(2012, 5, 2), None, D(2022, 4, 30)),  # later use does not matter
        (D(2012, 5, 1), D(2011, 3, 1), None, D(2021, 2, 28)),
        (D(2012, 5, 1), None, D(2007, 5, 1), D(2022, 4, 30)),  # both limits on one day
        (D(2012, 5, 1), None, D(2007, 4, 30), D(2022, 4, 29)),  # fifteen years from creation end first
        (D(2012, 5, 1), None, D(2000, 1, 1), D(2014, 12, 31)),
        (D(2012, 5, 1), D(2011, 3, 1), D(2005, 1, 1), D(2019, 12, 31)),
        (None, D(2011, 3, 1), None, D(2021, 2, 28)),  # used, never filed
    ],
)
def test_layouts_end_by_the_earliest_of_three_limits(
    filed: date | None, first_used: date | None, created: date | None, ends: date
) -> None:
    own = {"first_used_on": first_used, "created_on": created}
    details: dict[str, object] = {name: day.isoformat() for name, day in own.items() if day}
    assert term(kind="ic_layout", dates={"filed_on": filed}, details=details).expires_on == ends


@pytest.mark.parametrize(
    ("kind", "dates", "details", "missing"),
    [
        ("patent_invention", {}, {}, ("filed_on",)),
        ("patent_utility", {"registered_on": D(2020, 1, 1)}, {}, ("filed_on",)),
        ("patent_design", {"published_on": D(2020, 1, 1)}, {}, ("filed_on",)),
        ("trademark", {"filed_on": D(2020, 1, 1)}, {}, ("registered_on",)),
        ("gi_mark", {"published_on": D(2020, 1, 1)}, {}, ("registered_on",)),
        ("copyright_work", {"published_on": D(2020, 1, 1)}, {}, ("author_kind",)),
        ("copyright_work", {}, ENTITY, ("published_on",)),
        ("copyright_work", {"published_on": D(2020, 1, 1)}, PERSON, ("author_died_on",)),
        ("software", {"published_on": D(2020, 1, 1)}, {}, ("author_kind",)),
        ("software", {"registered_on": D(2020, 1, 1)}, ENTITY, ("published_on",)),
        ("plant_variety", {"registered_on": D(2020, 1, 1)}, {}, ("plant_group",)),
        ("plant_variety", {"filed_on": D(2020, 1, 1)}, {"plant_group": "woody"}, ("registered_on",)),
        ("ic_layout", {"registered_on": D(2020, 1, 1)}, {}, ("filed_on",)),
        ("special_sign", {"filed_on": D(2020, 1, 1)}, {}, ("registered_on",)),
        ("olympic_sign", {"registered_on": D(2020, 1, 1)}, {}, ("published_on",)),
        ("sports_event", {}, {}, ("published_on",)),
    ],
)
def test_a_term_that_cannot_be_computed_names_what_is_missing(
    kind: str, dates: dict[str, date | None], details: dict[str, object], missing: tuple[str, ...]
) -> None:
    found = term(kind=kind, dates=dates, details=details)
    assert found.expires_on is None and found.rule is None
    assert found.missing == missing
    assert found.basis() == {"missing": list(missing)}
    columns = {"filed_on", "registered_on", "published_on"}
    assert set(missing) <= columns | {one.name for one in kinds()[kind].fields}


# kind, registered or published on, first day of renewal, last day of the term, last day of grace
RENEWALS = [
    ("trademark", D(2016, 2, 29), D(2025, 2, 28), D(2026, 2, 27), D(2026, 8, 27)),
    ("trademark", D(2017, 1, 1), D(2026, 1, 1), D(2026, 12, 31), D(2027, 6, 30)),
    ("trademark", D(2018, 3, 7), D(2027, 3, 7), D(2028, 3, 6), D(2028, 9, 6)),
    ("trademark", D(2018, 9, 1), D(2027, 9, 1), D(2028, 8, 31), D(2029, 2, 28)),  # half a year later is shorter
    ("gi_mark", D(2020, 6, 15), D(2029, 6, 15), D(2030, 6, 14), D(2030, 12, 14)),
    ("special_sign", D(2024, 4, 1), D(2028, 1, 1), D(2028, 3, 31), D(2028, 3, 31)),  # three months, no grace
    ("olympic_sign", D(2020, 2, 1), D(2029, 2, 1), D(2030, 1, 31), D(2030, 1, 31)),  # a year, no grace
]  # fmt: skip


@pytest.mark.parametrize(("kind", "begun", "opens", "ends", "grace"), RENEWALS)
def test_renewal_opens_and_closes(kind: str, begun: date, opens: date, ends: date, grace: date) -> None:
    name = "published_on" if kind == "olympic_sign" else "registered_on"
    found = term(kind=kind, dates={name: begun})
    assert (found.renew_from_on, found.expires_on, found.renew_until_on) == (opens, ends, grace)


@pytest.mark.parametrize("kind", sorted(set(kinds()) - {"trademark", "gi_mark", "special_sign", "olympic_sign"}))
def test_other_kinds_are_never_renewed(kind: str) -> None:
    dates: dict[str, date | None] = dict.fromkeys(("filed_on", "registered_on", "published_on"), D(2020, 1, 1))
    details: dict[str, object] = {**ENTITY, "plant_group": "other", "renewed_until_on": "2090-01-01"}
    found = term(kind=kind, dates=dates, details=details)
    assert found.renew_from_on is None and found.renew_until_on is None
    assert found.expires_on is None or found.expires_on != D(2090, 1, 1)


FILED = D(2017, 7, 21)


@pytest.mark.parametrize(
    ("on", "due", "grace", "year"),
    [
        (D(2017, 7, 21), D(2018, 7, 20), D(2019, 1, 20), 2),  # the day of filing
        (D(2018, 7, 20), D(2018, 7, 20), D(2019, 1, 20), 2),  # the last day to pay
        (D(2018, 7, 21), D(2018, 7, 20), D(2019, 1, 20), 2),  # with surcharge
        (D(2019, 1, 20), D(2018, 7, 20), D(2019, 1, 20), 2),  # the last day with surcharge
        (D(2019, 1, 21), D(2019, 7, 20), D(2020, 1, 20), 3),
        (D(2026, 11, 23), D(2026, 7, 20), D(2027, 1, 20), 10),
        (D(2036, 7, 21), D(2036, 7, 20), D(2037, 1, 20), 20),  # the last fee of all
    ],
)
def test_annual_fees_year_by_year(on: date, due: date, grace: date, year: int) -> None:
    window = next_fee(kind="patent_invention", filed_on=FILED, expires_on=D(2037, 7, 20), on=on)
    assert window is not None
    assert (window.due_on, window.grace_until_on, window.year) == (due, grace, year)


@given(st.dates(D(1994, 1, 1), D(2060, 1, 1)), st.integers(0, 9000))
def test_the_fee_that_is_shown_can_still_be_paid(filed: date, days: int) -> None:
    expires = plus_years(filed, 20) - timedelta(days=1)
    on = filed + timedelta(days=days)
    window = next_fee(kind="patent_invention", filed_on=filed, expires_on=expires, on=on)
    if window is None:
        assert on > plus_years(filed, 19) - timedelta(days=1)
        return
    assert on <= window.grace_until_on
    assert window.due_on < expires
    assert 2 <= window.year <= 20


def test_every_rule_cites_its_law_in_both_languages_and_says_whether_it_was_read() -> None:
    for rule in term_rules():
        assert rule.citation.zh and rule.citation.en
        assert rule.confidence in {"text_read", "secondary", "memory"}
        assert bool(rule.article) or rule.note is not None
        assert set(rule.kinds) <= set(kinds())
        assert 4 <= rule.years <= 50
