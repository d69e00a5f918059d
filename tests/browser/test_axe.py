"""No page has an accessibility fault axe can find: theme, size, language and width pairwise (WCAG 2.2 A and AA)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

import zhidun
from tests.browser.addresses import PORTAL, desk
from tests.browser.conftest import Visit
from tests.factories.faces import Town

AXE = Path(zhidun.__file__).parent / "static" / "vendor" / "axe.min.js"
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
# theme, size, language, width: each pair of values occurs
PAIRWISE = [
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


@pytest.mark.needs_chromium
@pytest.mark.browser
@pytest.mark.parametrize(("theme", "size", "language", "width"), PAIRWISE)
def test_no_page_has_an_accessibility_fault(
    town_live: Town, visit: Visit, live_server: LiveServer, theme: str, size: str, language: str, width: int
) -> None:
    public = visit(theme=theme, size=size, language=language, width=width)
    number, secret = town_live.complaint.number, town_live.complaint.secret
    public.context.add_cookies(
        [{"name": "zhidun_case", "value": f"{number}~{secret}", "url": f"{live_server.url}/case"}]
    )
    found = [line for path in (*PORTAL, f"/case/{number}") for line in faults(public, live_server.url + path)]
    staff = visit(
        username="limin" if width < 500 else "wangqiang", theme=theme, size=size, language=language, width=width
    )
    found += [line for path in desk(town_live) for line in faults(staff, live_server.url + path)]
    assert found == []
