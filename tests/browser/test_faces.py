"""The expectations a page can show (docs/ux.md) in all four faces: desktop and phone, Chinese and English.

One browser per face goes through the table; each row is an address, who opens it, and what has to be seen there. What
has to be done rather than seen is played in the other files of this folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Visit
from tests.browser.test_expectations import fits, session_of
from tests.factories.faces import Town
from tests.factories.intake import report_answers
from zhidun.access.actors import ANONYMOUS
from zhidun.intake import services as intake
from zhidun.kernel import time

pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]
ENDING = "linchuan"
"""Whose session ends in 90 seconds."""
FACES = [("zh-hans", 1280), ("zh-hans", 390), ("en", 1280), ("en", 390)]


@dataclass(frozen=True)
class Row:
    """What is seen at an address: numbers of the expectations, who looks, what is there, words in both languages."""

    of: tuple[int, ...]
    who: str
    path: str
    there: tuple[str, ...]
    zh: str = ""
    en: str = ""


ROWS = (
    Row((12, 38), "", "/", (".zd-hero .btn-seal", ".zd-tile", "a[hreflang]"), "知识产权受到侵害", "rights were"),
    Row((2,), "", "/case/", ("[name=number]", "[name=secret]"), "受理编号", "Number"),
    Row((3, 4, 8, 38), "", "/file/report/what", (
        "#saved[role=status]", ".zd-steps [aria-current=step]", ".zd-explain",
    )),
    Row((5,), "", "/file/report/evidence", ("input[type=file]", "button[value=upload]"), "指纹", "hash"),
    Row((10,), "", "/file/report/respondent", ("#hints[aria-live=polite]",), "对方名称", "Name"),
    Row((12,), "", "/file/report/filer", (".zd-quick", "[name=anonymous]"), "匿名", "anonymous"),
    Row((1,), "", "/file/receipt", (".zd-secret", ".zd-qr", "a[href$='.pdf']"), "查询码", "secret"),
    Row((7,), "", "/file/report/check", (".zd-answers a", "form[data-zd-once] button"), "提交", "Send"),
    Row((39,), "", "/guidance", (
        "[name=theme][value=dark]", "[name=size][value=large]", "a.zd-skip", "main#main", "nav[aria-label]",
    )),
    Row((30, 34), "", "/case/{number}", ("#status", "#messages [name=body]"), "下一步", "Next"),
    Row((38,), "", "/words", (".zd-words dt",), "查询码", "secret"),
    Row((15, 21, 22, 23, 24, 25), "wangqiang", "/desk/", (
        "#cases tbody tr", "#bulk", "form[action$='/views']", "form[action$='/columns']", "a[href*='format=xlsx']",
    ), "工作日", "working days"),
    Row((20,), "wangqiang", "/desk/search?q=sx", ("#q", "#cases a"), "查找", "Search"),
    Row((16, 26, 27, 29, 32, 34, 35), "wangqiang", "/desk/cases/{number}", (
        "#clocks .zd-why", "#steps details", "#notes", "#links", "#timeline li", "#evidence .zd-hash",
    ), "为什么是这一天", "Why"),
    Row((35,), "wangqiang", "/desk/items/{item}", (
        "#digests .zd-hash", "#seal", "#check", "#custody",
    ), "核验", "Verify"),
    Row((35,), "wangqiang", "/desk/cases/{number}/compare", ("#s-left", "#s-right"), "并排对比", "Side by side"),
    Row((11,), "limin", "/desk/file", ("form.card [name=facts]",), "窗口代填", "counter"),
    Row((13, 14), "wangqiang", "/desk/inspect", ("#i-photos", "#sync", "input[value=fair]"), "现场检查", "Inspection"),
    Row((17, 18, 19, 40), "wangqiang", "/desk/me", (
        "#absence", "#choices [name=digest]", "#feed",
    ), "代理", "Substitute"),
    Row((19,), "wangqiang", "/desk/notices", (".zd-title h1",), "消息", "Notices"),
    Row((40,), "wangqiang", "/desk/help", ("#tour .btn-primary", "#news li", "#keys kbd"), "新变化", "What is new"),
    Row((36, 37), "wangqiang", "/desk/rights/import", ("input[type=file]", "a[href*='template']"), "模板", "template"),
    Row((31,), "sysadmin", "/desk/admin/rulework", ("table tbody tr",), "程序", "Procedure"),
    Row((6,), ENDING, "/desk/me", ("#zd-session[open] [data-zd-stay]",), "还有 2 分钟", "2 min"),
    Row((28,), "sysadmin", "/desk/admin/routing", (".zd-step",), "分派", "assignment"),
)  # fmt: skip


def kept(town: Town) -> dict[str, tuple[str, str]]:
    """What a visitor's browser keeps: the receipt, the key of its case, a report that is not sent yet."""
    held = f"{town.complaint.number}~{town.complaint.secret}"
    draft = intake.save_draft(actor=ANONYMOUS, kind="report", answers=report_answers())
    return {
        "zhidun_case": ("/case", held),
        "zhidun_receipt": ("/file/receipt", held),
        "zhidun_draft_report": ("/file/", draft.token),
    }


def missing(page: Page, row: Row, language: str) -> list[str]:
    """Return what of a row is not on the open page."""
    wanted = [one for one in row.there if page.locator(one).count() == 0]
    words = row.en if language == "en" else row.zh
    if words and words.casefold() not in page.inner_text("body").casefold():
        wanted.append(words)
    if not fits(page):
        wanted.append("fits the screen")
    return [f"{row.path}: {one}" for one in wanted]


@pytest.mark.parametrize(("language", "width"), FACES)
def test_what_is_expected_is_seen_in_every_face(
    town_live: Town, visit: Visit, live_server: LiveServer, language: str, width: int
) -> None:
    opened: dict[str, Page] = {}
    found: list[str] = []
    for row in ROWS:
        if row.who not in opened:
            opened[row.who] = visit(username=row.who, language=language, width=width)
        page = opened[row.who]
        if not row.who:
            page.context.add_cookies(
                [
                    {"name": name, "value": value, "url": live_server.url + at}
                    for name, (at, value) in kept(town_live).items()
                ]
            )
        if row.who == ENDING:
            store = import_module(django_settings.SESSION_ENGINE).SessionStore(session_of(page))
            store["until"] = (time.now() + timedelta(seconds=90)).isoformat()
            store.save()
        path = row.path.format(number=town_live.complaint.number, item=town_live.item)
        page.goto(live_server.url + path, wait_until="domcontentloaded")
        if row.who == ENDING:
            page.locator("#zd-session[open]").wait_for()
        found += missing(page, row, language)
    assert found == []
