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
from zhidun.similarity.signatures import LONGEST, Signatures, mixed, of_rows
from zhidun.similarity.syllables import plain
from zhidun.similarity.symbols import UNKNOWN, Symbols
from zhidun.similarity.view import View

Floats = NDArray[np.float32]
AT_ONCE: Final = 4096
"""Pairs scored at once."""
MOST_TOLD: Final = 500_000
"""Windows whose marks are kept: titles repeat the words of their trade."""
CHEAP: Final = frozenset({"whole", "shuffled", "distinctive", "inside", "first", "rhythm"})
"""Comparers worked out first: a pair that cannot reach the score whatever the others say is left there."""
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
        self._sizes = np.array([len(mark.symbols) for mark in self.marks], np.int64)
        self._told: dict[int, tuple[tuple[int, float], ...]] = {}
        self._least = 0.0
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
        if least != self._least or len(self._told) > MOST_TOLD:
            self._told.clear()
            self._least = least
        best: list[dict[int, tuple[float, str]]] = [{} for _ in titles]
        for number, text, found in self._windows([prepared(title, whole=True) for title in titles]):
            for place, score in found:
                if place not in best[number] or score > best[number][place][0]:
                    best[number][place] = (score, text)
        return [
            [Found(place, text, score, self._why(text, place)) for place, (score, text) in _ordered(found)]
            for found in best
        ]

    def _scores(self, texts: Sequence[str], places: Sequence[int]) -> Floats:
        """Return the score of each window beside a mark: Chinese ones many at once, Latin ones one by one."""
        scores = np.zeros(len(texts), np.float32)
        chinese = [n for n, (text, place) in enumerate(zip(texts, places, strict=True))
                   if self.marks[place].han and not text.isascii()]  # fmt: skip
        for at in range(0, len(chinese), AT_ONCE):
            part = chinese[at : at + AT_ONCE]
            scores[part] = self._route_scores([(texts[n], places[n]) for n in part])
        for number, text in enumerate(texts):
            if text.isascii():
                scores[number] = self._latin(text, places[number])
        return scores

    def _route_scores(self, part: Sequence[tuple[str, int]]) -> Floats:
        width = max(max(len(text), len(self.marks[place].symbols)) for text, place in part)
        one, mine = self._table([text for text, _ in part], width)
        other, theirs = self._table([self.marks[place].symbols for _, place in part], width)
        route = self.scorer.routes["chinese"]
        kept = np.flatnonzero(route.bound(PairView(one, other, (mine, theirs), self.symbols), CHEAP) >= self._least)
        scores = np.zeros(len(part), np.float32)
        if len(kept):
            scores[kept] = route.score(PairView(one[kept], other[kept], (mine[kept], theirs[kept]), self.symbols))
        return scores

    def _table(self, texts: Sequence[str], width: int) -> tuple[NDArray[np.int64], Floats]:
        width = min(width, LONGEST)
        numbers = np.full((len(texts), width), UNKNOWN, np.int64)
        weights = np.zeros((len(texts), width), np.float32)
        for row, text in enumerate(texts):
            word, weight = self._weighed(text)
            numbers[row, : len(word[:width])] = word[:width]
            weights[row, : len(weight[:width])] = weight[:width]
        return numbers, weights

    def _windows(self, read: Sequence[Mark]) -> Iterable[tuple[int, str, tuple[tuple[int, float], ...]]]:
        """Yield (title, window, marks with their scores) of each window in which marks are found."""
        cut = [mark.symbols[:LONGEST_TITLE] for mark in read]
        points = np.frombuffer("".join(cut).encode("utf-32-le", "surrogatepass"), np.uint32)
        sizes = np.array([len(text) for text in cut], np.int64)
        begins = np.cumsum(sizes) - sizes
        owner = np.repeat(np.arange(len(read)), sizes)
        starts, ends = _edges(read)
        for length in self._lengths():
            spots = np.arange(max(0, len(points) - length + 1))
            fits = starts[spots] & ends[spots + length - 1] & (owner[spots] == owner[spots + length - 1])
            spots = spots[fits]
            if not len(spots):
                continue
            codes, first, which = np.unique(
                mixed(points[spots[:, None] + np.arange(length)]), return_index=True, return_inverse=True
            )
            known = codes.tolist()
            new = np.array([code not in self._told for code in known])
            self._learn(codes[new].tolist(), points[spots[first[new], None] + np.arange(length)])
            found = np.array([bool(self._told[code]) for code in known])
            for at in np.flatnonzero(found[which]).tolist():
                spot = int(spots[at])
                number = int(owner[spot])
                begin = spot - int(begins[number])
                yield number, cut[number][begin : begin + length], self._told[known[which[at]]]

    def _learn(self, codes: Sequence[int], points: NDArray[np.uint32]) -> None:
        """Note the marks that each window (a row of code points) is like, and how much."""
        if not codes:
            return
        length = points.shape[1]
        whole = points.tobytes().decode("utf-32-le", "surrogatepass")
        texts = [whole[at : at + length] for at in range(0, len(whole), length)]
        rows = self.symbols.numbered(points)
        said = np.append(self._plain, np.uint32(0))[np.minimum(rows, len(self._plain))]
        keys = [np.zeros(0, np.int64)]
        for stream in (rows, said):
            for hashes in of_rows(stream, _edits(length)):
                at, place = self._signatures.look_up(hashes)
                keys.append(at * len(self.marks) + place)
        pairs = np.unique(np.concatenate(keys))
        at, place = pairs // max(len(self.marks), 1), pairs % max(len(self.marks), 1)
        fits = self._fits(np.array([text.isascii() for text in texts])[at], length, self._sizes[place])
        at, place = at[fits].tolist(), place[fits].tolist()
        found: list[list[tuple[int, float]]] = [[] for _ in codes]
        scores = self._scores([texts[n] for n in at], place)
        for n, mark, score in zip(at, place, scores.tolist(), strict=True):
            if score >= self._least:
                found[n].append((mark, score))
        self._told.update(zip(codes, map(tuple, found), strict=True))

    @staticmethod
    def _fits(latin: NDArray[np.bool_], length: int, sizes: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say which windows are worth scoring: one symbol more or less proves little in a short mark."""
        return np.asarray(latin | (sizes == length) | (np.minimum(sizes, length) >= SHORT))

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
