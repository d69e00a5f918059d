"""Weights of the symbols of many marks at once: the very numbers of `distinct.weights`, by columns."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import distinct
from zhidun.similarity.signatures import mixed

Points = NDArray[np.uint32]
Steps = NDArray[np.uint8]
PLANES: Final = 0x40000
"""Code points below which a sign may be common or begin a generic word."""
FULL: Final = 255


@cache
def _signs() -> NDArray[np.float64]:
    """Return the weight of each sign by itself; the last answers for every sign beyond."""
    book = distinct.lexicon()
    found = np.ones(PLANES + 1, np.float64)
    found[:128] = book.letter
    for sign, weight in book.common.items():
        found[ord(sign)] = weight
    return found


@cache
def _held() -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Return the words of two signs that many names hold, and what they leave of the weight."""
    words = {word: weight for word, weight in distinct.lexicon().held.items() if len(word) == distinct.WHOLE}
    keys = mixed(_table(list(words))) if words else np.zeros(0, np.uint64)
    order = np.argsort(keys)
    return keys[order], np.array(list(words.values()), np.float64)[order]


@cache
def _generic() -> tuple[tuple[int, NDArray[np.uint64], NDArray[np.bool_]], ...]:
    """Return the generic words by their length, the longest first: their codes and the signs they begin with."""
    sizes: dict[int, list[str]] = {}
    for word in distinct.lexicon().words:
        if not word.isascii():
            sizes.setdefault(len(word), []).append(word)
    found = []
    for size, words in sorted(sizes.items(), reverse=True):
        begins = np.zeros(PLANES + 1, bool)
        begins[[ord(word[0]) for word in words]] = True
        found.append((size, np.sort(mixed(_table(words))), begins))
    return tuple(found)


def _table(words: list[str]) -> Points:
    return np.array([[ord(sign) for sign in word] for word in words], np.uint32)


def steps(points: Points) -> Steps:
    """Return the weights of marks of one length, given by code points (n × length), in steps of 1/255."""
    low = np.minimum(points, PLANES)
    rows, length = _signs()[low], points.shape[1]
    if length > distinct.WHOLE:
        keys, parts = _held()
        for at in range(length - 1):
            codes = mixed(points[:, at : at + 2])
            places = np.minimum(np.searchsorted(keys, codes), max(len(keys) - 1, 0))
            held = np.flatnonzero(keys[places] == codes) if len(keys) else places[:0]
            rows[held, at] *= parts[places[held]]
            rows[held, at + 1] *= parts[places[held]]
    plain = _generic_signs(points, low)
    some = np.flatnonzero(plain.any(axis=1) & ~plain.all(axis=1))
    if len(some):
        rows[some] = _lightened(rows[some], plain[some])
    found = np.rint(rows * FULL).astype(np.uint8)
    found[(points < 128).all(axis=1)] = FULL  # noqa: PLR2004  ASCII
    return found


def _lightened(rows: NDArray[np.float64], plain: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return weights with those of generic words made small beside the rest."""
    book = distinct.lexicon()
    least, whole = np.zeros(len(rows)), np.zeros(len(rows))
    for at in range(rows.shape[1]):  # one after the other, as a sum of few numbers is made
        least += np.where(plain[:, at], rows[:, at], 0)
        whole += rows[:, at]
    rest = whole - least
    share = np.where(rest > 0, np.minimum(book.weight, book.most * rest / least), 1.0)
    return np.where(plain, rows * share[:, None], rows)


def _generic_signs(points: Points, low: Points) -> NDArray[np.bool_]:
    """Return which signs belong to generic words: the longest at each place, from left to right."""
    length = points.shape[1]
    plain = np.zeros(points.shape, bool)
    free = np.zeros(len(points), np.int64)
    for at in range(length):
        for size, codes, begins in _generic():
            if at + size > length:
                continue
            rows = np.flatnonzero(begins[low[:, at]] & (free <= at))
            if not len(rows):
                continue
            asked = mixed(points[rows, at : at + size])
            rows = rows[codes[np.minimum(np.searchsorted(codes, asked), len(codes) - 1)] == asked]
            plain[rows, at : at + size] = True
            free[rows] = at + size
    return plain
