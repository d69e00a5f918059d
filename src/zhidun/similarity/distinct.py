"""How distinctive each part of a mark is: generic words and characters that many names share count little."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import yaml
from numpy.typing import NDArray

from zhidun.kernel.packs import pack_files
from zhidun.similarity.normal import LONGEST_MARK

Floats = NDArray[np.float32]
WHOLE: Final = 2
"""Signs of a name that is a word of its own, not a name that holds one."""
WORD: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Generic words and common characters as the packs declare them.

    Attributes:
        words: generic word → Nice classes it is generic in (empty: in all).
        weight: weight of a generic word beside distinctive parts.
        most: weight of all generic words together, as a part of the distinctive parts.
        common: weight of a character that many names share.
        letter: weight of a Latin letter or digit beside Chinese characters.
        held: weight of a word that many names hold, beside the same signs in rarer company.
        sizes: lengths of the generic words that begin with a character, the longest first.
    """

    words: Mapping[str, frozenset[int]]
    weight: float
    most: float
    common: Mapping[str, float]
    letter: float
    held: Mapping[str, float]
    sizes: Mapping[str, tuple[int, ...]]


def _pack(name: str) -> list[Mapping[str, Any]]:
    found = [yaml.safe_load(file.read_text(encoding="utf-8")) for _, file in pack_files(f"similarity/{name}.yaml")]
    return cast("list[Mapping[str, Any]]", found)


@cache
def lexicon() -> Lexicon:
    """Return the words and characters of the packs; a later pack adds words and replaces weights."""
    words: dict[str, frozenset[int]] = {}
    weight = most = 1.0
    for pack in _pack("generic"):
        weight, most = float(pack.get("weight", weight)), float(pack.get("most", most))
        for group in pack["groups"].values():
            classes = frozenset(int(number) for number in group.get("classes", ()))
            for word in str(group["words"]).split():
                words[word] = words[word] | classes if words.get(word) and classes else classes
    common: dict[str, float] = {}
    letter = 1.0
    for pack in _pack("characters"):
        letter = float(pack.get("latin_letter", letter))
        for band in pack["bands"]:
            common.update(dict.fromkeys("".join(str(band["characters"]).split()), float(band["weight"])))
    held: dict[str, float] = {}
    for pack in _pack("words"):
        for band in pack["bands"]:
            held.update(dict.fromkeys(str(band["words"]).split(), float(band["weight"])))
    sizes: dict[str, set[int]] = {}
    for word in words:
        if not word.isascii():
            sizes.setdefault(word[0], set()).add(len(word))
    return Lexicon(
        words, weight, most, common, letter, held, {k: tuple(sorted(s, reverse=True)) for k, s in sizes.items()}
    )


def generic(word: str, classes: Iterable[int] = ()) -> bool:
    """Say whether a word is generic, in one of `classes` when they are known."""
    found = lexicon().words.get(word)
    wanted = frozenset(classes)
    return found is not None and (not found or not wanted or bool(found & wanted))


def generic_words(symbols: str, classes: Iterable[int] = ()) -> list[tuple[int, int]]:
    """Return the places (from, to) of generic Chinese words, the longest first at each place, from left to right."""
    wanted = frozenset(classes)
    sizes, found, at = lexicon().sizes, [], 0
    while at < len(symbols):
        for size in sizes.get(symbols[at], ()):
            if at + size <= len(symbols) and generic(symbols[at : at + size], wanted):
                found.append((at, at + size))
                at += size - 1
                break
        at += 1
    return found


def weights(symbols: str, classes: Iterable[int] = ()) -> Floats:
    """Return the weight of each symbol of a mark, 0 to 1 in steps of 1/255; at most 200 symbols.

    A mark made of generic words alone is weighed as if they were not generic: something must be compared.
    """
    text = symbols[:LONGEST_MARK]
    book = lexicon()
    if text.isascii():
        return np.ones(len(text), np.float32)
    row = _lessened(_by_sign(text, book), text, classes, book)
    return np.array([round(weight * 255) for weight in row], np.float32) / np.float32(255)


def _by_sign(text: str, book: Lexicon) -> list[float]:
    """Return the weight of each sign as common as it is, and as part of a pair that many marks hold."""
    row = [book.letter if sign.isascii() else book.common.get(sign, 1.0) for sign in text]
    if len(row) > WHOLE:
        for at in range(len(row) - 1):
            part = book.held.get(text[at : at + 2], 1.0)
            if part < 1:
                row[at], row[at + 1] = row[at] * part, row[at + 1] * part
    return row


def _lessened(row: list[float], text: str, classes: Iterable[int], book: Lexicon) -> list[float]:
    """Return the weights with those of generic words made less, unless nothing else is there."""
    plain = {at for start, end in generic_words(text, classes) for at in range(start, end)}
    if not plain:
        return row
    least = sum(row[at] for at in plain)
    rest = sum(row) - least
    share = min(book.weight, book.most * rest / least) if rest > 0 and len(plain) < len(text) else 1.0
    return [weight * share if at in plain else weight for at, weight in enumerate(row)]


def core(symbols: str, classes: Iterable[int] = ()) -> str:
    """Return the distinctive part of a mark: the mark without its generic Chinese words (or all of it)."""
    return _core(symbols, frozenset(classes))


@lru_cache(maxsize=65_536)
def _core(symbols: str, classes: frozenset[int]) -> str:
    kept = list(symbols)
    for start, end in generic_words(symbols, classes):
        kept[start:end] = [""] * (end - start)
    return "".join(kept) or symbols


@cache
def _dictionary() -> frozenset[str]:
    """Return the names and words of two signs and more that a general dictionary of Chinese holds."""
    found = find_spec("jieba")  # its words are read, its code is not run
    if found is None or found.origin is None:
        return frozenset()
    with Path(found.origin).with_name("dict.txt").open(encoding="utf-8") as stream:
        words = (line.split(" ", 1)[0] for line in stream)
        return frozenset(word for word in words if len(word) > 1)


def known(symbols: str) -> bool:
    """Say whether a mark is a name or word that a general dictionary holds: imitations are of known marks.

    What a mark is known for counts when its likeness is judged (法释〔2002〕32号 art. 10(3)).
    """
    return symbols in _dictionary()


RARE, COMMON = 14.0, 11.0
"""Inverse frequencies over texts between which a known name grows from hardly to widely known."""


@cache
def _frequencies() -> dict[str, float]:
    """Return, for names and words of two signs and more, the logarithm of how many texts there are to one that has it.

    The table comes with the dictionary and is newer: it holds names that the dictionary does not (雪碧, 谷歌).
    """
    found = find_spec("jieba")
    if found is None or found.origin is None:
        return {}
    with Path(found.origin).with_name("analyse").joinpath("idf.txt").open(encoding="utf-8") as stream:
        rows = (line.split() for line in stream)
        return {row[0]: float(row[1]) for row in rows if len(row) == 2 and len(row[0]) > 1}  # noqa: PLR2004


def fame(symbols: str) -> float:
    """Return how widely a mark is known, 0 to 1: half where a dictionary holds it, more the more texts have it."""
    often = _frequencies().get(symbols)
    if often is None:
        return 0.5 if symbols in _dictionary() else 0.0
    return 0.5 + 0.5 * min(1.0, max(0.0, (RARE - often) / (RARE - COMMON)))
