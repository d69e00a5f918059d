"""What a mark is looked for by inside titles: its symbols, its syllables, its pinyin, its look-alikes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity.markbook import ALL_HAN, HAN, Marks, Numbers, by_length
from zhidun.similarity.signatures import LONGEST
from zhidun.similarity.syllables import plain
from zhidun.similarity.symbols import Symbols

Places = NDArray[np.int64]
Words = NDArray[np.uint32]
SHORTEST: Final = 2
LETTERS: Final = 3
"""Letters a Latin mark needs to be looked for inside a title."""
CLOSE: Final = 0.5
"""Likeness of a replaced character from which a window is looked at closely."""
_SYLLABLES: Final = 1 << 20
"""Numbers of syllables begin here, so that they never meet those of symbols."""


def streams(marks: Marks, symbols: Symbols) -> Iterator[tuple[Places, Words]]:
    """Yield words of one length with the places of their marks."""
    said = syllables(symbols)
    spelt = _Ragged(len(symbols), _speller(symbols))
    near = _Ragged(len(symbols), lambda number: _near(symbols, number))
    for size, places in by_length(marks.sizes):
        length = min(size, LONGEST)
        made_of = marks.made_of[places]
        fit = places[(made_of & HAN > 0) | (size >= LETTERS)] if size >= SHORTEST else places[:0]
        yield fit, marks.numbers[fit, :length].astype(np.uint32)
        whole = places[made_of & ALL_HAN > 0] if size >= SHORTEST else places[:0]
        rows = marks.numbers[whole, :length]
        yield whole, said[rows]
        yield from spelt.joined(whole, rows)
        if size == SHORTEST:
            yield from near.replaced(whole, rows)


def syllables(symbols: Symbols) -> Words:
    """Return a number for each symbol's commonest syllable, confused syllables under one number."""
    table = symbols.table
    names: dict[str, int] = {}
    of_syllable = [names.setdefault(plain(word), len(names)) for word in table.syllables]
    first = table.readings[:, 0]
    made = np.arange(len(symbols), dtype=np.uint32)
    spoken = np.array(of_syllable, np.uint32)[np.maximum(first, 0)] + np.uint32(_SYLLABLES)
    made[: symbols.known] = np.where(first >= 0, spoken, made[: symbols.known])
    return made


def _speller(symbols: Symbols) -> Callable[[int], list[int]]:
    letters = [symbols.numbers(word.rstrip("012345").replace("ü", "u")) for word in symbols.table.syllables]
    first = symbols.table.readings[:, 0]

    def spell(number: int) -> list[int]:
        known = number < symbols.known and first[number] >= 0
        return letters[int(first[number])] if known else [number]

    return spell


def _near(symbols: Symbols, number: int) -> list[int]:
    """Return the characters that look like one, itself left out."""
    row = symbols.look_row(number)
    return [other for other in np.flatnonzero(row >= CLOSE).tolist() if other != number]


class _Ragged:
    """A list of numbers for each symbol that is asked for, laid out flat."""

    def __init__(self, count: int, make: Callable[[int], list[int]]) -> None:
        self._make = make
        self._sizes = np.full(count + 1, -1, np.int64)
        self._begins = np.zeros(count + 1, np.int64)
        self._flat: list[int] = []

    def _of(self, numbers: Places) -> tuple[Words, Places]:
        """Return the lists of some symbols one after the other, and the size of each."""
        for number in np.unique(numbers[self._sizes[numbers] < 0]).tolist():
            made = self._make(number)
            self._begins[number], self._sizes[number] = len(self._flat), len(made)
            self._flat.extend(made)
        sizes, begins = self._sizes[numbers], self._begins[numbers]
        ends = np.cumsum(sizes)
        spread = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(begins - (ends - sizes), sizes)
        return np.array(self._flat, np.uint32)[spread], sizes

    def joined(self, places: Places, rows: Numbers) -> Iterator[tuple[Places, Words]]:
        """Yield the lists of each row's symbols joined, by their length, at most sixteen long."""
        flat, sizes = self._of(rows.ravel().astype(np.int64))
        totals = sizes.reshape(rows.shape).sum(axis=1)
        begins = np.cumsum(totals) - totals
        for length, of in by_length(np.minimum(totals, LONGEST)):
            yield places[of], flat[begins[of, None] + np.arange(length)]

    def replaced(self, places: Places, rows: Numbers) -> Iterator[tuple[Places, Words]]:
        """Yield rows with one symbol replaced by each of its list."""
        for column in range(rows.shape[1]):
            flat, sizes = self._of(rows[:, column].astype(np.int64))
            made = np.repeat(rows.astype(np.uint32), sizes, axis=0)
            made[:, column] = flat
            yield np.repeat(places, sizes), made
