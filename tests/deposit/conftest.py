"""A blob store, a log and keys of each test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.sealing import own_log

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def house(settings: Settings, tmp_path: Path) -> Path:
    """The folder everything lies in."""
    settings.BLOBS = tmp_path / "blobs"
    settings.HOME = tmp_path
    own_log(settings, tmp_path)
    return tmp_path
