"""A picture turned and mirrored: outlines of forty positions at the price of ten, and the picture set upright.

Half turns and mirrors only move the numbers of an outline about, so that of each slant two outlines are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text, t
from zhidun.similarity import shape
from zhidun.similarity.pictures import Picture, box, framed

Floats = NDArray[np.float32]
Sheet = TypeVar("Sheet", bound=NDArray[Any])
SLANTS: Final = (0, -9, 9, -18, 18)
"""Degrees between which outlines still know one another: at 5 three quarters of the likeness stay, at 10 under half."""
ROOM: Final = 128
"""Pixels of the square in which a foreground is turned before its outline is taken."""
CIRCLE, QUARTER = 360, 90
EYE: Final = "outline"
"""The eye that looks at every position."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A position a picture is seen in: mirrored left to right or not, then turned against the clock."""

    degrees: int
    mirrored: bool

    @property
    def title(self) -> Text:
        """What was done to the picture asked about, in words; the degrees are counted the shorter way round."""
        degrees = min(self.degrees % CIRCLE, -self.degrees % CIRCLE)
        about = t("约", "about ") if degrees % QUARTER else t("", "")
        turn = t(f"转动{about.zh} {degrees}° 后", f"turned by {about.en}{degrees}°")
        if not self.mirrored:
            return turn
        return t(f"镜像并{turn.zh}", f"mirrored and {turn.en}") if degrees else t("镜像后", "mirrored")


def _all() -> tuple[Turn, ...]:
    return tuple(
        Turn((half - quarter - slant if mirrored else half + quarter + slant) % CIRCLE, mirrored)
        for slant in SLANTS
        for quarter in (0, QUARTER)
        for half in (0, 2 * QUARTER)
        for mirrored in (False, True)
    )


TURNS: Final = _all()[1:]
"""Every position but the one a picture came in."""
PLAIN: Final = tuple(
    at
    for at, turn in enumerate(TURNS)
    if not turn.degrees % QUARTER or (not turn.mirrored and turn.degrees in {slant % CIRCLE for slant in SLANTS})
)
"""Places in `TURNS` of right angles, mirrors at right angles, and slants of the upright picture."""


@cache
def _moves() -> NDArray[np.int64]:
    """Return where each number of an outline goes by each of: nothing, a mirror, a half turn, both (mirror first)."""
    places = np.arange(7 * 7 * 2 * 2 * 9).reshape(7, 7, 2, 2, 9)  # column, row; column, row of its cells; direction
    half = places[::-1, ::-1, ::-1, ::-1]
    mirrored = places[::-1, :, ::-1, :, ::-1]
    both = places[:, ::-1, :, ::-1, ::-1]
    return np.stack([one.ravel() for one in (places, mirrored, half, both)])


def outlines(picture: Picture) -> Floats:
    """Return the outline of a picture in each of `TURNS`, a row each."""
    square = framed(picture, ROOM, margin=0.03)
    rows = []
    for slant in SLANTS:
        upright = square if slant == 0 else _turned(square, slant)
        small = framed(Picture(picture.colour, upright), shape.SIDE, margin=0.03)
        quarters = (small, np.ascontiguousarray(np.rot90(small)))
        rows += [shape.outline_of(quarter)[_moves()] for quarter in quarters]
    return np.concatenate(rows)[1:]


def applied(picture: Picture, turn: Turn) -> Picture:
    """Return a picture's foreground mirrored and turned, both as colour and as mask."""
    top, bottom, left, right = box(picture.mask)
    colour, mask = picture.colour[top:bottom, left:right], picture.mask[top:bottom, left:right]
    if turn.mirrored:
        colour, mask = colour[:, ::-1], mask[:, ::-1]
    quarters, slant = divmod(turn.degrees + QUARTER // 2, QUARTER)
    slant -= QUARTER // 2
    colour = np.ascontiguousarray(np.rot90(colour, quarters))
    mask = np.ascontiguousarray(np.rot90(mask, quarters))
    return Picture(_turned(colour, slant), _turned(mask, slant)) if slant else Picture(colour, mask)


def _turned(sheet: Sheet, degrees: float) -> Sheet:
    """Return a sheet turned against the clock, on a ground of nought so wide that nothing is cut off."""
    import cv2

    height, width = sheet.shape[:2]
    table = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), degrees, 1.0)
    along, across = abs(table[0, 0]), abs(table[0, 1])
    size = int(np.ceil(width * along + height * across)), int(np.ceil(width * across + height * along))
    table[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    return cast("Sheet", cv2.warpAffine(sheet, table, size, flags=cv2.INTER_LINEAR))
