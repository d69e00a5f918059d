"""Profiles, judgements, records and old cases on desk, portal and API, in both languages."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.api import by_session
from tests.factories.faces import officer, signed_in, town
from tests.offenders.test_past import HEADS, row
from zhidun.cases.models import Case
from zhidun.kernel import time
from zhidun.offenders.models import FalseClaim, LinkJudgement, Narrowing, PastCase, PastImport, Trace
from zhidun.parties.models import Party
from zhidun.rights.tables import write_csv

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_second_factor")]


def party_of(number: str, role: str) -> Party:
    found = Case.objects.get(number=number).parties.get(role=role).party
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_officer_notes_a_trace_and_the_head_judges_the_link(language: str) -> None:
    here = town()
    mine = party_of(here.complaint.number, "respondent")
    other = (
        Party.objects.exclude(pk=mine.pk).filter(kind="organisation").first() or Party.objects.exclude(pk=mine.pk)[0]
    )
    desk = signed_in(language=language)
    assert desk.get("/desk/offenders", {"q": mine.name}).content.decode().count(str(mine.public_id)) == 1
    for one in (mine, other):
        page = f"/desk/offenders/{one.public_id}"
        sent = {"act": "trace", "kind": "payee", "value": "6222021234567890", "source": "检查"}
        assert desk.post(page, sent).status_code == 302
    shown = desk.get(f"/desk/offenders/{mine.public_id}").content.decode()
    assert "6222021234567890" not in shown
    assert other.name in shown
    words = {"act": "judge", "other": str(other.public_id), "verdict": "linked", "reason": "同一收款账户"}
    assert desk.post(f"/desk/offenders/{mine.public_id}", words).status_code == 403
    head = signed_in("luofeng", language=language)
    assert head.post(f"/desk/offenders/{mine.public_id}", words).status_code == 302
    assert LinkJudgement.objects.get().verdict == "linked"
    again = head.post(f"/desk/offenders/{mine.public_id}", words)
    assert again.status_code == 409
    assert Trace.objects.count() == 2
    case = desk.get(f"/desk/cases/{here.complaint.number}").content.decode()
    assert 'id="before"' in case


def test_a_false_claim_and_a_narrowing_from_proposal_to_reply_and_appeal() -> None:
    here = town()
    party = party_of(here.complaint.number, "complainant")
    account = officer("shenxiufang").account_id
    Case.objects.get(number=here.complaint.number).parties.filter(role="complainant").update(account=account)
    page = f"/desk/offenders/{party.public_id}"
    desk, head, own = signed_in(), signed_in("luofeng"), signed_in("shenxiufang")
    sent = {"act": "claim", "kind": "malicious_suit", "basis": "(2026)川01民初17号", "words": "恶意起诉"}
    assert desk.post(page, sent).status_code == 302
    until = (time.today() + timedelta(days=60)).isoformat()
    assert desk.post(page, {"act": "narrow", "until_on": until, "reason": "同一模板"}).status_code == 302
    claim, limit = FalseClaim.objects.get(), Narrowing.objects.get()
    for what, key in (("claim", claim.public_id), ("narrowing", limit.public_id)):
        address = f"/desk/offenders/decide/{what}/{key}"
        assert desk.post(address, {"vote": "yes", "reason": "属实"}).status_code == 403
        assert head.post(address, {"vote": "yes", "reason": "属实"}).status_code == 302
    assert "恶意起诉" in own.get("/records").content.decode()
    assert own.post("/records", {"act": "reply", "key": str(claim.public_id), "words": "已上诉"}).status_code == 302
    assert own.post("/records", {"act": "appeal", "key": str(limit.public_id), "words": "不服"}).status_code == 302
    assert (
        signed_in("chenlv").post("/records", {"act": "reply", "key": str(claim.public_id), "words": "x"}).status_code
        == 404
    )
    api = by_session(officer("wangqiang")).get(f"/offenders/{party.public_id}").json
    assert api["claims"][0]["reply"] == "已上诉"
    assert api["narrowing"]["appeal"] == "不服"


def test_old_cases_are_tried_and_imported_on_the_desk() -> None:
    town()
    desk = signed_in()
    file = SimpleUploadedFile("旧案.csv", write_csv([HEADS, row(), row(fine="-1", number="2号")]))
    sent = desk.post("/desk/past", {"file": file, "go": "dry"})
    assert sent.status_code == 302
    assert desk.get(sent.headers["Location"]).status_code == 200
    run = PastImport.objects.get()
    assert run.dry_run and run.rows_total == 2
    assert desk.get("/desk/past/template.xlsx").content[:2] == b"PK"
    assert desk.get(f"/desk/past/{run.public_id}/faults.csv").status_code == 200
    assert desk.post("/desk/past", {"go": "dry"}).status_code == 422


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "对方此前情况"), ("en", "The other side before")])
def test_old_cases_stand_in_lists_search_and_intake_of_desk_and_api(language: str, words: str) -> None:
    here = town()
    mine = party_of(here.complaint.number, "respondent")
    PastCase.objects.create(
        number="成市监罚〔2024〕9号", authority="甲局", party=mine, right_kind="trademark",
        office=Case.objects.get(number=here.complaint.number).office,
        outcome="penalty", decided_on=time.today() - timedelta(days=90), fine="20000", source="台账", entered_by="test",
    )  # fmt: skip
    desk = signed_in(language=language)
    for page in (
        "/desk/past/cases",
        "/desk/past/cases?outcome=penalty&right_kind=trademark",
        "/desk/search?q=成市监罚",
    ):
        assert "成市监罚〔2024〕9号" in desk.get(page).content.decode(), page
    assert "成市监罚〔2024〕9号" not in desk.get("/desk/past/cases?outcome=civil").content.decode()
    assert "成市监罚〔2024〕9号" in desk.get("/desk/past/cases.csv?q=成市监罚").content.decode("utf-8-sig")
    typed = {
        "kind": "report", "go": "check", "channel": "counter", "acts": "trademark", "facts": "店内出售假冒商品",
        "respondent_name": mine.name, "place": "锦江区", "anonymous": "true",
    }  # fmt: skip
    shown = signed_in("limin", language=language).post("/desk/file", typed).content.decode()
    assert words in shown and str(mine.public_id) in shown
    api = by_session(officer("wangqiang"))
    assert [one["number"] for one in api.get("/past-cases?q=成市监罚").json["rows"]] == ["成市监罚〔2024〕9号"]
    assert api.get("/past-cases?flagged=true").json["count"] == 0
    (before,) = [one for one in api.get(f"/cases/{here.complaint.number}/before").json if one["role"] == "respondent"]
    assert (before["findings"], {one["rule"] for one in before["repeats"]} >= {"tm.repeat.5y"}) == (1, True)
    link = re.search(r'href="([^"]*/law/fine[^"]*)"', desk.get(f"/desk/cases/{here.complaint.number}").content.decode())
    assert link
    answer = desk.get(unescape(link[1]).partition("#")[0])
    assert (time.today() - timedelta(days=90)).isoformat() in answer.content.decode()
    assert answer.context["answer"]["serious"] is True
