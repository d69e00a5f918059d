"""No page of one language shows a word of the other (identifiers, names and what people typed apart).

The pages are asked for as a browser asks, and read with what is hidden: what shows when unfolded counts too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from lxml import html
from pytest_django.fixtures import Settings

from tests.browser.addresses import PORTAL, REFUSED, ROLES, SIGNED_IN, cookies, desk, filled
from tests.factories.faces import Town, signed_in, town
from tests.factories.faces_details import details

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u4e00-\u9fff]+")
TYPED = re.compile(
    "沈绣坊|沈绣|川味食品厂|王女士|豆瓣酱|刺绣礼盒|消费投诉|举报|知识产权侵权投诉|请求处理|粤府[^,;)]{0,20}号"
)
TYPED_IN_DETAILS = re.compile(
    "演示案件|成都测试[^<]*?号有限公司|成都沈氏绣坊有限公司|蜀绣工坊|蜀绣坊|蜀绣《芙蓉锦鲤》之|蜀江锦秀茶叶礼盒|蜀江锦[绣秀]?|娃哈哈?(?:纯净水)?"
    "|王强|测试平台|礼盒|张三丰|检查|集中办理|同一权利人、同一商品|成武侯市监[受审立罚告]+〔[^<]*?号|(?<!\\S)1号"
)
SHAPES = re.compile("[⺀-⿕一-鿿](?= ?[⿰-⿿])|[勹工帛水江秀绣罒虫蜀金口合圭女娃]")
"""What the factory of details typed, who signed a record (kept as it was), parts of characters a hit explains."""
FREE_CLASSES = ("zd-talk", "zd-hash", "num", "font-monospace")
WORD = re.compile(r"(?<![\w./@:=?&#-])[A-Za-z][a-z]{2,}(?![\w./@:=?&#-])")
KNOWN = frozenset({"Excel", "Parquet", "Atom", "Ctrl", "Esc", "http", "https"})
PINYIN = frozenset({"shujiangjinxiu", "shujiangjinxiuchayelihe", "wahaha", "wahahachunjingshui"})
TYPED_LATIN = frozenset({"shenxiu", "Chuanwei", "demo"}) | PINYIN
COMMANDS = frozenset({"zhidun", "verify"})
COLUMNS = frozenset({"title", "seller", "code", "phone", "payee", "link", "district"})
"""Latin words a Chinese page may show: names of programs, formats and keys; what was typed; columns of a file."""


def pages(there: Town, keys: dict[str, str], language: str) -> Iterator[tuple[str, str]]:
    """Return what every page of both faces says in a language, with who opened it and where."""
    for who, paths in addresses(there, keys):
        client = signed_in(who, language=language) if who else Client()
        client.cookies["zhidun_language"] = language
        if not who:
            client.cookies.load({name: value for name, (_, value) in cookies(keys).items()})
        for path in paths:
            answer = client.get(path, follow=True)
            assert answer.status_code == 200 or path in REFUSED, f"{who} {path}: {answer.status_code}"
            yield f"{who} {path}", said(answer.content)


def addresses(there: Town, keys: dict[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return whom each page is opened as."""
    roles = [("", PORTAL), ("chenlv", SIGNED_IN), ("wangqiang", desk(there)), *ROLES.items()]
    return [*roles, *filled(keys)]


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


def without(text: str) -> str:
    """Return a text without what people typed."""
    return SHAPES.sub("", TYPED_IN_DETAILS.sub("", TYPED.sub("", text)))


def test_pages_are_in_one_language(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    there = town()
    keys = details(there)
    chinese = {
        where: HAN.findall(SHAPES.sub("", TYPED_IN_DETAILS.sub("", TYPED.sub("", text))))
        for where, text in pages(there, keys, "en")
    }
    english = {
        where: sorted(set(WORD.findall(text)) - KNOWN - TYPED_LATIN - COLUMNS - COMMANDS)
        for where, text in pages(there, keys, "zh-hans")
    }
    assert {where: rest for where, rest in chinese.items() if rest} == {}
    assert {where: rest for where, rest in english.items() if rest} == {}
