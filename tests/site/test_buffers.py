"""The embedded database's memory follows the container's limit, between two bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhidun.site import buffers


@pytest.mark.parametrize(
    ("said", "memory", "wanted"),
    [
        ("max", 16 * 2**30, 2048),  # 16 GiB / 8
        ("max", 4 * 2**30, 512),  # 4 GiB / 8
        (str(2 * 2**30), 16 * 2**30, 256),  # the container has 2 GiB
        (str(2**62), 4 * 2**30, 512),  # how the first version says “no limit”
        ("536870912", 16 * 2**30, 128),  # 512 MiB / 8 = 64: the least
        ("", 1024 * 2**30, 2048),
    ],
)
def test_an_eighth_of_what_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, memory: int, wanted: int
) -> None:
    limit = tmp_path / "memory.max"
    limit.write_text(said)
    pages = {"SC_PHYS_PAGES": memory // 4096, "SC_PAGE_SIZE": 4096}
    monkeypatch.setattr("os.sysconf", pages.__getitem__)
    assert buffers.shared_buffers([tmp_path / "absent", limit]) == wanted
