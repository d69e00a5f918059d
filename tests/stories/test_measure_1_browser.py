"""Measure 一 in Chromium: goods article by article, how far from a crime, the urgent lane, a campaign, decisions."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.browser.test_axe import OPEN_ALL, faults
from tests.factories.faces import PASSWORD
from zhidun.access.loading import load_cast, load_city
from zhidun.cases.models import Case
from zhidun.enforcement.models import Campaign, Publication
from zhidun.kernel import time
from zhidun.site import demo_enforcement, demo_invented

pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]
PHONE = 390


@pytest.fixture
def url(live_server: LiveServer, settings: Settings) -> str:
    settings.SECOND_FACTOR_REQUIRED = False
    load_city()
    load_cast(PASSWORD)
    return str(live_server.url)


def fill(page: Page, form: str, entered: dict[str, str]) -> None:
    """Unfold the page, fill a form in and press its button."""
    page.locator(form).first.wait_for(state="attached")
    page.evaluate(OPEN_ALL)
    for name, value in entered.items():
        field = page.locator(f"{form} [name={name}]").first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "checkbox":
            field.check()
        elif field.get_attribute("type") == "radio":
            page.locator(f"{form} [name={name}][value={value}]").check()
        else:
            field.fill(value)
    page.locator(f"{form} button.btn").first.click()


def detain(officer: Page, url: str, number: str) -> str:
    """Open a seizure within a case and enter two articles; return its number."""
    officer.goto(f"{url}/desk/cases/{number}")
    officer.locator("#procedures").get_by_role("link", name="查封扣押").click()
    expect(officer).to_have_url(re.compile("/procedures$"))
    officer.wait_for_load_state()
    fill(
        officer, "#open-seizure form",
        {"seizure_kind": "detain", "seizure_ground": "涉嫌假冒", "seizure_place": "门店库房"},
    )  # fmt: skip
    expect(officer.locator("#inventory")).to_contain_text("清单还是空的")
    line = {"article": "礼盒", "quantity": "10", "unit": "盒", "unit_value": "188.5", "storage_place": "罚没仓库"}
    fill(officer, "#inventory form:has([value=line])", {**line, "quantity": "-1"})
    expect(officer.locator("[role=alert]")).to_contain_text("数量应为正数")
    assert officer.locator("#inventory [name=article]").last.input_value() == "礼盒"  # nothing typed is lost
    fill(officer, "#inventory form:has([value=line])", {"quantity": "10"})
    fill(officer, "#inventory form:has([value=line])", {**line, "article": "标识", "unit": "枚", "unit_value": ""})
    expect(officer.locator("#inventory")).to_contain_text("1,885")
    return Case.objects.filter(procedure="seizure").latest("id").number


def test_the_law_at_work_from_the_goods_to_the_campaign(url: str, visit: Visit) -> None:
    demo_invented.perform(demo_invented.scenes()[0], time.today())
    demo_enforcement.perform(time.today())
    officer, head = visit(username="wangqiang"), visit(username="luofeng", language="en")
    number = Case.objects.get(source__demo_key="enforcement-02").number
    campaign = Campaign.objects.get()
    lane(officer, url, number)
    drive(head, visit(width=PHONE, language="en"), url, campaign)
    main = Case.objects.get(procedure="administrative-case").number
    assert faults(officer, f"{url}/desk/cases/{main}/procedures") == []
    expect(officer.locator("#meter")).to_contain_text("225,600")
    expect(officer.locator("#meter")).to_contain_text("还缺")
    public = Publication.objects.get()
    phone = visit(width=PHONE)
    assert faults(phone, f"{url}/decisions/?text=川") == []
    expect(phone.locator("main table")).to_contain_text(public.party)
    phone.goto(f"{url}/decisions/?text=没有这家")
    expect(phone.locator("main")).to_contain_text("没有符合条件的公示")


def lane(officer: Page, url: str, number: str) -> None:
    """Call the urgent lane, take it, finish it."""
    officer.goto(f"{url}/desk/cases/{number}/procedures")
    fill(officer, "#urgent form", {"ground": "food", "note": "疑似掺假"})
    assert faults(officer, f"{url}/desk/urgent") == []
    expect(officer.locator("main table")).to_contain_text("无人接办")
    officer.locator("main table a").click()
    officer.locator("#urgent form:has([value=take]) button").click()
    expect(officer.locator("#urgent")).to_contain_text("王强")
    fill(officer, "#urgent form:has([value=finish])", {"note": "已下架封存"})
    expect(officer.locator("#urgent")).to_contain_text("已下架封存")


def drive(head: Page, phone: Page, url: str, campaign: Campaign) -> None:
    """Read the live results at the desk and on the phone; plan another campaign, and be told what is missing."""
    assert faults(head, f"{url}/desk/campaigns/{campaign.public_id}") == []
    for words in ("225,600", "20,000", "86 / 200", "3 / 12"):
        expect(head.locator("#results")).to_contain_text(words)
    assert faults(phone, f"{url}/campaigns/") == []
    phone.get_by_role("link", name=re.compile("results", re.IGNORECASE)).click()
    expect(phone.locator("main")).to_contain_text("225,600")
    assert faults(phone, phone.url) == []
    assert phone.locator("#cases").count() == 0
    assert faults(head, f"{url}/desk/campaigns/new") == []
    fill(head, "main form", {"title_zh": "网络销售行动", "starts_on": "2026-12-01", "ends_on": "2026-12-31"})
    expect(head.locator("[role=alert]")).to_be_focused()
    assert Campaign.objects.count() == 1
    head.check("[name=units][value='510107']")
    words = {"title_en": "Online sales", "scope_zh": "网店", "scope_en": "Shops online", "target_cases": "4"}
    fill(head, "main form", words)
    expect(head.locator("#results")).to_contain_text("0 / 4")


def test_goods_are_entered_article_by_article_at_the_desk(url: str, visit: Visit) -> None:
    officer, reader = visit(username="wangqiang"), visit(username="luofeng", width=PHONE)
    main = lead().number
    seizure = detain(officer, url, main)
    assert faults(officer, f"{url}/desk/cases/{seizure}/procedures") == []
    assert faults(reader, f"{url}/desk/cases/{seizure}/procedures") == []
    expect(reader.locator("#inventory")).to_contain_text("1,885")
    assert reader.locator("#inventory form").count() == 0  # the head approves, the officers write
    officer.goto(f"{url}/desk/cases/{main}/procedures")
    expect(officer.locator("#meter")).to_contain_text("1,885")


def lead() -> demo_enforcement.Scene:
    """Return a complaint of the town that officers verify."""
    start = time.today()
    scene = demo_enforcement.filed("story-01", demo_enforcement.COMPLAINT, "shenxiufang", start, 3)
    scene.go("triage", "wangqiang", 3, {"matter": "trademark"})
    scene.go("accept", "wangqiang", 2)
    return scene


def step(page: Page, url: str, number: str, key: str, entered: dict[str, str]) -> None:
    """Take a step on the page of the case, or ask for its approval; nothing may be refused."""
    page.goto(f"{url}/desk/cases/{number}")
    fill(page, f"#step-{key} form", entered)
    expect(page.locator(".zd-note-danger")).to_have_count(0)


def agree(page: Page, url: str, number: str) -> None:
    """Agree to what waits for this person on the page of the case."""
    page.goto(f"{url}/desk/cases/{number}")
    page.locator("[id^=approval-] button[value=approve]").first.click()
    expect(page.locator(".zd-note-danger")).to_have_count(0)


def reviewed() -> str:
    """Return the number of a complaint that was investigated and has passed the legal review."""
    scene = lead()
    scene.go("assign", "luofeng", 2, demo_enforcement.TEAM)
    scene.go("record-verification", "wangqiang", 2, {**demo_enforcement.VERIFIED, "right_confirmed": True})
    scene.go("file", "wangqiang", 1, {"filing_summary": "有初步证据。"}, approve=["luofeng"])
    found = {
        "infringement_established": True,
        "investigation_report": "属实。",
        "proposal": "罚款。",
        "illegal_turnover": "30000",
    }
    scene.go("finish-investigation", "wangqiang", 1, found)
    scene.go("pass-review", "hejie", 1, {"review_opinion": "同意。"})
    return scene.number


def test_the_right_to_be_heard_the_decision_and_the_public_list(url: str, visit: Visit) -> None:
    number, today = reviewed(), time.today().isoformat()
    officer, head = visit(username="wangqiang"), visit(username="luofeng", language="en")
    notice = {
        "notified_party": "organisation", "intended_act": "拟罚款 20000 元", "intended_fine": "20000",
        "intended_confiscation": "0", "hearing_right": "true", "notice_served_on": today,
    }  # fmt: skip
    step(officer, url, number, "give-notice", notice)
    expect(officer.locator("#clocks")).to_contain_text("陈述")
    blocked = officer.locator(".zd-step-blocked", has_text="作出决定")
    blocked.evaluate("one => one.open = true")
    expect(blocked).to_contain_text("期限尚未届满")  # no decision before the party was heard
    step(officer, url, number, "make-statement", {"statement_text": "请求从轻处罚。"})
    decision = {
        "decision_kind": "penalty",
        "decision_rule": "fine.trademark",
        "fine": "20000",
        "reason": "事实清楚，证据确凿。",
    }
    step(officer, url, number, "decide", decision)
    assert Case.objects.get(number=number).state == "notice"  # asked for, not yet taken
    agree(head, url, number)
    agree(visit(username="xujin"), url, number)
    expect(head.locator("main")).not_to_contain_text("Nothing to")
    step(officer, url, number, "serve", {"served_on": today, "served_how": "direct"})
    step(officer, url, number, "publish", {})
    row = Publication.objects.get(case__number=number)
    assert row.party == demo_enforcement.COMPLAINT["respondent_name"]  # a shop without a credit code is no person
    phone = visit(width=PHONE)
    assert faults(phone, f"{url}/decisions/?text=演示网店") == []
    expect(phone.locator("main table")).to_contain_text(row.party)
    assert faults(head, f"{url}/desk/cases/{number}") == []
    expect(head.locator("#meter-short")).to_contain_text("30000")
