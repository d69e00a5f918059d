"""Many marks in columns: symbols, weights and texts as flat arrays that several processes can read at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import weighing
from zhidun.similarity.normal import PLAIN, prepared
from zhidun.similarity.signatures import LONGEST
from zhidun.similarity.simple import simplified
from zhidun.similarity.symbols import UNKNOWN, Symbols

Floats = NDArray[np.float32]
Numbers = NDArray[np.uint16]
Arrays = Mapping[str, NDArray[Any]]
HAN, ALL_HAN = 1, 2
"""What a mark is made of: some Chinese characters; nothing else."""
STEPS: Final = np.float32(weighing.FULL)


class Texts:
    """Many texts in one block of bytes."""

    def __init__(self, block: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self.block, self.ends = block, ends

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Return texts put one after the other."""
        pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
        ends = np.cumsum([0, *map(len, pieces)])
        return cls(np.frombuffer(b"".join(pieces), np.uint8), ends)

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, place: int) -> str:
        piece = self.block[int(self.ends[place]) : int(self.ends[place + 1])]
        return piece.tobytes().decode("utf-8", "surrogatepass")


class Marks:
    """Marks in columns.

    Attributes:
        texts: each as given.
        sizes: symbols of each.
        made_of: `HAN`, `ALL_HAN`, both or neither.
        numbers: marks × 16, the first symbols of each by number, 65,535 where there is none.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self.texts = Texts(arrays["block"], arrays["ends"])
        self.sizes, self.made_of = arrays["sizes"], arrays["made_of"]
        self.numbers: Numbers = arrays["numbers"]
        self._steps: NDArray[np.uint8] = arrays["steps"]

    def __len__(self) -> int:
        return len(self.sizes)

    @classmethod
    def of(cls, texts: Sequence[str], symbols: Symbols) -> Marks:
        """Return marks read from their texts; symbols met for the first time get a number."""
        words, made_of = _read(texts)
        sizes = np.array([len(word) for word in words], np.int64)
        points = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
        del words
        for point in np.unique(points).tolist():
            symbols.number(chr(point), learn=True)
        by_point = symbols.by_point()
        begins = np.cumsum(sizes) - sizes
        numbers = np.full((len(sizes), LONGEST), UNKNOWN, np.uint16)
        steps = np.zeros((len(sizes), LONGEST), np.uint8)
        for length, rows in by_length(sizes):
            spots = points[begins[rows, None] + np.arange(length)]
            numbers[rows, : min(length, LONGEST)] = by_point[spots[:, :LONGEST]]
            steps[rows, : min(length, LONGEST)] = weighing.steps(spots)[:, :LONGEST]
        kept = Texts.of(texts)
        return cls(
            {
                "block": kept.block,
                "ends": kept.ends,
                "sizes": sizes,
                "made_of": made_of,
                "numbers": numbers,
                "steps": steps,
            }
        )

    def weights(self, places: NDArray[np.int64], length: int) -> Floats:
        """Return how distinctive each of the first symbols of some marks is, 0 where there is none."""
        return np.asarray(self._steps[places, :length] / STEPS, np.float32)


def _read(texts: Sequence[str]) -> tuple[list[str], NDArray[np.uint8]]:
    """Return the symbols of each text, and what it is made of."""
    plain = [PLAIN.fullmatch(text) is not None for text in texts]
    simple = iter(simplified("\n".join(text for text, one in zip(texts, plain, strict=True) if one)).split("\n"))
    made_of = np.full(len(texts), HAN | ALL_HAN, np.uint8)
    words = []
    for place, (text, one) in enumerate(zip(texts, plain, strict=True)):
        if one:
            words.append(next(simple))
            continue
        mark = prepared(text)
        words.append(mark.symbols)
        made_of[place] = HAN * bool(mark.han) | ALL_HAN * (bool(mark.han) and mark.han == mark.symbols)
    return words, made_of


def by_length(sizes: NDArray[np.int64]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield each length above 0 with the places of the marks that have it."""
    order = np.argsort(sizes, kind="stable")
    lengths, begins = np.unique(sizes[order], return_index=True)
    for length, places in zip(lengths.tolist(), np.split(order, begins[1:]), strict=False):
        if length:
            yield length, places
