"""Listings against rights: marks inside titles, pictures first at a glance, then closely; each match explained."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.radar.engine import naming
from zhidun.radar.engine.feeds import Listing
from zhidun.similarity import explain, eyes, pictures, shape
from zhidun.similarity.gallery import Entry, Gallery
from zhidun.similarity.imagesearch import ENOUGH, SURE_COPY, ImageIndex, Mode
from zhidun.similarity.likeness import Likeness, Reasons
from zhidun.similarity.markbook import Texts
from zhidun.similarity.normal import prepared
from zhidun.similarity.pictures import Picture
from zhidun.similarity.reference import reference
from zhidun.similarity.tables import Problem
from zhidun.similarity.titles import Near, Titles
from zhidun.similarity.whitening import Whitening

Floats = NDArray[np.float32]
LEAST: Final = 0.7
"""Score from which a match is told when nobody says otherwise."""
MOST: Final = 20
"""Matches told of one listing, the likest first."""
CLOSE: Final = 8
"""Rights looked at closely for one picture."""
GLANCE: Final = 0.25
"""Likeness of outlines (whitened cosine) below which a picture is not looked at closely."""
KEPT: Final = 100_000
"""Rights whose ids and texts are kept at hand."""
FACTS: Final = "facts.pickle"


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


def line_of(match: Match) -> str:
    """Return one line of a file of hits: the JSON of `Match.as_dict`."""
    head = {"feed_id": match.feed_id, "right_id": match.right_id, "score": round(match.score, 4)}
    told = match.factors if isinstance(match.factors, Reasons) else Reasons(match.factors)
    return f'{json.dumps(head, ensure_ascii=False)[:-1]}, "factors": {told.written}}}\n'


class Glance:
    """Pictures of rights by outline and copy mark alone: under a millisecond a picture."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        shown: list[Floats] = []
        copies: list[NDArray[np.uint8]] = []
        for entry in entries:
            try:
                picture = pictures.read(entry.image) if entry.image else None
            except Refusal:
                picture = None  # told by the index of pictures
            if picture is not None:
                copies.append(shape.near_copy(picture))
                shown.append(eyes.EYES["outline"].see(_shown(picture)))
        self.known = bool(shown)
        if self.known:
            rows = np.concatenate(shown)
            self._whitening = Whitening.learn(
                np.concatenate([rows, reference("outline")]) if len(rows) < ENOUGH else rows
            )
            self._rows, self._copies = self._whitening.of(rows), np.stack(copies)

    def worth(self, picture: Picture) -> bool:
        """Say whether some right's picture may be like this one."""
        if not self.known:
            return False
        bits = np.unpackbits(self._copies ^ shape.near_copy(picture), axis=1).sum(axis=1)
        if bits.min() <= SURE_COPY:
            return True
        near = self._whitening.of(eyes.EYES["outline"].see(_shown(picture))) @ self._rows.T
        return bool(near.max() >= GLANCE)


@dataclass(frozen=True, slots=True)
class Guarded:
    """What is guarded, but for the titles: ids and texts of all rights, which of them have a text, their pictures."""

    ids: Texts
    texts: Texts
    named: NDArray[np.int64]
    glance: Glance | None
    pictures: ImageIndex | None


def _shown(picture: Picture) -> list[Picture]:
    part = eyes.main_part(picture)
    return [picture] if part is None else [picture, part]


@dataclass(frozen=True, slots=True)
class _Seen:
    """One right found for a listing; `window` stands for factors that are worked out when the match is told."""

    score: float
    part: str
    factors: tuple[Likeness, ...] = ()
    window: tuple[str, int] | None = None


