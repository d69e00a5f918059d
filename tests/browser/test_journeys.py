"""What people do: file in steps, with and without scripts; keep what was typed; leave at once; find by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.factories.faces import Town

pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]


def next_page(page: Page) -> None:
    page.locator("button[name=go][value=next]").click()


def file_report(page: Page, url: str) -> tuple[str, str]:
    """File an anonymous report and return number and secret."""
    page.goto(f"{url}/file/report/what")
    page.fill("[name=facts]", "2026年11月在武侯区一处仓库看到夜间分装假冒礼盒。")
    page.select_option("[name=district]", "510107")
    next_page(page)
    page.fill("[name=right_name]", "沈绣")
    next_page(page)
    page.fill("[name=respondent_name]", "川味食品厂")
    next_page(page)
    page.check("[name=anonymous]")
    next_page(page)
    next_page(page)  # no evidence yet
    expect(page.locator(".zd-answers a").first).to_be_visible()
    page.locator("form[data-zd-once] button").click()
    expect(page).to_have_url(re.compile("/file/receipt"))
    found = page.locator(".zd-secret").all_inner_texts()
    return found[0], found[1]


def test_an_anonymous_report_from_the_first_click_to_its_status(
    town_live: Town, visit: Visit, live_server: LiveServer
) -> None:
    del town_live
    page = visit()
    number, secret = file_report(page, live_server.url)
    assert re.fullmatch(r"(\w{5}-){3}\w{5}", secret)
    other = visit(width=390)
    other.goto(f"{live_server.url}/case/")
    other.fill("[name=number]", number)
    other.fill("[name=secret]", secret)
    other.locator("form[data-zd-secret] button").click()
    expect(other.locator("#status")).to_contain_text("下一步")
    other.fill("#messages [name=body]", "仓库今晚还会发货。")
    other.locator("#messages button").click()
    expect(other.locator(".zd-talk")).to_contain_text("仓库今晚还会发货。")


FACES = [("zh-CN", 1280), ("zh-CN", 390), ("en-GB", 1280), ("en-GB", 390)]


@pytest.mark.parametrize(("locale", "width"), FACES)
def test_the_core_path_works_with_scripts_off_in_every_face(
    town_live: Town, browser: Browser, live_server: LiveServer, locale: str, width: int
) -> None:
    """From the form over a fault, the answers, the receipt to the status, without a script."""
    del town_live
    context = browser.new_context(java_script_enabled=False, locale=locale, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/file/report/what")
    next_page(page)
    expect(page.locator("#errors a").first).to_be_visible()  # facts are needed
    number, secret = file_report(page, live_server.url)
    assert re.fullmatch(r"(\w{5}-){3}\w{5}", secret)
    expect(page.locator(".zd-qr")).to_be_visible()
    expect(page.locator("a[href$='.pdf']")).to_be_visible()
    page.goto(f"{live_server.url}/case/{number}")
    expect(page.locator("#status")).to_be_visible()
    context.close()


def reach(page: Page, wanted: str, *, most: int = 90) -> None:
    """Press Tab until what is wanted has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("one => document.activeElement.matches(one)", wanted):
            return
    pytest.fail(f"the keyboard does not reach {wanted}")


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 390)])
def test_a_report_is_filed_by_keyboard_alone(
    town_live: Town, visit: Visit, live_server: LiveServer, language: str, width: int
) -> None:
    del town_live
    page = visit(language=language, width=width)
    page.goto(f"{live_server.url}/file/report/what")
    forward = "button[name=go][value=next]"
    for field, text, step in (
        ("[name=facts]", "2026年11月看到夜间分装假冒礼盒。", "right"),
        ("[name=right_name]", "沈绣", "respondent"),
        ("[name=respondent_name]", "川味食品厂", "filer"),
        ("[name=anonymous]", " ", "evidence"),
        (forward, "", "check"),
    ):
        reach(page, field)
        page.keyboard.type(text)
        if field != forward:
            reach(page, forward)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{step}")
    reach(page, "form[data-zd-once] button")
    page.keyboard.press("Enter")
    expect(page.locator(".zd-secret").first).to_be_visible()


def test_a_fault_keeps_what_was_typed_and_takes_the_focus(
    town_live: Town, visit: Visit, live_server: LiveServer
) -> None:
    del town_live
    page = visit()
    page.goto(f"{live_server.url}/file/rights_complaint/respondent")
    page.fill("[name=respondent_name]", "某商行")
    page.fill("[name=respondent_uscc]", "91110000600037341X")
    next_page(page)
    expect(page.locator("#errors")).to_be_focused()
    assert page.input_value("[name=respondent_name]") == "某商行"
    page.locator("#errors a").first.click()
    assert page.evaluate("document.activeElement.name") == "respondent_uscc"


def test_typing_is_saved_by_itself_and_found_again(town_live: Town, visit: Visit, live_server: LiveServer) -> None:
    del town_live
    page = visit()
    page.goto(f"{live_server.url}/file/rights_complaint/what")
    page.fill("[name=facts]", "写到一半")
    page.locator("[name=facts]").blur()
    expect(page.locator("#saved")).to_contain_text("已保存")
    page.goto(f"{live_server.url}/file/rights_complaint")
    expect(page.locator("main")).to_contain_text("继续填写")
    page.goto(f"{live_server.url}/file/rights_complaint/what")
    assert page.input_value("[name=facts]") == "写到一半"


def test_slash_and_ctrl_k_reach_the_search(town_live: Town, visit: Visit, live_server: LiveServer) -> None:
    page = visit(username="wangqiang")
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type(town_live.complaint.number)
    page.keyboard.press("Enter")
    expect(page.locator("#cases")).to_contain_text(town_live.complaint.number)
    page.locator("h1").click()
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "q"
