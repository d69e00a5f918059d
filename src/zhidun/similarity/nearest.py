"""How alike pictures are to those of an index by one eye: each right's nearest part, and which parts were nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity.parts import WHOLE
from zhidun.similarity.whitening import Whitening

Floats = NDArray[np.float32]


@dataclass(slots=True)
class Rows:
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
    _seen: Rows

    @classmethod
    def of(cls, rows: Floats, asked: Sequence[str], seen: Rows, rights: int) -> Nearest:
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
