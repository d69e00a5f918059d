"""Likeness of two symbols, remembered: the same few thousand pairs come again and again in a sweep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
Keys = NDArray[np.uint64]
Work = Callable[[Numbers, Numbers], Floats]
BITS: Final = 20
"""Bits of a place in the table: 2^20 pairs, 8 MiB."""
NOBODY: Final = np.uint64(0xFFFFFFFF)
"""The key of two symbols that are not known: nothing is alike there, and so nothing stands in an empty place."""
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_HALF: Final = np.uint64(32)
_NUMBER: Final = np.uint64(16)


def keys_of(one: NDArray[Any], other: NDArray[Any]) -> Keys:
    """Return a key of each two symbols by their numbers (below 65,536), in the shape they take together."""
    return (one.astype(np.uint64) << _NUMBER) | other.astype(np.uint64)


def spots_of(keys: Keys) -> NDArray[np.intp]:
    """Return where in a table each key has its place; two keys may have one."""
    return ((keys * _ODD) >> np.uint64(64 - BITS)).astype(np.intp)


class Remembered:
    """What some work says of two symbols, worked out once for each pair as long as no other takes its place.

    Key and value stand in one number of the table, so that they are read and written together.

    Args:
        work: from the numbers of symbols, pair by pair, to a value each; the same for a pair whatever stands beside it.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._table: Keys = np.full(1 << BITS, NOBODY << _HALF, np.uint64)

    def of(self, keys: Keys, spots: NDArray[np.intp]) -> Floats:
        """Return the value of each pair by its key and its place, in the shape of the keys."""
        held = self._table[spots]
        found = held.astype(np.uint32).view(np.float32)
        new = (held >> _HALF) != keys
        if new.any():
            fresh, at = np.unique(keys[new], return_inverse=True)
            found[new] = self._learn(fresh)[at]
        return np.asarray(found)

    def _learn(self, keys: Keys) -> Floats:
        one, other = (keys >> _NUMBER).astype(np.int64), (keys & np.uint64(0xFFFF)).astype(np.int64)
        made = np.ascontiguousarray(self._work(one, other), np.float32)
        self._table[spots_of(keys)] = (keys << _HALF) | made.view(np.uint32)
        return made
