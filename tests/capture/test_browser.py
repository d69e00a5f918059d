"""Capture by browser in its jail: what is made, what a page tries in vain, and what is refused without a jail."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.factories.capture import Shop
from zhidun.capture import engine
from zhidun.capture.browse import browser, relay
from zhidun.capture.bundle import wacz
from zhidun.capture.errors import BrowserFailed, BrowserMissing, NamespaceMissing
from zhidun.capture.net.gate import Gate, Visit
from zhidun.kernel import time
from zhidun.kernel.text import t

TRIED = {
    "127.0.0.1",
    "localhost",
    "169.254.169.254",
    "::1",
    "inner.example.com",
    "10.0.0.1",
    "metadata.google.internal",
}


def captured(site: Shop, folder: Path, path: str, *, video: bool = False, **words: Any) -> engine.Captured:
    order = engine.Order(url=site.url(path), how="browser", key="k1", video=video, operator=t("王强", "Wang Qiang"))
    return engine.capture(order, folder=folder, policy=site.policy(**words))


def notes(made: engine.Captured) -> set[str]:
    return {one["code"] for one in made.report["notes"]}


@pytest.mark.needs_chromium
@pytest.mark.needs_netns
def test_a_page_is_pictured_filmed_and_archived_as_its_scripts_made_it(site: Shop, tmp_path: Path) -> None:
    made = captured(site, tmp_path, "/", video=True)
    assert set(made.files) == {"screenshot", "html", "video", "wacz", "warc", "report"}
    assert "price: 199" in made.files["html"].read_text("utf-8")
    with Image.open(made.files["screenshot"]) as picture:
        assert picture.size == (1280, 900)
        assert len(picture.convert("L").getcolors(256) or ()) > 1
    assert made.files["video"].read_bytes()[:4] == b"\x1a\x45\xdf\xa3"
    assert wacz.faults(made.files["wacz"]) == []
    report = json.loads(made.files["report"].read_text("utf-8"))
    jail = report["browser"]["jail"]
    assert jail["interfaces"] == ["lo"]
    assert {one["url"] for one in report["requests"]} >= {site.url("/"), site.url("/gift.png"), site.url("/late.js")}
    assert all(one["address"] == "127.0.83.1" for one in report["requests"] if one["status"])
    assert [one["step"] for one in report["steps"]].index("video-begins") < len(report["steps"])
    assert not notes(made)


@pytest.mark.needs_chromium
@pytest.mark.needs_netns
def test_a_page_reaches_nothing_private_by_any_way_and_the_report_names_each_try(site: Shop, tmp_path: Path) -> None:
    made = captured(site, tmp_path, "/tricks")
    assert site.trapped == []
    refused = {one["host"].strip("[]") for one in made.report["connections"] if one["refused"]}
    assert refused >= TRIED
    assert notes(made) >= {"download-refused", "window-closed", "requisites-refused"}
    answered = {one["url"]: one["status"] for one in made.report["requests"]}
    assert answered["http://169.254.169.254/latest/"] == 0
    assert {one["key"]: one["ok"] for one in made.report["checks"]}["refused"] is False


@pytest.mark.needs_chromium
@pytest.mark.needs_netns
def test_a_page_without_end_is_cut_at_the_height(site: Shop, tmp_path: Path) -> None:
    made = captured(site, tmp_path, "/endless", page_height=3000)
    assert "page-cut" in notes(made)
    with Image.open(made.files["screenshot"]) as picture:
        assert picture.height == 3000


@pytest.mark.needs_chromium
@pytest.mark.needs_netns
def test_a_file_is_kept_as_a_file_and_no_browser_opens_it(site: Shop, tmp_path: Path) -> None:
    made = captured(site, tmp_path, "/download")
    assert made.report["how"] == "http"
    assert notes(made) == {"not-a-page"}
    with zipfile.ZipFile(made.files["wacz"]) as pack:
        assert "archive/data.warc.gz" in pack.namelist()
    assert wacz.faults(made.files["wacz"]) == []


def test_without_a_network_of_its_own_the_browser_is_not_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    probe = tmp_path / "relay.py"
    probe.write_text('print(\'{"ok": false, "why": "Operation not permitted"}\')')
    monkeypatch.setattr(browser, "RELAY", probe)
    monkeypatch.setattr(browser, "find_browser", lambda: Path(sys.executable))
    with pytest.raises(NamespaceMissing) as told:
        browser.jail()
    assert "Operation not permitted" in told.value.reason.en
    assert "HTTP" in told.value.remedy.en
    probe.write_text("raise SystemExit(1)")
    with pytest.raises(NamespaceMissing):
        browser.jail()


def test_without_a_browser_the_capture_by_browser_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIDUN_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(BrowserMissing) as told:
        browser.jail()
    assert "HTTP" in told.value.remedy.en


def test_the_jailer_refuses_when_the_kernel_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def no() -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(relay, "own_network", no)
    assert relay.probe() == {"ok": False, "why": "[Errno 1] Operation not permitted", "sandbox": False}


@pytest.mark.needs_netns
def test_a_browser_that_dies_is_told_as_such(site: Shop, tmp_path: Path) -> None:
    false = tmp_path / "browser.sh"
    false.write_text("#!/bin/sh\necho no display\nexit 3\n")
    false.chmod(0o755)
    policy = site.policy(browser_seconds=8)
    jail = browser.Jail(False, false, "0")
    from zhidun.capture.net.targets import read

    with pytest.raises(BrowserFailed) as told:
        browser.browse(read(site.url("/"), policy), Gate(policy), jail=jail, video=False)
    assert told.value.remedy.zh


def test_an_answer_of_our_own_proxy_is_no_answer_of_the_site(site: Shop) -> None:
    gate = Gate(site.policy())
    said = (("X-Zhidun-Refused", "capture.not_public"),)
    assert browser.refusal_of(gate, "shop.example.com:80", said) == ""
    gate.visits.append(Visit("shop.example.com", 80, time.now(), "browser", refused="capture.not_public"))
    assert browser.refusal_of(gate, "shop.example.com:80", said) == "capture.not_public"
    assert browser.refusal_of(gate, "shop.example.com:80", ()) == ""


def test_a_probe_that_dies_is_told_with_its_last_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZHIDUN_CHROMIUM", "/bin/sh")
    for program, said in (("import sys; sys.exit('no such user')", "no such user"), ("raise SystemExit(9)", "exit 9")):
        dead = tmp_path / f"{said}.py"
        dead.write_text(program)
        monkeypatch.setattr(browser, "RELAY", dead)
        with pytest.raises(NamespaceMissing, match=said):
            browser.jail()
