"""Measure 十 through the API: walk-in, online, anonymous; a whole case to its closing; the law of the day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest_django.fixtures import Settings

from tests.factories.api import nobody
from tests.factories.intake import consumer_answers, holder_answers
from tests.stories.through_api import DAY, Played, caller, filed, played, scene, shaped
from zhidun.access.loading import load_cast, load_city
from zhidun.kernel import time
from zhidun.site.demo_stage import entries, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cast(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    with time.pinned(datetime(2026, 1, 5, 2, tzinfo=UTC)):
        load_city()
        load_cast("Rongcheng-Story-2026")


def test_online_a_right_holders_complaint_from_the_form_to_the_closed_file() -> None:
    case = played("invented-01")
    seen = case.read("wangqiang")
    assert (seen["card"]["state"], seen["card"]["outcome"]) == ("closed", "penalised")
    assert len(seen["timeline"]) == len(entries(scene("invented-01"), "steps")) + 1
    kinds = [paper["kind"] for paper in seen["papers"]]
    for kind in ("acceptance", "filing-approval", "decision", "mediation-offer", "mediation-record", "closing-notice"):
        assert kind in kinds, kinds
    numbers = [paper["number"] for paper in seen["papers"]]
    assert len(set(numbers)) == len(numbers)
    clocks = {clock["rule"]: clock for clock in seen["clocks"]}
    assert clocks["samr.case.verify.15wd"]["state"] == "met"
    with time.pinned(case.at):
        pdf = caller("wangqiang").get(f"/cases/{case.number}/file")
        foreign = caller("pidudouban").get(f"/cases/{case.number}")
    assert (pdf.status, pdf.body[:5]) == (200, b"%PDF-")

    owner = case.read("shenxiufang")
    assert owner["staff"] is False
    assert owner["notes"] == []
    assert case.status()["state"] == "closed"
    assert foreign.status == 404


def test_walk_in_a_clerk_files_at_the_workstation_and_the_visitor_follows_by_receipt() -> None:
    case = filed(scene("open-01"))
    assert case.read("wangqiang")["card"]["origin"] == "counter"
    told = case.status()
    assert told["words"]["zh"]
    assert told["words"]["en"]
    with time.pinned(case.at):
        wrong = nobody().post("/receipts/status", {"number": case.number, "secret": "AAAAA-AAAAA-AAAAA-AAAAA"})
        unknown = nobody().post("/receipts/status", {"number": "510107-2026-000000", "secret": case.secret})
    assert wrong.status == unknown.status == 404
    assert wrong.code == unknown.code


def test_anonymous_an_informer_is_answered_and_never_named() -> None:
    case = played("invented-03", without=["supplement"])
    written = {"number": case.number, "secret": case.secret, "body": "本周三凌晨两点又看到货车。"}
    with time.pinned(case.at):
        said = nobody().post("/receipts/messages", written)
    assert said.status in {200, 201}, said.body.decode()
    seen = case.read("wangqiang")
    assert seen["card"]["outcome"] == "handled"
    reporter = next(one for one in seen["parties"] if one["role"] == "reporter")
    assert reporter["name"].startswith("举报人-")
    assert any("货车" in message["body"] for message in seen["messages"])


def test_four_eyes_the_maker_cannot_approve_and_a_stale_approval_is_told() -> None:
    case = played("invented-01", last="record-verification")
    entry = next(one for one in entries(scene("invented-01"), "steps") if one["step"] == "file")
    with time.pinned(moment(entry, DAY)):
        asked = case.ask(entry).json
        place = f"/cases/{case.number}/approvals/{asked['approval']}/approve"
        assert asked["taken"] is False
        own = caller("wangqiang").post(place, {"expected_version": asked["version"]})
        assert own.status == 403, own.body
        stale = caller("luofeng").post(place, {"expected_version": asked["version"] - 1})
        assert (stale.status, stale.code) == (409, "case.stale")
        done = caller("luofeng").post(place, {"expected_version": asked["version"]})
        assert (done.status, done.json["state"]) == (200, "filed")
        assert caller("luofeng").post(place, {"expected_version": asked["version"]}).status == 409


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def sent(moment: datetime, answers: dict[str, object]) -> Played:
    with time.pinned(moment):
        answer = nobody().post("/filings", {"answers": shaped(answers)})
    assert answer.status == 201, answer.body.decode()
    return Played(answer.json["numbers"][0], answer.json["secret"], moment)


def test_the_law_switches_on_15_april_2026_and_what_came_before_keeps_its_clocks() -> None:
    before = sent(at("2026-04-14T02:00"), consumer_answers(happened_on="2026-03-30"))
    after = sent(at("2026-04-15T02:00"), consumer_answers(happened_on="2026-03-30"))
    (old,), (new,) = before.read("wangqiang")["clocks"], after.read("wangqiang")["clocks"]
    assert (old["rule_version"], old["due_on"]) == ("cr.accept.7wd.2019", "2026-04-23")
    assert new["rule_version"] == "cr.accept.7wd.2026"
    assert "投诉举报处理办法" in new["citation"]["zh"]
    before.at = at("2026-04-20T02:00")
    again = before.read("wangqiang")["clocks"][0]
    assert again["rule_version"] == "cr.accept.7wd.2019"


def test_the_trademark_law_switches_on_1_january_2027() -> None:
    for day, happened, article in (("2026-12-30", "2026-12-29", "60"), ("2027-01-04", "2027-01-02", "74")):
        case = sent(at(f"{day}T02:00"), holder_answers(happened_on=happened))
        with time.pinned(case.at):
            rule = nobody().get("/law/rules/fine.trademark", on=happened)
        assert rule.status == 200, rule.body
        assert rule.json["article"] == article
        assert case.read("wangqiang")["clocks"][0]["provisional"] is True
