"""Marks inside long titles: each window of a title against the signatures of all marks, then a close look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import distinct
from zhidun.similarity.fusion import Scorer, scorer
from zhidun.similarity.gallery import Entry
from zhidun.similarity.latinview import LatinView
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.normal import Mark, prepared
from zhidun.similarity.pairview import PairView
from zhidun.similarity.signatures import LONGEST, Signatures, of_rows
from zhidun.similarity.syllables import plain
from zhidun.similarity.symbols import UNKNOWN, Symbols
from zhidun.similarity.view import View

Floats = NDArray[np.float32]
AT_ONCE: Final = 4096
"""Pairs scored at once."""
MOST_TOLD: Final = 500_000
"""Scores of windows kept: titles repeat the words of their trade."""
LONGEST_TITLE: Final = 400
SHORTEST: Final = 2
SHORT: Final = 4
"""Symbols a mark needs to be taken for one with a symbol more or less."""
LETTERS: Final = 3
"""Letters a Latin mark needs to be looked for inside a title."""
CLOSE: Final = 0.5
"""Likeness of a replaced character from which a window is looked at closely."""
_SYLLABLES: Final = 1 << 20
"""Numbers of syllables begin here, so that they never meet those of symbols."""


@dataclass(frozen=True, slots=True)
class Found:
    """One mark found in a title."""

    place: int
    window: str
    score: float
    factors: tuple[Likeness, ...]


def _edits(length: int) -> int:
    """Return the edits looked for inside a title: one from three symbols on."""
    return 0 if length < 3 else 1  # noqa: PLR2004  the rule itself


class Titles:
    """All marks of a gallery, ready to be found in titles."""

    def __init__(self, entries: Sequence[Entry], *, using: Scorer | None = None) -> None:
        self.symbols = Symbols()
        self.scorer = using or scorer("text")
        self.marks = [prepared(entry.text) for entry in entries]
        for mark in self.marks:
            self.symbols.numbers(mark.symbols, learn=True)
        self._plain = _plain_syllables(self.symbols)
        self._signatures = Signatures(self._words(), most=_edits)
        self._told: dict[tuple[str, int], float] = {}
        self._weighed = lru_cache(maxsize=200_000)(self._weigh)
        self._latin = lru_cache(maxsize=200_000)(self._latin_score)
        self._why = lru_cache(maxsize=50_000)(self._reasons)

    def _words(self) -> Iterable[tuple[int, Sequence[int]]]:
        for place, mark in enumerate(self.marks):
            numbers = self.symbols.numbers(mark.symbols)
            if len(numbers) < SHORTEST or (not mark.han and len(numbers) < LETTERS):
                continue
            yield place, numbers
            if mark.han == mark.symbols:
                yield place, [self._plain[n] for n in numbers]
                yield place, self.symbols.numbers(mark.pinyin)
                if len(numbers) == SHORTEST:
                    for near in self._neighbours(numbers):
                        yield place, near

    def _neighbours(self, numbers: Sequence[int]) -> Iterable[list[int]]:
        """Yield a mark of two characters with one of them replaced by each that looks like it."""
        for at, number in enumerate(numbers):
            row = self.symbols.look_row(number)
            for other in np.flatnonzero(row >= CLOSE):
                if other != number:
                    yield [int(other) if place == at else n for place, n in enumerate(numbers)]

    def find(self, title: str, *, least: float) -> list[Found]:
        """Return the marks found in a title with at least a score, the likest first, each once."""
        return self.find_all([title], least=least)[0]

    def find_all(self, titles: Sequence[str], *, least: float) -> list[list[Found]]:
        """Return, for each title, the marks found in it."""
        read = [prepared(title, whole=True) for title in titles]
        best: list[dict[int, tuple[float, str]]] = [{} for _ in titles]
        for number, text, place, score in self._scored(list(self._windows(read)), least):
            if place not in best[number] or score > best[number][place][0]:
                best[number][place] = (score, text)
        return [
            [Found(place, text, score, self._why(text, place)) for place, (score, text) in _ordered(found)]
            for found in best
        ]

    def _scored(self, windows: Sequence[tuple[int, str, int]], least: float) -> Iterable[tuple[int, str, int, float]]:
        """Yield the windows that reach a score, with it: Chinese ones many at once, Latin ones one by one."""
        chinese = [one for one in windows if self.marks[one[2]].han and not one[1].isascii()]
        if len(self._told) > MOST_TOLD:
            self._told.clear()
        new = [key for key in dict.fromkeys((text, place) for _, text, place in chinese) if key not in self._told]
        for at in range(0, len(new), AT_ONCE):
            part = new[at : at + AT_ONCE]
            self._told.update(zip(part, self._route_scores(part).tolist(), strict=True))
        for number, text, place in chinese:
            score = self._told[text, place]
            if score >= least:
                yield number, text, place, score
        for number, text, place in windows:
            if text.isascii():
                score = self._latin(text, place)
                if score >= least:
                    yield number, text, place, score

    def _route_scores(self, part: Sequence[tuple[str, int]]) -> Floats:
        width = max(max(len(text), len(self.marks[place].symbols)) for text, place in part)
        one, mine = self._table([text for text, _ in part], width)
        other, theirs = self._table([self.marks[place].symbols for _, place in part], width)
        return self.scorer.routes["chinese"].score(PairView(one, other, (mine, theirs), self.symbols))

    def _table(self, texts: Sequence[str], width: int) -> tuple[NDArray[np.int64], Floats]:
        width = min(width, LONGEST)
        numbers = np.full((len(texts), width), UNKNOWN, np.int64)
        weights = np.zeros((len(texts), width), np.float32)
        for row, text in enumerate(texts):
            word, weight = self._weighed(text)
            numbers[row, : len(word[:width])] = word[:width]
            weights[row, : len(weight[:width])] = weight[:width]
        return numbers, weights

    def _windows(self, read: Sequence[Mark]) -> Iterable[tuple[int, str, int]]:
        """Yield (title, window, mark) of each window that shares a signature with a mark."""
        numbers = [self.symbols.numbers(mark.symbols[:LONGEST_TITLE]) for mark in read]
        flat = np.array([n for row in numbers for n in row], np.uint32)
        sizes = np.array([len(row) for row in numbers], np.int64)
        begins = np.cumsum(sizes) - sizes
        owner = np.repeat(np.arange(len(read)), sizes)
        starts, ends = _edges(read)
        said = np.append(self._plain, np.uint32(0))[np.minimum(flat, len(self._plain))]
        seen: set[tuple[int, str, int]] = set()
        for length in self._lengths():
            spots = np.arange(max(0, len(flat) - length + 1))
            fits = starts[spots] & ends[spots + length - 1] & (owner[spots] == owner[spots + length - 1])
            spots = spots[fits]
            if not len(spots):
                continue
            for stream in (flat, said):
                rows = stream[spots[:, None] + np.arange(length)]
                for hashes in of_rows(rows, _edits(length)):
                    for at, place in zip(*self._signatures.look_up(hashes), strict=True):
                        number = int(owner[spots[at]])
                        begin = int(spots[at] - begins[number])
                        window = (number, read[number].symbols[begin : begin + length], int(place))
                        if window not in seen and self._fits(window[1], window[2]):
                            seen.add(window)
                            yield window

    def _fits(self, text: str, place: int) -> bool:
        """Say whether a window is worth scoring: one symbol more or less proves little in a short mark."""
        size = len(self.marks[place].symbols)
        if text.isascii():
            return True
        return len(text) == size or min(len(text), size) >= SHORT

    def _lengths(self) -> Iterable[int]:
        known = self._signatures.lengths
        return range(max(SHORTEST, min(known, default=LONGEST) - 1), min(LONGEST, max(known, default=0) + 1) + 1)

    def _weigh(self, text: str) -> tuple[list[int], Floats]:
        return self.symbols.numbers(text), distinct.weights(text)

    def _letters(self, text: str, place: int) -> tuple[str, LatinView]:
        """Return the route and the view of a Latin window beside a mark (its pinyin when it is Chinese)."""
        mark = self.marks[place]
        words = mark.pinyin if mark.han else mark.latin
        return ("bilingual" if mark.han else "latin"), LatinView(text, [words], (text, [mark.text]))

    def _latin_score(self, text: str, place: int) -> float:
        route, view = self._letters(text, place)
        return float(self.scorer.routes[route].score(view)[0])

    def _reasons(self, text: str, place: int) -> tuple[Likeness, ...]:
        """Return how a window of a title and a mark are alike, respect by respect."""
        if text.isascii():
            route, view = self._letters(text, place)
            return self.scorer.routes[route].factors(view, 0)
        return self.scorer.routes["chinese"].factors(View(prepared(text), [self.marks[place]], self.symbols), 0)


def _ordered(found: dict[int, tuple[float, str]]) -> list[tuple[int, tuple[float, str]]]:
    return sorted(found.items(), key=lambda one: (-one[1][0], one[0]))


def _plain_syllables(symbols: Symbols) -> NDArray[np.uint32]:
    """Return a number for each symbol's commonest syllable, confused syllables under one number."""
    table = symbols.table
    names: dict[str, int] = {}
    of_syllable = [names.setdefault(plain(word), len(names)) for word in table.syllables]
    first = table.readings[:, 0]
    made = np.arange(len(symbols), dtype=np.uint32)
    spoken = np.array(of_syllable, np.uint32)[np.maximum(first, 0)] + np.uint32(_SYLLABLES)
    made[: symbols.known] = np.where(first >= 0, spoken, made[: symbols.known])
    return made


def _edges(read: Sequence[Mark]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return where a window may start and end: anywhere between Chinese characters, at edges of Latin words only."""
    starts: list[bool] = []
    ends: list[bool] = []
    for mark in read:
        row, last, gap = [], "", True
        for sign in mark.folded:
            if not sign.isalnum():
                gap = True
                continue
            row.append(gap or not (sign.isascii() and last.isascii()))
            last, gap = sign, False
        row = row[: min(len(mark.symbols), LONGEST_TITLE)]
        starts.extend(row)
        ends.extend([*row[1:], True] if row else [])
    return np.array(starts, bool), np.array(ends, bool)
