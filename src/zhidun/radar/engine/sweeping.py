"""Listings against rights: marks inside titles, pictures first at a glance, then closely; each match explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.normal import prepared
from zhidun.similarity.pictures import Picture
from zhidun.similarity.reference import reference
from zhidun.similarity.tables import Problem
from zhidun.similarity.titles import Found, Titles
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


def _shown(picture: Picture) -> list[Picture]:
    part = eyes.main_part(picture)
    return [picture] if part is None else [picture, part]


class Sweeper:
    """All rights to be guarded, ready to be held against listings.

    Attributes:
        rights: the gallery; problems of its pictures are told there.
        least: score from which a match is told.
    """

    def __init__(self, rights: Gallery, *, least: float = LEAST, mode: Mode = "logo") -> None:
        self.rights, self.least = rights, least
        self._ids = [entry.id for entry in rights.entries]
        named = [place for place, entry in enumerate(rights.entries) if entry.text]
        self._named = named
        self._titles = Titles([rights.entries[place] for place in named]) if named else None
        shown = any(entry.image for entry in rights.entries)
        self._glance = Glance(rights.entries) if shown else None
        self._pictures = ImageIndex.of(rights, mode=mode) if shown else None

    def sweep(self, listings: Sequence[Listing]) -> tuple[list[list[Match]], list[Problem]]:
        """Return the matches of each listing, the likest first, and pictures that could not be read."""
        found = self._by_title(listings)
        problems: list[Problem] = []
        for place, listing in enumerate(listings):
            if listing.image is None or self._pictures is None:
                continue
            try:
                self._by_picture(listing.image, found[place])
            except Refusal as refusal:
                told = t(f"{listing.id[:40]}:{refusal.reason.zh}", f"{listing.id[:40]}: {refusal.reason.en}")
                problems.append(Problem(listing.line, told))
        return [self._matches(one, by) for one, by in zip(listings, found, strict=True)], problems

    def _by_title(self, listings: Sequence[Listing]) -> list[dict[int, tuple[float, str, tuple[Likeness, ...]]]]:
        if self._titles is None:
            return [{} for _ in listings]
        found = self._titles.find_all([one.title for one in listings], least=self.least)
        return [self._weighed(listing.title, hits) for listing, hits in zip(listings, found, strict=True)]

    def _weighed(self, title: str, hits: Sequence[Found]) -> dict[int, tuple[float, str, tuple[Likeness, ...]]]:
        """Return hits of a title by place of the right; in a name what surrounds the mark counts against it."""
        told: dict[int, tuple[float, str, tuple[Likeness, ...]]] = {}
        name = prepared(title) if hits and len(title) <= naming.LONGEST * 2 else None
        short = name is not None and naming.reads_like_a_name(name)
        for hit in hits:
            place = self._named[hit.place]
            if name is None or not short or hit.window.isascii() or len(hit.window) >= len(name.symbols):
                told[place] = (hit.score, hit.window, hit.factors)
                continue
            named = naming.whole(name.symbols, self.rights.entries[place].text)
            told[place] = (naming.lowered(hit.score, named, least=self.least), name.symbols, named.factors)
        return told

    def _by_picture(self, image: object, found: dict[int, tuple[float, str, tuple[Likeness, ...]]]) -> None:
        assert self._pictures is not None and self._glance is not None  # noqa: S101, PT018  the caller looked
        picture = pictures.read(image)  # type: ignore[arg-type]  # a path or bytes
        if not self._glance.worth(picture):
            return
        for hit in self._pictures.like(picture, CLOSE):
            if hit.score < self.least:
                continue
            score, part, factors = found.get(hit.place, (0.0, "", ()))
            found[hit.place] = (max(score, hit.score), part, (*factors, *hit.factors))

    def _matches(self, listing: Listing, found: dict[int, tuple[float, str, tuple[Likeness, ...]]]) -> list[Match]:
        ordered = sorted(found.items(), key=lambda one: (-one[1][0], self._ids[one[0]]))
        return [
            Match(listing.id, self._ids[place], self.rights.entries[place].text, score, part, factors)
            for place, (score, part, factors) in ordered[:MOST]
        ]


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
