"""The siblings inside full tiles of leaves, kept in one file beside the log, so that a path is read instead of hashed.

C2SP tiles hold leaves only: the eight siblings inside a tile cost 255 hashes each time. This file holds, for each
sixteen leaves, their subtree and the four siblings above it, so that one short read gives all eight. It is derived:
never exported, never synced, may be deleted at any moment. A path made with it is held against the root
(`log.proven_path`), and what led astray is made again from its tile.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhidun.ledger.merkle import HASH_BYTES

LEAVES: Final = 256
"""Hashes of a full tile."""
GROUP: Final = 16
BLOCK: Final = (16 + 8 + 4 + 2 + 4) * HASH_BYTES
"""Bytes kept for each sixteen leaves: their rows below their common node, then the siblings from that node up."""
SLOT: Final = LEAVES // GROUP * BLOCK


def inner_nodes(hashes: bytes) -> bytes:
    """Return a tile's hashes and after them every complete level above inside the tile."""
    rows, pair = [hashes], 2 * HASH_BYTES
    sha256 = hashlib.sha256
    while len(row := rows[-1]) >= pair:
        whole = len(row) - len(row) % pair
        rows.append(b"".join([sha256(b"\x01" + row[i : i + pair]).digest() for i in range(0, whole, pair)]))
    return b"".join(rows)


def row_begins(width: int, above: int) -> int:
    """Return where the row `above` levels over a tile's hashes begins among its nodes."""
    return sum(width >> level for level in range(above)) * HASH_BYTES


def _slice(place: int) -> slice:
    return slice(place, place + HASH_BYTES)


def _cuts(inside: int) -> tuple[slice, ...]:
    """Return where the eight siblings of a leaf of a group stand in its block."""
    low = [_slice(row_begins(GROUP, above) + ((inside >> above) ^ 1) * HASH_BYTES) for above in range(4)]
    return (*low, *(_slice(row_begins(GROUP, 4) + number * HASH_BYTES) for number in range(4)))


_CUTS: Final = tuple(_cuts(inside) for inside in range(GROUP))


def _blocks(nodes: bytes) -> bytes:
    """Return the blocks of a full tile, from its nodes."""
    parts = []
    for group in range(LEAVES // GROUP):
        for above in range(4):
            width = (GROUP >> above) * HASH_BYTES
            first = row_begins(LEAVES, above) + group * width
            parts.append(nodes[first : first + width])
        for above in range(4):
            beside = row_begins(LEAVES, 4 + above) + ((group >> above) ^ 1) * HASH_BYTES
            parts.append(nodes[_slice(beside)])
    return b"".join(parts)


@dataclass(slots=True)
class NodeFile:
    """The file; one process adds to it (the sequencer), any may read it and put a tile's part right."""

    path: Path
    _reading: int = -1

    def count(self) -> int:
        """Return how many full tiles, from the first on, have their part here."""
        try:
            return self.path.stat().st_size // SLOT
        except OSError:
            return 0

    def beside(self, index: int) -> list[bytes] | None:
        """Return the eight siblings of a leaf inside its tile, not held against anything; None where none are kept."""
        if self._reading < 0 and not self._opened():
            return None
        try:
            found = os.pread(self._reading, BLOCK, (index // GROUP) * BLOCK)
        except OSError:
            return None
        return [found[cut] for cut in _CUTS[index % GROUP]] if len(found) == BLOCK else None

    def put(self, tile: int, nodes: bytes) -> None:
        """Keep what belongs to a full tile; a disk that is full or broken costs speed and nothing else."""
        with suppress(OSError):
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                os.pwrite(descriptor, _blocks(nodes), tile * SLOT)
            finally:
                os.close(descriptor)

    def holds(self, tile: int, nodes: bytes) -> bool:
        """Say whether what is kept for a full tile is what its nodes give."""
        with suppress(OSError), self.path.open("rb", buffering=0) as file:
            return os.pread(file.fileno(), SLOT, tile * SLOT) == _blocks(nodes)
        return False

    def close(self) -> None:
        """Let go of the file."""
        if self._reading >= 0:
            os.close(self._reading)
            self._reading = -1

    def __del__(self) -> None:
        self.close()

    def _opened(self) -> bool:
        with suppress(OSError):
            self._reading = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        return self._reading >= 0
