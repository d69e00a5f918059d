"""No page has an accessibility fault axe can find (WCAG 2.2 A and AA): pairwise here, all combinations in the soak."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

import zhidun
from tests.browser.addresses import PORTAL, ROLES, SIGNED_IN, cookies, desk, filled
from tests.browser.conftest import Visit
from tests.factories.faces import Town
from tests.factories.faces_details import details

Combination = tuple[str, str, str, int]
AXE = Path(zhidun.__file__).parent / "static" / "vendor" / "axe.min.js"
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
# theme, size, language, width: each pair of values occurs
PAIRWISE: list[Combination] = [
    ("light", "normal", "zh-hans", 1280),
    ("dark", "normal", "en", 390),
    ("light", "large", "en", 1280),
    ("dark", "large", "zh-hans", 390),
]
OPEN_ALL = "document.querySelectorAll('details:not(.zd-menu)').forEach(one => { one.open = true })"


def faults(page: Page, address: str) -> list[str]:
    """Open a page with everything unfolded and return what axe finds, and what is wider than the screen."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status < 500, page.inner_text("body")[:500]
    page.evaluate(OPEN_ALL)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    lines = [f"{address}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        lines.append(f"{address}: wider than the screen")
    return lines


EVERY = list(product(("light", "dark"), ("normal", "large"), ("zh-hans", "en"), (1280, 390)))


def everybody(town: Town, keys: dict[str, str], width: int) -> list[tuple[str, str]]:
    """Return (who, address) of every page; the officer of the wide screen is the clerk of the phone."""
    officer = "limin" if width < 500 else "wangqiang"
    pages = [("", path) for path in PORTAL]
    pages += [("chenlv", path) for path in SIGNED_IN]
    pages += [(officer, path) for path in desk(town)]
    every = (*ROLES.items(), *filled(keys))
    return pages + [(who, path) for who, paths in every for path in paths]


def sweep(
    town: Town, keys: dict[str, str], visit: Visit, server: LiveServer, combination: Combination, every: slice
) -> list[str]:
    """Open a part of the pages in one combination and return what is wrong with them."""
    theme, size, language, width = combination
    found: list[str] = []
    opened: dict[str, Page] = {}
    for who, path in everybody(town, keys, width)[every]:
        if who not in opened:
            opened[who] = visit(username=who, theme=theme, size=size, language=language, width=width)
        if not who:
            opened[who].context.add_cookies(
                [{"name": name, "value": value, "url": server.url + at} for name, (at, value) in cookies(keys).items()]
            )
        found += [f"{who} {line}" for line in faults(opened[who], server.url + path)]
    for page in opened.values():
        page.close()
    return found


@pytest.mark.needs_chromium
@pytest.mark.browser
def test_no_page_has_an_accessibility_fault(town_live: Town, visit: Visit, live_server: LiveServer) -> None:
    """Each page in one of the four combinations; which one changes from page to page."""
    keys, turns = details(town_live), range(len(PAIRWISE))
    found = [sweep(town_live, keys, visit, live_server, PAIRWISE[n], slice(n, None, len(PAIRWISE))) for n in turns]
    assert [line for lines in found for line in lines] == []


@pytest.mark.needs_chromium
@pytest.mark.browser
@pytest.mark.soak
@pytest.mark.parametrize("combination", EVERY, ids=lambda one: "-".join(map(str, one)))
def test_no_page_has_an_accessibility_fault_in_any_combination(
    town_live: Town, visit: Visit, live_server: LiveServer, combination: Combination
) -> None:
    """Every page in all sixteen."""
    assert sweep(town_live, details(town_live), visit, live_server, combination, slice(None)) == []
