"""Symbols of marks as numbers, and how alike every symbol is to one of them, by sound and by look."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import syllables
from zhidun.similarity.alphabet import FIRST, LAST, READINGS, Alphabet, alphabet
from zhidun.similarity.remembered import Remembered

Floats = NDArray[np.float32]
Numbers = NDArray[np.uint16]
OTHER_READING: Final = 0.93
"""A likeness that needs a reading which is not the character's commonest."""
LOOK_MOST: Final = 0.97
"""Likeness of two different characters that look the same."""
LATIN_ALIKE: Final = {
    frozenset(pair): 0.9 for pair in ("l1", "i1", "il", "o0", "s5", "b8", "z2", "g9", "uv", "vy", "ck", "kq", "cq")
}
MAX_SYMBOLS: Final = 65_535
UNKNOWN: Final = MAX_SYMBOLS
MAX_POINT: Final = 0x10FFFF
ROWS_KEPT: Final = 2000
PAIR_BITS: Final = 24
"""Bits of a key of two characters by which most pairs are told apart at once: 16 MiB of table."""


class Symbols:
    """Numbers symbols: characters by their row in the alphabet, whatever else (letters, digits, kana) as it comes."""

    def __init__(self, table: Alphabet | None = None) -> None:
        self.table = table or alphabet()
        self.known = len(self.table.points)
        self._number: dict[str, int] = {}
        for sign in "abcdefghijklmnopqrstuvwxyz0123456789":
            self._add(sign)
        self._rows: dict[tuple[str, int, int], Floats] = {}

    def __len__(self) -> int:
        return self.known + len(self._number)

    def __getstate__(self) -> dict[str, object]:
        return {"number": self._number}

    def __setstate__(self, state: dict[str, dict[str, int]]) -> None:
        self.__init__()  # type: ignore[misc]
        self._number = dict(state["number"])

    def _add(self, sign: str) -> int:
        number = self.known + len(self._number)
        if number >= UNKNOWN:
            return UNKNOWN
        self._number[sign] = number
        return number

    def number(self, sign: str, *, learn: bool = False) -> int:
        """Return the number of a symbol; a new one gets one when `learn`, else 65,535."""
        point = ord(sign)
        if FIRST <= point <= LAST:
            row = int(self.table.row_of[point - FIRST])
            if row >= 0:
                return row
        found = self._number.get(sign)
        if found is None:
            return self._add(sign) if learn else UNKNOWN
        return found

    def numbers(self, text: str, *, learn: bool = False) -> list[int]:
        """Return the numbers of the symbols of a text."""
        return [self.number(sign, learn=learn) for sign in text]

    def numbered(self, points: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Return the numbers of symbols given by their code points, whatever the shape."""
        distinct, which = np.unique(points, return_inverse=True)
        found = np.array([self.number(chr(point)) for point in distinct.tolist()], np.uint32)
        return found[which].reshape(points.shape)

    def by_point(self) -> Numbers:
        """Return a table from every code point to the number of its symbol."""
        found = np.full(MAX_POINT + 1, UNKNOWN, np.uint16)
        for sign, number in self._number.items():
            found[ord(sign)] = number
        found[self.table.points] = np.arange(self.known)
        return found

    def sign(self, number: int) -> str:
        """Return the symbol of a number."""
        if number < self.known:
            return chr(int(self.table.points[number]))
        return next((sign for sign, n in self._number.items() if n == number), "□")

    @cached_property
    def _pairs(self) -> NDArray[np.int64]:
        """Every kept pair of characters that look alike as one rising number."""
        owners = np.repeat(np.arange(self.known, dtype=np.int64), np.diff(self.table.alike_at))
        return owners * self.known + self.table.alike

    @cached_property
    def _there(self) -> NDArray[np.bool_]:
        """Whether a kept pair has a key that ends so: most pairs of characters end here."""
        found = np.zeros(1 << PAIR_BITS, bool)
        found[self._spots(self._pairs)] = True
        return found

    @staticmethod
    def _spots(keys: NDArray[np.int64]) -> NDArray[np.intp]:
        mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        return (mixed >> np.uint64(64 - PAIR_BITS)).astype(np.intp)

    def looks(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> Floats:
        """Return how alike characters look, pair by pair, by their rows; before near misses are made small."""
        keys = one * self.known + other
        score = np.zeros(len(keys), np.float32)
        some = np.flatnonzero(self._there[self._spots(keys)])
        keys = keys[some]
        at = np.minimum(np.searchsorted(self._pairs, keys), len(self._pairs) - 1)
        found = self.table.alike_by[at].astype(np.float32) * np.float32(LOOK_MOST / 255)
        score[some] = np.where(self._pairs[at] == keys, found, np.float32(0))
        return score

    @cached_property
    def heard(self) -> Remembered:
        """How alike two symbols sound, near misses made small."""
        return Remembered(lambda one, other: self._finished(self._sounds(one, other), one, other))

    @cached_property
    def seen(self) -> Remembered:
        """How alike two symbols look, near misses made small."""
        return Remembered(lambda one, other: self._finished(self._drawn(one, other), one, other))

    def _sounds(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> Floats:
        """Return how alike symbols sound, pair by pair, over all readings of both."""
        likeness = syllable_table()
        mine, theirs = self._readings(one), self._readings(other)
        best = np.zeros(len(one), np.float32)
        for rank in range(READINGS):
            for column in range(READINGS):
                rows = np.flatnonzero((mine[:, rank] >= 0) & (theirs[:, column] >= 0))
                part = np.float32(OTHER_READING ** ((rank > 0) + (column > 0)))
                best[rows] = np.maximum(best[rows], likeness[mine[rows, rank], theirs[rows, column]] * part)
        return best

    def _readings(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        found = self.table.readings[np.minimum(numbers, self.known - 1)].astype(np.int64)
        return np.where((numbers < self.known)[:, None], found, -1)

    def _drawn(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> Floats:
        found = np.zeros(len(one), np.float32)
        rows = np.flatnonzero((one < self.known) & (other < self.known))
        found[rows] = self.looks(one[rows], other[rows])
        return found

    def _finished(self, score: Floats, one: NDArray[np.int64], other: NDArray[np.int64]) -> Floats:
        """Return likeness with confusable letters put in, near misses made small, the very same symbol in full."""
        letters = np.flatnonzero((one >= self.known) & (other >= self.known))
        if len(letters):
            for pair in LATIN_ALIKE:
                a, b = (self.number(sign) for sign in sorted(pair))
                mine, theirs = one[letters], other[letters]
                score[letters[((mine == a) & (theirs == b)) | ((mine == b) & (theirs == a))]] = LATIN_ALIKE[pair]
        score = score**2
        score[(one == other) & (one < UNKNOWN)] = 1
        return score

    def sound_row(self, number: int) -> Floats:
        """Return how alike each symbol sounds to symbol `number`, near misses made small."""
        return self._kept("sound", number)

    def look_row(self, number: int) -> Floats:
        """Return how alike each symbol looks to symbol `number`, near misses made small."""
        return self._kept("look", number)

    def _kept(self, kind: str, number: int) -> Floats:
        key = (kind, number, len(self))
        row = self._rows.get(key)
        if row is None:
            if len(self._rows) >= ROWS_KEPT:
                self._rows.clear()
            made = self._sound_row(number) if kind == "sound" else self._look_row(number)
            row = self._rows[key] = np.append(made**2, np.float32(0))
        return row

    def _sound_row(self, number: int) -> Floats:
        row = np.zeros(len(self), np.float32)
        if number < self.known:
            row[: self.known] = _heard(self.table, number)
        return self._itself(row, number)

    def _look_row(self, number: int) -> Floats:
        row = np.zeros(len(self), np.float32)
        if number < self.known:
            others, likeness = self.table.look(number)
            row[others] = likeness * LOOK_MOST
        return self._itself(row, number)

    def _itself(self, row: Floats, number: int) -> Floats:
        if self.known <= number < len(row):
            own = self.sign(number)
            for other, at in self._number.items():
                row[at] = LATIN_ALIKE.get(frozenset((own, other)), 0.0)
        if number < len(row):
            row[number] = 1.0
        return row


@cache
def syllable_table() -> Floats:
    """Return the likeness of every two syllables of the alphabet."""
    return syllables.table(alphabet().syllables)


def _heard(table: Alphabet, number: int) -> Floats:
    """Return how alike each character sounds to one, over all readings."""
    likeness = syllable_table()
    best = np.zeros(len(table.points), np.float32)
    for rank, mine in enumerate(table.readings[number]):
        if mine < 0:
            continue
        by_syllable = np.append(likeness[mine], np.float32(0))  # the last answers for "no reading" (−1)
        for column in range(READINGS):
            share = OTHER_READING ** ((rank > 0) + (column > 0))
            np.maximum(best, by_syllable[table.readings[:, column]] * np.float32(share), out=best)
    return best


@cache
def shared_symbols() -> Symbols:
    """Return the numbering that comparisons of two marks share."""
    return Symbols()
