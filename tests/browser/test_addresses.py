"""No page is left out: whatever portal and desk answer to GET stands in the addresses, or here with its reason."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from uuid import UUID

from django.urls import URLPattern, resolve

from tests.browser.addresses import DETAILS, PORTAL, ROLES, SIGNED_IN, desk
from tests.browser.test_mediation_pages import Scene
from tests.browser.test_mediation_pages import addresses as of_mediation
from tests.factories.faces import Town
from zhidun.desk import urls as desk_urls
from zhidun.intake.types import Receipt
from zhidun.portal import urls as portal_urls

NOBODY = str(UUID(int=0))
FILES = (".pdf", ".csv", ".xlsx", ".zip", ".ics", ".png", ".atom", "/pdf", "/proof", "/<slug:what>", "/<slug:side>")
"""How the address of a file, a picture or a table to keep ends; everything else is a page."""
ELSEWHERE = {
    "desk:export": "a table: what the list shows, as CSV or XLSX",
    "desk:evidence": "leads to the original at the origin of files",
    "desk:inspect_ready": "JSON for the offline form",
    "desk:search_quick": "a list put under the search field; with it open axe reads the work list in test_expectations",
    "desk:mediation_room": "what was said in a room, put into the page of the mediation",
    "portal:mediation_room": "what was said in a room, put into the page of the mediation",
    "portal:verify_ask": "JSON for the page that verifies a file",
    "portal:upload_piece": "says how far an upload is, as JSON",
    "portal:leave": "goes to another site at once",
    "portal:rights": "a short address of /guide/rights, which is read",
}


class _Any(dict[str, str]):
    """A key for whatever an address asks."""

    def __missing__(self, key: str) -> str:
        return "1" if key == "version" else NOBODY


def methods(view: Callable[..., object]) -> list[str]:
    """Return the methods a view takes, as its outermost guard says."""
    at: Callable[..., object] | None = view
    while at is not None:
        held = inspect.getclosurevars(at).nonlocals
        if "request_method_list" in held:
            return list(held["request_method_list"])
        at = getattr(at, "__wrapped__", None)
    raise AssertionError(f"{view} says no methods")


def pages(conf: ModuleType) -> Iterator[str]:
    """Return the names of what a face answers to GET and is no file."""
    for one in conf.urlpatterns:
        assert isinstance(one, URLPattern)
        if "GET" in methods(one.callback) and not str(one.pattern).endswith(FILES):
            yield f"{conf.app_name}:{one.name}"


def listed() -> set[str]:
    """Return the names of the views behind every address that axe and the languages read."""
    receipt = Receipt.__new__(Receipt)
    object.__setattr__(receipt, "numbers", ("X-1",))
    town = Town(complaint=receipt, report=receipt, consumer=receipt, item=NOBODY)
    keys: Mapping[str, str] = _Any()
    scene = Scene(
        "X-1", "X-1", "X-1", "X-1", NOBODY, NOBODY, dict.fromkeys(("claim", "notarise", "arbitration"), NOBODY)
    )
    paths = [*PORTAL, *SIGNED_IN, *desk(town), *(path for some in ROLES.values() for path in some)]
    paths += [path.format_map(keys) for _, some in DETAILS for path in some]
    paths += [path for some in of_mediation(scene).values() for path in some]
    return {resolve(path.partition("?")[0]).view_name for path in paths if "no-such" not in path}


def test_no_page_is_left_out_and_no_exemption_is_idle() -> None:
    every = {*pages(portal_urls), *pages(desk_urls)}
    there = listed()
    assert sorted(every - there - ELSEWHERE.keys()) == []
    assert sorted(ELSEWHERE.keys() & there) == []
    assert sorted(ELSEWHERE.keys() - every) == []
