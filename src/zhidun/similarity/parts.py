"""What of a picture is compared: the whole, what a badge holds, a device beside its words, single pieces.

One mark is drawn as a lone sign here, cut out of a coloured badge there, and above its name or inside it elsewhere.
Each part counts a little less than the whole, so that what only shares a piece ranks behind what is alike throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text, t
from zhidun.similarity.eyes import main_part
from zhidun.similarity.pictures import Picture, box

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
WHOLE: Final = "whole"
TITLES: Final = {
    WHOLE: t("整体", "the whole"),
    "inner": t("底图内的图形", "what the badge holds"),
    "main": t("主要部分", "the main part"),
    "side": t("文字旁的图形", "what stands beside the words"),
    "piece": t("单个图形", "a single piece"),
    "tone": t("同一颜色的部分", "what is of one colour"),
    "letter": t("词首字母", "the first letter"),
}
INK: Final = 0.25
"""Foreground from which a point surely belongs to the drawing."""
SMALLEST: Final = 24
"""Pixels of the shorter side below which a picture is not taken apart."""
SOLID, FULL = 0.85, 0.5
"""A badge fills this part of its own hull, and this part of the picture."""
HELD: Final = (0.03, 0.7)
"""Part of a badge that what it holds may cover."""
APART: Final = 24
"""Distance in colour (0 to 255) from which something stands out of its badge."""
GAP, SIDE_LEAST = 0.02, 0.04
"""Widest empty band that divides a picture, as a part of its longer side; smallest side of it that is looked at."""
PIECES: Final = 4
PIECE: Final = (0.03, 0.9)
LEAST_SIDE: Final = 8
TONES: Final = 3
"""Colours of a picture, the largest, of which each is looked at alone."""
TONE_APART, TONE_NEAR, TONE_EDGE = 72, 24, 60
"""Distance (0 to 255) from which two colours are two, up to which a point is of a colour, and at its soft edges."""
FLAT: Final = 0.8
"""Part of the drawing that must be of its few colours: where colours run into one another nothing is taken apart."""
TONE: Final = (0.08, 0.85)
"""Part of the drawing that one colour may cover to be a part of its own."""
TONE_INK: Final = 200
"""Points of a drawing below which its colours are not told apart."""
WORD: Final = 1.6
"""A word is at least so much wider than high, of at least three letters, each as high as `TALL` of it."""
TALL, LETTER = 0.45, 0.005


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a picture that is compared: its kind (a key of `TITLES`) and what is seen there."""

    kind: str
    picture: Picture

    @property
    def title(self) -> Text:
        """What the part is, in words."""
        return TITLES[self.kind]


def of(picture: Picture) -> list[Part]:
    """Return the parts of a picture, the whole first."""
    found = [Part(WHOLE, picture)]
    held = inner(picture)
    if held is not None:
        found.append(Part("inner", held))
    main = main_part(picture)
    if main is not None:
        found.append(Part("main", main))
    cut = _framed(picture)
    found += [Part("side", one) for one in _sides(cut)]
    found += [Part("piece", one) for one in _pieces(cut)]
    found += [Part("tone", one) for one in _tones(cut)]
    letter = _first_letter(cut)
    return found if letter is None else [*found, Part("letter", letter)]


def _framed(picture: Picture) -> Picture:
    top, bottom, left, right = box(picture.mask)
    return Picture(picture.colour[top:bottom, left:right], picture.mask[top:bottom, left:right])


def _alone(picture: Picture, mask: Floats) -> Picture:
    top, bottom, left, right = box(mask)
    return Picture(picture.colour[top:bottom, left:right], np.ascontiguousarray(mask[top:bottom, left:right]))


