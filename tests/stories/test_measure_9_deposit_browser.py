"""Measure 九 (copyright base) in Chromium: deposit, licence by both sides, codes, a buyer, proof without us."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.factories.access import make_account
from tests.factories.evidence import png
from tests.factories.sealing import crowd, own_log
from zhidun.access.loading import load_cast, load_city
from zhidun.evidence import package_check
from zhidun.evidence.logbook import logbook
from zhidun.evidence.sequencing import Sequencer
from zhidun.kernel import time

pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]
WORK = png()


@pytest.fixture
def url(live_server: LiveServer, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The site, two witnesses, and two citizens."""
    settings.SECOND_FACTOR_REQUIRED = False
    settings.BLOBS = tmp_path / "blobs"
    own_log(settings, tmp_path / "log")
    load_city()
    load_cast("Rongcheng-Story-2026")
    for name in ("shenxiu", "tudi"):
        make_account(name, kind="citizen")
    with crowd(tmp_path / "witnesses") as witnesses:
        witnesses.save(settings, 2)
        yield str(live_server.url)


def deposited(page: Page, url: str, file: Path) -> str:
    """Deposit a work page by page; return its number."""
    page.goto(f"{url}/deposit/")
    page.get_by_role("link", name="存证一件作品").first.click()
    page.fill("[name=title]", "芙蓉绣稿")
    page.select_option("[name=category]", "fine_art")
    page.check("[name=authorship][value=original]")
    page.fill("[name=created_on]", time.today().isoformat())
    page.select_option("[name=district]", "510107")
    page.locator("button[name=go][value=next]").click()
    page.locator("button[name=go][value=next]").click()  # author and owner: the one who is signed in
    page.set_input_files("[name=files]", file)
    page.check("[name=visibility][value=public]")
    page.locator("button[name=go][value=next]").click()
    expect(page.locator("main")).to_contain_text("芙蓉绣稿")
    page.locator("main form button").last.click()
    expect(page.locator("main h1")).to_have_text("已存证")
    return page.locator("main .zd-lead b").inner_text()


def licensed(owner: Page, taker: Page, url: str, number: str) -> None:
    """Offer a licence; it counts once the other side confirmed in its own account."""
    owner.goto(f"{url}/deposit/{number}/licence")
    owner.fill("[name=taker]", "tudi")
    owner.check("[name=taker_kind] >> nth=0")
    owner.check("[name=licence_kind][value=ordinary]")
    owner.locator("[name=powers]").first.check()
    owner.select_option("[name=territory]", ["CN"])
    owner.fill("[name=from_on]", time.today().isoformat())
    owner.get_by_role("button", name="发给对方确认").click()
    expect(owner.locator("h1")).to_contain_text("等待")
    taker.goto(f"{url}/deposit/")
    taker.locator("main a", has_text="→").first.click()
    taker.get_by_role("button", name="同意", exact=True).click()
    expect(taker.locator("h1")).to_contain_text("已生效")


def test_a_work_from_its_maker_to_its_buyer_and_to_a_stranger_who_trusts_nobody(
    url: str, visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "绣稿.png"
    file.write_bytes(WORK)
    owner, taker = visit(username="shenxiu"), visit(username="tudi", width=390)
    number = deposited(owner, url, file)
    licensed(owner, taker, url, number)
    assert Sequencer().round().quorum
    owner.goto(f"{url}/deposit/{number}")
    expect(owner.locator("#chain")).to_contain_text("tudi")

    owner.goto(f"{url}/deposit/{number}/codes")
    owner.fill("[name=product]", "芙蓉披肩")
    owner.fill("[name=quantity]", "3")
    owner.get_by_role("button", name="生成").click()
    with owner.expect_download() as csv:
        owner.locator("#codes a", has_text="CSV").click()
    code = re.findall(r"[2-9A-HJKMNP-Z]{5}(?:-[2-9A-HJKMNP-Z]{5}){3}", Path(csv.value.path()).read_text("utf-8-sig"))[0]
    buyer = visit(width=390, language="en")
    buyer.goto(f"{url}/deposit/code#code={code}")
    expect(buyer.locator("#verdict")).to_contain_text("芙蓉披肩")
    assert "code=" not in buyer.url
    forged = ("3" if code[0] != "3" else "4") + code[1:]
    buyer.fill("#zd-code [name=code]", forged)
    buyer.locator("#zd-code button").click()
    expect(buyer.locator("#verdict, [role=alert]").first).to_be_visible()
    expect(buyer.locator("main")).not_to_contain_text("芙蓉披肩")

    with owner.expect_download() as taken:
        owner.goto(f"{url}/deposit/{number}")
        owner.locator("#take a", has_text="证明包").click()
    package = tmp_path / "package.zip"
    taken.value.save_as(package)
    checked = package_check.check(package, logbook().published_policy())
    assert checked.ok, [one for one in checked.findings if not one.ok]

    stranger = visit()
    stranger.goto(f"{url}/verify/file")
    asked: list[str] = []
    stranger.on("request", lambda one: asked.append(f"{one.method} {one.url} {len(one.post_data_buffer or b'')}"))
    stranger.set_input_files("#zd-verify-file", file)
    expect(stranger.locator("#zd-verify-result")).to_contain_text("该文件已存证")
    assert [one for one in asked if one.startswith("POST")] == []
    stranger.goto(f"{url}/deposit/figures")
    row = stranger.locator("tr", has_text="武侯区").locator("td").all_inner_texts()
    assert row.count("1") == 2  # one work of fine art, one in all
