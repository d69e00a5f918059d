"""Many short texts in one block of bytes: a list of strings would take ten times as much."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np


class Strings:
    """Many short texts in one block of bytes."""

    def __init__(self, texts: Iterable[str]) -> None:
        pieces = [text.encode("utf-8", "replace") for text in texts]
        self._block = b"".join(pieces)
        self._at = np.zeros(len(pieces) + 1, np.int64)
        np.cumsum([len(piece) for piece in pieces], out=self._at[1:])

    def __len__(self) -> int:
        return len(self._at) - 1

    def __getitem__(self, number: int) -> str:
        return self._block[self._at[number] : self._at[number + 1]].decode("utf-8")
