"""Staff let in without a second factor."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def no_second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
