"""Signatures: a word and what is left of it when symbols are taken away; two words at edit distance k share one.

Sorted arrays of (hash, owner), eight bytes a signature, with a bitmap before them, so that most look-ups end after one
bit. Complete: every word within the distance is found; whatever else shares a hash must be verified by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

Symbols = NDArray[np.uint32]
Hashes = NDArray[np.uint32]
LONGEST: Final = 16
"""Symbols of a word beyond which it has no signatures of its own (its first sixteen stand for it)."""
BITS: Final = 26
"""The bitmap has 2^26 bits, 8 MiB."""
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)


def edits(length: int) -> int:
    """Return the edits looked for in a word: none in two symbols, one in three or four, two from five on."""
    return 0 if length < 3 else 1 if length < 5 else 2  # noqa: PLR2004  the rule itself


@cache
def kept(length: int, most: int) -> tuple[tuple[int, ...], ...]:
    """Return the places kept when up to `most` of `length` symbols are taken away."""
    ways: list[tuple[int, ...]] = []
    for gone in range(most + 1):
        ways.extend(combinations(range(length), length - gone))
    return tuple(way for way in ways if way)


def mixed(words: Symbols) -> NDArray[np.uint64]:
    """Return 64 bits that stand for each row of symbols (n × length)."""
    total = np.full(len(words), words.shape[1], np.uint64)
    for column in range(words.shape[1]):
        total = (total ^ (words[:, column].astype(np.uint64) + np.uint64(1))) * _ODD
        total ^= total >> np.uint64(29)
    total *= _MIX
    return total


def hashed(words: Symbols) -> Hashes:
    """Return a hash of each row of symbols (n × length)."""
    return (mixed(words) >> np.uint64(32)).astype(np.uint32)


def of_rows(words: Symbols, most: int) -> Iterable[Hashes]:
    """Yield, for each way of taking symbols away, the signatures of rows of one length."""
    for way in kept(words.shape[1], most):
        yield hashed(words[:, list(way)])


class Signatures:
    """Signatures of many words, to be looked up."""

    def __init__(self, words: Iterable[tuple[int, Sequence[int]]], *, most: Callable[[int], int] = edits) -> None:
        by_length: dict[int, tuple[list[int], list[Sequence[int]]]] = {}
        for owner, word in words:
            cut = word[:LONGEST]
            if cut:
                owners, rows = by_length.setdefault(len(cut), ([], []))
                owners.append(owner)
                rows.append(cut)
        self.most = most
        self.lengths = tuple(sorted(by_length))
        hashes: list[Hashes] = []
        names: list[NDArray[np.uint32]] = []
        for length, (owners, rows) in by_length.items():
            table, who = np.array(rows, np.uint32), np.array(owners, np.uint32)
            for signatures in of_rows(table, most(length)):
                hashes.append(signatures)
                names.append(who)
        joined = np.concatenate(hashes) if hashes else np.zeros(0, np.uint32)
        order = np.argsort(joined, kind="stable")
        self._hashes = joined[order]
        self._owners = np.concatenate(names)[order] if names else np.zeros(0, np.uint32)
        self._bitmap = np.zeros(1 << (BITS - 3), np.uint8)
        spots = self._hashes >> np.uint32(32 - BITS)
        np.bitwise_or.at(self._bitmap, spots >> np.uint32(3), np.uint8(1) << (spots & np.uint32(7)).astype(np.uint8))

    def __len__(self) -> int:
        return len(self._hashes)

    def look_up(self, hashes: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return (place among `hashes`, owner) of each signature that is there."""
        spots = hashes >> np.uint32(32 - BITS)
        there = (self._bitmap[spots >> np.uint32(3)] >> (spots & np.uint32(7)).astype(np.uint8)) & 1
        places = np.flatnonzero(there)
        asked = hashes[places]
        begins = np.searchsorted(self._hashes, asked, "left")
        sizes = np.searchsorted(self._hashes, asked, "right") - begins
        found = sizes > 0
        begins, sizes, places = begins[found], sizes[found], places[found]
        ends = np.cumsum(sizes)
        total = int(ends[-1]) if len(ends) else 0
        spread = np.arange(total) + np.repeat(begins - (ends - sizes), sizes)
        return np.repeat(places, sizes), self._owners[spread].astype(np.int64)

    def owners(self, word: Sequence[int]) -> NDArray[np.int64]:
        """Return the owners that share a signature with a word: a superset of those within the edit distance."""
        cut = np.array([word[:LONGEST]], np.uint32)
        if not cut.size:
            return np.zeros(0, np.int64)
        hashes = np.concatenate(
            list(of_rows(cut, self.most(cut.shape[1]) or max(map(self.most, self.lengths), default=0)))
        )
        return np.unique(self.look_up(hashes)[1])
