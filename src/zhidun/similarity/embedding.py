"""A picture as one vector for an index kept elsewhere, and two pictures compared by the same numbers.

The axes are learnt once from drawings of our own, so a vector means the same in every index. The product of two
vectors is the weighed mean of the likeness by each eye: the number that the scorer's calibration turns into a score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import t
from zhidun.similarity import eyes, shape, turns
from zhidun.similarity.fusion import picture_route, rows_version
from zhidun.similarity.imagesearch import QUICK, SURE_COPY, kept, reason, shown_of
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.pictures import Picture
from zhidun.similarity.reference import reference
from zhidun.similarity.turns import Turn
from zhidun.similarity.whitening import Whitening

Floats = NDArray[np.float32]
Mode = Literal["logo", "design"]
VERSION: Final = 3 + 100 * rows_version()
"""Of the vectors and of the parts that are compared: an index made with another version is made again."""
MOST: Final = 640
"""Numbers of a vector at most: each eye keeps its strongest directions."""


@cache
def _whitening(name: str, mode: Mode) -> Whitening:
    found = Whitening.learn(reference(name))
    return Whitening(found.mean, found.axes[:, : MOST // len(picture_route(mode).features)])


def width(mode: Mode) -> int:
    """Return how many numbers a vector of a mode has."""
    return sum(_whitening(name, mode).axes.shape[1] for name in picture_route(mode).features)


def vectors(pictures: Sequence[Picture], *, mode: Mode) -> Floats:
    """Return a row of unit length for each picture.

    Raises:
        EyeMissing: the packages of the learned eye are not installed.
    """
    parts = [_whitening(name, mode).of(eyes.EYES[name].see(pictures)) * weight for name, _, weight in _columns(mode)]
    return np.concatenate(parts, axis=1)


def vector(picture: Picture, *, mode: Mode) -> Floats:
    """Return the vector of one picture."""
    return np.asarray(vectors([picture], mode=mode)[0], np.float32)


@dataclass(frozen=True, slots=True)
class Seen:
    """One part of a picture as a vector: its kind (a key of `parts.TITLES`); zeros where an eye did not look."""

    kind: str
    row: Floats


def parted(picture: Picture, *, mode: Mode) -> list[Seen]:
    """Return every part of a picture that a route compares, the whole first.

    The product of two rows is the weighed mean of the likeness by each eye that looked at both.

    Raises:
        EyeMissing: the packages of the learned eye are not installed.
    """
    route = picture_route(mode)
    shown = shown_of(picture, route)
    closely = [at for at, part in enumerate(shown) if part.kind in route.closely]
    found = np.zeros((len(shown), width(mode)), np.float32)
    for name, (begin, end), weight in _columns(mode):
        at = list(range(len(shown))) if name in QUICK else closely
        found[at, begin:end] = _whitening(name, mode).of(eyes.EYES[name].see([shown[n].picture for n in at])) * weight
    return [Seen(part.kind, row) for part, row in zip(shown, found, strict=True)]


def _columns(mode: Mode) -> list[tuple[str, tuple[int, int], np.float32]]:
    """Return each eye with the columns of a vector it fills, and what its unit vector is multiplied by."""
    route, found, begin = picture_route(mode), [], 0
    total = sum(route.features.values())
    for name, weight in route.features.items():
        end = begin + _whitening(name, mode).axes.shape[1]
        found.append((name, (begin, end), np.float32((weight / total) ** 0.5)))
        begin = end
    return found


class Turning:
    """A logo asked about in other positions: outlines of its whole and of what its badge holds, as vectors.

    Attributes:
        plain: the rows of right angles, mirrors and slants of the upright picture: rights near to one of them are
            candidates.
    """

    def __init__(self, picture: Picture) -> None:
        self._route = picture_route("logo")
        self._place = next(one for one in _columns("logo") if one[0] == turns.EYE)
        self._shown = [part for part in shown_of(picture, self._route) if part.kind in self._route.closely]
        rows = _whitening(turns.EYE, "logo").of(np.concatenate([turns.outlines(one.picture) for one in self._shown]))
        self._rows = rows.reshape(len(self._shown), len(turns.TURNS), -1)
        self.plain = [self._seen(part, at) for part in range(len(self._shown)) for at in turns.PLAIN]

    def _seen(self, part: int, at: int) -> Seen:
        _, (begin, end), weight = self._place
        row = np.zeros(width("logo"), np.float32)
        row[begin:end] = self._rows[part, at] * weight
        return Seen(self._shown[part].kind, row)

    def best(self, asked: Sequence[Seen], theirs: Sequence[Seen]) -> list[Turn]:
        """Return the positions in which the picture is much nearer to some row than as it came, the best first."""
        rules = self._route.turned
        if rules is None or not theirs:
            return []
        _, (begin, end), weight = self._place
        table = np.stack([one.row[begin:end] for one in theirs]) / weight
        table *= np.array([[self._route.parts[one.kind]] for one in theirs], np.float32)
        upright = max(
            float((table @ one.row[begin:end]).max()) / float(weight) * self._route.parts[one.kind] for one in asked
        )
        counts = np.array([self._route.parts[one.kind] for one in self._shown], np.float32)
        near = (self._rows @ table.T * counts[:, None, None]).max(axis=(0, 2)) * rules.keep
        order = np.argsort(-near, kind="stable")[: rules.most]
        return [turns.TURNS[at] for at in order if near[at] >= max(rules.least, rules.over * upright)]

    def seen(self, turn: Turn) -> list[Seen]:
        """Return the picture's parts in one position, as every eye of the route sees them."""
        shown = [turns.applied(one.picture, turn) for one in self._shown]
        rows = vectors(shown, mode="logo")
        return [Seen(one.kind, row) for one, row in zip(self._shown, rows, strict=True)]


