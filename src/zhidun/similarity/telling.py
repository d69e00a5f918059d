"""Why many pairs of Chinese marks are alike: what `Route.factors` says of one pair, worked out for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import distinct, pairing
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
        self.numbers = [np.array([symbols.numbers(text[:LONGEST]) for text in side], np.int64) for side in texts]
        self.weights = [np.stack([distinct.weights(text)[:LONGEST] for text in side]) for side in texts]
        one, other = (_padded(rows, self.numbers, UNKNOWN) for rows in self.numbers)
        mine, theirs = (_padded(rows, self.numbers, 0) for rows in self.weights)
        self.view = PairView(one, other, (mine, theirs), symbols)
        near_in_meaning(self.view)
        here, there = (rows.shape[1] for rows in self.numbers)
        self.tables: dict[str, Floats] = {name: getattr(self.view, name)[:here, :, :there] for name in BY_PAIR}
        self.shared: dict[str, Any] = {name: getattr(self.view, name) for name in BY_ROW}
        self._paired: dict[str, list[list[tuple[int, int]]]] = {}

    def paired(self, name: str, number: int) -> list[tuple[int, int]]:
        """Return the places paired in one comparison by one table."""
        if name not in self._paired:
            likeness = self.tables[name].transpose(1, 0, 2)
            self._paired[name] = pairing.pairs_of_many(likeness, self.weights[0], self.weights[1])
        return self._paired[name][number]


def _padded(rows: NDArray[Any], both: Sequence[NDArray[Any]], empty: int) -> NDArray[Any]:
    """Return rows as wide as the wider side."""
    width = max(side.shape[1] for side in both)
    return np.pad(rows, ((0, 0), (0, width - rows.shape[1])), constant_values=empty)


class _Told(View):
    """One pair of a group, as reasons read it."""

    def __init__(self, group: _Group, number: int) -> None:  # the parts of a view are there: none is worked out again
        one, other = group.pairs[number]
        self.mark, self.others, self.symbols, self.renown, self.fame = one, [other], group.symbols, None, None
        row = slice(number, number + 1)
        self.numbers, self.weights = group.numbers[0][number].tolist(), group.weights[0][number]
        self.their_numbers, self.their_weights = group.numbers[1][row], group.weights[1][row]  # type: ignore[assignment]
        self.words = {book: (mine[row], theirs[row]) for book, (mine, theirs) in group.view.words.items()}
        self._group, self._number = group, number
        slices: dict[str, Floats] = {name: table[:, row] for name, table in group.tables.items()}
        self.__dict__.update(slices)
        self.__dict__.update({name: rows[row] for name, rows in group.shared.items()})
        self._names = {id(table): name for name, table in slices.items()}

    def pairs(self, likeness: Floats, number: int) -> list[tuple[str, str, float]]:
        """Return the symbols paired with those of the other mark, with their likeness."""
        name = self._names.get(id(likeness))
        if name is None:
            return super().pairs(likeness, number)
        mine, theirs = self.mark.symbols, self.others[0].symbols
        return [(mine[i], theirs[j], float(likeness[i, 0, j])) for i, j in self._group.paired(name, self._number)]
