"""Sign-in, the work list, filters and search of the desk."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.faces import Town, signed_in, town

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def here(db: None) -> Town:
    del db
    return town()


def test_the_desk_asks_visitors_to_sign_in_and_keeps_citizens_out(client: Client, here: Town) -> None:
    del here
    assert client.get("/desk/").headers["Location"] == "/accounts/login/?next=%2Fdesk%2F"
    assert signed_in("shenxiufang").get("/desk/").status_code == 403


def test_the_work_list_is_ordered_by_statutory_time_and_says_it_in_words(here: Town) -> None:
    page = signed_in().get("/desk/")
    cards = page.context["page"].cards
    assert {card.number for card in cards} >= {here.complaint.number, here.report.number, here.consumer.number}
    left = [card.left.due_at for card in cards if card.left.due_at]
    assert left == sorted(left)
    assert f"剩 {cards[0].left.working_days} 个工作日" in page.content.decode()


def test_each_figure_leads_to_the_rows_that_make_it(here: Town) -> None:
    del here
    client = signed_in()
    for figure in client.get("/desk/").context["figures"]:
        rows = client.get(figure["url"]).context["page"].cards
        assert (len(rows), False) == (figure["count"].n, figure["count"].more)


def test_filters_narrow_the_list(here: Town) -> None:
    client = signed_in()
    wanted = client.get("/desk/?procedure=consumer-complaint").context["page"].cards
    assert [card.number for card in wanted] == [here.consumer.number]
    assert client.get("/desk/?who=mine").context["page"].cards == ()
    assert "清除筛选" in client.get("/desk/?who=mine").content.decode()


def test_search_finds_by_number_party_and_pinyin_initials(here: Town) -> None:
    client = signed_in()
    for words in (here.complaint.number, "沈绣坊", "sxf"):
        found = {card.number for card in client.get("/desk/search", {"q": words}).context["cards"]}
        assert here.complaint.number in found, words
    assert client.get("/desk/search").context["q"] == ""


def test_another_offices_case_looks_like_none(here: Town) -> None:
    del here
    assert signed_in().get("/desk/cases/510104-2026-000001").status_code == 404


def test_the_page_speaks_the_readers_language(here: Town) -> None:
    del here
    text = signed_in(language="en").get("/desk/").content.decode()
    assert "working days left" in text
    assert "Wuhou District" in text
