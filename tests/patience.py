"""Browser tests that do not depend on the machine's speed: patient reads, and one second try that is told.

Playwright's actions and `expect` wait for what they want; `count`, `all` and `evaluate` read at once. After a click
that leads to another page they may meet a page of which only the head has been parsed. Here they first wait for the
page to have loaded. What is left (a starved machine) gets one more try, which the run's summary names.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest

READS_OF_A_LOCATOR = ("count", "all", "all_inner_texts", "all_text_contents")
READS_OF_A_PAGE = ("evaluate", "content")
TRIES_MORE = 1


def _patient(read: Callable[..., Any], page_of: Callable[[Any], Any]) -> Callable[..., Any]:
    @functools.wraps(read)
    def waited(self: Any, *words: Any, **more: Any) -> Any:
        page_of(self).wait_for_load_state("load")
        return read(self, *words, **more)

    return waited


def patient_reads(patch: pytest.MonkeyPatch) -> None:
    """Let the reads that do not wait by themselves wait for the page to have loaded."""
    from playwright.sync_api import Locator, Page

    for name in READS_OF_A_LOCATOR:
        patch.setattr(Locator, name, _patient(getattr(Locator, name), lambda locator: locator.page))
    for name in READS_OF_A_PAGE:
        patch.setattr(Page, name, _patient(getattr(Page, name), lambda page: page))


def second_try(item: pytest.Item) -> None:
    """A test of the browser that fails is run once more, and the summary names it (`-rR`); a soak forgives nothing."""
    if item.get_closest_marker("soak"):
        return
    if item.get_closest_marker("needs_chromium") or item.get_closest_marker("browser"):
        item.add_marker(pytest.mark.flaky(reruns=TRIES_MORE))
