"""Bad days: two tabs, the back button, an expired receipt, a lost connection, endless names, the printer, the tour."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.browser.test_expectations import fits
from tests.browser.test_journeys import file_report, next_page
from tests.factories.faces import Town
from zhidun.cases.models import Case

pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]


def test_two_tabs_and_the_back_button_make_one_case_and_an_expired_receipt_says_what_to_do(
    town_live: Town, visit: Visit, live_server: LiveServer
) -> None:
    del town_live
    before = Case.objects.count()
    page = visit(width=390)
    file_report(page, live_server.url)
    second = page.context.new_page()
    second.goto(f"{live_server.url}/file/report/check")
    assert "Traceback" not in second.content()
    page.go_back()
    again = page.locator("form[data-zd-once] button")
    if again.count():
        again.first.click()
        page.wait_for_load_state()
    assert Case.objects.count() == before + 1
    expect(page.locator("main")).to_be_visible()
    other = visit()
    answer = other.goto(f"{live_server.url}/file/receipt")
    assert answer is not None
    assert answer.status < 500
    expect(other.locator("main")).to_contain_text("回执页为了安全")
    expect(other.locator("[name=number]")).to_be_visible()


def test_a_lost_connection_and_an_endless_name_lose_nothing(
    town_live: Town, visit: Visit, live_server: LiveServer
) -> None:
    del town_live
    page = visit(width=390)
    address = f"{live_server.url}/file/rights_complaint"
    page.goto(f"{address}/what")
    page.fill("[name=facts]", "写了很久的事实经过")
    page.locator("[name=facts]").blur()
    expect(page.locator("#saved")).to_contain_text("已保存")
    page.context.set_offline(True)
    page.fill("[name=facts]", "写了很久的事实经过，断网时又写了一段")
    next_page(page)
    expect(page.locator("[data-zd-adrift]")).to_be_focused()
    expect(page.locator("[data-zd-adrift]")).to_contain_text("还没有提交")
    page.context.set_offline(False)
    next_page(page)
    page.wait_for_url("**/right")
    page.goto(f"{address}/what")
    assert page.input_value("[name=facts]") == "写了很久的事实经过，断网时又写了一段"
    page.goto(f"{address}/respondent")
    page.evaluate("document.querySelector('[name=respondent_name]').removeAttribute('maxlength')")
    page.fill("[name=respondent_name]", "长" * 10_000)
    next_page(page)
    expect(page.locator("#errors")).to_be_focused()
    assert len(page.input_value("[name=respondent_name]")) >= 200
    assert fits(page)
    page.fill("[name=respondent_name]", "W" * 200)
    next_page(page)
    page.wait_for_url("**/filer")
    page.goto(f"{address}/check")
    expect(page.locator(".zd-answers").first).to_be_visible()
    assert fits(page)


def test_a_list_and_a_case_are_printed_without_the_frame_and_with_what_is_folded(
    town_live: Town, visit: Visit, live_server: LiveServer
) -> None:
    page = visit(username="wangqiang", language="en")
    page.goto(f"{live_server.url}/desk/")
    narrow = page.evaluate(
        "[...document.querySelectorAll('#cases tbody tr:first-child > *:not(.zd-tick)')].map(one => one.offsetWidth)"
    )
    assert min(narrow) >= 88, narrow
    tall = page.evaluate("document.querySelector('#cases tbody tr').offsetHeight")
    assert tall <= 150, tall
    assert page.evaluate(
        """() => {
            const cells = document.querySelectorAll("#cases tbody tr:first-child td[data-label] > span")
            for (const cell of cells) cell.textContent = "W".repeat(200)
            const frame = document.querySelector("#cases table").parentElement
            return frame.scrollWidth <= frame.clientWidth + 1
        }"""
    ), "an endless name widens no list"
    page.emulate_media(media="print")
    expect(page.locator("nav.zd-side").first).to_be_hidden()
    expect(page.locator(".zd-tools-row")).to_be_hidden()
    expect(page.locator("#cases table")).to_be_visible()
    page.goto(f"{live_server.url}/desk/cases/{town_live.complaint.number}")
    for screen_only in ("nav.zd-side", "header.zd-top", ".zd-tabs", "#steps form"):
        expect(page.locator(screen_only).first).to_be_hidden()
    expect(page.locator("#clocks .zd-why dl").first).to_be_visible()
    expect(page.locator("#timeline")).to_be_visible()
    assert fits(page)


@pytest.mark.parametrize(("language", "first"), [("zh-hans", "导览 1/"), ("en", "Tour 1/")])
def test_the_tour_leads_from_page_to_page_and_ends(
    town_live: Town, visit: Visit, live_server: LiveServer, language: str, first: str
) -> None:
    del town_live
    page = visit(username="wangqiang", language=language, width=390)
    page.goto(f"{live_server.url}/desk/help")
    page.locator("#tour .btn-primary").click()
    expect(page.locator("#tour-title")).to_contain_text(first)
    last = int(re.findall(r"/(\d+)", page.inner_text("#tour-title"))[0])
    assert last > 2
    for stop in range(2, last + 1):
        page.locator("section[aria-labelledby=tour-title] .btn-primary").click()
        expect(page.locator("#tour-title")).to_contain_text(f"{stop}/{last}")
        assert fits(page)
    page.locator("section[aria-labelledby=tour-title] a").last.click()
    expect(page.locator("#tour-title")).to_have_count(0)


def test_a_booth_of_a_fair_is_recorded_without_a_network(
    town_live: Town, visit: Visit, live_server: LiveServer
) -> None:
    del town_live
    page = visit(username="wangqiang", width=390)
    page.goto(f"{live_server.url}/desk/inspect")
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.context.set_offline(True)
    page.reload()
    page.check("input[value=fair]")
    expect(page.locator("#i-place")).to_be_visible()
    expect(page.locator("#i-case")).to_be_hidden()
    page.fill("#i-fair", "天府家居博览会")
    page.fill("#i-booth", "3B-112")
    page.select_option("#i-district", "510107")
    page.fill("#i-respondent", "川味家居")
    page.fill("#i-found", "展位陈列同款沙发两张。")
    expect(page.locator("#kept")).to_contain_text("天府家居博览会 · 3B-112")
    page.locator("#fresh").click()
    assert page.input_value("#i-fair") == "天府家居博览会"
    assert page.input_value("#i-booth") == ""
    page.context.set_offline(False)
    expect(page.locator("#kept")).to_contain_text("已提交")
    made = Case.objects.order_by("-id")[0]
    assert "展会巡查" in str(made.facts)
    assert "3B-112" in str(made.facts)
