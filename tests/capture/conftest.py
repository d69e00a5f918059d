"""One site for all tests of captures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.factories.capture import Shop, shop
from tests.factories.sealing import own_log


@pytest.fixture(scope="session")
def site() -> Iterator[Shop]:
    """The site, served."""
    with shop() as made:
        yield made


@pytest.fixture(autouse=True)
def _nothing_private_was_reached(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test of this folder did: nobody connected to the private address."""
    yield
    if "site" in request.fixturenames:
        made: Shop = request.getfixturevalue("site")
        assert made.trapped == []


@pytest.fixture(autouse=True)
def _no_time_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test asks the network what time it is."""
    monkeypatch.setenv("ZHIDUN_TIME_SERVERS", "none")


@pytest.fixture(autouse=True)
def _own_store_and_log(settings: Settings, tmp_path: Path) -> None:
    """Each test keeps its files and its log in a folder of its own."""
    settings.BLOBS = tmp_path / "own-blobs"
    own_log(settings, tmp_path / "own")
