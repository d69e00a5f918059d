"""Measures 一 and 十五 through the API: goods, hearing, decision, list; to the police and back, and silence seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.factories.api import nobody
from tests.stories.through_api import DAY, Played, caller, filed
from zhidun.access.loading import load_cast, load_city
from zhidun.kernel import time
from zhidun.site.demo_enforcement import COMPLAINT, DOSSIER, TEAM, VERIFIED
from zhidun.site.demo_stage import Entry, moment, working_day

pytestmark = pytest.mark.django_db
FOUND: Entry = {"infringement_established": True, "investigation_report": "属实。", "proposal": "罚款。"}
GOODS = {"article": "礼盒", "quantity": "200", "unit": "盒", "unit_value": "188.00", "storage_place": "罚没仓库"}


@pytest.fixture(autouse=True)
def _cast(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    with time.pinned(datetime(2026, 1, 5, 2, tzinfo=UTC)):
        load_city()
        load_cast("Rongcheng-Story-2026")


def entry(step: str, by: str, day: int, facts: Entry | None = None, *approve: str) -> Entry:
    """A step of a scene, `day` working days from the day of the story."""
    return {
        "step": step, "by": by, "day": day, "hour": 10, "facts": facts or {}, "reason": "事实清楚。",
        "approve": list(approve),
    }  # fmt: skip


def under_way() -> Played:
    """A complaint of the right holder, verified and filed by two officers."""
    case = filed(
        {
            "key": "measure-1",
            "by": "shenxiufang",
            "day": -30,
            "hour": 9,
            "channel": "online",
            "answers": {**COMPLAINT, "respondent_kind": "organisation"},
        }
    )
    case.step(entry("triage", "wangqiang", -30, {"matter": "trademark"}))
    case.step(entry("accept", "wangqiang", -29))
    case.step(entry("assign", "luofeng", -29, TEAM))
    case.step(entry("record-verification", "wangqiang", -28, {**VERIFIED, "right_confirmed": True}))
    case.step(entry("file", "wangqiang", -27, {"filing_summary": "有初步证据。"}, "luofeng"))
    return case


def within(case: Played, procedure: str, facts: dict[str, Any], day: int) -> Played:
    """Open a procedure within the case, twice with one key: there is one."""
    at = moment({"day": day, "hour": 9}, DAY)
    with time.pinned(at):
        body = {"procedure": procedure, "facts": facts}
        made = caller("wangqiang").post(f"/cases/{case.number}/procedures", body, key=f"one-{procedure}")
        again = caller("wangqiang").post(f"/cases/{case.number}/procedures", body, key=f"one-{procedure}")
    assert made.status == 201, made.body.decode()
    assert again.json["number"] == made.json["number"]
    return Played(made.json["number"], "", at)


def test_from_the_complaint_to_the_public_list() -> None:
    case = under_way()
    seizure = within(
        case, "seizure", {"seizure_kind": "detain", "seizure_ground": "涉嫌假冒", "seizure_place": "门店"}, -26
    )
    with time.pinned(seizure.at):
        place = f"/cases/{seizure.number}/inventory"
        wrong = caller("wangqiang").post(place, {"lines": [{**GOODS, "quantity": "-1"}]}, key="a")
        assert wrong.status == 422
        listed = caller("wangqiang").post(place, {"lines": [GOODS]}, key="b").json
        assert listed["total"] == "37600.00"  # 200 × 188
        meter = caller("wangqiang").get(f"/cases/{case.number}/crime-meter").json
    assert meter["held_value"] == "37600.00"
    assert not meter["met"]
    case.step(entry("finish-investigation", "wangqiang", -22, {**FOUND, "illegal_turnover": "37600"}))
    case.step(entry("pass-review", "hejie", -20, {"review_opinion": "同意。"}))
    told = {
        "notified_party": "organisation", "intended_act": "罚款", "intended_fine": "20000",
        "intended_confiscation": "0", "hearing_right": True, "notice_served_on": working_day(DAY, 19).isoformat(),
    }  # fmt: skip
    case.step(entry("give-notice", "wangqiang", -19, told))
    decision = {"decision_kind": "penalty", "decision_rule": "fine.trademark", "fine": "20000"}
    case.at = moment(entry("decide", "wangqiang", -18), DAY)
    with time.pinned(case.at):
        early = case.ask(entry("decide", "wangqiang", -18, decision))
    assert early.status == 409  # the party's period has not ended
    case.step(entry("make-statement", "wangqiang", -17, {"statement_text": "请求从轻。"}))
    case.step(entry("decide", "wangqiang", -12, decision, "luofeng", "xujin"))
    case.step(entry("serve", "wangqiang", -11, {"served_on": working_day(DAY, 11).isoformat(), "served_how": "direct"}))
    case.step(entry("publish", "wangqiang", -10))
    with time.pinned(case.at):
        shown = nobody().get("/decisions", text="演示网店").json
    assert [row["party"] for row in shown] == [COMPLAINT["respondent_name"]]


def test_to_the_police_with_silence_and_back() -> None:
    case = under_way()
    report = {
        "suspected_crime": "crime_214",
        "transfer_report": "货值较大，有犯罪合理嫌疑。",
        "transfer_amount": "225600",
    }
    play = within(case, "criminal-transfer", report, -20)
    with time.pinned(play.at):
        twice = caller("wangqiang").post(
            f"/cases/{case.number}/procedures", {"procedure": "criminal-transfer", "facts": report}, key="another"
        )
    assert twice.status == 409  # a transfer is not sent twice
    play.step(entry("approve-transfer", "wangqiang", -20, {}, "luofeng"))
    sent = moment({"day": -19, "hour": 9}, DAY)
    play.step(entry("send", "wangqiang", -19, {**DOSSIER, "sent_at": sent.isoformat()[:16]}))
    case.at = play.at
    assert case.read("wangqiang")["card"]["state"] == "with-police"
    with time.pinned(sent + timedelta(days=8)):
        owed = [row for row in caller("zhenghao").get("/silence").json if row["owes"] == "police"]
        assert [(row["case"], row["days_late"], row["answered"]) for row in owed] == [
            (play.number, 5, False)
        ]  # three plain days: they do not roll
        assert owed[0]["owes_office"]["en"] != owed[0]["owes_office"]["zh"]
        (line,) = [one for one in caller("wangqiang").get("/cases").json["cases"] if one["number"] == play.number]
        assert (line["left"]["urgency"], line["awaited"]["owes"]) == ("none", "police")
        assert line["awaited"]["left"]["urgency"] == "overdue"
        assert caller("sunlei").get(f"/cases/{case.number}").status == 404  # the bureau's own case stays there
    asked = {"query_received_on": working_day(DAY, 12).isoformat()}
    play.step(entry("ask-reasons", "zhenghao", -12, asked))
    play.step(entry("explain", "sunlei", -10, {"reasons_given": "证据不足。"}))
    play.step(entry("accept-reasons", "zhenghao", -9))
    play.step(entry("take-back", "wangqiang", -8, {}, "luofeng"))
    assert play.read("wangqiang")["card"]["outcome"] == "returned"
    case.at = play.at
    assert case.read("wangqiang")["card"]["state"] == "filed"  # the bureau goes on


def test_a_campaign_counts_what_its_units_did_and_forgets_what_was_counted_by_mistake() -> None:
    case = under_way()
    plan = {
        "title_zh": "重点商品行动", "title_en": "Key goods drive", "scope_zh": "礼品", "scope_en": "Gifts",
        "office": "510107", "starts_on": DAY.isoformat(), "ends_on": (DAY + timedelta(days=30)).isoformat(),
        "units": [{"office": "510107", "target_cases": 5, "target_inspections": 40}],
    }  # fmt: skip
    with time.pinned(case.at):
        head, officer = caller("luofeng"), caller("wangqiang")
        made = head.post("/campaigns", plan, key="drive").json
        place = f"/campaigns/{made['campaign']}"
        assert nobody().get(place).status == 404
        started = head.post(f"{place}/state", {"state": "running", "published": True})
        assert started.status == 200, started.body
        assert officer.post(f"{place}/cases", {"number": case.number}).status == 204
        told = officer.post(f"{place}/inspections", {"office": "510107", "inspections": 17}).json
        assert [(one["cases"], one["inspections"]) for one in told["results"]] == [(1, 17)]
        assert officer.post(f"{place}/inspections", {"office": "510107", "inspections": -1}).status == 422
        assert officer.post(f"{place}/cases/drop", {"number": case.number, "reason": " "}).status == 422
        assert officer.post(f"{place}/cases/drop", {"number": case.number, "reason": "误计"}).status == 204
        assert nobody().get(place).json["total"]["cases"] == 0
