"""Measures 十 and 三 in Chromium: a complaint from the phone, worked by the cast to its closing, in zh and en."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.stories.through_api import scene
from zhidun.access.loading import load_cast, load_city
from zhidun.kernel import time
from zhidun.site.demo_stage import DAY_MARK, Entry, entries

pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]
PEOPLE = {"wangqiang", "luofeng", "xujin", "hejie"}


@pytest.fixture
def url(live_server: LiveServer, settings: Settings) -> str:
    settings.SECOND_FACTOR_REQUIRED = False
    load_city()
    load_cast("Rongcheng-Story-2026")
    return str(live_server.url)


def next_page(page: Page) -> None:
    page.locator("button[name=go][value=next]").click()


def file_complaint(page: Page, url: str) -> str:
    """File the complaint of the scene step by step as the right holder; return its number."""
    answers = dict(scene("invented-01")["answers"])  # type: ignore[call-overload]
    answers["happened_on"] = time.today().isoformat()
    page.goto(f"{url}/file/rights_complaint/what")
    while True:
        for field in page.locator("main form [name]:visible").all():
            fill(field, answers)
        if (
            page.locator("form[data-zd-once] button").count()
            and not page.locator("button[name=go][value=next]").count()
        ):
            break
        before = page.url
        next_page(page)
        expect(page).not_to_have_url(before)
        expect(page.locator("#errors")).to_have_count(0)
    page.locator("form[data-zd-once] button").click()
    expect(page).to_have_url(re.compile("/file/receipt"))
    return page.locator(".zd-secret").first.inner_text()


def fill(field: Locator, answers: Mapping[str, object]) -> None:
    """Put an answer into its field, whatever kind of field it is."""
    name = field.get_attribute("name") or ""
    value = answers.get(name)
    kind = field.get_attribute("type") or field.evaluate("one => one.tagName.toLowerCase()")
    if value in (None, "", False) or kind in {"hidden", "file"}:
        return
    if isinstance(value, str) and value.startswith(DAY_MARK):
        value = time.today().isoformat()
    if kind == "select":
        field.select_option([str(one) for one in value] if isinstance(value, list) else str(value))
    elif kind == "radio":
        if field.get_attribute("value") == str(value):
            field.check()
    elif kind == "checkbox":
        wanted = [str(one) for one in value] if isinstance(value, list) else ["true"]
        if field.get_attribute("value") in wanted:
            field.check()
    else:
        field.fill(str(value))


def take(page: Page, url: str, number: str, entry: Entry) -> None:
    """Take a step in its form on the case page."""
    page.goto(f"{url}/desk/cases/{number}")
    form = page.locator(f"#step-{entry['step']}")
    form.locator("summary").first.click()
    answers = {**dict(entry.get("facts") or {}), "reason": entry.get("reason") or ""}  # type: ignore[call-overload]
    for field in form.locator("form [name]:visible").all():
        fill(field, answers)
    form.locator("form button.btn-primary").last.click()
    expect(page.locator(".zd-note-danger")).to_have_count(0)


def approve(page: Page, url: str) -> None:
    """Approve what waits."""
    page.goto(f"{url}/desk/approvals")
    page.locator("button[name=vote][value=approve]").first.click()
    expect(page.locator(".zd-note-danger")).to_have_count(0)


def test_a_complaint_from_the_phone_to_the_closed_case(url: str, visit: Visit) -> None:
    phone = visit(username="shenxiufang", width=390)
    number = file_complaint(phone, url)
    desks = {name: visit(username=name, language="en" if name == "luofeng" else "zh-hans") for name in PEOPLE}
    for entry in entries(scene("invented-01"), "steps"):
        if entry["by"] not in PEOPLE or entry["step"] in {"request-evidence", "answer-evidence-request"}:
            continue
        if entry["step"] == "close":
            desks["wangqiang"].goto(f"{url}/desk/cases/{number}")
        take(desks[str(entry["by"])], url, number, entry)
        for name in entry.get("approve") or []:  # type: ignore[attr-defined]
            approve(desks[name], url)
    desks["wangqiang"].goto(f"{url}/desk/cases/{number}")
    expect(desks["wangqiang"].locator("h1 + p")).to_contain_text(number)
    expect(desks["wangqiang"].locator(".zd-title")).to_contain_text("已办结")
    phone.goto(f"{url}/mine")
    expect(phone.locator("main")).to_contain_text(number)


def test_the_guard_of_mediation_is_told_on_the_page_in_both_languages(url: str, visit: Visit) -> None:
    phone = visit(username="shenxiufang", width=390)
    number = file_complaint(phone, url)
    desks = {name: visit(username=name) for name in PEOPLE}
    for entry in entries(scene("invented-01"), "steps"):
        if "mediation" in str(entry["step"]) or "evidence-request" in str(entry["step"]) or entry["by"] not in PEOPLE:
            continue
        if entry["step"] in {"request-evidence", "close"}:
            continue
        take(desks[str(entry["by"])], url, number, entry)
        for name in entry.get("approve") or []:  # type: ignore[attr-defined]
            approve(desks[name], url)
    for language, words in (("zh-hans", "调解"), ("en", "mediation")):
        page = visit(username="wangqiang", language=language)
        page.goto(f"{url}/desk/cases/{number}")
        blocked = page.locator(".zd-step-blocked").filter(has_text=words)
        expect(blocked.first).to_be_visible()
        blocked.first.locator("summary").click()
        expect(blocked.first.locator("li").first).to_be_visible()
        assert page.locator("#step-close form button").count() == 0
