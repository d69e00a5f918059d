"""Pictures in memory: a row of numbers by each eye, whitened together; the likest to a picture, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.similarity import eyes, parts, pictures, shape
from zhidun.similarity.fusion import PictureRoute, picture_route
from zhidun.similarity.gallery import Gallery
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.parts import TITLES, WHOLE, Part
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
QUICK: Final = frozenset({"outline"})
"""Eyes that look at every part: the learned ones take a hundred times as long."""
LEARNT: Final = frozenset({WHOLE, "main"})
"""Parts that the axes are learnt from."""
SURE_COPY: Final = 26
"""Bits of 256 in which two copies of one picture may differ: a tenth, far from the 128 of unrelated ones."""


@dataclass(slots=True)
class _Rows:
    """What one eye saw of all rights: a row a part, whose it is and what the part counts."""

    whitening: Whitening
    rows: Floats
    owner: NDArray[np.int64]
    counts: Floats
    kinds: list[str]


@dataclass(slots=True)
class Nearest:
    """How alike each right's picture is to one by one eye, and the parts of the two that were nearest.

    Attributes:
        likeness: 0 to 1, by right.
    """

    likeness: Floats
    _mine: NDArray[np.int64]
    _theirs: NDArray[np.int64]
    _asked: Sequence[str]
    _seen: _Rows

    @classmethod
    def of(cls, rows: Floats, asked: Sequence[str], seen: _Rows, rights: int) -> Nearest:
        """Return the nearest of each right's rows to some rows, each weighed by what its part counts."""
        table = rows @ seen.rows.T * seen.counts
        best = table.max(axis=0)
        order = np.lexsort((-best, seen.owner))
        owners, first = np.unique(seen.owner[order], return_index=True)
        likeness, mine, theirs = np.zeros(rights, np.float32), np.zeros(rights, np.int64), np.full(rights, -1)
        likeness[owners] = best[order[first]]
        theirs[owners] = order[first]
        mine[owners] = table.argmax(axis=0)[order[first]]
        return cls(np.clip(likeness, 0, 1), mine, theirs, asked, seen)

    def kinds(self, at: int) -> tuple[str, str]:
        """Return which part of the picture and which of a right's were nearest."""
        if self._theirs[at] < 0:
            return WHOLE, WHOLE
        return self._asked[self._mine[at]], self._seen.kinds[self._theirs[at]]


def _worth(nearest: Mapping[str, Nearest], bits: NDArray[np.int64], glance: float) -> bool:
    """Say whether a picture is like some right's at a glance, or a near copy of one."""
    return bool(bits.min() <= SURE_COPY) or any(found.likeness.max() >= glance for found in nearest.values())


