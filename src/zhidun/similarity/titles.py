"""Marks inside long titles: each window of a title against the signatures of all marks, then a close look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import spelt, telling, weighing
from zhidun.similarity.fusion import Route, Scorer, scorer
from zhidun.similarity.gallery import Entry
from zhidun.similarity.latinview import LatinView
from zhidun.similarity.likeness import Likeness, Reasons
from zhidun.similarity.markbook import HAN, STEPS, Marks
from zhidun.similarity.normal import Mark, prepared
from zhidun.similarity.pairview import PairView
from zhidun.similarity.signatures import LONGEST, Signatures, of_rows
from zhidun.similarity.streams import SHORTEST, streams, syllables
from zhidun.similarity.symbols import UNKNOWN, Symbols

Floats = NDArray[np.float32]
Places = NDArray[np.int64]
Shared = dict[str, NDArray[Any]]
AT_ONCE: Final = 4096
"""Pairs scored at once."""
MOST_TOLD: Final = 500_000
"""Windows whose marks are kept: titles repeat the words of their trade."""
MOST_REASONS: Final = 50_000
"""Pairs of a window and a mark whose reasons are kept."""
CHEAP: Final = frozenset(
    {"whole", "shuffled", "distinctive", "inside", "first", "head", "rhythm", "nearest", "look", "sound", "strongest"}
)
"""Comparers worked out first: a pair that cannot reach the score whatever the others say is left there."""
ROUNDING: Final = np.float32(1e-4)
LONGEST_TITLE: Final = 10_000
SHORT: Final = 4
"""Symbols a mark needs to be taken for one with a symbol more or less."""
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Near:
    """One mark found in a title: its place, the window of the title that is like it, how much."""

    place: int
    window: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """One mark found in a title, and why."""

    place: int
    window: str
    score: float
    factors: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True)
class _Windows:
    """Windows of one length: their symbols, code points, whether they are Latin, and how to write them."""

    length: int
    rows: NDArray[np.uint16]
    points: NDArray[np.uint32]
    latin: NDArray[np.bool_]
    text: Callable[[int], str]


def _edits(length: int) -> int:
    """Return the edits looked for inside a title: one from three symbols on."""
    return 0 if length < 3 else 1  # noqa: PLR2004  the rule itself


class Titles:
    """All marks of a gallery, ready to be found in titles."""

    def __init__(self, entries: Sequence[Entry], *, using: Scorer | None = None) -> None:
        symbols = Symbols()
        marks = Marks.of([entry.text for entry in entries], symbols)
        self._take(symbols, marks, Signatures.of_tables(streams(marks, symbols), most=_edits), using or scorer("text"))

    def _take(self, symbols: Symbols, marks: Marks, signatures: Signatures, used: Scorer) -> None:
        self.symbols, self.marks, self.scorer, self._signatures = symbols, marks, used, signatures
        self._plain = np.append(syllables(symbols), np.uint32(0))
        self._by_point = symbols.by_point()
        self._told: dict[int, tuple[tuple[int, float], ...]] = {}
        self._reasons: dict[tuple[str, int], Reasons] = {}
        self._least = 0.0
        self._latin = lru_cache(maxsize=200_000)(self._latin_score)

    def shared(self) -> tuple[Shared, dict[str, object]]:
        """Return the arrays and the facts from which `Titles.joined` makes the same titles in another process."""
        arrays = {f"marks.{name}": array for name, array in self.marks.arrays.items()}
        arrays |= {f"signatures.{name}": array for name, array in self._signatures.arrays.items()}
        return arrays, {"symbols": self.symbols, "scorer": self.scorer.key}

    @classmethod
    def joined(cls, arrays: Shared, facts: dict[str, Any]) -> Titles:
        """Return titles over arrays that are read together with another process."""
        parts: dict[str, Shared] = {"marks": {}, "signatures": {}}
        for name, array in arrays.items():
            part, _, rest = name.partition(".")
            parts[part][rest] = array
        found = cls.__new__(cls)
        signatures = Signatures.shared(parts["signatures"], most=_edits)
        used = scorer(str(facts["scorer"]))
        found._take(facts["symbols"], Marks(parts["marks"]), signatures, used)  # noqa: SLF001  its own class
        return found

    def find(self, title: str, *, least: float) -> list[Found]:
        """Return the marks found in a title with at least a score, the likest first, each once, and why."""
        return self.find_all([title], least=least)[0]

    def find_all(self, titles: Sequence[str], *, least: float) -> list[list[Found]]:
        """Return, for each title, the marks found in it, and why."""
        near = self.near(titles, least=least)
        why = iter(self.why([(one.window, one.place) for row in near for one in row]))
        return [[Found(one.place, one.window, one.score, next(why)) for one in row] for row in near]

    def near(self, titles: Sequence[str], *, least: float) -> list[list[Near]]:
        """Return, for each title, the marks found in it with at least a score, the likest first, each once."""
        if least != self._least or len(self._told) > MOST_TOLD:
            self._told.clear()
            self._least = least
        best: list[dict[int, Near]] = [{} for _ in titles]
        for number, text, found in self._windows([prepared(title, whole=True) for title in titles]):
            row = best[number]
            for place, score in found:
                if place not in row or score > row[place].score:
                    row[place] = Near(place, text, score)
        return [sorted(row.values(), key=lambda one: (-one.score, one.place)) for row in best]

    def why(self, pairs: Sequence[tuple[str, int]]) -> list[Reasons]:
        """Return how windows of titles and marks are alike, respect by respect, the weightiest first."""
        if len(self._reasons) > MOST_REASONS:
            self._reasons.clear()
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._reasons]
        chinese = [pair for pair in new if not pair[0].isascii()]
        asked = [(prepared(text), prepared(self.marks.texts[place])) for text, place in chinese]
        reasons = telling.told(asked, self._route, self.symbols)
        self._reasons.update(zip(chinese, map(Reasons, reasons), strict=True))
        for text, place in new:
            if text.isascii():
                route, view = self._letters(text, place)
                self._reasons[text, place] = Reasons(self.scorer.routes[route].factors(view, 0))
        return [self._reasons[pair] for pair in pairs]

    @property
    def _route(self) -> Route:
        return self.scorer.routes["chinese"]

    def _windows(self, read: Sequence[Mark]) -> Iterator[tuple[int, str, tuple[tuple[int, float], ...]]]:
        """Yield (title, window, marks with their scores) of each window in which marks are found."""
        cut = [mark.symbols[:LONGEST_TITLE] for mark in read]
        whole = "".join(cut)
        points = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
        sizes = np.array([len(text) for text in cut], np.int64)
        owner = np.repeat(np.arange(len(read)), sizes)
        foreign = np.append(0, np.cumsum(points >= 128))  # noqa: PLR2004  what is not ASCII
        starts, ends = _edges(read)
        wanted = self._lengths()
        codes = np.zeros(len(points), np.uint64)
        for length in range(1, wanted.stop):
            codes = codes[: max(0, len(points) - length + 1)]
            codes = (codes ^ (points[length - 1 :].astype(np.uint64) + np.uint64(1))) * _STEP
            codes ^= codes >> np.uint64(29)
            if length not in wanted:
                continue
            last = slice(length - 1, length - 1 + len(codes))
            spots = np.flatnonzero(starts[: len(codes)] & ends[last] & (owner[: len(codes)] == owner[last]))
            known = codes[spots].tolist()
            new = np.array([code not in self._told for code in known], bool)
            if new.any():
                fresh, first = np.unique(codes[spots[new]], return_index=True)
                self._learn(fresh.tolist(), self._cut(whole, points, foreign, spots[new][first], length))
            for spot, code in zip(spots.tolist(), known, strict=True):
                found = self._told[code]
                if found:
                    yield int(owner[spot]), whole[spot : spot + length], found

    def _cut(self, whole: str, points: NDArray[np.uint32], foreign: Places, spots: Places, length: int) -> _Windows:
        rows = points[spots[:, None] + np.arange(length)]
        latin = foreign[spots + length] == foreign[spots]
        begins = spots.tolist()
        return _Windows(length, self._by_point[rows], rows, latin, lambda at: whole[begins[at] : begins[at] + length])

    def _learn(self, codes: Sequence[int], windows: _Windows) -> None:
        """Note the marks that each window is like, and how much."""
        at, place = self._candidates(windows)
        found: dict[int, list[tuple[int, float]]] = {}
        for n, mark, score in self._scores(windows, at, place):
            found.setdefault(n, []).append((mark, score))
        self._told.update(dict.fromkeys(codes, ()))
        self._told.update({codes[n]: tuple(some) for n, some in found.items()})

    def _candidates(self, windows: _Windows) -> tuple[Places, Places]:
        """Return (window, mark) of those that share a signature and are worth scoring, in the order of both."""
        keys = [np.zeros(0, np.int64)]
        count = max(len(self.marks), 1)
        for stream in (windows.rows.astype(np.uint32), self._plain[np.minimum(windows.rows, len(self._plain) - 1)]):
            for hashes in of_rows(stream, _edits(windows.length)):
                at, place = self._signatures.look_up(hashes)
                keys.append(at * count + place)
        pairs = np.unique(np.concatenate(keys))
        at, place = pairs // count, pairs % count
        sizes = self.marks.sizes[place]
        shorter = np.minimum(sizes, windows.length)
        fits = (sizes == windows.length) | (
            (shorter >= SHORT) & (np.abs(np.minimum(sizes, LONGEST) - windows.length) <= 1)
        )
        some = np.flatnonzero(windows.latin[at] | (fits & (self.marks.made_of[place] & HAN > 0)))
        return at[some], place[some]

    def _scores(self, windows: _Windows, at: Places, place: Places) -> Iterator[tuple[int, int, float]]:
        """Yield (window, mark, score) of the pairs that reach the score: Latin one by one, Chinese many at once."""
        latin = windows.latin[at]
        for n, mark in zip(at[latin].tolist(), place[latin].tolist(), strict=True):
            score = self._latin(windows.text(n), mark)
            if score >= self._least:
                yield n, mark, score
        at, place = at[~latin], place[~latin]
        which, rank = np.unique(at, return_inverse=True)
        if not len(which):
            return
        weights = np.asarray(weighing.steps(windows.points[which]) / STEPS, np.float32)
        sizes = np.minimum(self.marks.sizes[place], LONGEST)
        for size in np.unique(sizes).tolist():
            rows = np.flatnonzero(sizes == size)
            for begin in range(0, len(rows), AT_ONCE):
                part = rows[begin : begin + AT_ONCE]
                scores = self._pair_scores(windows, (at[part], weights[rank[part]]), place[part], size)
                for row in np.flatnonzero(scores >= self._least).tolist():
                    yield int(at[part[row]]), int(place[part[row]]), float(scores[row])

    def _pair_scores(self, windows: _Windows, asked: tuple[Places, Floats], place: Places, size: int) -> Floats:
        """Return the score of windows of one length beside marks of one length; 0 for those that cannot reach it."""
        width = max(windows.length, size)
        one = np.full((len(place), width), UNKNOWN, np.int64)
        one[:, : windows.length] = windows.rows[asked[0]]
        mine = np.zeros((len(place), width), np.float32)
        mine[:, : windows.length] = asked[1]
        other = self.marks.numbers[place, :width].astype(np.int64)
        theirs = self.marks.weights(place, width)
        view = PairView(one, other, (mine, theirs), self.symbols)
        bound = self._route.bound(view, CHEAP, spelt.caps(view))
        kept = np.flatnonzero(bound >= self._least - ROUNDING)
        scores = np.zeros(len(place), np.float32)
        if len(kept):
            some = PairView(one[kept], other[kept], (mine[kept], theirs[kept]), self.symbols)
            scores[kept] = self._route.score(some)
        return scores

    def _lengths(self) -> range:
        known = self._signatures.lengths
        return range(max(SHORTEST, min(known, default=LONGEST) - 1), min(LONGEST, max(known, default=0) + 1) + 1)

    def _letters(self, text: str, place: int) -> tuple[str, LatinView]:
        """Return the route and the view of a Latin window beside a mark (its pinyin when it is Chinese)."""
        mark = prepared(self.marks.texts[place])
        words = mark.pinyin if mark.han else mark.latin
        return ("bilingual" if mark.han else "latin"), LatinView(text, [words], (text, [mark.text]))

    def _latin_score(self, text: str, place: int) -> float:
        route, view = self._letters(text, place)
        return float(self.scorer.routes[route].score(view)[0])


def _edges(read: Iterable[Mark]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
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