def alike(
    mine: Sequence[Seen], theirs: Sequence[Seen], *, mode: Mode, bits: int = 256, turn: Turn | None = None
) -> tuple[float, tuple[Likeness, ...]]:
    """Return the score of two pictures seen in parts, and each respect with its reason and the parts it speaks of.

    With `turn`, `mine` are parts of a picture that was turned so: less of its likeness counts, and the reasons say it.
    """
    route = picture_route(mode)
    mean, factors = 0.0, []
    for name, (begin, end), weight in _columns(mode):
        some, others = ([one for one in side if name in QUICK or one.kind in route.closely] for side in (mine, theirs))
        table = np.stack([one.row[begin:end] for one in some]) @ np.stack([one.row[begin:end] for one in others]).T
        counts = [np.array([route.parts[one.kind] for one in side], np.float32) for side in (some, others)]
        table = table / weight**2 * counts[0][:, None] * counts[1]
        here, there = np.unravel_index(int(table.argmax()), table.shape)
        likeness = float(np.clip(table[here, there], 0, 1))
        mean += float(weight) ** 2 * likeness
        told = route.tell(likeness)
        factors.append(Likeness(name, told, reason(name, told, some[here].kind, others[there].kind, turn)))
    turned = () if turn is None else (kept(route, turn),)
    mean *= turned[0].score if turned else 1.0
    told_all = (*sorted(factors, key=lambda found: -found.score), *turned, copied(bits))
    return score(mean, mode=mode, bits=bits), told_all


def copied(bits: int) -> Likeness:
    """Return the respect of the copy marks of two pictures, given in how many bits they differ."""
    said = t(f"图片指纹 256 位中相差 {bits} 位", f"copy marks differ in {bits} of 256 bits")
    return Likeness("copy", max(0.0, 1 - bits / 128), said)


def score(product: float, *, mode: Mode, bits: int = 256) -> float:
    """Return the score of two pictures from the product of their vectors and the bits in which copy marks differ."""
    told = picture_route(mode).tell(float(np.clip(product, 0, 1)))
    return max(told, 1 - bits / 512) if bits <= SURE_COPY else told


def differ(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> int:
    """Return in how many bits of 256 two copy marks differ."""
    return int(np.unpackbits(one ^ other).sum())


def compare(one: Picture, other: Picture, *, mode: Mode = "logo") -> tuple[float, tuple[Likeness, ...]]:
    """Return the score of two pictures and each respect with its reason."""
    route = picture_route(mode)
    bits = differ(shape.near_copy(one), shape.near_copy(other))
    mean, factors = 0.0, []
    for name, weight in route.features.items():
        rows = _whitening(name, mode).of(eyes.EYES[name].see([one, other]))
        likeness = float(np.clip(rows[0] @ rows[1], 0, 1))
        mean += weight * likeness / sum(route.features.values())
        told = route.tell(likeness)
        factors.append(Likeness(name, told, reason(name, told)))
    return score(mean, mode=mode, bits=bits), (*sorted(factors, key=lambda found: -found.score), copied(bits))