def inner(picture: Picture) -> Picture | None:
    """Return what stands inside a badge of one colour, None where there is no badge or it holds nothing."""
    cut = _framed(picture)
    inside = _badge(cut.mask)
    if inside is None:
        return None
    colour = cut.colour.astype(np.float32)
    points = colour[inside]
    steps = (points // 32).astype(np.int64) @ np.array([64, 8, 1])
    kinds, counts = np.unique(steps, return_counts=True)
    ground = np.median(points[steps == kinds[counts.argmax()]], axis=0)
    far = np.abs(colour - ground).max(axis=2) * inside
    top = np.percentile(far[inside], 99.5)
    if top < APART:
        return None
    mask = np.asarray(np.clip(far / top, 0, 1), np.float32)
    share = float((mask > 0.5).sum()) / float(inside.sum())  # noqa: PLR2004  surely apart
    return _alone(cut, mask) if HELD[0] < share < HELD[1] else None


def _badge(mask: Floats) -> NDArray[np.bool_] | None:
    """Return the points well inside the one solid shape that a picture's foreground fills, None if it does not."""
    import cv2

    height, width = mask.shape
    if min(height, width) < SMALLEST:
        return None
    reach = max(3, round(min(height, width) * 0.02)) | 1
    ink = np.pad((mask > INK).astype(np.uint8), reach)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))[reach:-reach, reach:-reach]
    outlines, _ = cv2.findContours(np.ascontiguousarray(closed), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    largest = max(outlines, key=cv2.contourArea)
    area = cv2.contourArea(largest)
    if area < FULL * height * width or area < SOLID * cv2.contourArea(cv2.convexHull(largest)):
        return None
    shape = np.zeros((height, width), np.uint8)
    cv2.drawContours(shape, [largest], -1, 1, -1)
    rim = max(3, round(min(height, width) * 0.05)) | 1
    inside = cv2.erode(np.pad(shape, 1), np.ones((rim, rim), np.uint8))[1:-1, 1:-1] > 0
    return np.asarray(inside) if inside.sum() >= SMALLEST * LEAST_SIDE else None


def _widest(line: NDArray[np.bool_]) -> tuple[int, int, int]:
    """Return the widest empty band between filled places: width, begin, end."""
    filled = np.flatnonzero(line)
    if len(filled) < 2:  # noqa: PLR2004  nothing between
        return 0, 0, 0
    steps = np.diff(filled)
    at = int(steps.argmax())
    return int(steps[at]) - 1, int(filled[at]) + 1, int(filled[at + 1])


def _sides(cut: Picture) -> list[Picture]:
    """Return what lies on both sides of the widest empty band (a device beside or above its words)."""
    ink = cut.mask > 0.2  # noqa: PLR2004  as the frame is drawn
    bands = [(*_widest(np.asarray(ink.any(axis=axis))), axis) for axis in (0, 1)]
    wide, begin, end, axis = max(bands, key=lambda band: band[0])
    if wide < GAP * max(ink.shape):
        return []
    found = []
    for part in (slice(None, begin), slice(end, None)):
        mask = np.zeros_like(cut.mask)
        place = (slice(None), part) if axis == 0 else (part, slice(None))
        mask[place] = cut.mask[place]
        one = _alone(cut, mask)
        if one.mask.size > SIDE_LEAST * cut.mask.size and min(one.mask.shape) > LEAST_SIDE:
            found.append(one)
    return found


def _pieces(cut: Picture) -> list[Picture]:
    """Return the largest pieces that stand apart, letters of one word taken together."""
    import cv2

    height, width = cut.mask.shape
    reach = max(3, round(min(max(height, width) * 0.03, min(height, width) * 0.12))) | 1
    ink = np.pad((cut.mask > INK).astype(np.uint8), reach)
    joined = cv2.dilate(ink, np.ones((reach, reach), np.uint8))[reach:-reach, reach:-reach]
    count, labels, facts, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(joined))
    if count < 3:  # noqa: PLR2004  background and one piece
        return []
    areas = facts[1:, cv2.CC_STAT_WIDTH].astype(np.int64) * facts[1:, cv2.CC_STAT_HEIGHT] / (height * width)
    found = []
    for at in np.argsort(-areas, kind="stable")[:PIECES]:
        alone = np.where(labels == at + 1, cut.mask, 0).astype(np.float32)
        if PIECE[0] < areas[at] < PIECE[1] and alone.max() > INK:
            one = _alone(cut, alone)
            if min(one.mask.shape) > LEAST_SIDE:
                found.append(one)
    return found


def _tones(cut: Picture) -> list[Picture]:
    """Return what is of one colour, the largest first: a green Up before a grey work, a device in the word's colour."""
    ink = cut.mask > 0.5  # noqa: PLR2004  surely drawing
    count = int(ink.sum())
    centres = _colours(cut.colour[ink].astype(np.int32)) if count >= TONE_INK else []
    if len(centres) < 2:  # noqa: PLR2004  one colour is the whole
        return []
    far = np.stack([np.abs(cut.colour.astype(np.int32) - centre).max(axis=2) for centre in centres])
    near, least = far.argmin(axis=0), far.min(axis=0)
    if ((least < TONE_NEAR) & ink).sum() < FLAT * count:
        return []
    found = []
    for number in range(len(centres)):
        mask = np.where((near == number) & (least < TONE_EDGE), cut.mask, 0).astype(np.float32)
        share = float((mask > 0.5).sum()) / count  # noqa: PLR2004
        if TONE[0] < share < TONE[1]:
            one = _alone(cut, mask)
            if min(one.mask.shape) > LEAST_SIDE and one.mask.size > SIDE_LEAST / 2 * cut.mask.size:
                found.append((share, one))
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])[:TONES]]


def _colours(points: NDArray[np.int32]) -> list[NDArray[np.float64]]:
    """Return the commonest colours that are far from each other, up to one more than are looked at."""
    kinds, which, counts = np.unique((points // 32) @ np.array([64, 8, 1]), return_inverse=True, return_counts=True)
    centres: list[NDArray[np.float64]] = []
    for at in np.argsort(-counts, kind="stable")[: len(kinds)]:
        if counts[at] < PIECE[0] * len(points) or len(centres) > TONES:
            break
        centre = np.median(points[which == at], axis=0)
        if all(np.abs(centre - other).max() >= TONE_APART for other in centres):
            centres.append(centre)
    return centres


def _first_letter(cut: Picture) -> Picture | None:
    """Return the first letter of a word whose letters stand apart: many marks use it alone beside the word."""
    import cv2

    height, width = cut.mask.shape
    if width < WORD * height:
        return None
    count, labels, facts, _ = cv2.connectedComponentsWithStats((cut.mask > INK).astype(np.uint8))
    tall = [
        at
        for at in range(1, count)
        if facts[at, cv2.CC_STAT_HEIGHT] > TALL * height and facts[at, cv2.CC_STAT_AREA] > LETTER * height * width
    ]
    if len(tall) < 3:  # noqa: PLR2004  no word
        return None
    first = min(tall, key=lambda at: int(facts[at, cv2.CC_STAT_LEFT]))
    one = _alone(cut, np.where(labels == first, cut.mask, 0).astype(np.float32))
    return one if min(one.mask.shape) > LEAST_SIDE else None
