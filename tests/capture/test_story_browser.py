"""A capture in Chromium: an officer fixes a shop for a case, a colleague takes custody; axe finds nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit, visit
from tests.browser.test_axe import faults
from tests.factories.capture import Shop, verified_holder
from tests.factories.faces import town
from tests.factories.sealing import crowd
from zhidun.capture import jobs, policies
from zhidun.capture.models import Capture, CaptureList
from zhidun.evidence import package_check
from zhidun.evidence.logbook import logbook
from zhidun.evidence.sequencing import Sequencer

__all__ = ["visit"]
pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_netns, pytest.mark.browser]
HAN = re.compile(r"[\u4e00-\u9fff]+")
SHOWN = re.compile("蜀绣 旗舰店|截图|网页源码|网页归档|固定报告|滚动视频|武侯区.*|王强")


def ordered(page: Page, url: str, address: str, number: str) -> None:
    """Order a capture by browser with a film, into the file of a case."""
    page.goto(f"{url}/desk/captures?case={number}")
    page.fill("[name=url]", address)
    page.check("[name=video]")
    page.get_by_role("button", name="开始固定").click()
    expect(page.locator("main")).to_contain_text("排队")


def test_an_officer_fixes_a_shop_and_hands_it_on(
    site: Shop, visit: Visit, live_server: LiveServer, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    monkeypatch.setattr(policies, "usual", site.policy)
    url = str(live_server.url)
    with crowd(tmp_path / "witnesses") as witnesses:
        witnesses.save(settings, 2)
        number = town().complaint.number
        officer = visit(username="wangqiang")
        ordered(officer, url, site.url("/"), number)
        row = Capture.objects.get()
        jobs.one(capture=str(row.public_id))
        assert Sequencer().round().quorum
        place = f"{url}/desk/captures/{row.public_id}"
        officer.goto(place)
        expect(officer.locator("h1")).to_have_text("蜀绣 旗舰店")
        expect(officer.locator("#tests")).to_contain_text("独立网络命名空间")
        expect(officer.locator("#files")).to_contain_text("滚动视频")
        assert officer.locator("#files li").count() == 6
        assert faults(officer, place) == []
        officer.goto(f"{url}/desk/cases/{number}")
        expect(officer.locator("#evidence")).to_contain_text("screenshot.png")

        officer.goto(place)
        officer.locator("#files a").first.click()
        expect(officer.locator("#seal")).to_contain_text("w1.example")
        with officer.expect_download() as taken:
            officer.locator("#check a", has_text="证据包").click()
        package = tmp_path / "package.zip"
        taken.value.save_as(package)
        checked = package_check.check(package, logbook().published_policy())
        assert checked.ok and len(checked.verdicts) == 6
        offered_and_taken(officer, visit, url)

        english = visit(username="wangqiang", language="en", theme="dark", width=390)
        assert faults(english, place) == []
        assert HAN.findall(SHOWN.sub("", english.locator("#tests").inner_text())) == []


def offered_and_taken(officer: Page, visit: Visit, url: str) -> None:
    """Hand custody to a colleague, who confirms in a session of her own."""
    officer.select_option("#hand-over [name=receiver]", index=1)
    receiver = officer.locator("#hand-over [name=receiver]").input_value()
    officer.fill("#hand-over [name=medium]", "光盘一张")
    officer.get_by_role("button", name="提出移交").click()
    other = visit(username=receiver)
    other.goto(f"{url}/desk/hand-overs")
    other.locator("main a", has_text="screenshot").first.click()
    other.get_by_role("button", name="确认接收").click()
    expect(other.locator("main")).to_contain_text("双方已确认")


def test_a_right_holder_watches_a_list_on_the_phone(
    site: Shop, visit: Visit, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(policies, "usual", site.policy)
    verified_holder("shenxiu")
    url, page = str(live_server.url), visit(username="shenxiu", width=390)
    rows = tmp_path / "店铺.csv"
    rows.write_text(f"网址\n{site.url('/')}\nhttp://10.1.2.3/\n{site.url('/gbk')}\n", "utf-8")
    page.goto(f"{url}/capture/")
    page.locator("summary", has_text="多个网址").click()
    page.set_input_files("[name=file]", rows)
    page.check("[name=how][value=http]")
    page.get_by_role("button", name="开始固定").click()
    whole = CaptureList.objects.get()
    expect(page.locator("#progress")).to_contain_text("1 / 3")
    page.get_by_role("button", name="暂停").click()
    expect(page.locator("#progress")).to_contain_text("已暂停")
    jobs.following(captures=str(whole.public_id))
    page.get_by_role("button", name="继续").click()
    for _ in range(3):
        jobs.following(captures=str(whole.public_id))
    expect(page.locator("#progress")).to_contain_text("3 / 3")  # it refreshes by itself
    assert faults(page, f"{url}/capture/lists/{whole.public_id}") == []
    page.locator("#rows a", has_text="/gbk").click()
    expect(page.locator("h1")).to_have_text("假冒豆瓣")
    assert faults(page, page.url) == []
