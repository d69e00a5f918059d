"""Many pairs of marks at once: pair by pair, what `View` is for one mark beside many others."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity.alphabet import READINGS
from zhidun.similarity.shares import Floats, Shares
from zhidun.similarity.symbols import (
    LATIN_ALIKE,
    OTHER_READING,
    UNKNOWN,
    Symbols,
    syllable_table,
)
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
        return np.asarray(self._equal.transpose(1, 0, 2), np.float32)

    @cached_property
    def _equal(self) -> NDArray[np.bool_]:
        known = (self._one < UNKNOWN)[:, :, None] & (self._other < UNKNOWN)[:, None, :]
        return np.asarray((self._one[:, :, None] == self._other[:, None, :]) & known)

    @cached_property
    def heard(self) -> Floats:
        """How alike two symbols sound."""
        mine, theirs = self._readings(self._one), self._readings(self._other)
        best = self._said(mine[:, :, 0], theirs[:, :, 0])
        more, most = np.any(mine >= 0, axis=1), np.any(theirs >= 0, axis=1)
        for rank in range(READINGS):
            for column in range(READINGS):
                rows = np.flatnonzero(more[:, rank] & most[:, column])
                if not rank + column or not len(rows):
                    continue
                part = np.float32(OTHER_READING ** ((rank > 0) + (column > 0)))
                best[rows] = np.maximum(
                    best[rows], self._said(mine[rows][:, :, rank], theirs[rows][:, :, column]) * part
                )
        return self._finished(best)

    @staticmethod
    def _said(one: Numbers, other: Numbers) -> Floats:
        """Return how alike every two syllables of each pair are, 0 where there is none."""
        a, b = one[:, :, None], other[:, None, :]
        found = syllable_table()[np.maximum(a, 0), np.maximum(b, 0)]
        return np.asarray(np.where((a >= 0) & (b >= 0), found, np.float32(0)))

    def _readings(self, numbers: Numbers) -> NDArray[np.int64]:
        known = self.symbols.known
        found = self.symbols.table.readings[np.minimum(numbers, known - 1)].astype(np.int64)
        return np.where((numbers < known)[:, :, None], found, -1)

    @cached_property
    def seen(self) -> Floats:
        """How alike two symbols look."""
        known = self.symbols.known
        both = (self._one < known)[:, :, None] & (self._other < known)[:, None, :] & ~self._equal
        pair, here, there = np.nonzero(both)
        score = np.zeros(both.shape, np.float32)
        score[pair, here, there] = self.symbols.looks(self._one[pair, here], self._other[pair, there])
        return self._finished(score)

    def _finished(self, score: Floats) -> Floats:
        """Return length × pairs × length: near misses made small, confusable letters and identity put in."""
        letters = (self._one >= self.symbols.known)[:, :, None] & (self._other >= self.symbols.known)[:, None, :]
        if (letters & ~self._equal).any():
            for pair in LATIN_ALIKE:
                a, b = (self.symbols.number(sign) for sign in sorted(pair))
                for x, y in ((a, b), (b, a)):
                    hit = (self._one == x)[:, :, None] & (self._other == y)[:, None, :]
                    score[hit] = LATIN_ALIKE[pair]
        score = score**2
        score[self._equal] = 1
        return np.ascontiguousarray(score.transpose(1, 0, 2))

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
