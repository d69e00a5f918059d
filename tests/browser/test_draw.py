"""The page's own scripts of the verifiable draw, in Chromium, against the published vector."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

import zhidun
from tests.conftest import OpenPage
from zhidun.lottery import draw

ROOT = Path(zhidun.__file__).parent
VECTOR = json.loads((Path(__file__).parents[1] / "lottery" / "ipdraw-v1-vector.json").read_text("utf-8"))
ORIGIN = "http://localhost/"  # a secure context without a server: the route below answers for it
FORM = """<!doctype html><html lang="en"><title>draw</title>
<form data-zd-draw="{party}" data-zd-draw-number="N1"><input name="digest"><p data-zd-draw-said></p></form>
<form data-zd-reveal="N1"><input name="secret"></form></html>"""
pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]


def opened(open_page: OpenPage, party: str, secret: str = "") -> Page:
    """A page with the form of the draw; the secret is what this browser kept before."""
    page = open_page(width=1280)

    def answer(route: Route) -> None:
        route.fulfill(content_type="text/html; charset=utf-8", body=FORM.format(party=party))

    page.route(f"{ORIGIN}**", answer)
    page.goto(ORIGIN)
    if secret:
        page.evaluate("([place, secret]) => localStorage.setItem(place, secret)", [f"zd-draw:N1:{party}", secret])
    page.add_script_tag(content=(ROOT / "static" / "zhidun" / "draw.js").read_text("utf-8"))
    page.wait_for_function("document.querySelector('[name=digest]').value.length === 64")
    return page


@pytest.mark.parametrize("party", sorted(VECTOR["commits"]))
def test_the_digest_made_in_the_browser_is_the_vectors(open_page: OpenPage, party: str) -> None:
    page = opened(open_page, party, VECTOR["reveals"][party])
    assert page.input_value("[name=digest]") == VECTOR["commits"][party]
    assert page.input_value("[name=secret]") == VECTOR["reveals"][party]


def test_a_new_secret_is_kept_in_the_browser_and_its_digest_is_the_servers(open_page: OpenPage) -> None:
    page = opened(open_page, "complainant")
    secret = page.inner_text("[data-zd-draw-said]")
    assert page.input_value("[name=digest]") == draw.commitment("complainant", bytes.fromhex(secret)).hex()
    assert page.evaluate("localStorage.getItem('zd-draw:N1:complainant')") == secret


def test_the_whole_draw_is_computed_again_in_the_browser(open_page: OpenPage) -> None:
    page = opened(open_page, "complainant")
    page.add_script_tag(content=(ROOT / "lottery" / "page" / "draw.js").read_text("utf-8"))
    said = page.evaluate("one => ZhidunDraw.check(one)", VECTOR)
    assert said["ok"] is True
    assert said["result"]["drawn"] == VECTOR["drawn"]
    broken = page.evaluate("one => ZhidunDraw.check(one)", {**VECTOR, "seed": "00" * 32})
    assert broken["wrong"] == ["seed"]
