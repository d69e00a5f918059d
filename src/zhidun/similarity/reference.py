"""Drawings of our own that stand in for the pictures of the world when a gallery is too small to learn from."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import eyes
from zhidun.similarity.cache import keep
from zhidun.similarity.pictures import Picture, seen

Floats = NDArray[np.float32]
COUNT: Final = 192
SIDE: Final = 160
SEED: Final = 20261123


def reference(name: str) -> Floats:
    """Return what an eye sees of the drawings, made on first use and kept."""
    return keep(f"reference-1-{name}", lambda: {"rows": eyes.EYES[name].see(drawings()).astype(np.float32)})["rows"]


def drawings() -> list[Picture]:
    """Return drawings of ellipses, polygons, rings, bars and strokes, each of one to four parts."""
    chance = np.random.default_rng(SEED)
    return [_drawing(chance) for _ in range(COUNT)]


def _drawing(chance: np.random.Generator) -> Picture:
    import cv2

    sheet = np.full((SIDE, SIDE, 3), 255, np.uint8)
    for _ in range(int(chance.integers(1, 5))):
        tone = [int(value) for value in chance.integers(0, 180, 3)]
        middle = chance.integers(SIDE // 4, 3 * SIDE // 4, 2)
        size = chance.integers(SIDE // 10, SIDE // 3, 2)
        thick = -1 if chance.random() < 0.6 else int(chance.integers(3, 14))  # noqa: PLR2004
        kind = int(chance.integers(0, 4))
        if kind == 0:
            cv2.ellipse(sheet, middle.tolist(), size.tolist(), float(chance.integers(0, 180)), 0, 360, tone, thick)
        elif kind == 1:
            turn = np.sort(chance.random(int(chance.integers(3, 8)))) * 2 * np.pi
            reach = size.mean() * (0.6 + 0.4 * chance.random(len(turn)))
            points = np.stack([middle[0] + reach * np.cos(turn), middle[1] + reach * np.sin(turn)], 1).astype(np.int32)
            if thick < 0:
                cv2.fillPoly(sheet, [points], tone)
            else:
                cv2.polylines(sheet, [points], isClosed=True, color=tone, thickness=thick)
        elif kind == 2:  # noqa: PLR2004
            cv2.rectangle(sheet, (middle - size).tolist(), (middle + size).tolist(), tone, thick)
        else:
            word = "".join(chr(int(sign)) for sign in chance.integers(65, 91, int(chance.integers(1, 4))))
            at = [int(SIDE * 0.15), int(middle[1])]
            cv2.putText(sheet, word, at, int(chance.integers(0, 8)), 1 + 2 * float(chance.random()), tone, 4)
    alpha = np.full((SIDE, SIDE, 1), 255, np.float32)
    return seen(np.concatenate([sheet.astype(np.float32), alpha], axis=2))
