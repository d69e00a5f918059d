"""The engine's tests run on a small procedure of their own beside the packs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.cases import Cast, make_cast
from zhidun.procedures.load import catalogue

PACK = Path(__file__).parent / "pack"


@pytest.fixture(autouse=True)
def test_pack(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lay the test pack over the shipped ones."""
    monkeypatch.setenv("ZHIDUN_PACKS", f"cn,chengdu,{PACK}")
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """A bureau and its people."""
    return make_cast()
