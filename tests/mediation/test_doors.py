"""The course of a mediation through the pages of both sides and of the desk, and through the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.factories.access import account_of, make_citizen
from tests.factories.api import by_session, file
from tests.factories.mediation import Stage, agreed, fresh, make_stage, mediating, opened
from zhidun.access.actors import Actor
from zhidun.kernel import time
from zhidun.mediation.models import Mediation, RoomItem

pytestmark = pytest.mark.django_db


def browser(actor: Actor, settings: Settings) -> Client:
    settings.SECOND_FACTOR_REQUIRED = False
    client = Client()
    client.force_login(account_of(actor), backend="zhidun.access.backends.PasswordBackend")
    return client


def act(client: Client, face: str, row: Mediation, what: str, **words: object) -> int:
    place = "mediation" if face == "portal" else "desk/mediations"
    return client.post(f"/{place}/{row.case.number}/act/{what}", words).status_code


def test_a_mediation_from_request_to_payment_through_the_pages(settings: Settings) -> None:
    stage = make_stage()
    me, other = browser(stage.complainant, settings), browser(stage.respondent, settings)
    desk, mediator = browser(stage.desk, settings), browser(stage.mediator, settings)
    asked = {
        "form": "people", "kind": "trademark", "dispute": "damages", "name": "蜀绣坊", "other": "川味食品厂",
        "request": "赔偿 30000 元",
    }  # fmt: skip
    wrong = me.post("/mediation/new", {**asked, "other": ""})
    assert wrong.status_code == 422 and "蜀绣坊" in wrong.content.decode()
    made = me.post("/mediation/new", asked)
    assert made.status_code == 302
    row = Mediation.objects.select_related("case").get()
    assert other.get(f"/mediation/{row.case.number}").status_code == 404
    shown = desk.post(f"/desk/mediations/{row.case.number}/act/code", {"side": "respondent"}, follow=True)
    code = shown.content.decode().split("邀请码（只显示这一次，请写在邀请函上）：")[1][:14]
    assert other.post("/mediation/join", {"number": row.case.number, "code": "AAAA-BBBB-CCCC"}).status_code == 422
    assert other.post("/mediation/join", {"number": row.case.number, "code": code.lower()}).status_code == 302
    assert other.post("/mediation/join", {"number": row.case.number, "code": code}).status_code == 422
    assert act(other, "portal", row, "answer", capacity="minor", accepts="true") == 422
    assert act(other, "portal", row, "answer", capacity="organisation", accepts="true") == 302
    assert act(me, "portal", row, "answer", capacity="organisation", accepts="true") == 302
    assert act(me, "portal", row, "choose", mediator=stage.entry(stage.mediator)) == 302
    assert act(desk, "desk", row, "appoint", mediator=stage.entry(stage.mediator)) == 302
    starts = (time.now() + timedelta(days=2)).strftime("%Y-%m-%dT09:00")
    assert act(mediator, "desk", row, "slots", starts=[starts, ""], minutes="60", room="joint") == 302
    slot = row.slots.get()
    for one in (me, other):
        assert act(one, "portal", row, "take-slot", slot=str(slot.public_id)) == 302
    calendar = me.get(f"/mediation/{row.case.number}/take/calendar")
    assert calendar.headers["Content-Type"].startswith("text/calendar")
    assert "STATUS:CONFIRMED" in calendar.content.decode()
    assert act(me, "portal", row, "offer", amount="30000", audience="both") == 302
    assert act(me, "portal", row, "offer", amount="USD 10") in {409, 422}
    assert act(mediator, "desk", row, "open-round") == 302
    assert act(me, "portal", row, "seal-offer", amount="10000") == 302
    assert act(other, "portal", row, "seal-offer", amount="12000") == 302
    assert "11000.00" in me.get(f"/mediation/{row.case.number}").content.decode()
    pay = (time.today() + timedelta(days=30)).isoformat()
    bad = {"amount": "11000", "payer": "respondent", "pay_amount": ["5000", "5000"], "pay_on": [pay, pay],
           "claims_settled": "true"}  # fmt: skip
    refused = mediator.post(f"/desk/mediations/{row.case.number}/act/draft", bad)
    assert refused.status_code == 422 and "10000.00" in refused.content.decode()
    assert act(mediator, "desk", row, "draft", **{**bad, "pay_amount": ["5000", "6000"]}) == 302
    digest = row.agreements.get().digest
    for client, face in ((me, "portal"), (other, "portal"), (mediator, "desk")):
        assert act(client, face, row, "sign", digest=digest) == 302
    assert fresh(row).case.state == "agreed"
    for client in (me, other):
        assert act(client, "portal", row, "ask-confirmation", court="成都市武侯区人民法院") == 302
    papers = me.get(f"/mediation/{row.case.number}").content.decode()
    assert "司法确认申请书" in papers
    for n in (1, 2):
        assert act(me, "portal", row, "tell-done", n=n) == 403
        assert act(other, "portal", row, "tell-done", n=n, words="回单 1") == 302
        assert act(me, "portal", row, "confirm-done", n=n) == 302
    assert fresh(row).case.state == "settled"
    assert stage.desk.can("mediation:case:view")
    assert "11000.00" in desk.get("/desk/mediations").content.decode()


def test_the_desk_of_the_body_reads_no_room_and_the_case_page_leads_to_the_room(settings: Settings) -> None:
    stage = make_stage()
    row = mediating(stage)
    number = row.case.number
    me, desk = browser(stage.complainant, settings), browser(stage.desk, settings)
    act(me, "portal", row, "say", room="joint", body="只在共同室说")
    page = desk.get(f"/desk/mediations/{number}").content.decode()
    assert "只在共同室说" not in page
    assert desk.get(f"/desk/mediations/{number}/rooms/joint").status_code == 404
    assert browser(stage.stranger, settings).get(f"/mediation/{number}").status_code == 404
    assert desk.get(f"/mediation/{number}").status_code == 404
    assert me.get(f"/case/{number}").headers["Location"] == f"/mediation/{number}"
    assert me.get("/mediation/nothing").status_code == 404
    assert act(me, "portal", row, "no-such-act") == 404


def test_a_file_shown_in_a_room_is_taken_there_only(settings: Settings) -> None:
    stage = make_stage()
    row = mediating(stage)
    me, other = browser(stage.complainant, settings), browser(stage.respondent, settings)
    sent = {"room": "complainant", "body": "单独", "files": [file(b"secret file", "底价.txt")]}
    assert me.post(f"/mediation/{row.case.number}/act/say", sent).status_code == 302
    key = RoomItem.objects.get().item.public_id
    place = f"/mediation/{row.case.number}/take/file?key={key}"
    assert other.get(place).status_code == 404
    assert other.get(f"/mediation/{row.case.number}/rooms/complainant").status_code == 404
    assert "底价.txt" in me.get(f"/mediation/{row.case.number}/rooms/complainant").content.decode()


def test_the_api_opens_reads_and_acts() -> None:
    stage = make_stage()
    me, other = by_session(stage.complainant), by_session(stage.respondent)
    asked = {
        "form": "people",
        "kind": "trademark",
        "dispute": "damages",
        "name": "甲",
        "other": "乙",
        "request": "停止",
    }
    made = me.post("/mediations", asked, key="once")
    assert made.status == 201
    assert me.post("/mediations", asked, key="once").json["number"] == made.json["number"]
    number = made.json["number"]
    assert other.get(f"/mediations/{number}").status == 404
    assert me.post("/mediations", {**asked, "form": "invited"}).code == "input.invalid"
    answer = {"act": "answer", "words": {"accepts": True, "capacity": "organisation"}}
    assert me.post(f"/mediations/{number}/acts", answer).json["mediation"]["state"] == "invited"
    assert me.post(f"/mediations/{number}/acts", answer).code == "mediation.already_answered"
    assert me.post(f"/mediations/{number}/acts", {"act": "nothing"}).status == 404
    assert me.post(f"/mediations/{number}/acts", {"act": "say", "words": {"room": ["x"]}}).status == 422
    page = me.get(f"/mediations/{number}").json
    assert page["mediation"]["part"] == "complainant" and page["sides"][0]["answer"] == "accepted"
    assert [one["number"] for one in me.get("/mediations").json] == [number]
    assert other.get("/mediations").json == []
    assert "seal-offer" in me.get("/mediation-acts").json
    assert len(me.get("/mediators").json) == 2


def test_signing_and_confirming_by_the_api() -> None:
    stage: Stage = make_stage()
    row = agreed(stage)
    number = row.case.number
    me = by_session(stage.complainant)
    page = me.get(f"/mediations/{number}").json
    assert page["agreement"]["state"] == "signed" and len(page["agreement"]["signed"]) == 3
    assert page["papers"]
    paper = page["papers"][0]["paper"]
    made = me.get(f"/mediations/{number}/files/paper", key=paper)
    assert made.body.startswith(b"%PDF")
    stranger = by_session(make_citizen())
    assert stranger.get(f"/mediations/{number}/files/paper", key=paper).status == 404
    assert me.get("/mediation-figures").status == 403


def test_an_invitation_code_ends_with_the_next_one_and_with_time() -> None:
    from zhidun.mediation import services
    from zhidun.mediation.errors import CodeWrong
    from zhidun.mediation.models import JoinCode

    stage = make_stage()
    row = opened(stage)
    row.case.parties.filter(role="respondent").update(account=None)
    number = row.case.number
    first = services.make_code(actor=stage.desk, number=number, side="respondent")
    second = services.make_code(actor=stage.desk, number=number, side="respondent")
    late = make_citizen()
    with pytest.raises(CodeWrong):
        services.join(actor=late, number=number, code=first)
    with pytest.raises(CodeWrong):  # the requester cannot be the other side too
        services.join(actor=stage.complainant, number=number, code=second)
    assert JoinCode.objects.update(until_at=time.now() - timedelta(minutes=1)) == 1
    with pytest.raises(CodeWrong):
        services.join(actor=late, number=number, code=second)
    third = services.make_code(actor=stage.desk, number=number, side="respondent")
    assert services.join(actor=late, number=number, code=third).pk == row.pk
