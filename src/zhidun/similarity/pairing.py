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


def pairs_of_many(likeness: Floats, mine: Floats, theirs: Floats) -> list[list[tuple[int, int]]]:
    """Return the places paired in each of many comparisons (n × m × length; weights n × m, n × length), as `pairs`."""
    worth = np.sqrt(mine[:, :, None] * theirs[:, None, :]) * likeness
    many, count, length = worth.shape
    swapped = np.zeros_like(worth)
    swapped[:, 1:, 1:] = SWAP * (worth[:, 1:, :-1] + worth[:, :-1, 1:])
    table = np.zeros((count + 1, length + 1, many), np.float32)
    for i in range(1, count + 1):
        for j in range(1, length + 1):
            best = np.maximum(table[i - 1, j], table[i, j - 1])
            np.maximum(best, table[i - 1, j - 1] + worth[:, i - 1, j - 1], out=best)
            if i > 1 and j > 1:
                np.maximum(best, table[i - 2, j - 2] + swapped[:, i - 1, j - 1], out=best)
            table[i, j] = best
    return _walked(table, worth, swapped)


def _walked(table: Floats, worth: Floats, swapped: Floats) -> list[list[tuple[int, int]]]:
    """Walk all comparisons back at once, each step by the rule of `_walk_back`."""
    many, count, length = worth.shape
    partner = np.full((many, count), -1)
    i, j, rows = np.full(many, count), np.full(many, length), np.arange(many)
    while len(rows):
        a, b = i[rows], j[rows]
        here, one, two = table[a, b, rows], worth[rows, a - 1, b - 1], swapped[rows, a - 1, b - 1]
        straight = (one > 0) & (here == table[a - 1, b - 1, rows] + one)
        crossed = ~straight & (two > 0) & (here == table[np.maximum(a - 2, 0), np.maximum(b - 2, 0), rows] + two)
        up = ~straight & ~crossed & (here == table[a - 1, b, rows])
        partner[rows[straight], a[straight] - 1] = b[straight] - 1
        partner[rows[crossed], a[crossed] - 1] = b[crossed] - 2
        partner[rows[crossed], a[crossed] - 2] = b[crossed] - 1
        i[rows] -= straight + 2 * crossed + up
        j[rows] -= straight + 2 * crossed + ~(straight | crossed | up)
        rows = rows[(i[rows] > 0) & (j[rows] > 0)]
    return [[(at, other) for at, other in enumerate(row) if other >= 0] for row in partner.tolist()]


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