class ImageIndex:
    """Pictures of rights.

    Attributes:
        ids, texts: of each right with a picture.
        places: its place in the gallery it came from.
    """

    def __init__(self, route: PictureRoute, ids: Sequence[str], texts: Sequence[str], places: Sequence[int]) -> None:
        self.route = route
        self.ids, self.texts, self.places = list(ids), list(texts), list(places)
        self._seen: dict[str, _Rows] = {}
        self._copies = np.zeros((0, 32), np.uint8)

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, gallery: Gallery, *, mode: Mode) -> ImageIndex:
        """Return the index of a gallery's pictures; those that cannot be read are told in the gallery."""
        index = cls(picture_route(mode), [], [], [])
        raw: dict[str, list[Floats]] = {name: [] for name in index.route.features}
        whose: dict[str, list[tuple[int, str]]] = {name: [] for name in index.route.features}
        copies: list[NDArray[np.uint8]] = []
        for batch in _batches(index._read(gallery), AT_ONCE):
            shown = [(owner, part) for owner, picture in batch for part in shown_of(picture, index.route)]
            copies.extend(shape.near_copy(picture) for _, picture in batch)
            for name, rows in raw.items():
                looked = [one for one in shown if name in QUICK or one[1].kind in index.route.closely]
                rows.append(eyes.EYES[name].see([part.picture for _, part in looked]))
                whose[name].extend((owner, part.kind) for owner, part in looked)
        index._copies = np.stack(copies) if copies else index._copies
        for name, rows in raw.items():
            if rows:
                index._keep(name, np.concatenate(rows), whose[name])
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

    def _keep(self, name: str, rows: Floats, whose: Sequence[tuple[int, str]]) -> None:
        kinds = [kind for _, kind in whose]
        wholes = rows[[kind in LEARNT for kind in kinds]]
        learnt = np.concatenate([wholes, reference(name)]) if len(wholes) < ENOUGH else wholes
        whitening = Whitening.learn(learnt)
        owner = np.array([owner for owner, _ in whose], np.int64)
        counts = np.array([self.route.parts[kind] for kind in kinds], np.float32)
        self._seen[name] = _Rows(whitening, whitening.of(rows), owner, counts, kinds)

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
        return self.likes([picture], limit, why=why)[0]

    def likes(
        self,
        asked: Sequence[Picture],
        limit: int,
        *,
        glance: float | None = None,
        least: float = 0.0,
        why: bool = True,
    ) -> list[list[Hit]]:
        """Return for each picture the rights whose pictures are most like it; the learned eyes see them together.

        Args:
            asked: pictures that were read.
            limit: most rights told of one picture.
            glance: likeness to some right by a quick eye without which the learned eyes do not look: such a picture
                has no hits, unless it is a near copy. None: they look at every picture.
            least: score below which nothing is told.
            why: add the factors of each hit.
        """
        if not len(self) or not asked:
            return [[] for _ in asked]
        shown = [shown_of(picture, self.route) for picture in asked]
        bits = [self._differ(picture) for picture in asked]
        nearest: list[dict[str, Nearest]] = [{} for _ in asked]
        todo = list(range(len(asked)))
        for name in sorted(self.route.features, key=lambda one: one not in QUICK):
            if name not in QUICK and glance is not None:
                todo = [at for at in todo if _worth(nearest[at], bits[at], glance)]
                glance = None
            for at, found in zip(todo, self._nearest(name, [shown[at] for at in todo]), strict=True):
                nearest[at][name] = found
        hits: list[list[Hit]] = [[] for _ in asked]
        for at in todo:
            hits[at] = self._ranked(nearest[at], bits[at], limit, least, why=why)
        return hits

    def _ranked(
        self, nearest: Mapping[str, Nearest], bits: NDArray[np.int64], limit: int, least: float, *, why: bool
    ) -> list[Hit]:
        scores = self.route.score({name: found.likeness for name, found in nearest.items()})
        scores = np.where(bits <= SURE_COPY, np.maximum(scores, 1 - bits / 512), scores).astype(np.float32)
        order = np.lexsort((np.arange(len(scores)), -scores))
        return [
            Hit(
                self.places[at],
                self.ids[at],
                self.texts[at],
                float(scores[at]),
                self.route.name,
                self._factors(nearest, int(at), int(bits[at])) if why else (),
            )
            for at in map(int, islice(order, limit))
            if scores[at] >= least
        ]

    def likeness(self, name: str, picture: Picture) -> Floats:
        """Return how alike each right's picture is to one by one eye, 0 to 1."""
        return self._nearest(name, [shown_of(picture, self.route)])[0].likeness

    def _nearest(self, name: str, shown: Sequence[Sequence[Part]]) -> list[Nearest]:
        """Return, for each picture, how alike each right's picture is by one eye and which parts were nearest."""
        if not shown:
            return []
        seen = self._seen[name]
        asked = [[part for part in each if name in QUICK or part.kind in self.route.closely] for each in shown]
        rows = eyes.EYES[name].see([part.picture for each in asked for part in each])
        found, begin = [], 0
        for each in asked:  # one picture at a time: the numbers do not hang on what was asked beside it
            own = seen.whitening.of(rows[begin : begin + len(each)])
            begin += len(each)
            counts = np.array([self.route.parts[part.kind] for part in each], np.float32)
            found.append(Nearest.of(own * counts[:, None], [part.kind for part in each], seen, len(self)))
        return found

    def _differ(self, picture: Picture) -> NDArray[np.int64]:
        """Return in how many bits of 256 each picture's copy mark differs."""
        own = shape.near_copy(picture)
        return np.asarray(np.unpackbits(self._copies ^ own, axis=1).sum(axis=1), np.int64)

    def _factors(self, nearest: Mapping[str, Nearest], at: int, bits: int) -> tuple[Likeness, ...]:
        found = []
        for name in self.route.features:
            told = self.route.tell(float(nearest[name].likeness[at]))
            found.append(Likeness(name, told, reason(name, told, *nearest[name].kinds(at))))
        copy = Likeness(
            "copy",
            max(0.0, 1 - bits / 128),
            t(f"图片指纹 256 位中相差 {bits} 位", f"copy marks differ in {bits} of 256 bits"),
        )
        return (*sorted(found, key=lambda one: -one.score), copy)


def reason(name: str, score: float, mine: str = WHOLE, theirs: str = WHOLE) -> Text:
    """Return what one eye says in words; where parts were nearest, which."""
    title = eyes.EYES[name].title
    degree = next(words for least, words in DEGREES if score >= least)
    where = t("", "")
    if (mine, theirs) != (WHOLE, WHOLE):
        one, other = TITLES[mine], TITLES[theirs]
        where = t(f",{one.zh}对{other.zh}", f", {one.en} beside {other.en}")
    return t(f"{title.zh}{degree.zh}({score:.2f}{where.zh})", f"{title.en.lower()} {degree.en} ({score:.2f}{where.en})")


DEGREES: Final = (
    (0.9, t("几乎相同", "nearly the same")),
    (0.5, t("相近", "alike")),
    (0.2, t("部分相近", "partly alike")),
    (0.0, t("不相近", "not alike")),
)


def shown_of(picture: Picture, route: PictureRoute) -> list[Part]:
    """Return the parts of a picture that a route compares, the whole first."""
    if len(route.parts) == 1:
        return [Part(WHOLE, picture)]
    return [part for part in parts.of(picture) if part.kind in route.parts]


def _batches(source: Iterable[tuple[int, Picture]], size: int) -> Iterable[list[tuple[int, Picture]]]:
    stream = iter(source)
    while batch := list(islice(stream, size)):
        yield batch
