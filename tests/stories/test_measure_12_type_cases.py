"""Measure 十二: three like complaints worked on together and never decided so; a danger to health within minutes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.browser.test_axe import faults
from tests.stories.test_measure_1_browser import fill
from tests.stories.test_measures_1_15_api import entry
from tests.stories.through_api import DAY, Played, caller, filed
from zhidun.access.loading import load_cast, load_city
from zhidun.kernel import time
from zhidun.site.demo_enforcement import COMPLAINT, TEAM, VERIFIED
from zhidun.site.demo_stage import moment

WHY = "同一商标、同样的礼盒、金额相近。"
SHOPS = ("东店", "西店", "南店")
WANTED = {"evidence_wanted": "请补充注册证和授权书", "evidence_due_on": "2026-12-04"}


def three(settings: Settings, day: date) -> list[Played]:
    """Three complaints of one holder about the same goods in three shops, accepted and with two officers each."""
    settings.SECOND_FACTOR_REQUIRED = False
    with time.pinned(datetime(2026, 1, 5, 2, tzinfo=UTC)):
        load_city()
        load_cast("Rongcheng-Story-2026")
    found = []
    for number, shop in enumerate(SHOPS):
        answers = {**COMPLAINT, "respondent_name": f"演示礼品{shop}（虚构）", "respondent_kind": "organisation"}
        scene = {"key": f"type-{number}", "by": "shenxiufang", "day": -2, "hour": 9, "channel": "online"}
        case = filed({**scene, "answers": answers})
        case.step(entry("triage", "wangqiang", -2, {"matter": "trademark"}))
        case.step(entry("accept", "wangqiang", -1))
        case.step(entry("assign", "luofeng", -1, TEAM))
        found.append(case)
    found[0].step(entry("record-verification", "wangqiang", -1, {**VERIFIED, "right_confirmed": True}))
    return found


@pytest.mark.django_db
def test_through_the_api_one_entry_makes_a_move_in_each_and_a_decision_is_refused(settings: Settings) -> None:
    cases = three(settings, DAY)
    numbers = [one.number for one in cases]
    with time.pinned(moment(entry("", "", 0), DAY)):
        officer = caller("wangqiang")
        (proposal,) = officer.get("/type-cases").json["proposals"]
        assert proposal["cases"] == numbers
        assert all(one["zh"] and one["en"] for one in proposal["reasons"])
        assert officer.post("/type-cases", {"numbers": numbers, "reason": " "}, key="a").status == 422
        group = officer.post("/type-cases", {"numbers": numbers, "reason": WHY}, key="b").json
        assert officer.post("/type-cases", {"numbers": numbers, "reason": WHY}, key="b").json["group"] == group["group"]
        assert caller("shenxiufang").post("/type-cases", {"numbers": numbers, "reason": WHY}, key="c").status == 403
        place = f"/type-cases/{group['group']}"
        body = {"step": "request-evidence", "numbers": numbers[1:], "facts": WANTED}
        done = officer.post(f"{place}/steps", body, key="d").json["cases"]
        assert [(one["number"], one["taken"]) for one in done] == [(number, True) for number in numbers[1:]]
        again = officer.post(f"{place}/steps", body, key="d").json["cases"]
        assert [one["taken"] for one in again] == [True, True]
        for number in numbers[1:]:
            papers = officer.get(f"/cases/{number}").json["papers"]
            assert [one["kind"] for one in papers].count("evidence-request") == 1
        refused = officer.post(f"{place}/steps", {"step": "decide", "numbers": numbers, "facts": {}}, key="e")
        assert (refused.status, refused.code) == (409, "enforcement.no_bulk_decision")
        assert officer.post(f"{place}/leave", {"number": numbers[2], "reason": "另行查明"}).status == 204
        assert officer.get("/type-cases").json["groups"][0]["cases"] == numbers[:2]


@pytest.mark.django_db
def test_through_the_api_a_danger_is_taken_within_minutes_and_by_one(settings: Settings) -> None:
    case = three(settings, DAY)[0]
    place, at = f"/cases/{case.number}/urgent", moment(entry("", "", 0), DAY)
    with time.pinned(at):
        officer, other = caller("wangqiang"), caller("linchuan")
        assert officer.post(place, {"ground": "live_event"}).status == 422  # an event has an end
        called = officer.post(place, {"ground": "food", "note": "疑似掺假"}).json
        assert (called["taken_by"], called["note"]) == ("", "疑似掺假")
        assert at < datetime.fromisoformat(called["take_by"]) < datetime.fromisoformat(called["act_by"])
    with time.pinned(at + timedelta(minutes=7)):
        assert [one["case"] for one in officer.get("/urgent").json] == [case.number]
        assert officer.post(f"{place}/take").json["taken_by"] == "wangqiang"
        assert other.post(f"{place}/take").status == 409
        done = officer.post(f"{place}/done", {"note": "已下架封存"}).json
        assert datetime.fromisoformat(done["done_at"]) - datetime.fromisoformat(done["called_at"]) == timedelta(
            minutes=7
        )
        assert (done["done_note"], officer.get("/urgent").json) == ("已下架封存", [])


@pytest.mark.needs_chromium
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_at_the_desk_from_the_proposal_to_a_paper_in_each(
    live_server: LiveServer, settings: Settings, visit: Visit
) -> None:
    cases = three(settings, time.today())
    officer, url = visit(username="wangqiang"), str(live_server.url)
    assert faults(officer, f"{url}/desk/type-cases") == []
    for one, shop in zip(cases, SHOPS, strict=True):
        row = officer.locator("#proposals .form-check", has_text=one.number)
        expect(row).to_contain_text(f"演示礼品{shop}")  # whose case it is, where all bear the same title
    officer.get_by_role("button", name="确认成组").click()
    officer.locator("#proposals [name=reason]").first.wait_for()
    officer.locator("#proposals [name=reason]").first.fill(WHY)
    officer.get_by_role("button", name="确认成组").click()
    expect(officer).to_have_url(re.compile("/desk/type-cases/[0-9a-f-]{36}$"))
    group = officer.url
    expect(officer.locator("#together")).to_contain_text("请打开每一件办理")
    assert officer.locator("#step-decide, #step-file, #step-close").count() == 0
    officer.locator("#step-request-evidence summary").click()
    officer.locator(f"#step-request-evidence [name=numbers][value='{cases[0].number}']").uncheck()
    fill(officer, "#step-request-evidence form", {**WANTED, "evidence_due_on": "2099-12-04"})
    expect(officer.locator("#done li")).to_have_count(2)
    expect(officer.locator("#done")).not_to_contain_text("未办理")
    officer.goto(f"{url}/desk/cases/{cases[1].number}")
    expect(officer.locator("#papers")).to_contain_text("补充")
    expect(officer.locator("[name=verification_findings]").first).to_have_value(str(VERIFIED["verification_findings"]))
    phone = visit(username="wangqiang", width=390, language="en")
    assert faults(phone, group) == []
