"""Measure 二, the registry: every kind with its own check, verified once, reused in every filing, secrets kept out."""

from __future__ import annotations

import pytest

from tests.factories.access import make_citizen
from tests.factories.api import Caller, by_session, nobody, staff
from tests.factories.intake import city, filed, holder_answers
from zhidun.access import selectors
from zhidun.access.models import Office
from zhidun.cases.models import Case
from zhidun.cases.viewing import view_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    city()
    return selectors.office("b510107")


@pytest.fixture
def officer(office: Office) -> Caller:
    return staff("enforcement-officer", office)


@pytest.fixture
def clerk(office: Office) -> Caller:
    return staff("counter-clerk", office)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("patent_invention", "ZL201710601862.3"),  # published, twelve digits
        ("patent_invention", "ZL95115608.X"),  # published, eight digits, check character X
        ("trademark", "1234567"),
        ("software", "2021SR1234567"),
        ("gi_agricultural", "AGI2012-02-869"),
    ],
)
def test_a_right_with_a_fitting_number_is_entered_with_its_kind(clerk: Caller, kind: str, number: str) -> None:
    made = clerk.post("/rights", {"kind": kind, "title": "演示权利", "number": number, "holder_name": "沈绣坊"})
    assert made.status == 201, made.body
    assert made.json["number_known"] is True
    assert made.json["verification"] == "none"
    assert made.json["kind_title"]["zh"] != made.json["kind_title"]["en"]


def test_a_patent_number_with_a_bad_check_digit_is_refused_and_the_right_digit_named(clerk: Caller) -> None:
    refused = clerk.post("/rights", {"kind": "patent_invention", "title": "演示专利", "number": "ZL201710601862.4"})
    assert refused.status == 422
    told = refused.json["errors"]["number"] if "errors" in refused.json else refused.json
    assert "3" in told["reason"]["zh"] + told["remedy"]["zh"]
    assert told["reason"]["en"]


def test_a_number_of_another_kind_only_warns(clerk: Caller) -> None:
    made = clerk.post("/rights", {"kind": "software", "title": "演示软件", "number": "软著-77"})
    assert made.status == 201, made.body
    assert made.json["warnings"]


def test_a_right_is_verified_once_and_reused_by_the_next_filing(clerk: Caller, officer: Caller) -> None:
    mark = {"kind": "trademark", "title": "沈绣", "number": "1234567", "holder_name": "沈绣坊", "classes": [24]}
    made = clerk.post("/rights", mark)
    path = f"/rights/{made.json['right']}"
    assert clerk.post(f"{path}/verify", {"reason": "看过注册证原件"}).status in {200, 403}
    seen = officer.post(f"{path}/verify", {"reason": "看过注册证原件，由权利人出示"})
    assert seen.status in {200, 409}, seen.body
    assert nobody().get(path).json["verification"] in {"verified", "seen"}

    receipt = filed(holder_answers(right_number="1234567", right_name="沈绣"))
    row = Case.objects.get(number=receipt.number)
    assert [str(one.right.public_id) for one in row.rights.all()] == [made.json["right"]]
    assert officer.actor is not None
    assert view_of(row, officer.actor).case.right_verified is True


def test_a_trade_secret_enters_as_a_commitment_and_never_as_words(office: Office) -> None:
    holder = by_session(make_citizen())
    refused = holder.post("/rights", {"kind": "trade_secret", "title": "配方:花椒三钱"})
    assert refused.status in {403, 422}
    made = holder.post("/rights/secrets", {"title": "代号甲", "commitment": "ab" * 32})
    assert made.status == 201, made.body
    assert nobody().get(f"/rights/{made.json['right']}").status == 404


def test_anybody_can_ask_whether_a_credit_code_may_use_an_indication(clerk: Caller, officer: Caller) -> None:
    made = clerk.post("/rights", {"kind": "gi_product", "title": "郫县豆瓣", "holder_name": "演示协会"})
    assert made.status == 201, made.body
    path = f"/rights/{made.json['right']}/users"
    asked = nobody().get(f"{path}/N2510132MF1234567E")
    assert asked.status == 200, asked.body
    assert asked.json[0]["authorised"] is False
    assert asked.json[0]["reason"]["zh"]
    forged = nobody().get(f"{path}/N2510132MF12345679")
    assert forged.status == 422
    assert "E" in forged.json["reason"]["zh"] + forged.json["remedy"]["zh"]