class Sweeper:
    """All rights to be guarded, ready to be held against listings.

    Attributes:
        least: score from which a match is told.
    """

    def __init__(self, rights: Gallery, *, least: float = LEAST, mode: Mode = "logo") -> None:
        named = [place for place, entry in enumerate(rights.entries) if entry.text]
        shown = any(entry.image for entry in rights.entries)
        glance = Glance(rights.entries) if shown else None
        self._take(
            Guarded(
                Texts.of(entry.id for entry in rights.entries),
                Texts.of(entry.text for entry in rights.entries),
                np.array(named, np.int64),
                glance,
                ImageIndex.of(rights, mode=mode) if shown else None,
            ),
            Titles([rights.entries[place] for place in named]) if named else None,
            least,
        )

    def _take(self, guarded: Guarded, titles: Titles | None, least: float) -> None:
        self._guarded, self._titles, self.least = guarded, titles, least
        self._id = lru_cache(maxsize=KEPT)(guarded.ids.__getitem__)
        self._text = lru_cache(maxsize=KEPT)(guarded.texts.__getitem__)

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
        found = self._by_title(listings)
        problems = self._by_picture(listings, found)
        told = [
            sorted(row.items(), key=lambda one: (-one[1].score, self._id(one[0])))[:MOST] if row else []
            for row in found
        ]
        asked = [one.window for row in told for _, one in row if one.window]
        why = iter(self._titles.why(asked) if self._titles else ())
        return [
            [self._match(listing, place, one, next(why) if one.window else ()) for place, one in row]
            for listing, row in zip(listings, told, strict=True)
        ], problems

    def _match(self, listing: Listing, place: int, one: _Seen, why: tuple[Likeness, ...]) -> Match:
        factors = (*why, *one.factors) if one.factors else why
        return Match(listing.id, self._id(place), self._text(place), one.score, one.part, factors)

    def _by_title(self, listings: Sequence[Listing]) -> list[dict[int, _Seen]]:
        if self._titles is None:
            return [{} for _ in listings]
        found = self._titles.near([one.title for one in listings], least=self.least)
        return [self._weighed(listing.title, near) for listing, near in zip(listings, found, strict=True)]

    def _weighed(self, title: str, found: Sequence[Near]) -> dict[int, _Seen]:
        """Return what was found in a title by place of the right; in a name what surrounds a mark counts against it."""
        told: dict[int, _Seen] = {}
        name = prepared(title) if found and len(title) <= naming.LONGEST * 2 else None
        short = name is not None and naming.reads_like_a_name(name)
        for one in found:
            place = int(self._guarded.named[one.place])
            if name is None or not short or one.window.isascii() or len(one.window) >= len(name.symbols):
                told[place] = _Seen(one.score, one.window, (), (one.window, one.place))
                continue
            named = naming.whole(name.symbols, self._text(place))
            told[place] = _Seen(naming.lowered(one.score, named, least=self.least), name.symbols, named.factors)
        return told

    def _by_picture(self, listings: Sequence[Listing], found: Sequence[dict[int, _Seen]]) -> list[Problem]:
        """Add what the pictures of listings are like; return those that could not be read."""
        glance, index = self._guarded.glance, self._guarded.pictures
        problems: list[Problem] = []
        if glance is None or index is None:
            return problems
        for listing, row in zip(listings, found, strict=True):
            if listing.image is None:
                continue
            try:
                picture = pictures.read(listing.image)
            except Refusal as refusal:
                told = t(f"{listing.id[:40]}:{refusal.reason.zh}", f"{listing.id[:40]}: {refusal.reason.en}")
                problems.append(Problem(listing.line, told))
                continue
            for hit in index.like(picture, CLOSE) if glance.worth(picture) else ():
                if hit.score >= self.least:
                    one = row.get(hit.place, _Seen(0.0, ""))
                    row[hit.place] = replace(one, score=max(one.score, hit.score), factors=(*one.factors, *hit.factors))
        return problems


def in_chunks(source: Iterable[Listing | Problem], size: int) -> Iterable[tuple[list[Listing], list[Problem]]]:
    """Yield listings in groups of `size` with the problems met on the way."""
    listings: list[Listing] = []
    problems: list[Problem] = []
    for one in source:
        if isinstance(one, Problem):
            problems.append(one)
        else:
            listings.append(one)
        if len(listings) >= size:
            yield listings, problems
            listings, problems = [], []
    if listings or problems:
        yield listings, problems
