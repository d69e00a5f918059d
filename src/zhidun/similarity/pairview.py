"""Many pairs of marks at once: pair by pair, what `View` is for one mark beside many others."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import remembered
from zhidun.similarity.remembered import Keys
from zhidun.similarity.shares import Floats, Shares
from zhidun.similarity.symbols import UNKNOWN, Symbols
from zhidun.similarity.view import firsts

Numbers = NDArray[np.int64]


class PairView(Shares):
    """Pairs of marks as two tables of symbols of one width.

    Attributes:
        mine: length × pairs, weights of one mark of each pair, 0 where there is no symbol.
        their_weights: pairs × length, of the other.
        renown, fame: how known both are (`View`), None where that is left out.
        meaning: how near in meaning two symbols are, once it was asked for.
        words: both sides spelt by each book that was asked for.
    """

    renown: Floats | None = None
    fame: Floats | None = None

    def __init__(self, one: Numbers, other: Numbers, weights: tuple[Floats, Floats], symbols: Symbols) -> None:
        self._one, self._other, self.symbols = one, other, symbols
        self._mine = np.ascontiguousarray(weights[0].T)
        self.their_weights = weights[1]
        self.meaning: Floats | None = None
        self.words: dict[int, tuple[list[str], list[str]]] = {}

    @property
    def mine(self) -> Floats:
        """Weights of one mark of each pair as columns."""
        return self._mine

    @cached_property
    def same(self) -> Floats:
        """Whether two symbols are one and the same."""
        mine, theirs = self._one.T[:, :, None], self._other[None]
        return np.asarray((mine == theirs) & (mine < UNKNOWN), np.float32)

    @cached_property
    def _keys(self) -> tuple[Keys, NDArray[np.intp]]:
        """Every two symbols of each pair as keys, length × pairs × length, and their places in a table."""
        keys = remembered.keys_of(self._one.T[:, :, None], self._other[None])
        return keys, remembered.spots_of(keys)

    @cached_property
    def heard(self) -> Floats:
        """How alike two symbols sound."""
        return self.symbols.heard.of(*self._keys)

    @cached_property
    def seen(self) -> Floats:
        """How alike two symbols look."""
        return self.symbols.seen.of(*self._keys)

    def some(self, rows: NDArray[np.int64]) -> PairView:
        """Return some of the pairs, with what was worked out of their symbols."""
        found = PairView(
            self._one[rows], self._other[rows], (self._mine.T[rows], self.their_weights[rows]), self.symbols
        )
        for name in ("same", "heard", "seen", "judged", "near"):
            table = self.__dict__.get(name)
            if table is not None:
                found.__dict__[name] = np.ascontiguousarray(table[:, rows])
        return found

    @cached_property
    def sums(self) -> tuple[Floats, Floats]:
        """Weight of both marks of each pair."""
        return self.mine.sum(axis=0), self.their_weights.sum(axis=1)

    @property
    def both_numbers(self) -> tuple[Numbers, Numbers]:
        """The symbols of both marks of each pair."""
        return self._one, self._other

    @cached_property
    def counts(self) -> tuple[Floats, Floats]:
        """Number of symbols of both marks of each pair."""
        mine = (self.mine > 0).sum(axis=0).astype(np.float32)
        return mine, (self.their_weights > 0).sum(axis=1).astype(np.float32)

    @cached_property
    def edges(self) -> tuple[Floats, Floats]:
        """How alike the first symbols are, and the last."""
        rows = np.arange(len(self.their_weights))
        mine, theirs = (np.maximum(count.astype(np.intp) - 1, 0) for count in self.counts)
        return self.judged[0, :, 0], self.judged[mine, rows, theirs]

    @cached_property
    def placed(self) -> tuple[Numbers, Numbers]:
        """Where each symbol stands first in its mark (−1: no symbol), for both marks of each pair."""
        return firsts(self._one, self.mine.T > 0), firsts(self._other, self.their_weights > 0)
