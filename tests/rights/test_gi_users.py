"""Lawful users of a geographical indication: is this code on this package allowed?"""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.access import make_actor
from tests.factories.rights import gi_facts, make_right
from zhidun.access.actors import ANONYMOUS
from zhidun.kernel.identifiers import uscc_check_character
from zhidun.rights import gi_users, selectors, services
from zhidun.rights.errors import FieldUnfit, NotAnOfficer, NumberDoesNotFit, RightKnown
from zhidun.rights.models import GiUser, Right

pytestmark = pytest.mark.django_db
BODY = "93510117MA6ABCDE1"
USCC = BODY + uscc_check_character(BODY)
DAY = date(2026, 11, 22)


def _user(right: Right, *, from_on: date = date(2020, 1, 1)) -> GiUser:
    officer = make_actor("enforcement-officer")
    return gi_users.add_gi_user(
        actor=officer, right=right, uscc=USCC.lower(), name="郫都豆瓣合作社", basis="recorded", from_on=from_on
    )


def test_a_code_on_the_list_is_authorised_on_its_days() -> None:
    right = make_right(facts=gi_facts())
    user = _user(right)
    (answer,) = selectors.gi_user(uscc=USCC, right=right, on=DAY)
    assert (answer.authorised, answer.name) == (True, "郫都豆瓣合作社")
    assert gi_users.gi_users(right, on=DAY) == [user]
    (before,) = selectors.gi_user(uscc=USCC, right=right, on=date(2019, 12, 31))
    assert not before.authorised
    assert "2020-01-01" in before.reason.zh
    gi_users.end_gi_user(actor=make_actor("enforcement-officer"), user=user, to_on=date(2024, 1, 1), reason="退出")
    (after,) = selectors.gi_user(uscc=USCC, on=DAY)
    assert not after.authorised
    assert gi_users.gi_users(right, on=DAY) == []
    _user(right, from_on=date(2025, 1, 1))  # let in again
    assert any(one.authorised for one in selectors.gi_user(uscc=USCC, on=DAY))


def test_a_code_that_is_not_listed_and_a_code_that_is_wrong_are_told_apart() -> None:
    right = make_right(facts=gi_facts())
    (answer,) = selectors.gi_user(uscc="91110000600037341L", right=right)
    assert not answer.authorised
    assert answer.right_title == right.title
    with pytest.raises(NumberDoesNotFit) as refused:
        selectors.gi_user(uscc="91110000600037341K")
    assert "“L”" in refused.value.reason.zh


def test_a_revoked_indication_authorises_nobody() -> None:
    right = make_right(facts=gi_facts())
    _user(right)
    officer = make_actor("enforcement-officer")
    services.change_status(actor=officer, right=right, status="revoked", effective_on=DAY, reason="公告撤销")
    (answer,) = selectors.gi_user(uscc=USCC, on=DAY)
    assert not answer.authorised
    assert "不受保护" in answer.reason.zh


def test_the_list_is_kept_by_officers_and_holds_each_user_once() -> None:
    right = make_right(facts=gi_facts())
    user = _user(right)
    with pytest.raises(RightKnown):
        _user(right)
    with pytest.raises(NotAnOfficer):
        gi_users.end_gi_user(actor=ANONYMOUS, user=user, to_on=DAY, reason="x")
    with pytest.raises(FieldUnfit):
        gi_users.end_gi_user(actor=make_actor("enforcement-officer"), user=user, to_on=date(2019, 1, 1), reason="x")


@pytest.mark.parametrize(
    ("uscc", "name", "basis", "error"),
    [
        ("91110000600037341K", "甲", "member", NumberDoesNotFit),
        (USCC, " ", "member", FieldUnfit),
        (USCC, "甲", "friend", FieldUnfit),
    ],
)
def test_each_bad_entry_is_refused(uscc: str, name: str, basis: str, error: type[Exception]) -> None:
    officer, right = make_actor("enforcement-officer"), make_right(facts=gi_facts())
    with pytest.raises(error):
        gi_users.add_gi_user(actor=officer, right=right, uscc=uscc, name=name, basis=basis, from_on=DAY)
    with pytest.raises(NotAnOfficer):
        gi_users.add_gi_user(actor=ANONYMOUS, right=right, uscc=uscc, name=name, basis=basis, from_on=DAY)
    with pytest.raises(FieldUnfit):
        gi_users.add_gi_user(actor=officer, right=make_right(), uscc=USCC, name="甲", basis="member", from_on=DAY)
