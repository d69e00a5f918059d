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
NOTHING: Final = 20
"""Bits of a place in the table of windows that are like no mark: most are, and end there."""
CHEAP: Final = frozenset(
    {"whole", "shuffled", "distinctive", "inside", "first", "head", "rhythm", "nearest", "look", "sound", "strongest"}
)
"""Comparers worked out first: a pair that cannot reach the score whatever the others say is left there."""
ROUNDING: Final = np.float32(1e-4)
LONGEST_TITLE: Final = 10_000
SHORT: Final = 4
"""Symbols a mark needs to be taken for one with a symbol more or less."""
_TO_PLACE: Final = np.uint64(64 - NOTHING)
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(slots=True, eq=False)
class Near:
    """One mark found in titles: its place, the window of a title that is like it, how much; why once it was asked for.

    The same one stands for the window in every title that holds it.
    """

    place: int
    window: str
    score: float
    why: Reasons | None = None


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
        self._told: dict[int, tuple[Near, ...]] = {}
        self._nothing = np.zeros(1 << NOTHING, np.uint64)
        self._explained: list[Near] = []
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
        near = self.near([prepared(title, whole=True) for title in titles], least=least)
        why = iter(self.explained([one for row in near for one in row]))
        return [[Found(one.place, one.window, one.score, next(why)) for one in row] for row in near]

    def near(self, titles: Sequence[Mark], *, least: float) -> list[list[Near]]:
        """Return, for each title (read whole), the marks found in it with a score, the likest first, each once."""
        if least != self._least or len(self._told) > MOST_TOLD:
            self._told.clear()
            self._nothing[:] = 0
            self._least = least
        best: list[dict[int, Near]] = [{} for _ in titles]
        for number, found in self._windows(titles):
            row = best[number]
            for one in found:
                held = row.get(one.place)
                if held is None or one.score > held.score:
                    row[one.place] = one
        return [sorted(row.values(), key=lambda one: (-one.score, one.place)) for row in best]

    def explained(self, found: Sequence[Near]) -> list[Reasons]:
        """Return how windows of titles and marks are alike, respect by respect, the weightiest first."""
        new = [one for one in dict.fromkeys(found) if one.why is None]
        if len(self._explained) + len(new) > MOST_REASONS:
            for one in self._explained:
                one.why = None
            self._explained.clear()
            new = list(dict.fromkeys(found))
        chinese = [one for one in new if not one.window.isascii()]
        asked = [(prepared(one.window), prepared(self.marks.texts[one.place])) for one in chinese]
        for one, why in zip(chinese, telling.told(asked, self._route, self.symbols), strict=True):
            one.why = Reasons(why)
        for one in new:
            if one.window.isascii():
                route, view = self._letters(one.window, one.place)
                one.why = Reasons(self.scorer.routes[route].factors(view, 0))
        self._explained += new
        return [one.why for one in found if one.why is not None]

    @property
    def _route(self) -> Route:
        return self.scorer.routes["chinese"]

    def _windows(self, read: Sequence[Mark]) -> Iterator[tuple[int, tuple[Near, ...]]]:
        """Yield (title, marks) of each window in which marks are found."""
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
            asked = codes[spots]
            open_ = np.flatnonzero(self._nothing[(asked >> _TO_PLACE).astype(np.intp)] != asked)
            spots, asked = spots[open_], asked[open_]
            told = [self._told.get(code) for code in asked.tolist()]
            new = np.array([one is None for one in told], bool)
            if new.any():
                fresh, first = np.unique(asked[new], return_index=True)
                self._learn(fresh, self._cut(whole, points, foreign, spots[new][first], length))
                told = [self._told[code] for code in asked.tolist()]
            for number, found in zip(owner[spots].tolist(), told, strict=True):
                if found:
                    yield number, found

    def _cut(self, whole: str, points: NDArray[np.uint32], foreign: Places, spots: Places, length: int) -> _Windows:
        rows = points[spots[:, None] + np.arange(length)]
        latin = foreign[spots + length] == foreign[spots]
        begins = spots.tolist()
        return _Windows(length, self._by_point[rows], rows, latin, lambda at: whole[begins[at] : begins[at] + length])

    def _learn(self, codes: NDArray[np.uint64], windows: _Windows) -> None:
        """Note the marks that each window is like, and how much."""
        at, place = self._candidates(windows)
        found: dict[int, list[Near]] = {}
        for n, mark, score in self._scores(windows, at, place):
            found.setdefault(n, []).append(Near(mark, windows.text(n), score))
        listed = codes.tolist()
        self._told.update(dict.fromkeys(listed, ()))
        self._told.update({listed[n]: tuple(some) for n, some in found.items()})
        bare = np.delete(codes, list(found))
        self._nothing[(bare >> _TO_PLACE).astype(np.intp)] = bare

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
            scores[kept] = self._route.score(view.some(kept))
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
