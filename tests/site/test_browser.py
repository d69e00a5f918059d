"""The fixtures themselves: a page of the live site in Chromium, under the strict policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer


@pytest.mark.needs_chromium
@pytest.mark.browser
def test_a_refusal_is_a_page_with_a_way_back(live_server: LiveServer, page: Page) -> None:
    answer = page.goto(f"{live_server.url}/nowhere-at-all?lang=en")
    assert answer is not None
    assert answer.status == 404
    assert page.get_by_role("heading", level=1).inner_text() == "Nothing was found here."
    page.goto(f"{live_server.url}/nowhere-at-all")  # the language was kept
    assert page.locator("main a.btn-primary").get_attribute("href") == "/"
    assert page.locator("html").get_attribute("lang") == "en"
