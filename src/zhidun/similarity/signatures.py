"""Signatures: a word and what is left of it when symbols are taken away; two words at edit distance k share one.

One sorted array, eight bytes a signature: the hash above, its owner below. A bitmap ends most look-ups after one bit, a
directory says where the hashes that begin alike begin, so that the others read about two signatures.
Complete: every word within the distance is found; whatever else shares a hash must be verified by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Symbols = NDArray[np.uint32]
Hashes = NDArray[np.uint64]
Owners = NDArray[np.int64]
Arrays = Mapping[str, NDArray[Any]]
LONGEST: Final = 16
"""Symbols of a word beyond which it has no signatures of its own (its first sixteen stand for it)."""
DIRECTORY: Final = 24
"""The directory has at most 2^24 places, 64 MiB."""
BITMAP: Final = 28
"""The bitmap has at most 2^28 bits, 32 MiB."""
THIN: Final = 3
"""The bitmap has at least 2^3 bits a signature as long as it may."""
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)


def edits(length: int) -> int:
    """Return the edits looked for in a word: none in two symbols, one in three or four, two from five on."""
    return 0 if length < 3 else 1 if length < 5 else 2  # noqa: PLR2004  the rule itself


@cache
def kept(length: int, most: int) -> tuple[tuple[int, ...], ...]:
    """Return the places kept when up to `most` of `length` symbols are taken away."""
    ways: list[tuple[int, ...]] = []
    for gone in range(min(most, length) + 1):
        ways.extend(combinations(range(length), length - gone))
    return tuple(way for way in ways if way)


def mixed(words: Symbols) -> Hashes:
    """Return 64 bits that stand for each row of symbols (n × length)."""
    total = np.full(len(words), words.shape[1], np.uint64)
    for column in range(words.shape[1]):
        total ^= words[:, column].astype(np.uint64) + np.uint64(1)
        total *= _ODD
        total ^= total >> np.uint64(29)
    total *= _MIX
    return total


def of_rows(words: Symbols, most: int) -> Iterable[Hashes]:
    """Yield, for each way of taking symbols away, the signatures of rows of one length."""
    for way in kept(words.shape[1], most):
        yield mixed(words[:, list(way)])


class Signatures:
    """Signatures of many words, to be looked up.

    Attributes:
        arrays: the tables, to be shared with other processes.
        lengths: lengths of the words.
    """

    def __init__(self, words: Iterable[tuple[int, Sequence[int]]], *, most: Callable[[int], int] = edits) -> None:
        by_length: dict[int, tuple[list[int], list[Sequence[int]]]] = {}
        for owner, word in words:
            cut = word[:LONGEST]
            if cut:
                owners, rows = by_length.setdefault(len(cut), ([], []))
                owners.append(owner)
                rows.append(cut)
        self._take(_made(((np.array(who), np.array(rows, np.uint32)) for who, rows in by_length.values()), most), most)

    @classmethod
    def of_tables(cls, tables: Iterable[tuple[Owners, Symbols]], *, most: Callable[[int], int] = edits) -> Signatures:
        """Return the signatures of words in tables, each of words of one length (n × length) with their owners."""
        return cls.shared(_made(tables, most), most=most)

    @classmethod
    def shared(cls, arrays: Arrays, *, most: Callable[[int], int] = edits) -> Signatures:
        """Return signatures over tables made before, perhaps by another process."""
        found = cls.__new__(cls)
        found._take(arrays, most)  # noqa: SLF001  its own class
        return found

    def _take(self, arrays: Arrays, most: Callable[[int], int]) -> None:
        self.arrays, self.most = arrays, most
        self._table, self._begins, self._bitmap = arrays["table"], arrays["begins"], arrays["bitmap"]
        owner, directory, bitmap, *lengths = (int(one) for one in arrays["facts"])
        self.lengths = tuple(lengths)
        self._owner, self._mask = np.uint64(owner), np.uint64((1 << owner) - 1)
        self._to_place, self._to_bit = np.uint64(64 - directory), np.uint64(64 - bitmap)

    def __len__(self) -> int:
        return len(self._table)

    def look_up(self, hashes: Hashes) -> tuple[Owners, Owners]:
        """Return (place among `hashes`, owner) of each signature that is there."""
        spots = hashes >> self._to_bit
        bits = np.left_shift(np.uint8(1), (spots & np.uint64(7)).astype(np.uint8))
        places = np.flatnonzero(self._bitmap[spots >> np.uint64(3)] & bits)
        asked = hashes[places]
        at = (asked >> self._to_place).astype(np.intp)
        begins = self._begins[at].astype(np.intp)
        sizes = self._begins[at + 1].astype(np.intp) - begins
        ends = np.cumsum(sizes)
        total = int(ends[-1]) if len(ends) else 0
        found = self._table[np.arange(total) + np.repeat(begins - (ends - sizes), sizes)]
        of = np.repeat(np.arange(len(places)), sizes)
        same = np.flatnonzero((found ^ asked[of]) >> self._owner == 0)
        return places[of[same]], (found[same] & self._mask).astype(np.int64)

    def owners(self, word: Sequence[int]) -> Owners:
        """Return the owners that share a signature with a word: a superset of those within the edit distance."""
        cut = np.array([word[:LONGEST]], np.uint32)
        if not cut.size:
            return np.zeros(0, np.int64)
        hashes = np.concatenate(
            list(of_rows(cut, self.most(cut.shape[1]) or max(map(self.most, self.lengths), default=0)))
        )
        return np.unique(self.look_up(hashes)[1])


def _made(tables: Iterable[tuple[Owners, Symbols]], most: Callable[[int], int]) -> dict[str, NDArray[Any]]:
    """Return the tables: every signature with its owner, sorted; the bitmap; the directory; the facts to read them."""
    parts: list[Hashes] = []
    owners: list[NDArray[np.uint32]] = []
    lengths: set[int] = set()
    for who, rows in tables:
        if rows.size:
            lengths.add(rows.shape[1])
            for signatures in of_rows(rows, most(rows.shape[1])):
                parts.append(signatures)
                owners.append(who.astype(np.uint32))
    bits = max(1, max((int(who.max()) for who in owners), default=0).bit_length())
    table = np.concatenate(parts) if parts else np.zeros(0, np.uint64)
    del parts
    table >>= np.uint64(bits)
    table <<= np.uint64(bits)
    table |= np.concatenate(owners) if owners else np.zeros(0, np.uint32)
    del owners
    table.sort()
    directory = min(DIRECTORY, max(8, len(table).bit_length()))
    bitmap = min(BITMAP, max(16, len(table).bit_length() + THIN))
    begins = np.searchsorted(table, np.arange(1 << directory, dtype=np.uint64) << np.uint64(64 - directory))
    return {
        "table": table,
        "begins": np.append(begins, len(table)).astype(np.uint32),
        "bitmap": _bitmap(table, bitmap),
        "facts": np.array([bits, directory, bitmap, *sorted(lengths)], np.int64),
    }


def _bitmap(table: Hashes, size: int) -> NDArray[np.uint8]:
    """Return 2^size bits: which beginnings of hashes are there."""
    found = np.zeros(1 << (size - 3), np.uint8)
    if len(table):
        spots = table >> np.uint64(64 - size)
        octets = (spots >> np.uint64(3)).astype(np.intp)
        first = np.flatnonzero(np.append(True, octets[1:] != octets[:-1]))
        bits = np.left_shift(np.uint8(1), (spots & np.uint64(7)).astype(np.uint8))
        found[octets[first]] = np.bitwise_or.reduceat(bits, first)
    return found
