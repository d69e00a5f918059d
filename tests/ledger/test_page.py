"""The offline page in a browser with the network off: true for what was sealed, false with the reason otherwise."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import ledger_core as make
from zhidun.evidence.bagit import BagWriter, ZipSink
from zhidun.ledger import pages

CONTENT = "公证书 sealed".encode() * 300


def test_the_page_asks_nothing_of_any_network() -> None:
    made = pages.page(make.policy())
    assert not re.search(r"(src|href)\s*=", made)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|sendBeacon|import)\b\s*\(", made)
    assert make.signer().verifier.vkey in made
    assert "{{" not in made
    assert 'lang="en"' in pages.page(make.policy(), lang="en")


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    (tmp_path / "verify.html").write_text(pages.page(make.policy()), "utf-8")
    (tmp_path / "evidence.txt").write_bytes(CONTENT)
    (tmp_path / "altered.txt").write_bytes(CONTENT.replace(b"sealed", b"seaIed", 1))
    (tmp_path / "evidence.tlog-proof").write_bytes(make.sealed(tmp_path, CONTENT).encode())
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto((tmp_path / "verify.html").as_uri())
    yield page
    assert faults == []
    context.close()


@pytest.mark.needs_chromium
def test_offline_the_page_says_true_and_false_and_names_what_differs(opened: Page, tmp_path: Path) -> None:
    opened.set_input_files("#proof", tmp_path / "evidence.tlog-proof")
    expect(opened.locator("#status")).to_contain_text("请先选择")
    opened.set_input_files("#file", tmp_path / "evidence.txt")
    expect(opened.locator("#verdict")).to_contain_text("真")
    expect(opened.locator("#manifest")).to_contain_text("witness.test/w2")
    opened.set_input_files("#file", tmp_path / "altered.txt")
    expect(opened.locator("#verdict")).to_contain_text("假")
    expect(opened.locator("#findings")).to_contain_text("sha256 应为")
    opened.click("#language")
    expect(opened.locator("#verdict")).to_contain_text("False")
    expect(opened.locator("#findings")).to_contain_text("expected")
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.needs_chromium
def test_offline_the_page_checks_a_whole_package(opened: Page, tmp_path: Path) -> None:
    for name, content in (("true", CONTENT), ("false", (tmp_path / "altered.txt").read_bytes())):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as pack:
            writer = BagWriter(ZipSink(pack, "evidence"))
            writer.add("original/公证书.txt", content)
            writer.add("proof/公证书.txt.tlog-proof", (tmp_path / "evidence.tlog-proof").read_bytes())
            writer.close([])
    opened.set_input_files("#package", tmp_path / "true.zip")
    expect(opened.locator("#verdict")).to_contain_text("真:证据包完整")
    opened.set_input_files("#package", tmp_path / "false.zip")
    expect(opened.locator("#verdict")).to_contain_text("假")
    expect(opened.locator("#findings")).to_contain_text("公证书.txt:sha256 应为")
    opened.click("#language")
    expect(opened.locator("#package-name")).to_contain_text("false.zip")
    expect(opened.locator("#findings")).to_contain_text("公证书.txt: sha256: expected")
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.needs_chromium
def test_another_policy_or_none_is_false(opened: Page, tmp_path: Path) -> None:
    opened.set_input_files("#proof", tmp_path / "evidence.tlog-proof")
    opened.set_input_files("#file", tmp_path / "evidence.txt")
    expect(opened.locator("#verdict")).to_contain_text("真")
    opened.fill("#policy", make.policy(3).text)
    opened.locator("#policy").dispatch_event("change")
    expect(opened.locator("#findings")).to_contain_text("见证签名未达到规定数量")
    opened.fill("#policy", "nonsense")
    opened.locator("#policy").dispatch_event("change")
    expect(opened.locator("#findings")).to_contain_text("策略文件格式不对")
