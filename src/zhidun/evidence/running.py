"""Digests of uploads that arrive in pieces, carried on from piece to piece so that no byte has to be read again.

They live in the memory of one web process. A piece that went to another process, a restart or a piece that was taken
back leaves a digest that does not end where the file ends: it is dropped, and the file is read once when it is whole.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Final

from zhidun.evidence.digests import Pair

KEPT: Final = 256
"""Uploads whose digests are carried at a time; the one touched longest ago goes first."""


class Running:
    """The running digests of uploads, by a name of each; safe between threads."""

    def __init__(self) -> None:
        self._one = Lock()
        self._states: OrderedDict[str, tuple[int, Pair]] = OrderedDict()

    def feed(self, name: str, offset: int, piece: bytes) -> None:
        """Take in the piece that begins at `offset`; what does not follow on is forgotten."""
        with self._one:
            end, pair = self._states.pop(name, (0, None))
        if offset == 0:
            end, pair = 0, Pair()
        if pair is None or end != offset:
            return
        pair.update(piece)
        with self._one:
            self._states[name] = (offset + len(piece), pair)
            while len(self._states) > KEPT:
                self._states.popitem(last=False)

    def found(self, name: str, size: int) -> Mapping[str, str] | None:
        """Return both digests of an upload of which exactly `size` bytes were fed, else None."""
        with self._one:
            end, pair = self._states.get(name, (0, None))
        return pair.found() if pair is not None and end == size else None

    def forget(self, name: str) -> None:
        """Drop what is carried for an upload."""
        with self._one:
            self._states.pop(name, None)
