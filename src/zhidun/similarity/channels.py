"""Keys of a mark for an index kept elsewhere (a B-tree of numbers): two marks that may be alike share a key.

Each channel turns a mark into a stream of symbols: its characters, its syllables with the regional confusions made
one, its Latin letters with look-alikes made one, the sounds of its letters or of its pinyin. Of each stream the
signatures are kept: the stream, and what is left of it without one or two symbols, so that two streams within that
distance share a signature.
Complete for that distance; whatever else shares a key is sorted out by `comparison.rank`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Final

import numpy as np

from zhidun.similarity import distinct, latin
from zhidun.similarity.normal import Mark, prepared
from zhidun.similarity.signatures import LONGEST, edits
from zhidun.similarity.signatures import kept as places_kept
from zhidun.similarity.syllables import plain
from zhidun.similarity.symbols import shared_symbols

VERSION: Final = 1
"""Of the keys: an index made with another version is made again."""
LOOKS_ALIKE: Final = 0.3
"""Likeness from which a character stands in for one of a mark of two characters."""
_SHORT: Final = 2
_FEW_LETTERS: Final = 3
_SOME_LETTERS: Final = 7


class Channel(IntEnum):
    """Streams that keys are made of."""

    CHARACTERS = 1
    SYLLABLES = 2
    LETTERS = 3
    SOUNDS = 4


def kept(text: str) -> frozenset[tuple[int, int]]:
    """Return (channel, key) of a mark as it is kept in an index; keys are signed numbers of 64 bits."""
    mark = prepared(text)
    return frozenset(_keys(mark)) | frozenset(_neighbours(mark))


def asked(text: str) -> frozenset[tuple[int, int]]:
    """Return (channel, key) of a mark that is looked for; one equal pair makes a kept mark a candidate."""
    return frozenset(_keys(prepared(text)))


def _keys(mark: Mark) -> Iterator[tuple[int, int]]:
    for channel, stream in _streams(mark):
        most = _most(channel, len(stream))
        for way in places_kept(min(len(stream), LONGEST), most):
            yield int(channel), _key(channel, [stream[place] for place in way])


def _most(channel: Channel, length: int) -> int:
    if channel in {Channel.LETTERS, Channel.SOUNDS}:
        return 0 if length <= _FEW_LETTERS else 1 if length <= _SOME_LETTERS else 2
    return edits(length)


def _streams(mark: Mark) -> Iterable[tuple[Channel, Sequence[str]]]:
    """Return the streams of a mark: whole, and without generic words where it has some."""
    wholes = dict.fromkeys((mark.symbols, distinct.core(mark.symbols)))
    for symbols in wholes:
        if mark.han:
            yield Channel.CHARACTERS, symbols
            yield Channel.SYLLABLES, _syllables(symbols)
    words = mark.latin
    if words:
        for written in dict.fromkeys((words, " ".join(w for w in words.split() if not distinct.generic(w)) or words)):
            yield Channel.LETTERS, latin.skeleton(written)
            yield Channel.SOUNDS, latin.sounds(written)
    elif mark.han:
        yield Channel.SOUNDS, latin.sounds(mark.pinyin)


def _syllables(symbols: str) -> list[str]:
    table = shared_symbols().table
    return [plain(said[0]) if (said := table.spoken(sign)) else sign for sign in symbols]


def _neighbours(mark: Mark) -> Iterator[tuple[int, int]]:
    """Yield the keys of a mark of two characters with one of them replaced by each that looks like it."""
    core = distinct.core(mark.symbols)
    if not mark.han or len(core) != _SHORT:
        return
    symbols = shared_symbols()
    for at, sign in enumerate(core):
        row = symbols.look_row(symbols.number(sign))[: symbols.known]
        for other in np.flatnonzero(row >= LOOKS_ALIKE):
            replaced = [symbols.sign(int(other)) if place == at else s for place, s in enumerate(core)]
            yield int(Channel.CHARACTERS), _key(Channel.CHARACTERS, replaced)


def _key(channel: Channel, stream: Sequence[str]) -> int:
    raw = f"{channel}\x1f" + "\x1f".join(stream)
    return int.from_bytes(hashlib.blake2b(raw.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)
