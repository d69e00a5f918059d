"""A town behind the live server, and pages opened as its people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.conftest import OpenPage
from tests.factories.faces import Town, signed_in, town

Visit = Callable[..., Page]


@pytest.fixture
def town_live(live_server: LiveServer, settings: Settings) -> Town:
    """The town, and staff let in without a second factor."""
    del live_server
    settings.SECOND_FACTOR_REQUIRED = False
    return town()


@pytest.fixture
def visit(open_page: OpenPage, live_server: LiveServer) -> Visit:
    """Open a page as somebody, in a theme, a size and a language."""

    def opened(
        *, username: str = "", theme: str = "light", size: str = "normal", language: str = "zh-hans", width: int = 1280
    ) -> Page:
        page = open_page(width=width)
        chosen = {"zhidun_theme": theme, "zhidun_size": size, "zhidun_language": language}
        if username:
            session = signed_in(username).cookies[django_settings.SESSION_COOKIE_NAME].value
            chosen[django_settings.SESSION_COOKIE_NAME] = session
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in chosen.items()]
        )
        return page

    return opened
