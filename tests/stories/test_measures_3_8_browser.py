"""Measures 三 and 八 in Chromium: the holder in Chinese, the other side on the phone in English, to the agreement."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.browser.test_axe import faults
from tests.factories.faces import PASSWORD
from zhidun.access.loading import load_cast, load_city
from zhidun.kernel import time
from zhidun.mediation import services
from zhidun.mediation.models import Mediation

pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]
PHONE = 390


@pytest.fixture
def url(live_server: LiveServer, settings: Settings) -> str:
    settings.SECOND_FACTOR_REQUIRED = False
    load_city()
    load_cast(PASSWORD)
    services.load_register()
    return str(live_server.url)


def press(page: Page, what: str, label: str) -> None:
    """Press the button of the form that does `what`."""
    page.evaluate("document.querySelectorAll('details:not(.zd-menu)').forEach(one => { one.open = true })")
    page.locator(f"form[action$='/act/{what}']").first.get_by_role("button", name=re.compile(label)).click()
    expect(page.locator(".zd-note-danger")).to_have_count(0)


@dataclass(frozen=True)
class People:
    """Three browsers: the right holder, the other side, the mediator."""

    holder: Page
    maker: Page
    mediator: Page


def begin(people: People, url: str) -> str:
    """Ask, invite by code, consent, choose the mediator; return the number."""
    people.holder.goto(f"{url}/mediation/new")
    people.holder.locator("input[name=form][value=people]").check()
    people.holder.locator("select[name=kind]").select_option("trademark")
    people.holder.locator("input[name=dispute][value=damages]").check()
    people.holder.locator("input[name=other]").fill("川味食品厂")
    people.holder.locator("textarea[name=request]").fill("停止使用近似包装，赔偿损失")
    people.holder.get_by_role("button", name="提出申请").click()
    number = Mediation.objects.select_related("case").get().case.number
    expect(people.holder).to_have_url(re.compile(number))

    people.mediator.goto(f"{url}/desk/mediations/{number}")
    press(people.mediator, "code", "被请求人")
    code = re.search(r"：([0-9A-Z-]{14})", people.mediator.locator("[role=status]").first.inner_text())
    assert code is not None

    people.maker.goto(f"{url}/mediation/join")
    people.maker.locator("input[name=number]").fill(number)
    people.maker.locator("input[name=code]").fill(code[1])
    people.maker.locator("form[data-zd-once] button").click()
    expect(people.maker.get_by_role("heading", name="Do you agree to mediate?")).to_be_visible()
    people.maker.locator("input[name=capacity][value=organisation]").check()
    press(people.maker, "answer", "Agree to mediate")
    people.holder.reload()
    people.holder.locator("input[name=capacity][value=organisation]").check()
    press(people.holder, "answer", "同意调解")
    people.maker.reload()
    for page, label in ((people.holder, "我选这位"), (people.maker, "Choose this one")):
        page.locator("input[name=mediator]:not([disabled])").first.check()
        press(page, "choose", label)
    return number


def compute(people: People, url: str, number: str) -> str:
    """The holder fills and shares a sheet, the other side contests a line; return the sheet's path."""
    people.holder.goto(f"{url}/damages/?case={number}")
    today = time.today().isoformat()
    for name, value in (("act_from", today), ("act_to", today)):
        people.holder.locator(f"input[name={name}]").fill(value)
    people.holder.get_by_role("button", name="开始").click()
    people.holder.locator("select[name=kind]").select_option("gain")
    people.holder.locator("form[action$='/act/line'] input[name=amount]").fill("20000")
    people.holder.locator("form[action$='/act/line'] input[type=file]").set_input_files(
        {"name": "账册.txt", "mimeType": "text/plain", "buffer": b"20000"}
    )
    press(people.holder, "line", "添加")
    expect(people.holder.locator("#result")).to_contain_text("20000.00")
    press(people.holder, "share", "分享")
    sheet = people.holder.url.split("#", maxsplit=1)[0].replace(url, "")
    people.maker.goto(url + sheet)
    people.maker.locator("#line summary").first.click()
    people.maker.locator("#why1").fill("Returns are not deducted")
    people.maker.locator("form[action$='/act/contest'] button").first.click()
    expect(people.maker.locator("#line")).to_contain_text("Returns are not deducted")
    return sheet


def settle(people: People, url: str, number: str) -> None:
    """What is said apart stays there; sealed offers cross."""
    people.holder.goto(f"{url}/mediation/{number}")
    people.maker.goto(f"{url}/mediation/{number}")
    people.holder.locator("form[action$='/act/say']").nth(1).locator("textarea").fill("底线一万五，只告诉调解员")
    people.holder.locator("form[action$='/act/say']").nth(1).locator("button").click()
    expect(people.holder.locator("#rooms")).to_contain_text("底线一万五")
    people.maker.reload()
    expect(people.maker.locator("#rooms")).not_to_contain_text("底线一万五")

    people.mediator.goto(f"{url}/desk/mediations/{number}")
    expect(people.mediator.locator("#rooms")).to_contain_text("底线一万五")
    press(people.mediator, "open-round", "开启")
    for page, amount, label in ((people.holder, "15000", "密封提交"), (people.maker, "17000", "Seal and send")):
        page.reload()
        page.locator("#sealed input[name=amount]").fill(amount)
        press(page, "seal-offer", label)
    expect(people.maker.locator("#sealed")).to_contain_text("16000.00")


def conclude(people: People) -> None:
    """Draft and sign by all three."""
    people.mediator.reload()
    people.mediator.locator("summary", has_text="起草调解协议").click()
    people.mediator.locator("form[action$='/act/draft'] input[name=amount]").fill("16000")
    people.mediator.locator("#pa1").fill("16000")
    people.mediator.locator("#po1").fill("2099-01-01")
    press(people.mediator, "draft", "生成协议")
    for page, label in ((people.holder, "签署"), (people.maker, "sign"), (people.mediator, "签署")):
        page.goto(page.url.split("?", maxsplit=1)[0])
        press(page, "sign", label)
    expect(people.mediator.locator("#agreement")).to_contain_text("已生效")


def test_from_the_sheet_to_a_signed_agreement_with_both_sides(url: str, visit: Visit, tmp_path: Path) -> None:
    people = People(
        visit(username="shenxiufang"), visit(username="chuanwei", language="en", width=PHONE), visit(username="zhaoyun")
    )
    number = begin(people, url)
    sheet = compute(people, url, number)
    settle(people, url, number)
    conclude(people)
    talk = f"/mediation/{number}"
    found = [line for path in (talk, sheet, "/mediation/", "/damages/") for line in faults(people.holder, url + path)]
    found += [line for path in (talk, sheet, "/mediation/new") for line in faults(people.maker, url + path)]
    found += faults(people.mediator, f"{url}/desk/mediations/{number}")
    assert found == []
    keep = Path(os.environ.get("ZHIDUN_PICTURES", tmp_path))
    for name, page, path in (
        ("holder", people.holder, talk), ("maker", people.maker, talk), ("sheet", people.holder, sheet),
        ("sheet-phone", people.maker, sheet), ("desk", people.mediator, f"/desk/mediations/{number}"),
    ):  # fmt: skip
        page.goto(url + path)
        page.screenshot(path=keep / f"{name}.png", full_page=True)
        assert (keep / f"{name}.png").stat().st_size > 10_000
