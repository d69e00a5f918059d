"""The case page: clocks with their why, steps by form, stale pages, messages, notes, evidence, officers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.evidence import png
from tests.factories.faces import Town, officer, signed_in, town
from zhidun.cases import selectors as cases
from zhidun.cases.models import Case
from zhidun.cases.viewing import view_of
from zhidun.desk import steps
from zhidun.intake import selectors as intake
from zhidun.kernel import time
from zhidun.procedures.load import catalogue
from zhidun.site.templatetags.zd import typeset

pytestmark = pytest.mark.usefixtures("no_second_factor")


@pytest.fixture
def here(db: None) -> Town:
    del db
    return town()


def address(town: Town) -> str:
    return f"/desk/cases/{town.complaint.number}"


def test_a_decision_is_offered_substantive_rules_the_declared_one_first() -> None:
    asked = catalogue().get("patent-adjudication").steps["decide"].fields
    (field,) = [one for one in asked if one.merits]
    offered = [key for key, _ in steps.rule_options(date(2026, 11, 2), field)]
    assert offered[0] == "x.pat.order"
    assert "fine.trademark" in offered
    assert not {"pat.adj.close.3m", "samr.case.filing"} & set(offered)


def test_each_clock_says_why_it_ends_when_it_ends(here: Town) -> None:
    page = signed_in().get(address(here))
    text = page.content.decode()
    (clock, *_) = page.context["page"].clocks
    assert typeset(clock.citation.zh) in text
    assert "为什么是这一天" in text
    assert sum(1 for one in clock.days if one.n) >= 1
    head = text.partition('class="zd-title"')[2].partition("zd-tabs")[0]
    assert f"剩 {clock.left.working_days} 个工作日" in head


def test_a_reviewer_of_the_office_can_be_named_to_preside_over_the_hearing(here: Town) -> None:
    page = signed_in().get(address(here)).context["page"]
    asked = catalogue().get("infringement-complaint").steps["appoint-hearing-officer"].fields
    offered = [key for key, _ in steps.options_for(asked, page)["hearing_officer"]]
    assert offered[0] == "hejie"  # nobody of the investigation need preside
    assert len(offered) > 1


def test_open_steps_have_a_form_and_blocked_ones_a_reason(here: Town) -> None:
    page = signed_in().get(address(here))
    text = page.content.decode()
    assert page.context["open_steps"]
    for step in page.context["open_steps"]:
        assert f'action="{address(here)}/steps/{step.key}"' in text
    for step in page.context["blocked_steps"]:
        assert all(typeset(why.reason.zh) in text and typeset(why.remedy.zh) in text for why in step.blocked)


def test_a_faulty_step_keeps_what_was_typed(here: Town) -> None:
    client = signed_in()
    step = next(one for one in client.get(address(here)).context["open_steps"] if any(f.required for f in one.fields))
    answer = client.post(f"{address(here)}/steps/{step.key}", {"version": "0", "reason": "写了一半的理由"})
    assert answer.status_code in {409, 422}
    assert answer.context["open_step"] == step.key
    assert answer.context["page"].card.version == cases.case_page(officer(), here.complaint.number).card.version


def test_a_stale_page_says_so_and_shows_the_case_as_it_is(here: Town) -> None:
    client = signed_in()
    step = client.get(address(here)).context["open_steps"][0]
    answer = client.post(f"{address(here)}/steps/{step.key}", {"version": "999", "reason": "理由"})
    assert answer.status_code == 409
    assert answer.context["stale"].code == "case.stale"
    assert "您填写的内容仍在表单里" in answer.content.decode()


def test_a_message_to_a_party_is_read_through_the_receipt(here: Town) -> None:
    client = signed_in()
    party = next(one for one in client.get(address(here)).context["page"].parties if one.role == "complainant")
    assert (
        client.post(f"{address(here)}/message", {"party": str(party.id), "body": "请补充购买凭证。"}).status_code == 302
    )
    found = intake.status(number=here.complaint.number, secret=here.complaint.secret)
    assert "请补充购买凭证。" in [one.body for one in found.messages if one.from_office]


def test_a_note_never_reaches_the_parties(here: Town) -> None:
    client = signed_in()
    client.post(f"{address(here)}/note", {"body": "内部:疑似窝点"})
    assert "内部:疑似窝点" in client.get(address(here)).content.decode()
    client.post("/case/", {"number": here.complaint.number, "secret": here.complaint.secret})
    assert "疑似窝点" not in client.get(f"/case/{here.complaint.number}").content.decode()


def test_an_empty_note_or_message_is_refused_on_the_same_page(here: Town) -> None:
    client = signed_in()
    assert client.post(f"{address(here)}/note", {"body": ""}).status_code == 422
    assert client.post(f"{address(here)}/message", {"body": "无人"}).status_code == 422


def test_evidence_goes_into_the_file_and_out_as_an_attachment(here: Town) -> None:
    client = signed_in()
    content = png()
    file = SimpleUploadedFile("现场.png", content, "image/png")
    assert client.post(f"{address(here)}/evidence", {"files": file}).status_code == 302
    item = client.get(address(here)).context["page"].evidence[-1]
    answer = client.get(f"{address(here)}/evidence/{item.item}")
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]  # a streaming answer
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.post(f"{address(here)}/evidence", {}).status_code == 422


def test_the_head_assigns_officers_and_an_officer_does_not(here: Town) -> None:
    head = signed_in("luofeng")
    assert head.post(f"{address(here)}/assign", {"account": "wangqiang", "role": "handler"}).status_code == 302
    assert [name for _, name, *_ in head.get(address(here)).context["page"].officers]
    assert signed_in().post(f"{address(here)}/assign", {"account": "linchuan", "role": "second"}).status_code == 403


@pytest.mark.parametrize(
    ("kind", "matter"),
    [
        ("patent_design", "patent"),
        ("gi_product", "gi"),
        ("copyright_work", "copyright"),
        ("trade_secret", "trade_secret"),
    ],
)
def test_triage_finds_the_matter_of_the_filing_filled_in(here: Town, kind: str, matter: str) -> None:
    page = cases.case_page(officer(), here.complaint.number)
    page = replace(page, card=replace(page.card, kind=kind))
    assert (
        steps.proposed(intake.filing_of_case(actor=officer(), number=here.complaint.number), page)["matter"] == matter
    )


def test_nobody_is_offered_what_would_be_refused(here: Town) -> None:
    officer_reads = signed_in().get(address(here)).content.decode()
    assert all(f"{address(here)}/{what}" in officer_reads for what in ("message", "note", "evidence"))
    assert f"{address(here)}/seal" not in officer_reads
    head = signed_in("luofeng")
    read = head.get(address(here))
    text = read.content.decode()
    assert f"{address(here)}/note" in text
    assert not any(f'action="{address(here)}/{what}"' in text for what in ("message", "evidence"))
    able = {username for username, _ in read.context["staff"]}
    assert {"wangqiang", "linchuan"} <= able
    assert not able & {"luofeng", "qianli", "sysadmin"}


def test_the_head_seals_a_case_and_only_its_officers_find_it(here: Town) -> None:
    head = signed_in("luofeng")
    head.post(f"{address(here)}/assign", {"account": "wangqiang", "role": "handler"})
    assert head.post(f"{address(here)}/seal", {"sealed": "yes", "reason": " "}).status_code == 422
    assert head.post(f"{address(here)}/seal", {"sealed": "yes", "reason": "涉及商业秘密"}).status_code == 302
    answers = {name: signed_in(name).get(address(here)).status_code for name in ("luofeng", "wangqiang", "linchuan")}
    assert answers == {"luofeng": 200, "wangqiang": 200, "linchuan": 404}
    page = head.get(address(here))
    assert "解除保密" in page.content.decode()
    assert {"hejie", "xujin"} <= {username for username, _ in page.context["staff"]}, "who reviews and approves"
    assert signed_in("hejie").get(address(here)).status_code == 404
    assert head.post(f"{address(here)}/assign", {"account": "hejie", "role": "approver"}).status_code == 302
    assert signed_in("hejie").get(address(here)).status_code == 200, "the reviewer is let in, as no officer of the case"
    assert view_of(Case.objects.get(number=here.complaint.number), officer("luofeng")).case.officers == 1


def test_a_correction_asks_for_its_reason_once_and_names_its_paper(here: Town) -> None:
    form = signed_in().get(address(here)).content.decode().partition('id="step-correct"')[2].partition("</form>")[0]
    assert form.count('name="reason"') == 1
    assert "更正通知书" in form


def test_nothing_waits_for_somebody_without_requests(here: Town) -> None:
    del here
    page = signed_in("luofeng").get("/desk/approvals")
    assert page.context["approvals"] == ()
    unknown = "019a0000-0000-7000-8000-000000000000"
    assert signed_in("luofeng").post(f"/desk/approvals/{unknown}", {"vote": "reject"}).status_code == 404


def test_the_outcome_of_a_closed_case_is_said_in_words(here: Town) -> None:
    number = here.complaint.number
    Case.objects.filter(number=number).update(closed_at=time.now(), outcome="penalised")
    page = signed_in().get(f"/desk/cases/{number}").content.decode()
    assert "penalised" not in page
