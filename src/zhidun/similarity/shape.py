"""Shape of a logo: directions of its outline (HOG) and the learned eye, both on the foreground alone."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity.pictures import Picture, framed

Floats = NDArray[np.float32]
SIDE: Final = 64
HASH_SIDE: Final = 32


@cache
def _hog() -> Any:  # noqa: ANN401  OpenCV's class
    import cv2

    return cv2.HOGDescriptor((SIDE, SIDE), (16, 16), (8, 8), (8, 8), 9)


def outline(picture: Picture) -> Floats:
    """Return 1,764 numbers: how strong each direction of the outline is in each part of the foreground."""
    return outline_of(framed(picture, SIDE, margin=0.03))


def outline_of(square: Floats) -> Floats:
    """Return the outline of a foreground that was framed already, 64 by 64 points of 0 to 1."""
    return np.asarray(np.sqrt(_hog().compute((square * 255).astype(np.uint8)).ravel()), np.float32)


def plain(picture: Picture, side: int) -> Floats:
    """Return the foreground as the learned eye wants it: dark on light, 0 to 255, three channels."""
    square = (1 - framed(picture, side)) * np.float32(255)
    return np.repeat(square[:, :, None], 3, axis=2)


def grey(picture: Picture, side: int) -> Floats:
    """Return the whole picture in grey, cut to its foreground, as the learned eye wants it."""
    import cv2

    from zhidun.similarity.pictures import box

    top, bottom, left, right = box(picture.mask)
    tone = cv2.cvtColor(picture.colour[top:bottom, left:right], cv2.COLOR_RGB2GRAY)
    height, width = tone.shape
    size = max(height, width)
    edge = int(np.median(cv2.cvtColor(picture.colour, cv2.COLOR_RGB2GRAY)[[0, -1]]))
    square = np.full((size, size), edge, np.uint8)
    y, x = (size - height) // 2, (size - width) // 2
    square[y : y + height, x : x + width] = tone
    small = cv2.resize(square, (side, side), interpolation=cv2.INTER_AREA)
    return np.repeat(small.astype(np.float32)[:, :, None], 3, axis=2)


def lines(picture: Picture, side: int) -> Floats:
    """Return the picture as a drawing of its edges, dark on light, faint and strong ones nearly alike."""
    import cv2

    tone = cv2.GaussianBlur(grey(picture, side)[:, :, 0], (0, 0), 1.0)
    strong = np.hypot(cv2.Sobel(tone, cv2.CV_32F, 1, 0), cv2.Sobel(tone, cv2.CV_32F, 0, 1))
    around = cv2.GaussianBlur(strong, (0, 0), side / 19) + np.percentile(strong, 90) * 0.25 + 1
    drawn = np.float32(255) * (1 - np.clip(strong / around / 2.5, 0, 1))
    return np.repeat(drawn[:, :, None].astype(np.float32), 3, axis=2)


def near_copy(picture: Picture) -> NDArray[np.uint8]:
    """Return 32 bytes that stay nearly the same in every copy of a picture: low frequencies above their median."""
    import cv2

    tone = cv2.cvtColor(picture.colour, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(tone, (HASH_SIDE * 2, HASH_SIDE * 2), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = cv2.dct(small)[:17, :17].ravel()[1:257]
    return np.packbits(low > np.median(low))
