"""No page of one language shows a word of the other (identifiers, names and what people typed apart).

The pages are asked for as a browser asks, and read with what is hidden: what shows when unfolded counts too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from lxml import html
from pytest_django.fixtures import Settings

from tests.browser.addresses import PORTAL, ROLES, SIGNED_IN, desk
from tests.factories.faces import Town, signed_in, town

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u4e00-\u9fff]+")
TYPED = re.compile(
    "沈绣坊|沈绣|川味食品厂|王女士|豆瓣酱|刺绣礼盒|消费投诉|举报|知识产权侵权投诉|请求处理|粤府[^,;)]{0,20}号"
)
FREE_CLASSES = ("zd-talk", "zd-hash", "num", "font-monospace")
WORD = re.compile(r"(?<![\w./@:=?&#-])[A-Za-z][a-z]{2,}(?![\w./@:=?&#-])")
KNOWN = frozenset({"Excel", "Parquet", "Atom", "Ctrl", "Esc", "http", "https"})
TYPED_LATIN = frozenset({"shenxiu", "Chuanwei"})
COMMANDS = frozenset({"zhidun", "verify"})
COLUMNS = frozenset({"title", "seller", "phone", "payee", "link", "district"})
"""Latin words a Chinese page may show: names of programs, formats and keys; what was typed; columns of a file."""


@pytest.fixture
def everywhere(settings: Settings) -> Callable[[str], Iterator[tuple[str, str]]]:
    """Return what every page of both faces says in a language, with who opened it and where."""
    settings.SECOND_FACTOR_REQUIRED = False
    there = town()

    def pages(language: str) -> Iterator[tuple[str, str]]:
        for who, paths in addresses(there):
            client = signed_in(who, language=language) if who else Client()
            client.cookies["zhidun_language"] = language
            for path in paths:
                yield f"{who} {path}", said(client.get(path, follow=True).content)

    return pages


def addresses(there: Town) -> list[tuple[str, tuple[str, ...]]]:
    """Return whom each page is opened as."""
    return [("", PORTAL), ("chenlv", SIGNED_IN), ("wangqiang", desk(there)), *ROLES.items()]


def said(body: bytes) -> str:
    """Return the words of a page without what people typed, names and identifiers."""
    page = html.document_fromstring(body.decode())
    of = {one for name in FREE_CLASSES for one in page.find_class(name)}
    facts = {one for each in page.find_class("zd-facts") for one in each.iter("dd")}
    titles = {one for each in page.find_class("zd-title") for one in each.iter("h1")}
    inner = {one for one in page.body.iter() if one.get("lang") or one.get("id") == "timeline"}
    silent = set(page.iter("script", "style", "code", "kbd", "template"))
    for one in of | facts | titles | inner | silent:
        if one.getparent() is not None:
            one.drop_tree()
    return "\n".join(text for text in page.itertext() if text.strip())


def test_english_pages_have_no_chinese(everywhere: Callable[[str], Iterator[tuple[str, str]]]) -> None:
    found = {where: HAN.findall(TYPED.sub("", text)) for where, text in everywhere("en")}
    assert {where: rest for where, rest in found.items() if rest} == {}


def test_chinese_pages_have_no_english(everywhere: Callable[[str], Iterator[tuple[str, str]]]) -> None:
    found = {
        where: sorted(set(WORD.findall(text)) - KNOWN - TYPED_LATIN - COLUMNS - COMMANDS)
        for where, text in everywhere("zh-hans")
    }
    assert {where: rest for where, rest in found.items() if rest} == {}
