"""Fixtures of the doors."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def no_second_factor(settings: Settings) -> None:
    """Staff of the demo come in by password alone."""
    settings.SECOND_FACTOR_REQUIRED = False
