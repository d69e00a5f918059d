"""Marks that say the same in another script (苹果 beside Apple): meaning of whole names, each as one vector."""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import t
from zhidun.similarity import meaning
from zhidun.similarity.normal import Mark, prepared

Floats = NDArray[np.float32]
Places = NDArray[np.int64]
MOST: Final = 5_000
"""Names of the other script that are read at most (3 ms each, once an index): a larger index leaves meaning out."""
CURVE: Final = ((0.55, 0.62, 0.72, 0.85, 1.0), (0.0, 0.3, 0.6, 0.85, 0.88))
"""Product of two vectors, and the score it stands for: the likest of 400 unrelated names reaches 0.65, translations
0.63 to 0.9. Another script is never the very same mark."""
UNTRANSLATED: Final = t(
    f"另一种文字的名称超过 {MOST} 个,未按含义比对(如“苹果”与 Apple)。",
    f"There are more than {MOST} names of the other script: they were not compared by meaning (as 苹果 beside Apple).",
)
TAKEN: Final = 100
"""Names taken by meaning."""


class Texts(Protocol):
    """Names by number."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> str: ...


def script(mark: Mark) -> str:
    """Return `han` or `latin` for a mark in one of the two alone, nothing for others."""
    if mark.han:
        return "" if mark.latin else "han"
    return "latin" if any(sign.isalpha() for sign in mark.latin) else ""


class Meanings:
    """The meanings of the names of an index, read when a mark of the other script first asks for them.

    Attributes:
        too_many: scripts whose names are left out because there are too many to read.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._read: dict[str, tuple[Places, Floats]] = {}
        self.too_many: set[str] = set()

    def near(self, mark: Mark) -> tuple[Places, Floats]:
        """Return the names of the other script nearest in meaning, and their scores.

        Raises:
            MeaningMissing: the package that reads meaning is not installed.
        """
        nobody = np.zeros(0, np.int64), np.zeros(0, np.float32)
        wanted = {"han": "latin", "latin": "han"}.get(script(mark))
        if wanted is None:
            return nobody
        places, rows = self._of(wanted)
        if not len(places):
            return nobody
        scores = tell(rows @ meaning.vectors([mark.text])[0])
        best = np.argsort(-scores, kind="stable")[:TAKEN]
        best = best[scores[best] > 0]
        return places[best], scores[best]

    def _of(self, wanted: str) -> tuple[Places, Floats]:
        if wanted not in self._read:
            found = []
            for place in range(len(self._texts)):
                if script(prepared(self._texts[place])) == wanted:
                    found.append(place)
                if len(found) > MOST:
                    self.too_many.add(wanted)
                    found = []
                    break
            rows = meaning.vectors([self._texts[place] for place in found])
            self._read[wanted] = np.array(found, np.int64), rows
        return self._read[wanted]


def tell(products: Floats) -> Floats:
    """Return the scores that products of vectors stand for."""
    return np.asarray(np.interp(products, *CURVE), np.float32)
