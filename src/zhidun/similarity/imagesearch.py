"""Pictures in memory: a row of numbers by each eye, whitened together; the likest to a picture, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.similarity import eyes, parts, pictures, shape, turns
from zhidun.similarity.fusion import PictureRoute, picture_route
from zhidun.similarity.gallery import Gallery
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.nearest import Nearest, Rows
from zhidun.similarity.parts import TITLES, WHOLE, Part
from zhidun.similarity.pictures import Picture
from zhidun.similarity.reference import reference
from zhidun.similarity.search import Hit
from zhidun.similarity.tables import Problem
from zhidun.similarity.turns import Turn
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
class Sight:
    """A picture in one position: as it came (`turn` None) or turned, and how near each right is by each eye."""

    turn: Turn | None
    shown: list[Part]
    nearest: dict[str, Nearest]


def _worth(sights: Sequence[Sight], bits: NDArray[np.int64], glance: float) -> bool:
    """Say whether a picture is like some right's at a glance, in whatever position, or a near copy of one."""
    return (
        len(sights) > 1
        or bool(bits.min() <= SURE_COPY)
        or any(found.likeness.max() >= glance for found in sights[0].nearest.values())
    )


class ImageIndex:
    """Pictures of rights.

    Attributes:
        ids, texts: of each right with a picture.
        places: its place in the gallery it came from.
    """

    def __init__(self, route: PictureRoute, ids: Sequence[str], texts: Sequence[str], places: Sequence[int]) -> None:
        self.route = route
        self.ids, self.texts, self.places = list(ids), list(texts), list(places)
        self._seen: dict[str, Rows] = {}
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
                told = t(f"{entry.id[:40]}:{refusal.reason.zh}", f"{entry.id[:40]}: {refusal.reason.en}")
                gallery.problem(Problem(entry.line, told))
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
        self._seen[name] = Rows(whitening, whitening.of(rows), owner, counts, kinds)

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
        sights = [[Sight(None, shown_of(picture, self.route), {})] for picture in asked]
        bits = [self._differ(picture) for picture in asked]
        hits: list[list[Hit]] = [[] for _ in asked]
        for at in self._look(sights, bits, glance):
            hits[at] = self._ranked(sights[at], bits[at], limit, least, why=why)
        return hits

    def _look(self, sights: list[list[Sight]], bits: Sequence[NDArray[np.int64]], glance: float | None) -> list[int]:
        """Let each eye see the pictures, the quick ones first; return those that the learned eyes were shown."""
        todo = list(range(len(sights)))
        for name in sorted(self.route.features, key=lambda one: one not in QUICK):
            if name not in QUICK and glance is not None:
                todo = [at for at in todo if _worth(sights[at], bits[at], glance)]
                glance = None
            some = [sight for at in todo for sight in sights[at] if name not in sight.nearest]
            for sight, found in zip(some, self._nearest(name, [sight.shown for sight in some]), strict=True):
                sight.nearest[name] = found
            if name == turns.EYE and self.route.turned:
                for own in sights:
                    own.extend(self._turned(own[0]))
        return todo

    def _turned(self, upright: Sight) -> list[Sight]:
        """Return the positions in which a picture's outline is near some right's, and much nearer than as it came."""
        rules, seen = self.route.turned, self._seen[turns.EYE]
        assert rules is not None  # noqa: S101  asked of routes that have them
        shown = [part for part in upright.shown if part.kind in self.route.closely]
        kinds = [part.kind for part in shown]
        counts = np.array([self.route.parts[kind] for kind in kinds], np.float32)[:, None, None]
        rows = seen.whitening.of(np.concatenate([turns.outlines(part.picture) for part in shown]))
        rows = rows.reshape(len(shown), len(turns.TURNS), -1) * counts
        near = (rows @ seen.rows.T * seen.counts).max(axis=(0, 2)) * rules.keep
        enough = max(rules.least, rules.over * float(upright.nearest[turns.EYE].likeness.max()))
        found = []
        for at in np.argsort(-near, kind="stable")[: rules.most]:
            if near[at] < enough:
                break
            turn = turns.TURNS[at]
            parts_turned = [Part(part.kind, turns.applied(part.picture, turn)) for part in shown]
            found.append(Sight(turn, parts_turned, {turns.EYE: Nearest.of(rows[:, at], kinds, seen, len(self))}))
        return found

    def _ranked(
        self, sights: Sequence[Sight], bits: NDArray[np.int64], limit: int, least: float, *, why: bool
    ) -> list[Hit]:
        table = np.stack([self._scores(sight) for sight in sights])
        which, scores = table.argmax(axis=0), table.max(axis=0)
        copied = bits <= SURE_COPY
        scores = np.where(copied, np.maximum(scores, 1 - bits / 512), scores).astype(np.float32)
        order = np.lexsort((np.arange(len(scores)), -scores))
        return [
            Hit(
                self.places[at],
                self.ids[at],
                self.texts[at],
                float(scores[at]),
                self.route.name,
                self._factors(sights[0 if copied[at] else which[at]], at, int(bits[at])) if why else (),
            )
            for at in map(int, islice(order, limit))
            if scores[at] >= least
        ]

    def _scores(self, sight: Sight) -> Floats:
        by_eye = {name: found.likeness for name, found in sight.nearest.items()}
        return self.route.score(by_eye, turned=sight.turn is not None)

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

    def _factors(self, sight: Sight, at: int, bits: int) -> tuple[Likeness, ...]:
        found = []
        for name in self.route.features:
            told = self.route.tell(float(sight.nearest[name].likeness[at]))
            found.append(Likeness(name, told, reason(name, told, *sight.nearest[name].kinds(at), sight.turn)))
        copy = Likeness(
            "copy",
            max(0.0, 1 - bits / 128),
            t(f"图片指纹 256 位中相差 {bits} 位", f"copy marks differ in {bits} of 256 bits"),
        )
        turned = [] if sight.turn is None else [kept(self.route, sight.turn)]
        return (*sorted(found, key=lambda one: -one.score), *turned, copy)


def kept(route: PictureRoute, turn: Turn) -> Likeness:
    """Return the respect that a picture was turned: what its likeness keeps, declared by the route."""
    keep = route.turned.keep if route.turned else 1.0
    said = t(
        f"所问图片{turn.title.zh}与之比对,相近程度按 {keep:.0%} 计",
        f"the picture was {turn.title.en} before it was compared; {keep:.0%} of the likeness counts",
    )
    return Likeness("turned", keep, said)


def reason(name: str, score: float, mine: str = WHOLE, theirs: str = WHOLE, turn: Turn | None = None) -> Text:
    """Return what one eye says in words; where parts were nearest, which; where the picture was turned, how."""
    title = eyes.EYES[name].title
    degree = next(words for least, words in DEGREES if score >= least)
    where = t("", "")
    if (mine, theirs) != (WHOLE, WHOLE):
        one, other = TITLES[mine], TITLES[theirs]
        where = t(f",{one.zh}对{other.zh}", f", {one.en} beside {other.en}")
    if turn is not None:
        where = t(f"{where.zh},{turn.title.zh}", f"{where.en}, {turn.title.en}")
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
