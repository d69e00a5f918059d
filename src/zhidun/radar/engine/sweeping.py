"""Listings against rights: marks inside titles, pictures first at a glance, then closely; each match explained."""

from __future__ import annotations

import json
import pickle
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text, t
from zhidun.radar.engine import naming
from zhidun.radar.engine.feeds import Listing
from zhidun.radar.engine.looking import Effort, Looks, lettered
from zhidun.similarity import explain, lettering
from zhidun.similarity.gallery import Gallery
from zhidun.similarity.lettered import joined
from zhidun.similarity.lettered import told as told_of_text
from zhidun.similarity.likeness import Likeness, Reasons
from zhidun.similarity.markbook import Texts
from zhidun.similarity.normal import Mark, prepared
from zhidun.similarity.search import Hit
from zhidun.similarity.tables import Problem
from zhidun.similarity.titles import Near, Titles

LEAST: Final = 0.7
"""Score from which a match is told when nobody says otherwise."""
MOST: Final = 20
"""Matches told of one listing, the likest first."""
PICTURE: Final = 20
"""Titles whose work a listing with a picture counts for: progress is told as often, and cancelling takes no longer."""
KEPT: Final = 100_000
"""Rights whose ids and texts are kept at hand."""
FACTS: Final = "facts.pickle"
LINE_ENDS: Final = b"}\n"


@dataclass(frozen=True, slots=True)
class Match:
    """One listing that is like one right.

    Attributes:
        part: the part of the title that is like the mark; empty when only the pictures are alike.
    """

    feed_id: str
    right_id: str
    right_text: str
    score: float
    part: str
    factors: tuple[Likeness, ...]

    def as_dict(self) -> dict[str, object]:
        """Return `{"feed_id", "right_id", "score", "factors"}`, one line of a file of hits."""
        return {
            "feed_id": self.feed_id,
            "right_id": self.right_id,
            "score": round(self.score, 4),
            "factors": [one.as_dict() for one in self.factors],
        }

    def sentence(self) -> Text:
        """Return the sentence an examiner would write."""
        return explain.sentence(self.part, self.right_text, self.score, self.factors)


def line_of(match: Match) -> bytes:
    """Return one line of a file of hits: the JSON of `Match.as_dict`."""
    told = match.factors if isinstance(match.factors, Reasons) else Reasons(match.factors)
    return b"".join((_head(match.feed_id), _middle(match.right_id, match.score), told.written, LINE_ENDS))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _head(feed_id: str) -> bytes:
    return f'{{"feed_id": {_quoted(feed_id)}, "right_id": '.encode("utf-8", "replace")


def _middle(right_id: str, score: float) -> bytes:
    """Return the part of a line that says which right and how much, up to the factors."""
    return f'{_quoted(right_id)}, "score": {round(score, 4)!r}, "factors": '.encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Guarded:
    """What is guarded, but for the titles.

    Attributes:
        ids, texts: of all rights.
        named: places of those with a text.
        looks: their pictures; None when no right has one and none is read.
        reads: by place, whether the text in a listing's picture is held against the right; None: it is not read.
    """

    ids: Texts
    texts: Texts
    named: NDArray[np.int64]
    looks: Looks | None
    reads: NDArray[np.bool_] | None


class _Seen(NamedTuple):
    """One right found for a listing; `near` has factors that are worked out when the match is told.

    `written` is what was found in the text of the listing's picture.
    """

    score: float
    part: str
    factors: tuple[Likeness, ...] = ()
    near: Near | None = None
    written: _Seen | None = None


