"""The filing form: kept before it is checked, faults by field, check page, receipt, duplicates, files."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.evidence import png
from tests.factories.faces import Town, officer, signed_in, town
from tests.factories.intake import filed, holder_answers
from zhidun.evidence import selectors as evidence
from zhidun.intake import selectors as intake

FORM = "/file/report"


@pytest.fixture
def here(db: None) -> Town:
    del db
    return town()


def send(client: Client, step: str, **typed: str) -> int:
    return client.post(f"{FORM}/{step}", {"go": "next", **typed}).status_code


def fill(client: Client) -> None:
    assert send(client, "what", facts="武侯区一处仓库夜间分装假冒礼盒。", district="510107") == 302
    assert send(client, "right", right_name="沈绣") == 302
    assert send(client, "respondent", respondent_name="川味食品厂") == 302
    assert send(client, "filer", anonymous="true") == 302


def test_the_number_of_pages_never_changes(client: Client, here: Town) -> None:
    del here
    for kind in ("report", "rights_complaint", "consumer_complaint", "consultation"):
        steps = client.get(f"/file/{kind}/what").context["steps"]
        assert [one.key for one in steps] == ["what", "right", "respondent", "filer", "evidence", "check"]
    assert client.get("/file/nonsense/what").status_code == 404
    assert client.get("/file/report/nonsense").status_code == 404


def test_a_page_is_ticked_when_something_right_was_entered_on_it(client: Client, here: Town) -> None:
    del here
    send(client, "what", facts="武侯区一处仓库夜间分装假冒礼盒。", district="510107")
    client.post(f"{FORM}/respondent", {"go": "back", "respondent_uscc": "123"})
    client.post(f"{FORM}/filer", {"go": "back"})
    steps = client.get(f"{FORM}/check").context["steps"]
    assert [one.key for one in steps if one.done] == ["what"]
    assert all(one.url for one in steps[:-1])
    ahead = client.get(f"{FORM}/right").context["steps"]
    assert [one.key for one in ahead if one.url] == ["what", "respondent"]


def test_a_faulty_page_names_the_field_and_keeps_what_was_typed(client: Client, here: Town) -> None:
    del here
    answer = client.post(f"{FORM}/respondent", {"go": "next", "respondent_name": "某店", "respondent_uscc": "123"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'href="/file/report/respondent#f-respondent_uscc"' in text
    assert 'value="某店"' in text
    assert 'value="123"' in text
    token = client.cookies["zhidun_draft_report"].value
    assert intake.open_draft(token).answers["respondent_uscc"] == "123"


def test_a_required_answer_is_asked_for_with_a_remedy(client: Client, here: Town) -> None:
    del here
    answer = client.post(f"{FORM}/what", {"go": "next", "facts": ""})
    assert [line.field for line in answer.context["summary"]] == ["facts"]
    assert answer.context["summary"][0].remedy.en


def test_going_back_needs_no_correct_answers(client: Client, here: Town) -> None:
    del here
    answer = client.post(f"{FORM}/respondent", {"go": "back", "respondent_uscc": "123"})
    assert answer.headers["Location"] == f"{FORM}/right"


def test_autosave_checks_nothing_and_says_when(client: Client, here: Town) -> None:
    del here
    answer = client.post(f"{FORM}/respondent/autosave", {"respondent_uscc": "半个号码"})
    assert answer.status_code == 200
    assert "已保存" in answer.content.decode()
    assert client.get(FORM).context["form"].raw["respondent_uscc"] == "半个号码"


def test_a_draft_is_resumed_or_thrown_away(client: Client, here: Town) -> None:
    del here
    client.post(f"{FORM}/what/autosave", {"facts": "写到一半"})
    assert "写到一半" in client.get(f"{FORM}/what").content.decode()
    assert len(client.get("/file/").context["begun"]) == 1
    token = client.cookies["zhidun_draft_report"].value
    client.post(f"{FORM}/discard")
    with pytest.raises(Exception, match="draft"):
        intake.open_draft(token)
    assert "写到一半" not in client.get(f"{FORM}/what").content.decode()


def test_a_draft_of_an_account_is_finished_in_another_browser(here: Town) -> None:
    del here
    client, other = signed_in("shenxiufang"), signed_in("shenxiufang")
    client.post("/file/rights_complaint/what/autosave", {"facts": "在手机上写到一半"})
    assert "在手机上写到一半" in other.get("/file/rights_complaint/what").content.decode()
    assert len(other.get("/file/").context["begun"]) == 1
    other.post("/file/rights_complaint/discard")
    assert not client.get("/mine").context["drafts"]


def test_two_tabs_of_one_draft_lose_nothing_of_each_other(client: Client, here: Town) -> None:
    del here
    client.post(f"{FORM}/what/autosave", {"facts": "第一个窗口写的"})
    client.get(f"{FORM}/what")
    client.get(f"{FORM}/respondent")
    assert send(client, "respondent", respondent_name="第二个窗口写的") == 302
    assert send(client, "what", facts="第一个窗口写的，又添了一句", district="510107") == 302
    text = client.get(f"{FORM}/check").content.decode()
    assert "又添了一句" in text
    assert "第二个窗口写的" in text


def test_an_anonymous_draft_ends_with_the_browser(client: Client, here: Town) -> None:
    del here
    client.post(f"{FORM}/what/autosave", {"facts": "线索"})
    assert client.cookies["zhidun_draft_report"]["max-age"] == ""
    client.post("/file/rights_complaint/what/autosave", {"facts": "侵权"})
    assert client.cookies["zhidun_draft_rights_complaint"]["max-age"] > 0


def test_files_are_kept_with_their_hash_and_can_be_taken_out(client: Client, here: Town) -> None:
    del here
    client.post(f"{FORM}/evidence", {"go": "upload", "files": SimpleUploadedFile("门头.png", png(), "image/png")})
    page = client.get(f"{FORM}/evidence")
    (item,) = page.context["items"]
    assert item.blob.sha256 in page.content.decode()
    client.post(f"{FORM}/evidence", {"remove": str(item.public_id)})
    assert client.get(f"{FORM}/evidence").context["items"] == []


def test_an_empty_file_is_refused_and_loses_no_other(client: Client, here: Town) -> None:
    del here
    files = [SimpleUploadedFile("空.png", b"", "image/png"), SimpleUploadedFile("照片.png", png(), "image/png")]
    answer = client.post(f"{FORM}/evidence", {"go": "next", "files": files})
    assert answer.status_code == 422
    assert [one.filename for one in answer.context["items"]] == ["照片.png"]


def test_the_check_page_shows_answers_route_and_reason(client: Client, here: Town) -> None:
    del here
    fill(client)
    page = client.get(f"{FORM}/check")
    text = page.content.decode()
    assert page.context["proposal"].parts[0].office.code == "510107"
    assert "川味食品厂" in text
    assert "/file/report/respondent#f-respondent_name" in text


def test_sending_gives_a_receipt_that_opens_the_status(client: Client, here: Town) -> None:
    del here
    fill(client)
    sent = client.post(f"{FORM}/check")
    assert sent.headers["Location"] == "/file/receipt"
    receipt = client.get("/file/receipt")
    number, secret = receipt.context["numbers"][0], receipt.context["secret"]
    assert intake.status(number=number, secret=secret).number == number
    assert "<svg" in receipt.context["qr"]
    assert client.get(f"/case/{number}").context["case"].number == number
    assert client.get(f"/file/receipt/{number}.pdf").content.startswith(b"%PDF")
    assert client.get(f"{FORM}/check").status_code == 404  # the draft is gone


def test_an_incomplete_form_is_not_sent(client: Client, here: Town) -> None:
    del here
    client.post(f"{FORM}/respondent/autosave", {"respondent_name": "某店"})
    answer = client.post(f"{FORM}/check")
    assert answer.status_code == 422
    assert "facts" in {line.field for line in answer.context["summary"]}


def test_similar_filings_are_hinted_at_without_numbers(client: Client, here: Town) -> None:
    client.post(f"{FORM}/right/autosave", {"right_kind": "trademark", "right_name": "沈绣"})
    answer = client.post(f"{FORM}/respondent/hints", {"respondent_name": "川味食品厂"})
    assert answer.status_code == 200
    assert here.report.number not in answer.content.decode()


def test_the_receipt_is_shown_to_its_browser_only(client: Client, here: Town) -> None:
    assert client.get("/file/receipt").headers["Location"] == "/case/?receipt=gone"
    assert client.get(f"/file/receipt/{here.report.number}.pdf").status_code == 404
    assert evidence.items([]) == []


def test_a_right_on_file_is_chosen_and_fills_the_page(here: Town) -> None:
    del here
    filer = officer("shenxiufang")
    filed(holder_answers(respondent_name="另一家店", facts="另一家店也在卖同样的礼盒。"), actor=filer)
    mine = signed_in("shenxiufang")
    page = mine.get("/file/rights_complaint/right")
    options = {one.label.zh: one.value for one in page.context["options"]["right_id"]}
    assert list(options) == ["沈绣 1234567"]
    answer = mine.post("/file/rights_complaint/right", {"go": "next", "right_id": options["沈绣 1234567"]})
    assert answer.status_code == 302
    kept = intake.open_draft(mine.cookies["zhidun_draft_rights_complaint"].value).answers
    assert (kept["right_kind"], kept["right_number"], kept["right_name"]) == ("trademark", "1234567", "沈绣")


def test_somebody_without_rights_is_not_asked_to_choose_one(client: Client, here: Town) -> None:
    del here
    for visitor in (client, signed_in("pidudouban")):
        asked = {one.key for one in visitor.get("/file/rights_complaint/right").context["first"]}
        assert "right_id" not in asked
        assert "right_kind" in asked
