"""Pages anybody reads: start, wizard, guidance, display choices, quick exit, verification."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.faces import Town, town
from zhidun.site.templatetags.zd import typeset


@pytest.fixture
def here(db: None) -> Town:
    del db
    return town()


def test_the_start_page_offers_every_way_in_one_screen(client: Client, here: Town) -> None:
    del here
    page = client.get("/").content.decode()
    for address in ("/wizard", "/file/rights_complaint", "/file/report", "/file/consumer_complaint", "/case/"):
        assert f'"{address}"' in page


def test_the_wizard_asks_until_the_ways_are_known(client: Client, here: Town) -> None:
    del here
    first = client.get("/wizard")
    assert first.context["step"].question.key == "happened"
    last = client.get("/wizard?happened=copied&right_kind=trademark&want=stop&place=shop")
    assert last.context["step"].question is None
    assert 'href="/file/rights_complaint"' in last.content.decode()
    assert [str(one["again"]) for one in last.context["earlier"]][:2] == ["?", "?happened=copied"]


def test_guidance_names_period_cost_and_office_of_each_way(client: Client, here: Town) -> None:
    del here
    page = client.get("/guidance")
    text = page.content.decode()
    for route in page.context["routes"]:
        assert typeset(route.title.zh) in text
        assert typeset(route.who.zh) in text


def test_an_unknown_topic_is_not_found(client: Client, here: Town) -> None:
    del here
    assert client.get("/guide/court").status_code == 200
    assert client.get("/guide/nothing").status_code == 404


def test_language_theme_and_size_are_kept_in_cookies(client: Client, here: Town) -> None:
    del here
    assert 'lang="en"' in client.get("/?lang=en").content.decode()
    answer = client.post("/preferences", {"theme": "dark", "size": "large", "next": "/guidance"})
    assert answer.headers["Location"] == "/guidance"
    page = client.get("/").content.decode()
    assert 'data-bs-theme="dark"' in page
    assert 'data-zd-size="large"' in page
    assert 'lang="en"' in page


def test_display_choices_never_lead_elsewhere(client: Client, here: Town) -> None:
    del here
    answer = client.post("/preferences", {"theme": "pink", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert "zhidun_theme" not in answer.cookies


def test_the_quick_exit_forgets_everything(client: Client, here: Town) -> None:
    client.cookies["zhidun_case"] = f"{here.report.number}~{here.report.secret}"
    answer = client.get("/leave")
    assert answer.status_code == 302
    assert answer.cookies["zhidun_case"].value == ""
    assert '"cookies"' in answer.headers["Clear-Site-Data"]
    other = client.get("/leave", headers={"sec-fetch-site": "cross-site"})
    assert "Clear-Site-Data" not in other.headers


def test_a_paper_nobody_issued_is_said_to_be_none(client: Client, here: Town) -> None:
    del here
    page = client.get("/verify?number=成武市监〔2026〕1号")
    assert page.context["refusal"].code == "not_found"
    assert "没有这份文书" in page.content.decode()


def test_pages_set_a_strict_policy_and_no_inline_code(client: Client, here: Town) -> None:
    del here
    answer = client.get("/")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    text = answer.content.decode()
    assert " style=" not in text
    assert " onclick=" not in text
    assert "<script>" not in text
