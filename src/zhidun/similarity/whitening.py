"""Whitening: what all pictures of a set share says little, what few share says much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
DEPTH: Final = 256
SHRINK: Final = 0.02
"""Part of the mean variance that is added to each direction: without it noise would count as much as shape."""
FEW: Final = 8


@dataclass(frozen=True, slots=True)
class Whitening:
    """A change of axes learnt from a set of rows: mean, and axes with the strongest direction first."""

    mean: Floats
    axes: Floats

    @classmethod
    def learn(cls, rows: Floats) -> Whitening:
        """Learn from rows; with few of them only the mean is taken away."""
        mean = rows.mean(axis=0)
        if len(rows) < FEW:
            return cls(mean * np.float32(0), np.eye(rows.shape[1], dtype=np.float32))
        centred = rows - mean
        _, sizes, axes = np.linalg.svd(centred, full_matrices=False)
        variance = sizes**2 / len(rows)
        depth = int(min(DEPTH, len(rows) - 1, (variance > variance[0] * 1e-5).sum()))
        scale = 1 / np.sqrt(variance[:depth] + SHRINK * variance[:depth].mean())
        return cls(mean, np.asarray(axes[:depth].T * scale, np.float32))

    def of(self, rows: Floats) -> Floats:
        """Return rows on the new axes, unit length."""
        made = (rows - self.mean) @ self.axes
        length = np.linalg.norm(made, axis=1, keepdims=True)
        return np.asarray(made / np.where(length > 0, length, 1), np.float32)
