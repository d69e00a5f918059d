"""Stories are played in the same browser as the tests of the pages."""

from __future__ import annotations

from tests.browser.conftest import visit

__all__ = ["visit"]
