"""Names in memory, thriftily: symbols, weights and postings as flat arrays; candidates for a mark in milliseconds.

A name of four characters takes about 60 bytes. Candidates come from every character that sounds or looks like one of
the mark's, so that a replaced character costs nothing at this stage; Latin names and the pinyin of Chinese ones are
found by runs of three sounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import distinct
from zhidun.similarity.latin import sounds
from zhidun.similarity.ngrams import Runs
from zhidun.similarity.normal import Mark, prepared
from zhidun.similarity.shares import HEARD, SEEN
from zhidun.similarity.strings import Strings
from zhidun.similarity.symbols import UNKNOWN, Symbols
from zhidun.similarity.translation import Meanings
from zhidun.similarity.view import LONGEST, View

Floats = NDArray[np.float32]
Places = NDArray[np.int64]
NEAR: Final = 0.12
"""Likeness (near misses made small) from which another symbol brings its names in as candidates."""
EVEN, INSIDE = 1000, 400
"""Candidates taken by even likeness (twice: each symbol alike, and weighed), and by one mark inside the other."""
RHYTHM: Final = 300
"""Candidates taken among names that double signs, for a mark that does."""
AGAIN: Final = 0.5
"""What a symbol counts when it comes again in a mark."""
LATIN: Final = 600
"""Candidates taken by Latin letters, and by pinyin."""
SPELT, MOST_SPELT = 100, 50_000
"""Candidates taken by spelling, twice; Latin names up to which each is looked at for it (5 ms)."""
FEW: Final = 256
"""Names that are all looked at closely."""
LETTERS: Final = 36
"""Latin letters and digits, numbered first after the characters."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Names that may be like a mark, by the route they came on."""

    chinese: Places
    latin: Places
    pinyin: Places


