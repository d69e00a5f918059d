"""The page of a filing: number and secret, messages both ways, evidence, withdrawal, papers."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories.evidence import png
from tests.factories.faces import Town, officer, signed_in, town
from tests.factories.intake import filed, holder_answers
from zhidun.cases import jobs
from zhidun.cases.models import Paper
from zhidun.intake import selectors as intake
from zhidun.site.templatetags.zd import typeset


@pytest.fixture
def here(db: None) -> Town:
    del db
    return town()


def opened(client: Client, town: Town) -> str:
    answer = client.post("/case/", {"number": town.report.number, "secret": town.report.secret})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_number_and_secret_open_the_page(client: Client, here: Town) -> None:
    page = client.get(opened(client, here))
    assert page.context["case"].number == here.report.number
    assert page.context["case"].next_words.zh in page.content.decode()


def test_unknown_and_wrong_look_the_same(client: Client, here: Town) -> None:
    wrong = client.post("/case/", {"number": here.report.number, "secret": here.complaint.secret})
    unknown = client.post("/case/", {"number": "510107-2026-000000", "secret": here.complaint.secret})
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.context["refusal"].reason == unknown.context["refusal"].reason


def test_without_the_secret_the_page_asks_for_it(client: Client, here: Town) -> None:
    page = client.get(f"/case/{here.report.number}")
    assert here.report.number in page.content.decode()
    assert "case" not in page.context
    assert client.post(f"/case/{here.report.number}/message", {"body": "偷看"}).status_code == 404


def test_a_message_reaches_the_office(client: Client, here: Town) -> None:
    address = opened(client, here)
    client.post(f"{address}/message", {"body": "仓库今晚还会发货。"})
    found = intake.status(number=here.report.number, secret=here.report.secret)
    assert [one.body for one in found.messages if not one.from_office] == ["仓库今晚还会发货。"]


def test_an_empty_message_is_refused_on_the_same_page(client: Client, here: Town) -> None:
    address = opened(client, here)
    answer = client.post(f"{address}/message", {"body": " "})
    assert answer.status_code == 422
    assert answer.context["case"].number == here.report.number


def test_evidence_is_added_through_the_receipt(client: Client, here: Town, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    address = opened(client, here)
    assert client.post(f"{address}/evidence", {}).status_code == 422
    file = SimpleUploadedFile("货车.png", png(), "image/png")
    assert client.post(f"{address}/evidence", {"files": file, "note": "夜间拍摄"}).status_code == 302
    staff = signed_in("wangqiang").get(f"/desk/cases/{here.report.number}")
    assert "货车.png" in staff.content.decode()


def test_closing_the_page_forgets_the_secret(client: Client, here: Town) -> None:
    address = opened(client, here)
    client.post(f"{address}/close")
    assert "case" not in client.get(address).context


def test_a_paper_of_nobody_is_not_found(client: Client, here: Town) -> None:
    address = opened(client, here)
    assert client.get(f"{address}/papers/019a0000-0000-7000-8000-000000000000.pdf").status_code == 404


def test_my_filings_need_an_account(client: Client, here: Town) -> None:
    del here
    assert client.get("/mine").headers["Location"].startswith("/accounts/login/")
    page = signed_in("shenxiufang").get("/mine")
    assert page.status_code == 200
    assert list(page.context["cases"]) == []


def test_a_signed_in_filer_needs_no_code_and_nobody_else_gets_in(client: Client, here: Town) -> None:
    actor = officer("shenxiufang")
    receipt = filed(holder_answers(respondent_name="另一家店", facts="另一家店也在卖同样的礼盒。"), actor=actor)
    mine = signed_in("shenxiufang")
    page = mine.get(f"/case/{receipt.number}")
    assert page.context["case"].number == receipt.number
    listed = mine.get("/mine")
    assert [one.number for one in listed.context["cases"]] == [receipt.number]
    assert "办理中" in listed.content.decode()
    assert mine.post(f"/case/{receipt.number}/message", {"body": "补充一句。"}).status_code == 302
    found = intake.status(number=receipt.number, secret="", actor=actor)
    assert [one.body for one in found.messages] == ["补充一句。"]
    for other in (client, signed_in("pidudouban")):
        assert "case" not in (other.get(f"/case/{receipt.number}").context or {})
        assert other.post(f"/case/{receipt.number}/message", {"body": "偷看"}).status_code == 404
    assert "case" not in (mine.get(f"/case/{here.report.number}").context or {})


def test_the_next_date_comes_with_its_article_and_arithmetic(client: Client, here: Town) -> None:
    page = client.get(opened(client, here))
    why = page.context["case"].due_why
    text = page.content.decode()
    assert page.context["case"].due_on is not None
    assert typeset(why.citation.zh) in text
    assert all(typeset(line.zh) in text for line in why.steps)


def test_papers_are_links_with_their_titles(here: Town, settings: Settings) -> None:
    del here
    settings.SECOND_FACTOR_REQUIRED = False
    actor = officer("shenxiufang")
    receipt = filed(holder_answers(respondent_name="第三家店", facts="第三家店也在卖同样的礼盒。"), actor=actor)
    desk = signed_in("wangqiang")
    for step, facts in (
        ("triage", {"matter": "trademark", "route_note": "由本局办理"}),
        ("accept", {}),
    ):
        version = desk.get(f"/desk/cases/{receipt.number}").context["page"].card.version
        answer = desk.post(f"/desk/cases/{receipt.number}/steps/{step}", {"version": version, **facts})
        assert answer.status_code == 302, answer.content.decode()[:3000]
    for paper in Paper.objects.filter(case__number=receipt.number):
        jobs.render_paper(paper=str(paper.public_id))
    mine = signed_in("shenxiufang", language="en")
    shown = mine.get(f"/case/{receipt.number}")
    papers = shown.context["case"].papers
    assert papers, [one.title.en for one in desk.get(f"/desk/cases/{receipt.number}").context["page"].papers]
    assert papers[0].title.en in shown.content.decode()
    taken = mine.get(f"/case/{receipt.number}/papers/{papers[0].paper}.pdf")
    assert taken.content.startswith(b"%PDF")
