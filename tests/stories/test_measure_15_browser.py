"""Measure 十五 in Chromium: handed to the police, answered, met with silence, asked for reasons, handed back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.browser.test_axe import OPEN_ALL, faults
from tests.factories.faces import PASSWORD
from zhidun.access.loading import load_cast, load_city
from zhidun.cases.models import Case
from zhidun.kernel import time
from zhidun.site import demo_enforcement

pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]
PHONE = 390


@pytest.fixture
def url(live_server: LiveServer, settings: Settings) -> str:
    settings.SECOND_FACTOR_REQUIRED = False
    load_city()
    load_cast(PASSWORD)
    demo_enforcement.perform(time.today())
    return str(live_server.url)


def take(page: Page, step: str, entered: dict[str, str]) -> None:
    """Take a step on the page of a case; nothing may be refused."""
    page.locator(f"#step-{step}").wait_for(state="attached")  # a link was followed: its page, not the last one
    page.evaluate(OPEN_ALL)
    for name, value in entered.items():
        page.locator(f"#step-{step} [name={name}]").first.fill(value)
    page.locator(f"#step-{step} form button.btn-primary").first.click()
    expect(page.locator(".zd-note-danger")).to_have_count(0)


def test_silence_shows_is_asked_about_and_answered(url: str, visit: Visit) -> None:
    answered, silent = Case.objects.filter(procedure="criminal-transfer").order_by("id")
    prosecutor = visit(username="zhenghao", language="en")
    assert faults(prosecutor, f"{url}/desk/supervision") == []
    late = prosecutor.locator("#late")
    expect(late).to_contain_text(silent.number)
    expect(late).not_to_contain_text(answered.number)
    expect(late).to_contain_text("Still silent")
    assert faults(visit(username="zhenghao", width=PHONE), f"{url}/desk/supervision") == []
    late.get_by_role("link", name=silent.number).click()
    today = time.today().isoformat()
    take(prosecutor, "ask-reasons", {"query_received_on": today})
    expect(prosecutor.locator("#step-notify-to-file")).to_have_count(0)

    police = visit(username="sunlei")
    assert faults(police, f"{url}/desk/cases/{silent.number}") == []
    expect(police.locator("main")).not_to_contain_text("内部备注")
    main = Case.objects.get(source__demo_key="enforcement-02")
    answer = police.goto(f"{url}/desk/cases/{main.number}")
    assert answer is not None
    assert answer.status == 404  # the bureau's own case stays with the bureau
    police.goto(f"{url}/desk/cases/{silent.number}")
    take(police, "police-file", {"police_docket": "成公立字1号", "filing_notice_on": today})
    silent.refresh_from_db()
    assert silent.state == "investigating"
    prosecutor.goto(f"{url}/desk/supervision")
    expect(prosecutor.locator("#late")).to_contain_text("Answered late")


def test_the_procuratorate_hands_a_matter_back(url: str, visit: Visit) -> None:
    prosecutor = visit(username="zhenghao")
    prosecutor.goto(f"{url}/desk/supervision")
    prosecutor.locator("#hand-in button.btn").click()
    expect(prosecutor.locator("[role=alert]")).to_be_focused()
    form = "#hand-in form"
    prosecutor.select_option(f"{form} [name=office]", "510107")
    for name, value in {
        "title": "不起诉后移送处罚", "sender_docket": "成检意〔2026〕1号", "reverse_facts": "情节轻微，不起诉。",
        "opinion_received_on": time.today().isoformat(),
    }.items():  # fmt: skip
        prosecutor.fill(f"{form} [name={name}]", value)
    choose(prosecutor, f"{form} [name=reverse_ground]", "not_prosecuted")
    prosecutor.locator("#hand-in button.btn").click()
    expect(prosecutor.locator("main h1")).to_contain_text("不起诉后移送处罚")
    officer = visit(username="wangqiang", language="en", width=PHONE)
    made = Case.objects.get(procedure="reverse-transfer")
    assert faults(officer, f"{url}/desk/cases/{made.number}") == []
    expect(officer.locator("#clocks")).to_contain_text("20")
    officer.locator("#step-accept-back").wait_for(state="attached")
    officer.evaluate(OPEN_ALL)
    officer.locator("#step-accept-back form button.btn-primary").first.click()
    expect(officer.locator(".zd-note-danger")).to_have_count(0)
    made.refresh_from_db()
    assert made.state == "accepted"


def choose(page: Page, selector: str, value: str) -> None:
    """Choose a value, whether the field is a list or radio buttons."""
    field = page.locator(selector).first
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(value)
    else:
        page.locator(f"{selector}[value={value}]").check()