class TextIndex:
    """Names to be compared with.

    Attributes:
        ids: id of each name.
        texts: name as given.
    """

    def __init__(self, ids: Sequence[str], texts: Sequence[str], *, symbols: Symbols | None = None) -> None:
        self.ids, self.texts = Strings(ids), Strings(texts)
        self.symbols = symbols or Symbols()
        numbers, weights, lengths, known = self._read(texts)
        self._known, self._fame = np.array(known, np.float32).reshape(-1, 2).T
        self._numbers = np.concatenate(numbers) if numbers else np.zeros(0, np.uint16)
        self._weights = np.concatenate(weights) if weights else np.zeros(0, np.uint8)
        self._at = np.zeros(len(lengths) + 1, np.int64)
        np.cumsum(lengths, out=self._at[1:])
        names = np.arange(len(lengths))
        self.sums = np.bincount(
            np.repeat(names, lengths), self._weights.astype(np.float32) / np.float32(255), minlength=len(lengths)
        ).astype(np.float32)

    def __len__(self) -> int:
        return len(self._at) - 1

    def _read(
        self, texts: Sequence[str]
    ) -> tuple[list[NDArray[np.uint16]], list[NDArray[np.uint8]], list[int], list[tuple[float, float]]]:
        numbers, weights, lengths, known = [], [], [], []
        for text in texts:
            mark = prepared(text)
            row = self.symbols.numbers(mark.symbols[:LONGEST], learn=True)
            numbers.append(np.array(row, np.uint16))
            weights.append(np.round(distinct.weights(mark.symbols)[:LONGEST] * 255).astype(np.uint8))
            lengths.append(len(row))
            known.append(_known(mark))
        return numbers, weights, lengths, known

    @cached_property
    def _postings(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """Names of each symbol: names one after the other, and where each symbol's begin."""
        owner = np.repeat(np.arange(len(self), dtype=np.uint32), np.diff(self._at))
        order = np.argsort(self._numbers, kind="stable")
        begins = np.searchsorted(self._numbers[order], np.arange(len(self.symbols) + 1))
        return owner[order], begins

    @cached_property
    def meanings(self) -> Meanings:
        """What the names say, to be asked for in another script."""
        return Meanings(self.texts)

    @cached_property
    def _latin(self) -> Runs:
        return Runs(self._sounds(pinyin=False))

    @cached_property
    def _pinyin(self) -> Runs:
        return Runs(self._sounds(pinyin=True))

    def _sounds(self, *, pinyin: bool) -> Iterable[tuple[int, str]]:
        """Yield number and sounds of each name that has Latin letters, or of each Chinese one by its pinyin."""
        letters = self._numbers >= self.symbols.known
        owner = np.repeat(np.arange(len(self)), np.diff(self._at))
        latin = np.bincount(owner, letters, minlength=len(self)) > 0
        if not pinyin:
            for number in np.flatnonzero(latin):
                said = sounds(prepared(self.texts[int(number)]).latin)
                if len(said) > 1:
                    yield int(number), said
            return
        spoken = self._spoken
        for number in np.flatnonzero(~latin):
            yield int(number), "".join([spoken[n] for n in self._numbers[self._at[number] : self._at[number + 1]]])

    @cached_property
    def _spoken(self) -> list[str]:
        """Sounds of each symbol's commonest reading."""
        table = self.symbols.table
        said = [sounds(word.rstrip("012345")) for word in table.syllables]
        return [said[n] if n >= 0 else "" for n in table.readings[:, 0]]

    def candidates(self, mark: Mark) -> Candidates:
        """Return the names that may be like a mark."""
        if len(self) <= FEW:
            return self._all(mark)
        none = np.zeros(0, np.int64)
        chinese = self._by_symbols(mark) if not mark.symbols.isascii() else none
        latin, pinyin = none, none
        if len(mark.latin) > 1:
            latin = self._by_words(mark.latin)
            pinyin = self._pinyin.nearest(sounds(mark.latin), LATIN) if not mark.han else none
        elif mark.han:
            latin = self._latin.nearest(sounds(mark.pinyin), LATIN)
        return Candidates(chinese, latin, pinyin)

    @cached_property
    def _scripts(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Say of each name whether it has Latin letters, and whether it has other signs."""
        owner = np.repeat(np.arange(len(self)), np.diff(self._at))
        latin = (self._numbers >= self.symbols.known) & (self._numbers < self.symbols.known + LETTERS)
        counts = np.bincount(owner, latin, minlength=len(self))
        return counts > 0, counts < np.diff(self._at)

    def _all(self, mark: Mark) -> Candidates:
        """Return every name on each route that it and the mark can take."""
        latin, signs = self._scripts
        none = np.zeros(len(self), bool)
        mixed = not mark.symbols.isascii()
        by_letters = latin if mark.latin else latin & ~signs if mark.han else none
        by_pinyin = signs & ~latin if mark.latin and not mixed else none
        return Candidates(*(np.flatnonzero(found) for found in (signs if mixed else none, by_letters, by_pinyin)))

    def _by_words(self, words: str) -> Places:
        """Return names that sound like the words as written, in turned order, or like one distinctive word."""
        found = [self._latin.nearest(sounds(words), LATIN), self._by_spelling(words)]
        parts = words.split()
        if len(parts) > 1:
            found.append(self._latin.nearest(sounds(" ".join(reversed(parts))), LATIN // 2))
            plain = [word for word in parts if not distinct.generic(word)][:4]
            found.extend(self._latin.nearest(sounds(word), LATIN // 2) for word in plain if len(plain) < len(parts) + 1)
        return np.unique(np.concatenate(found))

    def _by_spelling(self, words: str) -> Places:
        """Return names spelt most alike, whatever run of letters they share (PenesamiG, Panasonic)."""
        numbers, spelt = self._spelt
        if not spelt:
            return numbers
        from rapidfuzz import process
        from rapidfuzz.distance import OSA, Indel

        word = words.replace(" ", "")
        by_both = [
            process.cdist([word], spelt, scorer=rule.normalized_similarity, dtype=np.float32)[0]
            for rule in (OSA, Indel)
        ]
        return np.asarray(numbers[np.unique(np.concatenate([_top(scores, SPELT) for scores in by_both]))])

    @cached_property
    def _spelt(self) -> tuple[Places, list[str]]:
        """Names with Latin letters and how they are spelt without spaces; none where they are too many to look at."""
        numbers = np.flatnonzero(self._scripts[0])
        if len(numbers) > MOST_SPELT:
            return np.zeros(0, np.int64), []
        return numbers, [prepared(self.texts[int(number)]).latin.replace(" ", "") for number in numbers]

    def _by_symbols(self, mark: Mark) -> Places:
        text = mark.symbols[:LONGEST]
        weights = distinct.weights(mark.symbols)
        counted = np.zeros(len(self), np.float32)
        weighed = np.zeros(len(self), np.float32)
        of_sign: dict[int, list[float]] = {}
        for number, weight in zip(self.symbols.numbers(text), weights, strict=False):
            of_sign.setdefault(number, []).append(float(weight))
        for number, held in of_sign.items():
            best = self._best(number)
            counted += best * np.float32(1 + AGAIN * (len(held) - 1))
            weighed += best * np.float32(held[0] + AGAIN * sum(held[1:]))
        mine, length = np.float32(weights[: len(text)].sum()), len(text)
        found = np.concatenate([
            _top(counted / (length + self._lengths), EVEN),
            _top(weighed / (mine + self.sums), EVEN),
            _top(weighed / np.maximum(np.minimum(self.sums, mine), 1.0), INSIDE),
            self._with_rhythm(self.symbols.numbers(text), counted),
        ])  # fmt: skip
        found = np.unique(found)
        return np.asarray(found[self._scripts[1][found]], np.int64)

    def _with_rhythm(self, numbers: list[int], counted: Floats) -> Places:
        """Return, for a mark that doubles signs, names as long that double signs too, the likest first."""
        if len(set(numbers)) == len(numbers):
            return np.zeros(0, np.int64)
        alike = self._doubled[self._lengths[self._doubled] == len(numbers)]
        return np.asarray(alike[_top(counted[alike], RHYTHM)], np.int64)

    @cached_property
    def _doubled(self) -> Places:
        """Names in which a sign comes more than once."""
        owner = np.repeat(np.arange(len(self)), np.diff(self._at))
        pairs = np.sort(owner * (UNKNOWN + 1) + self._numbers)
        again = pairs[1:][pairs[1:] == pairs[:-1]]
        return np.asarray(np.unique(again // (UNKNOWN + 1)), np.int64)

    @cached_property
    def _lengths(self) -> Floats:
        return np.diff(self._at).astype(np.float32)

    def _best(self, number: int) -> Floats:
        """Return, for each name, how near its nearest symbol is to symbol `number`."""
        names, begins = self._postings
        found = np.zeros(len(self), np.float32)
        if number == UNKNOWN:
            return found
        row = np.maximum(HEARD * self.symbols.sound_row(number), SEEN * self.symbols.look_row(number))
        row = row[: len(begins) - 1]
        row[number] = 1
        near = np.flatnonzero(row >= NEAR)
        near = near[np.argsort(row[near], kind="stable")]  # the nearest is written last
        sizes = begins[near + 1] - begins[near]
        found[names[_ranges(begins[near], sizes)]] = np.repeat(row[near], sizes)
        return found

    def view(self, mark: Mark, places: Places) -> View:
        """Return the view of a mark beside the names at `places`."""
        at = self._at[places]
        sizes = self._at[places + 1] - at
        length = int(sizes.max(initial=0))
        columns = np.arange(length)
        kept = columns[None, :] < sizes[:, None]
        spots = np.minimum(at[:, None] + columns[None, :], max(len(self._numbers) - 1, 0))
        numbers = np.where(kept, self._numbers[spots], UNKNOWN).astype(np.uint16)
        weights = np.where(kept, self._weights[spots], 0).astype(np.float32) / np.float32(255)
        known, fame = _known(mark)
        renown = ((self._known[places] + known) / 2).astype(np.float32)
        both = ((self._fame[places] + fame) / 2).astype(np.float32)
        return View(mark, _Lazy(self, places), self.symbols, theirs=(numbers, weights), renown=renown, fame=both)


def _known(mark: Mark) -> tuple[float, float]:
    return float(distinct.known(mark.symbols)), distinct.fame(mark.symbols)


class _Lazy(Sequence[Mark]):
    """Marks of an index read only when they are named in a reason."""

    def __init__(self, index: TextIndex, places: Places) -> None:
        self._index, self._places = index, places

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, number: Any) -> Any:  # noqa: ANN401  slices are never asked for
        return prepared(self._index.texts[int(self._places[number])])


def _ranges(begins: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return begin, begin + 1, … of every range, one range after the other."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(begins - (ends - sizes), sizes), np.int64)


def _top(scores: NDArray[Any], count: int) -> Places:
    """Return the places of the highest scores above 0."""
    found = np.flatnonzero(scores > 0)
    if len(found) > count:
        held = scores[found]
        found = found[np.argpartition(held, -count)[-count:]]
    return np.asarray(found, np.int64)