class Sweeper:
    """All rights to be guarded, ready to be held against listings.

    Args:
        rights: what is guarded; pictures that cannot be read are told there.
        least: score from which a match is told.
        reads: whether text is read in the pictures of listings; ids: it counts for these rights alone.
        reads_rights: with `reads`, also read the pictures of rights that have no text.
        designs: ids of rights whose pictures are compared as designs, beside those with Locarno classes alone.
    """

    def __init__(
        self,
        rights: Gallery,
        *,
        least: float = LEAST,
        reads: bool | Collection[str] = False,
        designs: Collection[str] = (),
        reads_rights: bool = True,
    ) -> None:
        entries = rights.entries
        wanted = np.array([reads is True or (reads is not False and one.id in reads) for one in entries], bool)
        if wanted.any():
            try:
                lettering.require()
                entries = lettered(entries) if reads_rights else entries
            except lettering.ReaderMissing as missing:
                rights.problem(Problem(0, missing.reason))
                wanted = np.zeros(len(entries), bool)
        named = [place for place, entry in enumerate(entries) if entry.text]
        shown = bool(wanted.any()) or any(entry.image for entry in entries)
        self._take(
            Guarded(
                Texts.of(entry.id for entry in entries),
                Texts.of(entry.text for entry in entries),
                np.array(named, np.int64),
                Looks(rights, designs=designs) if shown else None,
                wanted if wanted.any() else None,
            ),
            Titles([entries[place] for place in named]) if named else None,
            least,
        )

    def _take(self, guarded: Guarded, titles: Titles | None, least: float) -> None:
        self._guarded, self._titles, self.least = guarded, titles, least
        self._id = lru_cache(maxsize=KEPT)(guarded.ids.__getitem__)
        self._text = lru_cache(maxsize=KEPT)(guarded.texts.__getitem__)
        self._middle = lru_cache(maxsize=KEPT)(lambda place, score: _middle(guarded.ids[place], score))

    def share(self, folder: Path) -> None:
        """Write everything a `Sweeper.joined` of another process needs; its large arrays are read together."""
        arrays, facts = self._titles.shared() if self._titles else ({}, {})
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array)
        with (folder / FACTS).open("wb") as stream:
            pickle.dump((self._guarded, list(arrays), facts, self.least), stream, protocol=5)

    @classmethod
    def joined(cls, folder: Path) -> Sweeper:
        """Return the sweeper that another process of ours shared in a folder of its own."""
        with (folder / FACTS).open("rb") as stream:
            guarded, names, facts, least = pickle.load(stream)  # noqa: S301  written by the process that began us
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in names}
        found = cls.__new__(cls)
        found._take(guarded, Titles.joined(arrays, facts) if names else None, least)  # noqa: SLF001  its own class
        return found

    def sweep(self, listings: Sequence[Listing]) -> tuple[list[list[Match]], list[Problem]]:
        """Return the matches of each listing, the likest first, and pictures that could not be read."""
        told, problems = self._told(listings)
        return [
            [self._match(listing, place, one) for place, one in row]
            for listing, row in zip(listings, told, strict=True)
        ], problems

    def lines(self, listings: Sequence[Listing]) -> tuple[bytes, int, list[Problem]]:
        """Return the matches as lines of a file of hits (`line_of`), their number, and pictures that were not read."""
        told, problems = self._told(listings)
        parts: list[bytes] = []
        for listing, row in zip(listings, told, strict=True):
            if not row:
                continue
            head = _head(listing.id)
            for place, one in row:
                why = one.near.why if one.near is not None else None
                if why is None or one.factors or one.written is not None:
                    parts.append(line_of(self._match(listing, place, one)))
                else:
                    parts += (head, self._middle(place, one.score), why.written, LINE_ENDS)
        return b"".join(parts), sum(map(len, told)), problems

    def _told(self, listings: Sequence[Listing]) -> tuple[list[list[tuple[int, _Seen]]], list[Problem]]:
        """Return (place of the right, what was found) of each listing with its reasons, and what could not be read."""
        found = self._by_title(listings)
        problems = self._by_picture(listings, found)
        told = [
            sorted(row.items(), key=lambda one: (-one[1].score, self._id(one[0])))[:MOST] if row else []
            for row in found
        ]
        if self._titles is not None:
            self._titles.explained([near for row in told for _, one in row for near in _nearest(one)])
        return told, problems

    def effort(self) -> Effort:
        """Return what reading text in pictures cost since this was asked last."""
        looks = self._guarded.looks
        if looks is None:
            return Effort()
        found, looks.effort = looks.effort, Effort()
        return found

    def _match(self, listing: Listing, place: int, one: _Seen) -> Match:
        reasons, factors = _why(one), one.factors
        if one.written is not None:
            factors = (self._lettered(place, one.written), *factors)
        return Match(
            listing.id, self._id(place), self._text(place), one.score, one.part,
            (*reasons, *factors) if factors else reasons,
        )  # fmt: skip

    def _lettered(self, place: int, one: _Seen) -> Likeness:
        """Return the respect of the text in a picture, with what was read and why it is alike."""
        text = self._text(place)
        return told_of_text(one.part, text, Hit(place, self._id(place), text, one.score, "", _why(one) or one.factors))

    def _by_title(self, listings: Sequence[Listing]) -> list[dict[int, _Seen]]:
        if self._titles is None:
            return [{} for _ in listings]
        read = [prepared(one.title, whole=True) for one in listings]
        return [self._weighed(*one) for one in zip(read, self._titles.near(read, least=self.least), strict=True)]

    def _weighed(self, name: Mark, found: Sequence[Near]) -> dict[int, _Seen]:
        """Return what was found in a title by place of the right; in a name what surrounds a mark counts against it."""
        told: dict[int, _Seen] = {}
        short = bool(found) and len(name.text) <= naming.LONGEST * 2 and naming.reads_like_a_name(name)
        for one in found:
            place = int(self._guarded.named[one.place])
            if not short or one.window.isascii() or len(one.window) >= len(name.symbols):
                told[place] = _Seen(one.score, one.window, (), one)
                continue
            named = naming.whole(name.symbols, self._text(place))
            told[place] = _Seen(naming.lowered(one.score, named, least=self.least), name.symbols, named.factors)
        return told

    def _by_picture(self, listings: Sequence[Listing], found: Sequence[dict[int, _Seen]]) -> list[Problem]:
        """Add what the pictures of listings are like; return those that could not be read."""
        looks, reads = self._guarded.looks, self._guarded.reads
        shown = [(listing, row) for listing, row in zip(listings, found, strict=True) if listing.image is not None]
        if looks is None or not shown:
            return []
        images = [listing.image for listing, _ in shown if listing.image is not None]
        looked = looks.look(images, least=self.least, reads=reads is not None)
        written = self._written([one.text for one in looked])
        problems = [
            Problem(listing.line, t(f"{listing.id[:40]}:{one.fault.zh}", f"{listing.id[:40]}: {one.fault.en}"))
            for (listing, _), one in zip(shown, looked, strict=True)
            if one.fault is not None
        ]
        for (_, row), one in zip(shown, looked, strict=True):
            self._add(row, one.hits, written.get(one.text, {}))
        return problems

    def _add(self, row: dict[int, _Seen], hits: Sequence[Hit], written: Mapping[int, _Seen]) -> None:
        """Add to what was found by a listing's title what its picture shows and says."""
        look = {hit.place: hit for hit in hits}
        for place in (*look, *(place for place in written if place not in look)):
            seen, said = look.get(place), written.get(place)
            score = round(joined(seen.score if seen else 0.0, said.score if said else 0.0), 5)
            if score < self.least:
                continue
            one = row.get(place, _Seen(0.0, ""))
            factors = (*one.factors, *seen.factors) if seen else one.factors
            row[place] = one._replace(score=max(one.score, score), factors=factors, written=said)

    def _written(self, texts: Sequence[str]) -> dict[str, dict[int, _Seen]]:
        """Return the rights whose text stands in what was read in pictures, by what was read."""
        reads = self._guarded.reads
        some = [text for text in dict.fromkeys(texts) if text]
        if reads is None or self._titles is None or not some:
            return {}
        read = [prepared(text, whole=True) for text in some]
        near = self._titles.near(read, least=self.least)
        told = {text: self._weighed(name, found) for text, name, found in zip(some, read, near, strict=True)}
        return {text: {place: one for place, one in row.items() if reads[place]} for text, row in told.items()}


def _nearest(one: _Seen) -> list[Near]:
    """Return what is told with a match of the marks in its text and in its picture."""
    return [seen.near for seen in (one, one.written) if seen is not None and seen.near is not None]


def _why(one: _Seen) -> tuple[Likeness, ...]:
    return one.near.why or () if one.near is not None else ()


def in_chunks(source: Iterable[Listing | Problem], size: int) -> Iterable[tuple[list[Listing], list[Problem]]]:
    """Yield listings in groups of the work of `size` titles, with the problems met on the way."""
    listings: list[Listing] = []
    problems: list[Problem] = []
    work = 0
    for one in source:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            listings.append(one)
            work += 1 if one.image is None else PICTURE
        if work >= size:
            yield listings, problems
            listings, problems, work = [], [], 0
    if listings or problems:
        yield listings, problems
