"""The calculators on the desk: forms, arithmetic, unread rules flagged; what a citizen can claim on the portal."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.faces import Town, officer, signed_in, town
from zhidun.cases.confirmations import confirm_rule
from zhidun.law.calculators import NAMES
from zhidun.law.load import rulebook
from zhidun.law.opinions import forms, words
from zhidun.law.opinions.inputs import fields_of

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def here(db: None) -> Town:
    del db
    return town()


@pytest.mark.parametrize("name", NAMES[1:])
def test_every_form_shows(here: Town, name: str) -> None:
    del here
    page = signed_in().get(f"/desk/law/{name}")
    assert page.status_code == 200
    assert page.context["answer"] is None
    assert words.TITLES[name].zh in page.content.decode()


def test_the_arithmetic_is_shown_line_by_line(here: Town) -> None:
    del here
    asked = "right=patent&event_date=2026-11-22&infringer_profit=1,200,000&multiple=2.5&reasonable_costs=80000"
    page = signed_in().get(f"/desk/law/punitive?{asked}&intent=true&serious=true")
    # 1,200,000 × 2.5 = 3,000,000; + 80,000
    assert page.context["answer"]["total"] == "3080000.00"
    text = page.content.decode()
    assert "3,080,000" in text
    assert "1,200,000元 × 2.5 = 3,000,000元" in text


def test_not_proved_is_written_as_a_dash(here: Town) -> None:
    del here
    page = signed_in().get("/desk/law/damages?right=patent&event_date=2026-11-22&actual_loss=-&infringer_profit=-")
    assert page.context["answer"]["basis"] == "statutory"


def test_a_refusal_is_told_with_its_remedy(here: Town) -> None:
    del here
    page = signed_in().get("/desk/law/reward?level=9")
    assert page.context["answer"]["accepted"] is False
    assert "可用" in page.content.decode()


def test_a_result_on_unread_rules_is_flagged_until_an_officer_confirms(here: Town) -> None:
    del here
    client = signed_in()
    address = "/desk/law/reward?level=1&fine_and_confiscation=200000"
    assert client.get(address).context["unread_rules"] == ["rwd.rate", "rwd.cap"]
    for rule in ("rwd.rate", "rwd.cap"):
        confirm_rule(actor=officer("hejie"), rule_id=rule, official_source="市场监管总局网站,2021-07-30")
    page = client.get(address)
    assert page.context["unread_rules"] == []
    assert "依据未核对" not in page.content.decode()


def test_no_such_calculator(here: Town) -> None:
    del here
    assert signed_in().get("/desk/law/horoscope").status_code == 404


@pytest.mark.parametrize("name", NAMES[1:])
def test_every_field_of_a_form_is_one_of_the_calculator_and_has_its_words(name: str) -> None:
    for group in forms.groups(name, {}, rulebook()):
        for field in group.fields:
            assert field.name in fields_of(name)
            assert field.label.zh != field.name
            for value, title in field.options:
                assert title.zh != value or value in {"重庆", "辽宁", "浙江", "广东"}, (field.name, value)


def test_what_can_be_claimed_is_open_to_everybody(here: Town) -> None:
    del here
    client = Client()
    assert client.get("/claims").status_code == 200
    page = client.get("/claims?right=patent&event_date=2026-11-22&infringer_profit=1200000&knew=2026-01-05")
    text = page.content.decode()
    # 5 × 1,200,000 = 6,000,000; 2029-01-05
    assert "6,000,000" in text
    assert page.context["until"]["expires_raw"] == "2029-01-05"


def test_a_right_without_punitive_damages_says_so(here: Town) -> None:
    del here
    page = Client().get("/claims?right=olympic_sign&event_date=2026-11-22&actual_loss=100")
    assert page.context["highest"]["accepted"] is False
    assert "没有惩罚性赔偿" in page.content.decode()
