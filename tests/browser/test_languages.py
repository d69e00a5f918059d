"""No page of one language shows a word of the other (identifiers, names and what people typed apart)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.addresses import PORTAL, ROLES, SIGNED_IN, desk
from tests.browser.conftest import Visit
from tests.factories.faces import Town

HAN = re.compile(r"[\u4e00-\u9fff]+")
TYPED = re.compile(
    "沈绣坊|沈绣|川味食品厂|王女士|豆瓣酱|刺绣礼盒|消费投诉|举报|知识产权侵权投诉|请求处理|粤府[^,;)]{0,20}号"
)
FREE = ".zd-facts dd, .zd-talk, body [lang], #timeline, .zd-small .zd-hash, .zd-title h1"
ENGLISH = re.compile(
    r"\b(?:Sign in|Next|Back|Search|Filter|optional|required|Error|Save|Close|Open|Number|None|True|False)\b"
)
TEXT = """free => { for (const one of document.querySelectorAll(free)) one.remove(); return document.body.innerText }"""


def words(page: Page, address: str) -> str:
    page.goto(address)
    return str(page.evaluate(TEXT, FREE))


def everywhere(visit: Visit, town: Town, language: str) -> list[tuple[Page, str]]:
    """Return every page of both faces with the browser of somebody who may open it."""
    addresses = {"": PORTAL, "chenlv": SIGNED_IN, "wangqiang": desk(town), **ROLES}
    return [
        (page, path)
        for who, paths in addresses.items()
        for page in [visit(username=who, language=language)]
        for path in paths
    ]


@pytest.mark.needs_chromium
@pytest.mark.browser
def test_english_pages_have_no_chinese(town_live: Town, visit: Visit, live_server: LiveServer) -> None:
    pages = everywhere(visit, town_live, "en")
    found = {
        f"{n} {path}": HAN.findall(TYPED.sub("", words(page, live_server.url + path)))
        for n, (page, path) in enumerate(pages)
    }
    assert {path: rest for path, rest in found.items() if rest} == {}


@pytest.mark.needs_chromium
@pytest.mark.browser
def test_chinese_pages_have_no_english(town_live: Town, visit: Visit, live_server: LiveServer) -> None:
    pages = everywhere(visit, town_live, "zh-hans")
    found = {
        f"{n} {path}": ENGLISH.findall(words(page, live_server.url + path)) for n, (page, path) in enumerate(pages)
    }
    assert {path: rest for path, rest in found.items() if rest} == {}
