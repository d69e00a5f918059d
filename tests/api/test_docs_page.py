"""The page that shows the description works under the house's strict policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.needs_chromium, pytest.mark.browser]


def test_the_page_shows_every_part_without_a_complaint(live_server: Any, page: Page) -> None:
    """The fixture fails the test when the console printed an error, such as a blocked script or style."""
    page.goto(f"{live_server.url}/api/docs")
    page.wait_for_selector(".opblock-tag-section")
    assert page.locator(".opblock").count() > 80
