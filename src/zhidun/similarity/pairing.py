"""Pairing of the symbols of two marks in order: the most shared weight; two neighbours may change places."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SWAP: Final = np.float32(0.6)
"""What a pair of symbols that changed places keeps of its weight."""


def shared(likeness: Floats, mine: Floats, theirs: Floats) -> Floats:
    """Return the weight that a mark shares with each of many others.

    Args:
        likeness: m × others × length, 0 to 1.
        mine: m × 1 or m × others, weights of the m symbols of the mark.
        theirs: others × length, weights of their symbols, 0 where there is none.
    """
    worth = _worth(likeness, mine, theirs)
    count, length, others = worth.shape
    before: Floats = np.zeros((length + 1, others), np.float32)
    earlier = before
    for i in range(count):
        now: Floats = np.zeros((length + 1, others), np.float32)
        for j in range(length):
            best = np.maximum(np.maximum(before[j + 1], now[j]), before[j] + worth[i, j])
            if i and j:
                np.maximum(best, earlier[j - 1] + SWAP * (worth[i, j - 1] + worth[i - 1, j]), out=best)
            now[j + 1] = best
        earlier, before = before, now
    return before[length]


def _worth(likeness: Floats, mine: Floats, theirs: Floats) -> Floats:
    """Return m × length × others (the layout the walk reads in one stride)."""
    weight = np.sqrt(mine[:, None, :] * theirs.T[None])
    return np.asarray(weight * likeness.transpose(0, 2, 1), np.float32)


def pairs(likeness: Floats, mine: Floats, theirs: Floats) -> list[tuple[int, int]]:
    """Return the places paired in one comparison (likeness m × length), by the rule of `shared`."""
    worth = np.sqrt(mine[:, None] * theirs[None]) * likeness
    count, length = worth.shape
    table = np.zeros((count + 1, length + 1), np.float32)
    for i in range(1, count + 1):
        for j in range(1, length + 1):
            table[i, j] = max(table[i - 1, j], table[i, j - 1], table[i - 1, j - 1] + worth[i - 1, j - 1])
            if i > 1 and j > 1:
                table[i, j] = max(table[i, j], table[i - 2, j - 2] + _swapped(worth, i, j))
    return _walk_back(table, worth)


def _swapped(worth: Floats, i: int, j: int) -> np.float32:
    return np.float32(SWAP * (worth[i - 1, j - 2] + worth[i - 2, j - 1]))


def _walk_back(table: Floats, worth: Floats) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    i, j = table.shape[0] - 1, table.shape[1] - 1
    while i and j:
        here = table[i, j]
        if worth[i - 1, j - 1] > 0 and here == table[i - 1, j - 1] + worth[i - 1, j - 1]:
            found.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif i > 1 and j > 1 and here == table[i - 2, j - 2] + _swapped(worth, i, j) and _swapped(worth, i, j) > 0:
            found.extend([(i - 1, j - 2), (i - 2, j - 1)])
            i, j = i - 2, j - 2
        elif here == table[i - 1, j]:
            i -= 1
        else:
            j -= 1
    return sorted(found)
