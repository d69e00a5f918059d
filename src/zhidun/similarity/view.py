"""One mark beside many others: likeness of every two symbols, worked out once and read by every comparer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import distinct, pairing
from zhidun.similarity.normal import Mark
from zhidun.similarity.shares import Floats, Shares
from zhidun.similarity.symbols import UNKNOWN, Symbols, shared_symbols

LONGEST: Final = 24
"""Symbols of a mark that are paired at most."""


class View(Shares):
    """One mark and many others.

    Attributes:
        mark: the mark asked about.
        others: the marks beside it.
        weights: weight of each of its symbols (how distinctive).
        their_weights: others × length, 0 where there is no symbol.
        renown: how far a dictionary holds the two marks (0, 0.5, 1), None where that is left out.
        fame: how widely the two marks are known (the mean of both, 0 to 1), None where that is left out.
        meaning: how near in meaning two symbols are, once it was asked for.
        words: both sides spelt by each book that was asked for.
    """

    def __init__(
        self,
        mark: Mark,
        others: Sequence[Mark],
        symbols: Symbols,
        *,
        weights: Floats | None = None,
        theirs: tuple[NDArray[np.uint16], Floats] | None = None,
        renown: Floats | None = None,
        fame: Floats | None = None,
    ) -> None:
        self.mark, self.others, self.symbols = mark, others, symbols
        self.numbers = symbols.numbers(mark.symbols[:LONGEST])
        self.weights = distinct.weights(mark.symbols)[:LONGEST] if weights is None else weights[:LONGEST]
        self.their_numbers, self.their_weights = theirs if theirs is not None else _matrix(others, symbols)
        self.their_numbers = self.their_numbers[:, :LONGEST]
        self.their_weights = self.their_weights[:, :LONGEST]
        self.renown, self.fame = renown, fame
        self.meaning: Floats | None = None
        self.words: dict[int, tuple[list[str], list[str]]] = {}

    @property
    def mine(self) -> Floats:
        """Weight of each of the mark's symbols as a column."""
        return self.weights[:, None]

    @cached_property
    def _at(self) -> NDArray[np.intp]:
        """Their symbols as places in a row of likeness (its last place, 0, answers for "no symbol")."""
        return np.minimum(self.their_numbers.astype(np.intp), len(self.symbols))

    @cached_property
    def same(self) -> Floats:
        """Whether two symbols are one and the same."""
        mine = np.array(self.numbers, np.uint16)
        equal = (mine[:, None, None] == self.their_numbers[None]) & (mine != UNKNOWN)[:, None, None]
        return np.asarray(equal, dtype=np.float32)

    @cached_property
    def heard(self) -> Floats:
        """How alike two symbols sound."""
        return self._rows([self.symbols.sound_row(n) for n in self.numbers])

    @cached_property
    def seen(self) -> Floats:
        """How alike two symbols look."""
        return self._rows([self.symbols.look_row(n) for n in self.numbers])

    def _rows(self, rows: list[Floats]) -> Floats:
        return np.stack([row[self._at] for row in rows]) if rows else np.zeros((0, *self._at.shape), np.float32)

    @cached_property
    def sums(self) -> tuple[Floats, Floats]:
        """Weight of the mark (one number for each other) and of each other mark."""
        mine = np.full(len(self.their_weights), self.weights.sum(), np.float32)
        return mine, self.their_weights.sum(axis=1)

    @property
    def both_numbers(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The mark's symbols as one row, and those of each other mark."""
        return np.array([self.numbers], np.int64), self.their_numbers.astype(np.int64)

    @cached_property
    def counts(self) -> tuple[Floats, Floats]:
        """Number of symbols of the mark (one number for each other) and of each other mark."""
        theirs = (self.their_weights > 0).sum(axis=1).astype(np.float32)
        return np.full(len(theirs), len(self.numbers), np.float32), theirs

    @cached_property
    def edges(self) -> tuple[Floats, Floats]:
        """How alike the first symbols are, and the last."""
        if not self.judged.size:
            none = np.zeros(len(self.their_weights), np.float32)
            return none, none
        ends = np.maximum(self.counts[1].astype(np.intp) - 1, 0)
        return self.judged[0, :, 0], self.judged[-1, np.arange(len(ends)), ends]

    @cached_property
    def placed(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where each symbol stands first in its mark (−1: no symbol): the mark's as one row, those of the others."""
        length = max(len(self.numbers), self.their_numbers.shape[1])
        mine = np.full((1, length), UNKNOWN, np.int64)
        mine[0, : len(self.numbers)] = self.numbers
        there = np.arange(length)[None] < len(self.numbers)
        theirs = np.full((len(self.their_numbers), length), UNKNOWN, np.int64)
        theirs[:, : self.their_numbers.shape[1]] = self.their_numbers
        held = np.zeros(theirs.shape, bool)
        held[:, : self.their_numbers.shape[1]] = self.their_weights > 0
        return firsts(mine, there), firsts(theirs, held)

    def changed(self, likeness: Floats, number: int, least: float = 0.0) -> list[tuple[str, str]]:
        """Return the different symbols paired, each pair once, likeness at least `least`."""
        found = [(a, b) for a, b, score in self.pairs(likeness, number) if a != b and score >= least]
        return list(dict.fromkeys(found))

    def kept(self, likeness: Floats, number: int) -> str:
        """Return the symbols paired with themselves."""
        return "".join(a for a, b, _ in self.pairs(likeness, number) if a == b)

    def pairs(self, likeness: Floats, number: int) -> list[tuple[str, str, float]]:
        """Return the symbols paired with those of another mark, with their likeness."""
        theirs = self.others[number].symbols[:LONGEST]
        part = likeness[:, number, : len(theirs)]
        found = pairing.pairs(part, self.weights, self.their_weights[number, : len(theirs)])
        return [(self.mark.symbols[i], theirs[j], float(part[i, j])) for i, j in found]


def firsts(numbers: NDArray[np.int64], there: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return, for each place of each row, where its symbol stands first in the row; −1 where there is no symbol."""
    if not numbers.size:
        return numbers
    equal = numbers[:, :, None] == numbers[:, None, :]
    return np.where(there, equal.argmax(axis=2), -1)


def _matrix(others: Sequence[Mark], symbols: Symbols) -> tuple[NDArray[np.uint16], Floats]:
    length = max((min(len(other.symbols), LONGEST) for other in others), default=0)
    numbers = np.full((len(others), length), UNKNOWN, np.uint16)
    weights = np.zeros((len(others), length), np.float32)
    for row, other in enumerate(others):
        text = other.symbols[:LONGEST]
        numbers[row, : len(text)] = symbols.numbers(text)
        weights[row, : len(text)] = distinct.weights(other.symbols)[:LONGEST]
    return numbers, weights


def pair(mark: Mark, other: Mark) -> View:
    """Return the view of one mark beside one other."""
    signs = mark.symbols + other.symbols
    symbols = shared_symbols()
    if any(symbols.number(sign) == UNKNOWN for sign in signs):
        symbols = Symbols()
        symbols.numbers(signs, learn=True)
    return View(mark, [other], symbols)
