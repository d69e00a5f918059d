"""Names by runs of three sounds: the nearest to a word by shared rare runs, over flat arrays."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

SIGNS: Final = "^abcdefghijklmnopqrstuvwxyz0123456789$"
_NUMBER: Final = {sign: number for number, sign in enumerate(SIGNS)}
RUNS: Final = len(SIGNS) ** 3
LONGEST: Final = 40


def runs(word: str) -> set[int]:
    """Return the numbers of the runs of three signs of a word, its beginning and end marked; of two in short words."""
    signs = [0, *(_NUMBER[sign] for sign in word[:LONGEST] if sign in _NUMBER), len(SIGNS) - 1]
    wide = len(SIGNS)
    found = {(a * wide + b) * wide + c for a, b, c in zip(signs, signs[1:], signs[2:], strict=False)}
    return found | {(a * wide + b) * wide for a, b in pairwise(signs)}


class Runs:
    """Which words hold which runs."""

    def __init__(self, words: Iterable[tuple[int, str]]) -> None:
        owners: list[int] = []
        sizes: list[int] = []
        numbers: list[int] = []
        for number, word in words:
            held = runs(word)
            owners.append(number)
            sizes.append(len(held))
            numbers.extend(held)
        self._owner = np.array(owners, np.int64)
        run = np.array(numbers, np.int64)
        row = np.repeat(np.arange(len(owners), dtype=np.uint32), sizes)
        order = np.argsort(run, kind="stable")
        self._rows: NDArray[np.uint32] = row[order]
        self._begins = np.searchsorted(run[order], np.arange(RUNS + 1))
        self._rarity = np.log((len(owners) + 1) / (np.diff(self._begins) + 1)).astype(np.float32) + np.float32(0.1)
        self._norms = np.sqrt(np.bincount(row, self._rarity[run] ** 2, minlength=len(owners))).astype(np.float32)

    def nearest(self, word: str, count: int) -> NDArray[np.int64]:
        """Return the numbers of the words that share the most, rare runs counting more, up to `count`."""
        held = [run for run in runs(word) if self._begins[run] < self._begins[run + 1]]
        if not held:
            return np.zeros(0, np.int64)
        rows = np.concatenate([self._rows[self._begins[run] : self._begins[run + 1]] for run in held])
        worth = np.concatenate(
            [np.full(self._begins[run + 1] - self._begins[run], self._rarity[run] ** 2) for run in held]
        )
        gathered = np.bincount(rows, worth, minlength=len(self._owner)).astype(np.float32) / self._norms
        found = np.flatnonzero(gathered)
        if len(found) > count:
            found = found[np.argpartition(gathered[found], -count)[-count:]]
        return np.sort(self._owner[found])
