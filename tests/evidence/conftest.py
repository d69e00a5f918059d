"""A blob store of each test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories.sealing import own_log

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def blobs(settings: Settings, tmp_path: Path) -> Path:
    """The folder of the store; the log is the test's own as well."""
    settings.BLOBS = tmp_path / "blobs"
    own_log(settings, tmp_path)
    return tmp_path / "blobs"


def kept(folder: Path) -> list[Path]:
    """Every file in a store."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
