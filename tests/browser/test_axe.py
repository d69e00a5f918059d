"""No page has an accessibility fault axe can find (WCAG 2.2 A and AA): pairwise here, all combinations in the soak.

The soak opens each page once per language and width and puts it into each theme and size by the two attributes of its
root, which is all the server does with them; the pairwise test lets the server do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

import zhidun
from tests.browser.addresses import PORTAL, REFUSED, ROLES, SIGNED_IN, cookies, desk, filled
from tests.browser.conftest import Visit
from tests.factories.faces import Town
from tests.factories.faces_details import details

Combination = tuple[str, str, str, int]
AXE = (Path(zhidun.__file__).parent / "static" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RUN = """async dress => {
    const root = document.documentElement
    if (dress) [root.dataset.bsTheme, root.dataset.zdSize] = dress
    document.getAnimations().forEach(one => one.finish())
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const found = await axe.run(document, { runOnly, resultTypes: ['violations'], selectors: false, preload: false })
    const lines = found.violations.map(one => one.id + ': ' + one.nodes[0].html.slice(0, 120))
    if (root.scrollWidth > innerWidth + 1) lines.push('wider than the screen')
    return lines
}"""
"""All rules; only what is wrong is written out, which halves the processor time."""
# theme, size, language, width: each pair of values occurs
PAIRWISE: list[Combination] = [
    ("light", "normal", "zh-hans", 1280),
    ("dark", "normal", "en", 390),
    ("light", "large", "en", 1280),
    ("dark", "large", "zh-hans", 390),
]
BAD = """<!doctype html><html lang="en" data-bs-theme="light"><head><title>x</title><style>
p { color: #ccc; background: #fff; transition: background 9s } [data-bs-theme=dark] p { background: #000 }
div { width: 3000px }</style></head>
<body><main><h1>x</h1><img src="data:,">
<details><summary>s</summary><p>pale</p></details><div>x</div></main></body></html>"""
OPEN_ALL = "document.querySelectorAll('details:not(.zd-menu)').forEach(one => { one.open = true })"


def faults(page: Page, address: str, dresses: Sequence[tuple[str, str]] = (), *, must_open: bool = False) -> list[str]:
    """Open a page with everything unfolded; return what axe finds, and what is wider than the screen.

    Args:
        page: where to open it.
        address: what to open.
        dresses: themes and sizes to put it into one after the other; as the server sends it when empty.
        must_open: a page that refuses is a fault, but for those that are there to refuse.
    """
    answer = page.goto(address)
    assert answer is not None
    assert answer.status < 500, page.inner_text("body")[:500]
    refused = must_open and not answer.ok and urlsplit(address).path not in REFUSED
    assert not refused, f"{address}: {answer.status} {page.inner_text('h1')}"
    page.evaluate(OPEN_ALL)
    page.evaluate(AXE)
    found = [(" ".join(dress), page.evaluate(RUN, dress)) for dress in dresses]
    return [
        f"{dress} {address}: {line}" for dress, lines in found or [("", page.evaluate(RUN, None))] for line in lines
    ]


DRESSES = list(product(("light", "dark"), ("normal", "large")))
FACES = list(product(("zh-hans", "en"), (1280, 390)))


def everybody(town: Town, keys: dict[str, str]) -> list[tuple[str, str]]:
    """Return (who, address) of every page."""
    pages = [("", path) for path in PORTAL]
    pages += [("chenlv", path) for path in SIGNED_IN]
    pages += [("wangqiang", path) for path in desk(town)]
    every = (*ROLES.items(), *filled(keys))
    return pages + [(who, path) for who, paths in every for path in paths]


def sweep(
    town: Town,
    keys: dict[str, str],
    visit: Visit,
    server: LiveServer,
    combination: Combination,
    every: slice,
    dresses: Sequence[tuple[str, str]] = (),
) -> list[str]:
    """Open a part of the pages in one combination (or in more themes and sizes); return what is wrong with them."""
    theme, size, language, width = combination
    found: list[str] = []
    opened: dict[str, Page] = {}
    for who, path in everybody(town, keys)[every]:
        if who not in opened:
            opened[who] = visit(username=who, theme=theme, size=size, language=language, width=width)
        if not who:
            opened[who].context.add_cookies(
                [{"name": name, "value": value, "url": server.url + at} for name, (at, value) in cookies(keys).items()]
            )
        found += [f"{who} {line}" for line in faults(opened[who], server.url + path, dresses, must_open=True)]
    for page in opened.values():
        page.close()
    return found


@pytest.mark.needs_chromium
@pytest.mark.browser
def test_no_page_has_an_accessibility_fault(town_live: Town, visit: Visit, live_server: LiveServer) -> None:
    """Each page in one of the four combinations; which one changes from page to page."""
    keys, turns = details(town_live), range(len(PAIRWISE))
    found = [sweep(town_live, keys, visit, live_server, PAIRWISE[n], slice(n, None, len(PAIRWISE))) for n in turns]
    assert not any(found), "\n".join(line for lines in found for line in lines)


@pytest.mark.needs_chromium
@pytest.mark.browser
@pytest.mark.soak
@pytest.mark.parametrize(("language", "width"), FACES)
def test_no_page_has_an_accessibility_fault_in_any_combination(
    town_live: Town, visit: Visit, live_server: LiveServer, language: str, width: int
) -> None:
    """Every page in all sixteen: four faces here, each in four dresses."""
    first = (*DRESSES[0], language, width)
    found = sweep(town_live, details(town_live), visit, live_server, first, slice(None), DRESSES)
    assert not found, "\n".join(found)


@pytest.mark.needs_chromium
@pytest.mark.browser
def test_what_is_wrong_is_found_in_every_dress(visit: Visit, live_server: LiveServer) -> None:
    """The check itself: a picture without words, a word too pale (in the light only), a table too wide."""
    page = visit()
    page.route("**/bad", lambda route: route.fulfill(body=BAD, content_type="text/html"))
    found = faults(page, f"{live_server.url}/bad", DRESSES)
    told = {dress: {line.split(": ")[1] for line in found if line.startswith(" ".join(dress))} for dress in DRESSES}
    assert all({"image-alt", "wider than the screen"} <= told[dress] for dress in DRESSES)
    assert [dress for dress in DRESSES if "color-contrast" in told[dress]] == [DRESSES[0], DRESSES[1]]
