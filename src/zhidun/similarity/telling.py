"""Why many pairs of Chinese marks are alike: what `Route.factors` says of one pair, worked out for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import distinct, pairing, weighing
from zhidun.similarity.fusion import Route
from zhidun.similarity.likeness import COMPARERS, Likeness
from zhidun.similarity.normal import Mark
from zhidun.similarity.pairview import PairView
from zhidun.similarity.spelt import near_in_meaning
from zhidun.similarity.symbols import UNKNOWN, Symbols
from zhidun.similarity.view import LONGEST, View

Floats = NDArray[np.float32]
Pair = tuple[Mark, Mark]
BY_PAIR: Final = ("same", "heard", "seen", "near", "judged", "meaning")
BY_ROW: Final = ("near_shared", "judged_shared", "whole_shared", "heard_even", "seen_even", "whole_even", "rhythm")


def told(pairs: Sequence[Pair], route: Route, symbols: Symbols) -> list[tuple[Likeness, ...]]:
    """Return every feature of each pair of marks with its reason, the weightiest first."""
    found: list[tuple[Likeness, ...]] = [()] * len(pairs)
    by_size: dict[tuple[int, int], list[int]] = {}
    for place, pair in enumerate(pairs):
        by_size.setdefault((len(pair[0].symbols[:LONGEST]), len(pair[1].symbols[:LONGEST])), []).append(place)
    for places in by_size.values():
        group = _Group([pairs[place] for place in places], symbols)
        named = (*route.features, *route.lifts)
        scores = {name: np.clip(COMPARERS[name].score(group.view), 0, 1).tolist() for name in named}
        for number, place in enumerate(places):
            view = _Told(group, number)
            factors = [Likeness(name, scores[name][number], COMPARERS[name].reason(view, 0)) for name in route.features]
            lifting = [name for name in route.lifts if scores[name][number] > 0]
            factors += [Likeness(name, scores[name][number], COMPARERS[name].reason(view, 0)) for name in lifting]
            found[place] = route.ordered(factors)
    return found


class _Group:
    """Pairs whose marks are of the same two lengths, looked at together."""

    def __init__(self, pairs: Sequence[Pair], symbols: Symbols) -> None:
        self.pairs, self.symbols = pairs, symbols
        texts = [[pair[side].symbols for pair in pairs] for side in (0, 1)]
        points = [_points(side) for side in texts]
        self.numbers = [symbols.numbered(side).astype(np.int64) for side in points]
        self.listed = [side.tolist() for side in self.numbers]
        self.weights = [_weights(*side) for side in zip(texts, points, strict=True)]
        one, other = (_padded(rows, self.numbers, UNKNOWN) for rows in self.numbers)
        mine, theirs = (_padded(rows, self.numbers, 0) for rows in self.weights)
        self.view = PairView(one, other, (mine, theirs), symbols)
        near_in_meaning(self.view)
        here, there = (rows.shape[1] for rows in self.numbers)
        self.tables: dict[str, Floats] = {name: getattr(self.view, name)[:here, :, :there] for name in BY_PAIR}
        self.shared: dict[str, Any] = {name: getattr(self.view, name) for name in BY_ROW}
        self._paired: dict[str, list[list[tuple[str, str, float]]]] = {}

    def paired(self, name: str, number: int) -> list[tuple[str, str, float]]:
        """Return the symbols paired in one comparison by one table, with their likeness."""
        if name not in self._paired:
            likeness = np.ascontiguousarray(self.tables[name].transpose(1, 0, 2))
            found = pairing.pairs_of_many(likeness, self.weights[0], self.weights[1])
            self._paired[name] = [
                [(one.symbols[i], other.symbols[j], table[i][j]) for i, j in places]
                for (one, other), places, table in zip(self.pairs, found, likeness.tolist(), strict=True)
            ]
        return self._paired[name][number]


def _points(texts: Sequence[str]) -> NDArray[np.uint32]:
    """Return the code points of texts of one length, cut to what is paired."""
    whole = "".join(text[:LONGEST] for text in texts)
    return np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32).reshape(len(texts), -1)


def _weights(texts: Sequence[str], points: NDArray[np.uint32]) -> Floats:
    if points.shape[1] < LONGEST:
        return np.asarray(weighing.steps(points) / np.float32(weighing.FULL), np.float32)
    return np.stack([distinct.weights(text)[:LONGEST] for text in texts])  # what was cut off weighs too


def _padded(rows: NDArray[Any], both: Sequence[NDArray[Any]], empty: int) -> NDArray[Any]:
    """Return rows as wide as the wider side."""
    width = max(side.shape[1] for side in both)
    return np.pad(rows, ((0, 0), (0, width - rows.shape[1])), constant_values=empty)


class _Told(View):
    """One pair of a group, as reasons read it: its part of a table is cut out when a reason asks for it."""

    def __init__(self, group: _Group, number: int) -> None:  # the parts of a view are there: none is worked out again
        one, other = group.pairs[number]
        self.mark, self.others, self.symbols, self.renown, self.fame = one, [other], group.symbols, None, None
        self._row = row = slice(number, number + 1)
        self.numbers, self.weights = group.listed[0][number], group.weights[0][number]
        self.their_numbers, self.their_weights = group.numbers[1][row], group.weights[1][row]  # type: ignore[assignment]
        self.words = {book: (mine[row], theirs[row]) for book, (mine, theirs) in group.view.words.items()}
        self._group, self._number = group, number
        self._names: dict[int, str] = {}

    def cut(self, name: str) -> Any:  # noqa: ANN401
        """Return this pair's part of a table of the group."""
        if name in BY_PAIR:
            found: Floats = self._group.tables[name][:, self._row]
            self._names[id(found)] = name
        else:
            found = self._group.shared[name][self._row]
        self.__dict__[name] = found
        return found

    def pairs(self, likeness: Floats, number: int) -> list[tuple[str, str, float]]:
        """Return the symbols paired with those of the other mark, with their likeness."""
        name = self._names.get(id(likeness))
        return super().pairs(likeness, number) if name is None else self._group.paired(name, self._number)


class _Cut:
    """The part of a group's table that belongs to one pair, kept once it was asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, told: _Told, _: type[_Told]) -> Any:  # noqa: ANN401
        return told.cut(self._name)


for _name in (*BY_PAIR, *BY_ROW):
    setattr(_Told, _name, _Cut(_name))
