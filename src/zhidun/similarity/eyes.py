"""What the comparers of pictures see of each: outline, composition, appearance; one row of numbers a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text, t
from zhidun.similarity import network, shape
from zhidun.similarity.pictures import Picture, box

Floats = NDArray[np.float32]
MAIN: Final = 0.8
"""A main part larger than this part of the whole foreground is the whole."""
LEAST: Final = 0.12
"""A main part smaller than this part of the whole foreground is no part of its own."""


@dataclass(frozen=True, slots=True)
class Eye:
    """One respect in which pictures are compared."""

    name: str
    title: Text
    see: Callable[[Sequence[Picture]], Floats]
    explanation: str


EYES: Final[dict[str, Eye]] = {}


def eye(
    name: str, title: Text
) -> Callable[[Callable[[Sequence[Picture]], Floats]], Callable[[Sequence[Picture]], Floats]]:
    """Declare a comparer of pictures; its docstring is published, so it must have one.

    Raises:
        TypeError: the function has no docstring.
    """

    def declare(see: Callable[[Sequence[Picture]], Floats]) -> Callable[[Sequence[Picture]], Floats]:
        if not (see.__doc__ or "").strip():
            raise TypeError(f"eye {name!r} has no docstring: it is the published explanation")
        EYES[name] = Eye(name, title, see, " ".join((see.__doc__ or "").split()))
        return see

    return declare


@eye("outline", t("图形轮廓", "Outline"))
def outline(pictures: Sequence[Picture]) -> Floats:
    """Directions of the outline in each part of the foreground, whatever its colour (64 cells × 9 directions)."""
    return np.stack([shape.outline(picture) for picture in pictures])


@eye("composition", t("图形构成", "Composition"))
def composition(pictures: Sequence[Picture]) -> Floats:
    """What a network trained on photographs sees in the foreground's four quarters, colour left out."""
    return np.sqrt(network.grid(_maps(pictures, shape.plain), cells=2))


@eye("composition_grey", t("分区外观", "Appearance by quarters"))
def composition_grey(pictures: Sequence[Picture]) -> Floats:
    """What a network trained on photographs sees in the four quarters of the whole picture in grey."""
    return np.sqrt(network.grid(_maps(pictures, shape.grey), cells=2))


@eye("lines", t("线条构成", "Lines by quarters"))
def lines(pictures: Sequence[Picture]) -> Floats:
    """What a network trained on photographs sees in the four quarters of the picture drawn as edges alone."""
    return np.sqrt(network.grid(_maps(pictures, shape.lines), cells=2))


@eye("appearance", t("整体外观", "Appearance"))
def appearance(pictures: Sequence[Picture]) -> Floats:
    """What a network trained on photographs sees in the whole picture in grey, wherever it lies."""
    return np.sqrt(network.grid(_maps(pictures, shape.grey), cells=1))


Drawn = Callable[[Picture, int], Floats]
_latest: dict[Drawn, tuple[Sequence[Picture], Floats]] = {}


def _maps(pictures: Sequence[Picture], drawn: Drawn) -> Floats:
    """Return the network's maps of pictures as `drawn`; those of the pictures asked about just before are kept."""
    kept = _latest.get(drawn)
    if kept and len(kept[0]) == len(pictures) and all(a is b for a, b in zip(kept[0], pictures, strict=True)):
        return kept[1]
    if not pictures:
        return np.zeros((0, network.CHANNELS, 7, 7), np.float32)
    found = network.maps(np.stack([drawn(picture, network.SIDE) for picture in pictures]))
    _latest[drawn] = tuple(pictures), found
    return found


def main_part(picture: Picture) -> Picture | None:
    """Return the largest part of a picture that stands apart (a device above its words), None if it is all one."""
    import cv2

    height, width = picture.mask.shape
    ink = (picture.mask > 0.25).astype(np.uint8)  # noqa: PLR2004  surely foreground
    reach = max(3, round(min(height, width) * 0.05)) | 1
    joined = cv2.dilate(ink, np.ones((reach, reach), np.uint8))
    count, labels, facts, _ = cv2.connectedComponentsWithStats(joined)
    if count < 3:  # noqa: PLR2004  background and one part
        return None
    areas = facts[1:, cv2.CC_STAT_WIDTH].astype(np.int64) * facts[1:, cv2.CC_STAT_HEIGHT]
    top, bottom, left, right = box(picture.mask)
    largest = int(areas.argmax())
    part = areas[largest] / max(1, (bottom - top) * (right - left))
    if not LEAST < part < MAIN:
        return None
    alone = np.where(labels == largest + 1, picture.mask, 0).astype(np.float32)
    if alone.max() <= 0:
        return None
    top, bottom, left, right = box(alone)
    return Picture(picture.colour[top:bottom, left:right], alone[top:bottom, left:right])
