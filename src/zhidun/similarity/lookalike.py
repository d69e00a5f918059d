"""Which characters look alike, and how much: drawn outline, drawn shape, components, and the strokes as written.

Each respect alone misses much: on known substitutions the genuine character is among the five likest for 16 % by shape
and components, 33 % with the outline, 39 % with the strokes as well. Kept are the likest of each character only.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.packs import pack_files

Floats = NDArray[np.float32]
STROKES_SHARE: Final = 0.4
"""Weight of the strokes beside what is drawn."""
EXPECTED: Final = (0.257, 0.291)
"""Likeness of strokes two characters have on the average: a constant, and a part of their likeness as drawn. It stands
in where the strokes of a character are not known."""
FROM, TO = 0.3, 0.72
"""Numbers between which likeness rises from 0 to 1: below, two characters have nothing in common that the eye sees;
above, they are taken for one another. Measured on known substitutions."""
LEAST: Final = 0.15
"""Likeness from which a pair of characters is kept (near misses are made small later)."""
AT_ONCE: Final = 1024
STEPS: Final = 255


@cache
def strokes() -> dict[str, str]:
    """Return the strokes of common characters in writing order, a letter for each kind of stroke."""
    found: dict[str, str] = {}
    for _, file in pack_files("similarity/strokes.txt"):
        lines = file.read_text(encoding="utf-8").splitlines()
        found.update((line[0], line[2:].strip()) for line in lines if not line.startswith("#"))
    return found


def alike(one: str, other: str) -> float:
    """Return how alike two characters are in their strokes, 0 where the strokes of one are not known."""
    from rapidfuzz.distance import OSA

    mine, theirs = strokes().get(one), strokes().get(other)
    return float(OSA.normalized_similarity(mine, theirs)) if mine and theirs else 0.0


def table(signs: Sequence[str], looks: Floats) -> dict[str, NDArray[Any]]:
    """Return the pairs of characters that look alike, as compressed rows.

    Args:
        signs: the characters.
        looks: rows whose product is the likeness of two characters as drawn.

    Returns:
        `alike_at` (where each row begins), `alike` (the other character), `alike_by` (likeness in steps of 1/255).
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    known = np.array([sign in strokes() for sign in signs])
    written = [strokes()[sign] for sign in signs if sign in strokes()]
    counted = np.concatenate([[0], np.cumsum(known)])
    at, others, scores = [0], [], []
    for begin in range(0, len(signs), AT_ONCE):
        drawn = looks[begin : begin + AT_ONCE] @ looks.T
        by_strokes = np.float32(EXPECTED[0]) + np.float32(EXPECTED[1]) * drawn
        mine = written[counted[begin] : counted[begin + len(drawn)]]
        by_strokes[np.ix_(known[begin : begin + AT_ONCE], known)] = process.cdist(
            mine, written, scorer=OSA.normalized_similarity, dtype=np.float32
        )
        mean = (1 - STROKES_SHARE) * drawn + STROKES_SHARE * by_strokes
        likeness = np.clip((mean - FROM) / (TO - FROM), 0, 1)
        rows, columns = np.nonzero(likeness >= LEAST)
        at.extend((at[-1] + np.cumsum(np.bincount(rows, minlength=len(drawn)))).tolist())
        others.append(columns.astype(np.uint16))
        scores.append(np.round(likeness[rows, columns] * STEPS).astype(np.uint8))
    return {
        "alike_at": np.array(at, np.int32),
        "alike": np.concatenate(others) if others else np.zeros(0, np.uint16),
        "alike_by": np.concatenate(scores) if scores else np.zeros(0, np.uint8),
    }
