"""What people expect of the pages (docs/ux.md), in Chromium: uploads, session, lists, offline form, figures."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, Response, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.browser.test_journeys import next_page
from tests.factories.evidence import png
from tests.factories.faces import PASSWORD, Town, officer
from zhidun.access.models import Account
from zhidun.cases import services
from zhidun.cases.models import Case
from zhidun.kernel import time

pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]
MOST_FIRST_LOAD = 250_000
PHOTO = {"name": "现场.png", "mimeType": "image/png", "buffer": png()}


def session_of(page: Page) -> str:
    """The key of the session a page runs under."""
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    return str(cookies[django_settings.SESSION_COOKIE_NAME])


def weigh(page: Page, address: str) -> tuple[int, set[str]]:
    """Open a page in a fresh cache; return bytes as gzip would send them, and the hosts asked."""
    hosts: set[str] = set()
    bodies: list[int] = []

    def note(answer: Response) -> None:
        hosts.add(urlsplit(answer.url).netloc)
        if answer.ok:
            bodies.append(len(gzip.compress(answer.body(), 6)))

    page.on("response", note)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("response", note)
    return sum(bodies), hosts


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return not page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")


def test_a_citizen_uploads_over_a_bad_connection_and_gets_number_receipt_and_code(
    town_live: Town, visit: Visit, live_server: LiveServer
) -> None:
    del town_live
    page = visit()
    weight, hosts = weigh(page, f"{live_server.url}/")
    assert weight <= MOST_FIRST_LOAD, f"{weight} bytes"
    assert hosts == {urlsplit(live_server.url).netloc}
    expect(page.locator(".zd-tile")).to_have_count(4)
    page.goto(f"{live_server.url}/file/report/what")
    expect(page.locator(".zd-steps li")).to_have_count(6)
    page.locator(".zd-explain summary").first.click()
    expect(page.locator(".zd-explain[open] dd").first).to_be_visible()
    page.fill("[name=facts]", "2026年11月在武侯区看到假冒礼盒。")
    next_page(page)
    page.fill("[name=right_name]", "沈绣")
    next_page(page)
    page.fill("[name=respondent_name]", "川味食品厂")
    page.locator("[name=respondent_name]").blur()
    expect(page.locator("#hints")).to_contain_text("类似")
    next_page(page)
    page.check("[name=anonymous]")
    next_page(page)
    broken: list[str] = []

    def once(route: Route) -> None:
        if route.request.method == "PUT" and not broken:
            broken.append(route.request.url)
            route.abort()
            return
        route.continue_()

    page.route("**/uploads/*", once)
    page.set_input_files("[name=files]", [PHOTO])
    page.locator("button[value=upload]").click()
    expect(page.locator(".zd-hash")).to_contain_text("SHA-256")
    assert broken
    next_page(page)
    page.locator("form[data-zd-once] button").dblclick()
    expect(page).to_have_url(re.compile("/file/receipt"))
    expect(page.locator(".zd-qr")).to_be_visible()
    link = page.locator("a[href$='.pdf']").get_attribute("href")
    made = page.request.get(f"{live_server.url}{link}")
    assert made.body().startswith(b"%PDF")
    assert Case.objects.filter(procedure="report").count() == 2


def test_the_session_warns_and_nothing_typed_is_lost(town_live: Town, visit: Visit, live_server: LiveServer) -> None:
    page = visit(username="wangqiang")
    address = f"{live_server.url}/desk/cases/{town_live.complaint.number}"
    page.goto(address)
    store = import_module(django_settings.SESSION_ENGINE).SessionStore(session_of(page))
    store["until"] = (time.now() + timedelta(seconds=90)).isoformat()
    store.save()
    page.goto(address)
    expect(page.locator("#zd-session")).to_contain_text("还有 2 分钟")
    page.locator("[data-zd-stay]").click()
    expect(page.locator("#zd-session")).not_to_be_visible()
    page.locator("#notes summary").click()
    page.fill("#notes [name=body]", "电话询问店主，约明天上午到所。")
    store.flush()
    page.locator("#notes button").click()
    page.locator("a[href*='/accounts/login/']").click()
    page.fill("[name=login]", "wangqiang")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("#notes [name=body]")).to_have_value("电话询问店主，约明天上午到所。")


def test_an_officer_works_a_list_by_keyboard(town_live: Town, visit: Visit, live_server: LiveServer) -> None:
    Account.objects.filter(username="wangqiang").update(email="w@example.org")
    Case.objects.filter(number=town_live.complaint.number).update(title="沈" * 300)
    page = visit(username="wangqiang", width=640)  # 1280 at 200 %
    weight, hosts = weigh(page, f"{live_server.url}/desk/")
    assert weight <= MOST_FIRST_LOAD, f"{weight} bytes"
    assert hosts == {urlsplit(live_server.url).netloc}
    assert fits(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-zd-ticked]")).to_contain_text("1")
    page.fill("#bulk-word", "急")
    page.locator("button[value=label]").click()
    expect(page.locator("#cases .zd-tag").filter(has_text="急").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("sxf")
    expect(page.locator("#quick a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/desk/(cases|rights|search)"))
    page.goto(f"{live_server.url}/desk/?procedure=report")
    page.locator("summary", has_text="存为视图").click()
    page.fill("#view-name", "举报")
    page.locator("form[action$='/views'] button").click()
    expect(page.locator(".zd-chip", has_text="举报")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.goto(f"{live_server.url}/desk/cases/{town_live.complaint.number}")
    assert fits(page)
    page.locator("#clocks summary").first.click()
    expect(page.locator("#clocks .zd-why[open]").first).to_contain_text("依据")


def test_an_inspection_is_filled_in_without_a_network_and_sent_later(
    town_live: Town, visit: Visit, live_server: LiveServer
) -> None:
    page = visit(username="wangqiang", width=390)
    address = f"{live_server.url}/desk/inspect"
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.check("input[value=case]")
    page.fill("#i-case", town_live.complaint.number)
    page.locator("#i-case").blur()
    expect(page.locator("#case-said")).not_to_be_empty()
    page.context.set_offline(True)
    page.reload()
    page.locator("#kept button").first.click()
    assert page.input_value("#i-case") == town_live.complaint.number
    page.fill("#i-found", "现场见到同款礼盒 20 件。")
    page.set_input_files("#i-photos", [PHOTO])
    expect(page.locator("#saved")).to_contain_text("已存在本机")
    services.take_step(
        case_number=town_live.complaint.number, step="triage", actor=officer(), facts={"matter": "trademark"},
        expected_version=Case.objects.get(number=town_live.complaint.number).version,
    )  # fmt: skip
    page.context.set_offline(False)
    expect(page.locator("#conflict")).to_be_visible()
    expect(page.locator("#news")).to_contain_text("王强")
    page.locator("#still").click()
    expect(page.locator("#kept")).to_contain_text("已提交")
    page.goto(f"{live_server.url}/desk/cases/{town_live.complaint.number}")
    expect(page.locator("#notes")).to_contain_text("同款礼盒 20 件")
    expect(page.locator("#evidence")).to_contain_text("现场.png")


def test_a_head_opens_every_figure_and_the_chart_has_its_table(
    town_live: Town, visit: Visit, live_server: LiveServer
) -> None:
    page = visit(username="luofeng")
    page.goto(f"{live_server.url}/desk/overview")
    expect(page.locator(".zd-map a")).to_have_count(23)
    expect(page.locator("#months .zd-chart svg")).to_be_visible()
    expect(page.locator("#months table tbody tr")).to_have_count(2)
    page.locator(".zd-map a[href*='510107']").click()
    expect(page.locator("main")).to_contain_text(town_live.complaint.number)
