"""Pictures in memory: a row of numbers by each eye, whitened together; the likest to a picture, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.similarity import eyes, pictures, shape
from zhidun.similarity.fusion import PictureRoute, picture_route
from zhidun.similarity.gallery import Gallery
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.pictures import Picture
from zhidun.similarity.reference import reference
from zhidun.similarity.search import Hit
from zhidun.similarity.tables import Problem
from zhidun.similarity.whitening import Whitening

Floats = NDArray[np.float32]
Mode = Literal["logo", "design"]
AT_ONCE: Final = 64
ENOUGH: Final = 256
"""Pictures from which a gallery is whitened by itself; a smaller one is joined by drawings of our own."""
SURE_COPY: Final = 26
"""Bits of 256 in which two copies of one picture may differ: a tenth, far from the 128 of unrelated ones."""


class ImageIndex:
    """Pictures of rights.

    Attributes:
        ids, texts: of each right with a picture.
        places: its place in the gallery it came from.
    """

    def __init__(self, route: PictureRoute, ids: Sequence[str], texts: Sequence[str], places: Sequence[int]) -> None:
        self.route = route
        self.ids, self.texts, self.places = list(ids), list(texts), list(places)
        self._owner = np.zeros(0, np.int64)
        self._whitening: dict[str, Whitening] = {}
        self._rows: dict[str, Floats] = {}
        self._copies = np.zeros((0, 32), np.uint8)

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, gallery: Gallery, *, mode: Mode) -> ImageIndex:
        """Return the index of a gallery's pictures; those that cannot be read are told in the gallery."""
        index = cls(picture_route(mode), [], [], [])
        raw: dict[str, list[Floats]] = {name: [] for name in index.route.features}
        owners: list[int] = []
        copies: list[NDArray[np.uint8]] = []
        for batch in _batches(index._read(gallery), AT_ONCE):
            shown = []
            for owner, picture in batch:
                copies.append(shape.near_copy(picture))
                for one in _shown(picture, mode):
                    owners.append(owner)
                    shown.append(one)
            for name, rows in raw.items():
                rows.append(eyes.EYES[name].see(shown))
        index._owner = np.array(owners, np.int64)
        index._copies = np.stack(copies) if copies else index._copies
        for name, rows in raw.items():
            index._keep(name, np.concatenate(rows) if rows else np.zeros((0, 1), np.float32))
        return index

    def _read(self, gallery: Gallery) -> Iterable[tuple[int, Picture]]:
        for place, entry in enumerate(gallery.entries):
            if entry.image is None:
                continue
            try:
                picture = pictures.read(entry.image)
            except Refusal as refusal:
                gallery.problem(
                    Problem(0, t(f"{entry.id[:40]}:{refusal.reason.zh}", f"{entry.id[:40]}: {refusal.reason.en}"))
                )
                continue
            self.ids.append(entry.id)
            self.texts.append(entry.text)
            self.places.append(place)
            yield len(self.ids) - 1, picture

    def _keep(self, name: str, rows: Floats) -> None:
        if not len(rows):
            return
        learnt = np.concatenate([rows, reference(name)]) if len(rows) < ENOUGH else rows
        self._whitening[name] = Whitening.learn(learnt)
        self._rows[name] = self._whitening[name].of(rows)

    def try_search(self, file: Path, limit: int) -> list[Hit] | Problem:
        """Return the hits of a picture, or why it cannot be compared."""
        try:
            return self.search(file, limit, why=False)
        except Refusal as refusal:
            return Problem(0, refusal.reason)

    def search(self, file: Path | bytes, limit: int, *, why: bool = True) -> list[Hit]:
        """Return the rights whose pictures are most like one.

        Raises:
            ImageUnfit: the picture cannot be read.
            ImageTooLarge: over the limits of bytes or pixels.
        """
        return self.like(pictures.read(file), limit, why=why)

    def like(self, picture: Picture, limit: int, *, why: bool = True) -> list[Hit]:
        """Return the rights whose pictures are most like one that was read."""
        if not len(self):
            return []
        by_eye = {name: self._likeness(name, picture) for name in self.route.features}
        scores, bits = self.route.score(by_eye), self._differ(picture)
        scores = np.where(bits <= SURE_COPY, np.maximum(scores, 1 - bits / 512), scores).astype(np.float32)
        order = np.lexsort((np.arange(len(scores)), -scores))
        return [
            Hit(
                self.places[at],
                self.ids[at],
                self.texts[at],
                float(scores[at]),
                self.route.name,
                self._factors(by_eye, int(at), int(bits[at])) if why else (),
            )
            for at in map(int, islice(order, limit))
        ]

    def _likeness(self, name: str, picture: Picture) -> Floats:
        """Return how alike each right's picture is to one by one eye: the best of their wholes and main parts."""
        shown = _shown(picture, self.route.name)
        rows = self._whitening[name].of(eyes.EYES[name].see(shown))
        found = (rows @ self._rows[name].T).max(axis=0)
        best = np.full(len(self), -1, np.float32)
        np.maximum.at(best, self._owner, found)
        return np.clip(best, 0, 1)

    def _differ(self, picture: Picture) -> NDArray[np.int64]:
        """Return in how many bits of 256 each picture's copy mark differs."""
        own = shape.near_copy(picture)
        return np.asarray(np.unpackbits(self._copies ^ own, axis=1).sum(axis=1), np.int64)

    def _factors(self, by_eye: dict[str, Floats], at: int, bits: int) -> tuple[Likeness, ...]:
        found = [
            Likeness(name, self.route.tell(float(rows[at])), reason(name, self.route.tell(float(rows[at]))))
            for name, rows in by_eye.items()
        ]
        copy = Likeness(
            "copy",
            max(0.0, 1 - bits / 128),
            t(f"图片指纹 256 位中相差 {bits} 位", f"copy marks differ in {bits} of 256 bits"),
        )
        return (*sorted(found, key=lambda one: -one.score), copy)


def reason(name: str, score: float) -> Text:
    """Return what one eye says in words."""
    title = eyes.EYES[name].title
    degree = next(words for least, words in DEGREES if score >= least)
    return t(f"{title.zh}{degree.zh}({score:.2f})", f"{title.en.lower()} {degree.en} ({score:.2f})")


DEGREES: Final = (
    (0.9, t("几乎相同", "nearly the same")),
    (0.5, t("相近", "alike")),
    (0.2, t("部分相近", "partly alike")),
    (0.0, t("不相近", "not alike")),
)


def _shown(picture: Picture, mode: str) -> list[Picture]:
    """Return what is compared of a picture: the whole, and of a logo also its main part."""
    part = eyes.main_part(picture) if mode == "logo" else None
    return [picture] if part is None else [picture, part]


def _batches(source: Iterable[tuple[int, Picture]], size: int) -> Iterable[list[tuple[int, Picture]]]:
    stream = iter(source)
    while batch := list(islice(stream, size)):
        yield batch
