"""Tables made once: by one process while others wait, made again when damaged, without a folder each time."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from zhidun.similarity import cache


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "similarity")
    return tmp_path / "similarity"


def test_who_comes_while_a_table_is_made_waits_for_it(place: Path) -> None:
    """Each opening of the lock's file is a holder of its own, so two threads stand for two processes."""
    made: list[int] = []
    begun, may_end = threading.Event(), threading.Event()

    def make() -> dict[str, np.ndarray]:
        made.append(1)
        begun.set()
        assert may_end.wait(30)
        return {"rows": np.arange(3)}

    found: list[list[int]] = []

    def ask() -> None:
        found.append(cache.keep("one", make)["rows"].tolist())

    first, second = threading.Thread(target=ask), threading.Thread(target=ask)
    first.start()
    assert begun.wait(30)
    second.start()
    may_end.set()
    first.join(30)
    second.join(30)
    assert found == [[0, 1, 2], [0, 1, 2]]
    assert made == [1]
    assert not list(place.glob("*.part"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"not a table"])
def test_a_damaged_table_is_made_again(place: Path, content: bytes) -> None:
    place.mkdir()
    (place / "one.npz").write_bytes(content)
    assert cache.keep("one", lambda: {"rows": np.arange(2)})["rows"].tolist() == [0, 1]
    assert cache.keep("one", lambda: pytest.fail("made twice"))["rows"].tolist() == [0, 1]


def test_without_a_folder_the_table_is_made_each_time(place: Path) -> None:
    place.write_text("a file stands where the folder should be")
    for _ in range(2):
        assert cache.keep("one", lambda: {"rows": np.arange(2)})["rows"].tolist() == [0, 1]
    assert place.is_file()
