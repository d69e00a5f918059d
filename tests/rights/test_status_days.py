"""Statuses of each kind, which of them can be infringed, and how they follow the dates from night to night."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.factories.access import make_actor, make_citizen
from tests.factories.rights import make_right, trademark_facts
from zhidun.access.actors import ANONYMOUS, SYSTEM
from zhidun.rights import jobs, selectors, services
from zhidun.rights.errors import FieldUnfit, NotAnOfficer
from zhidun.rights.kinds import kind, kinds
from zhidun.rights.models import Right
from zhidun.rights.types import RightFacts

D = date
PATENT = "granted* filed published substantive_exam annual_fee_overdue* lapsed_unpaid abandoned expired invalidated restored* withdrawn rejected preservation_frozen*"  # noqa: E501
MARK = "registered* filed refused review preliminarily_published opposed renewal_open* grace* cancelled invalidated transferred* expired"  # noqa: E501
WORK = "registered* declared* transferred* revoked expired"
GI = "approved* accepted published_for_objection revoked"
SIGN = "registered* filed revoked expired"
LISTED = "listed* delisted"
# kind, its statuses in order; a star says that the right can be infringed while it holds
STATUSES = [
    ("patent_invention", PATENT),
    ("patent_utility", PATENT),
    ("patent_design", PATENT),
    ("trademark", MARK),
    ("gi_mark", MARK),
    ("copyright_work", WORK),
    ("software", WORK),
    ("gi_product", GI),
    ("gi_agricultural", GI),
    ("special_sign", SIGN),
    ("olympic_sign", SIGN),
    ("trade_secret", "committed* withdrawn disclosed"),
    ("plant_variety", "granted* accepted preliminary_published substantive terminated invalidated renamed* expired"),
    ("ic_layout", "registered* filed revoked expired"),
    ("sports_event", "licensed* ended expired"),
    ("specialty_food", LISTED),
    ("time_honoured_brand", LISTED),
    ("tcm_knowledge", LISTED),
]


@pytest.mark.parametrize(("key", "statuses"), STATUSES)
def test_the_statuses_of_a_kind_and_which_are_alive(key: str, statuses: str) -> None:
    of = kind(key)
    assert [f"{one.key}{'*' if one.alive else ''}" for one in of.statuses] == statuses.split()
    assert of.statuses[0].alive  # the usual one
    assert all(one.title.zh and one.title.en for one in of.statuses)
    assert len({one.title.zh for one in of.statuses}) == len(of.statuses)


def test_every_kind_is_in_the_table() -> None:
    assert {key for key, _ in STATUSES} == set(kinds())


# status, expires, renewal from, until; the day; status then ("" is no change)
MARKS = [
    ("registered", D(2027, 3, 6), ""),  # the day before renewal opens
    ("registered", D(2027, 3, 7), "renewal_open"),
    ("registered", D(2028, 3, 6), "renewal_open"),  # the last day of the term
    ("registered", D(2028, 3, 7), "grace"),
    ("registered", D(2028, 9, 6), "grace"),  # the last day of grace
    ("registered", D(2028, 9, 7), "expired"),
    ("registered", D(2040, 1, 1), "expired"),
    ("renewal_open", D(2028, 3, 6), ""),
    ("renewal_open", D(2028, 3, 7), "grace"),
    ("grace", D(2028, 9, 7), "expired"),
    ("transferred", D(2027, 3, 7), ""),  # a transferred mark stays so while its term runs …
    ("transferred", D(2028, 3, 7), "grace"),  # … and ends like any other
    ("transferred", D(2028, 9, 7), "expired"),
]


@pytest.mark.parametrize(("status", "on", "wanted"), MARKS)
def test_a_mark_follows_its_dates(status: str, on: date, wanted: str) -> None:
    right = Right(kind="trademark", status=status, expires_on=D(2028, 3, 6))
    right.renew_from_on, right.renew_until_on = D(2027, 3, 7), D(2028, 9, 6)
    found = jobs.status_on(right, on)
    assert ("" if found == status else found) == wanted


# kind, a status that is alive, whether the end of the term moves it
ENDING = [
    ("patent_invention", "granted", True),
    ("patent_invention", "annual_fee_overdue", True),
    ("patent_invention", "restored", True),
    ("patent_invention", "preservation_frozen", True),
    ("patent_design", "granted", True),
    ("copyright_work", "registered", True),
    ("copyright_work", "declared", True),
    ("copyright_work", "transferred", True),
    ("plant_variety", "granted", True),
    ("plant_variety", "renamed", True),
    ("ic_layout", "registered", True),
    ("special_sign", "registered", True),
    ("olympic_sign", "registered", True),
    ("sports_event", "licensed", True),
    ("gi_product", "approved", False),  # no term
    ("specialty_food", "listed", False),
]


@pytest.mark.parametrize(("key", "status", "moves"), ENDING)
def test_every_living_status_ends_with_the_term(key: str, status: str, *, moves: bool) -> None:
    right = Right(kind=key, status=status, expires_on=D(2026, 5, 4))
    assert jobs.status_on(right, D(2026, 5, 4)) == ""
    assert jobs.status_on(right, D(2026, 5, 5)) == ("expired" if moves else "")
    assert jobs.status_on(Right(kind=key, status=status), D(2099, 1, 1)) == ""


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["invalidated", "cancelled", "refused", "opposed"])
def test_what_is_dead_stays_dead(status: str) -> None:
    right = make_right(facts=trademark_facts(registered_on=D(2008, 3, 7)))
    services.change_status(actor=SYSTEM, right=right, status=status, effective_on=D(2010, 1, 1), reason="决定")
    jobs.move_statuses(D(2099, 1, 1))
    right.refresh_from_db()
    assert right.status == status


@pytest.mark.django_db
def test_the_nights_move_a_mark_step_by_step_and_keep_its_history() -> None:
    right = make_right(facts=trademark_facts(registered_on=D(2018, 3, 7)))
    other = make_right(facts=trademark_facts(registered_on=D(2018, 3, 7)))
    services.change_status(actor=SYSTEM, right=other, status="transferred", effective_on=D(2020, 1, 1), reason="转让")
    for day in (D(2027, 3, 6), D(2027, 3, 7), D(2028, 3, 6), D(2028, 3, 7), D(2028, 9, 6), D(2028, 9, 7)):
        jobs.move_statuses(day)
        jobs.move_statuses(day)  # twice in a night changes nothing
    history = [(one.to_status, one.effective_on) for one in selectors.status_history(right)[1:]]
    assert history == [("renewal_open", D(2027, 3, 7)), ("grace", D(2028, 3, 7)), ("expired", D(2028, 9, 7))]
    assert [one.to_status for one in selectors.status_history(other)[1:]] == ["transferred", "grace", "expired"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["mediator", "legal-reviewer", "system-admin", "finance", "police"])
def test_only_who_keeps_the_registry_changes_it(role: str) -> None:
    right = make_right()
    for actor in (make_actor(role), make_citizen(), ANONYMOUS):
        with pytest.raises(NotAnOfficer):
            services.change_status(actor=actor, right=right, status="expired", effective_on=D(2026, 1, 1), reason="x")
        with pytest.raises(NotAnOfficer):
            services.set_key_protection(actor=actor, right=right, on=True, reason="x")
        with pytest.raises(NotAnOfficer):
            services.correct_right(actor=actor, right=right, details={}, dates={})
        with pytest.raises(NotAnOfficer):
            services.verify_right(actor=actor, right=right, reason="x")
    right.refresh_from_db()
    assert (right.status, right.key_protection, right.verification) == ("registered", False, "none")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "reason", "field"),
    [("granted", "x", "status"), ("", "x", "status"), ("Expired", "x", "status"), ("expired", " ", "reason")],
)
def test_a_change_needs_a_status_of_the_kind_and_a_reason(status: str, reason: str, field: str) -> None:
    with pytest.raises(FieldUnfit) as caught:
        services.change_status(
            actor=SYSTEM, right=make_right(), status=status, effective_on=D(2026, 1, 1), reason=reason
        )
    assert caught.value.field == field


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["title", "title_en", "holder_name", "source"])
@pytest.mark.parametrize(("value", "said"), [("甲\x00乙", "控制字符"), ("长" * 301, "300")])
def test_words_that_no_row_can_keep_are_refused(field: str, value: str, said: str) -> None:
    facts = {"kind": "trademark", "title": "甲", "number": "123", field: value}
    with pytest.raises(FieldUnfit) as caught:
        services.register_right(actor=SYSTEM, facts=RightFacts(**facts))  # type: ignore[arg-type]  # words only
    assert caught.value.field == field
    assert said in caught.value.reason.zh
    assert caught.value.remedy.en


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 1, 89, 90, 91, 456])
def test_renewals_come_up_so_many_days_ahead(days: int) -> None:
    right = make_right(facts=trademark_facts(registered_on=D(2018, 3, 7)))
    on = D(2027, 3, 7) - timedelta(days=days)
    assert (right in selectors.renewals_due(SYSTEM, on=on)) == (days <= 90)
    assert right in selectors.renewals_due(SYSTEM, on=on, within_days=days)
