"""The fonts of papers: where they lie, what they are called, and which characters they have."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from zhidun.cases.errors import GlyphMissing, PaperFaulty
from zhidun.kernel.text import listed, t

PLACES = ("static/vendor/fonts", "static/vendor/noto", "static/zhidun/fonts")
SYSTEM = Path("/usr/share/fonts/opentype/noto")
SUFFIXES = frozenset({".ttf", ".otf", ".ttc"})
SC = "SC"
FAMILY_NAME, PREFERRED_FAMILY = 1, 16
_INVISIBLE = frozenset("\n\r\t\u200b﻿")


@dataclass(frozen=True, slots=True)
class Faces:
    """The two families papers are set in, the folder, and every character both together have."""

    folder: Path
    serif: str
    sans: str
    characters: frozenset[int]


def _candidates() -> list[Path]:
    package = Path(__file__).resolve().parents[1]
    named = os.environ.get("ZHIDUN_FONTS", "")
    return [*([Path(named)] if named else []), *(package / place for place in PLACES), SYSTEM]


@lru_cache(maxsize=1)
def faces() -> Faces:
    """Return the fonts to set papers in: those fetched by set-up, else the system's Noto CJK.

    Raises:
        PaperFaulty: none are there.
    """
    for folder in _candidates():
        found = _read(folder) if folder.is_dir() else None
        if found is not None:
            return found
    raise PaperFaulty(
        t("没有找到中文字体。", "No Chinese fonts were found."),
        t(
            "请重新运行 ./run demo 或设置 ZHIDUN_FONTS。",
            "Run ./run demo again, or set ZHIDUN_FONTS to a folder with Noto Serif SC and Noto Sans SC.",
        ),
    )


def _read(folder: Path) -> Faces | None:
    families: dict[str, str] = {}
    characters: dict[str, set[int]] = {}
    files = [path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and "Bold" not in path.name]
    for file in sorted(files):
        for name, known in _simplified_chinese(file):
            style = _style(name)
            if style and style not in families:
                families[style], characters[style] = name, known
    if {"serif", "sans"} - set(families):
        return None
    return Faces(folder, families["serif"], families["sans"], frozenset(characters["serif"] & characters["sans"]))


def _simplified_chinese(file: Path) -> Iterator[tuple[str, set[int]]]:
    """Yield family and characters of each face for simplified Chinese in a font file."""
    from fontTools.ttLib import TTCollection, TTFont

    for font in TTCollection(file, lazy=True).fonts if file.suffix == ".ttc" else [TTFont(file, lazy=True)]:
        name = str(font["name"].getDebugName(PREFERRED_FAMILY) or font["name"].getDebugName(FAMILY_NAME))
        if SC in name.split() and _style(name):
            yield name, set(cast("dict[int, str]", font.getBestCmap()))


def _style(name: str) -> str:
    if "Serif" in name:
        return "serif"
    return "sans" if "Sans" in name and "Mono" not in name else ""


def check_glyphs(texts: list[str]) -> None:
    """Go on only when every character can be printed: a missing one would be an empty box, without any warning.

    Raises:
        GlyphMissing: naming the characters.
    """
    known = faces().characters
    missing = sorted({c for text in texts for c in text if ord(c) not in known and c not in _INVISIBLE})
    if missing:
        shown = listed(f"{c}(U+{ord(c):04X})" for c in missing[:10])
        raise GlyphMissing(t(f"字体中没有这些字:{shown.zh}。", f"The fonts do not have these characters: {shown.en}."))


def printable(name: str) -> str:
    """Return a file's name with a question mark for each character no font has: its hash tells which file it is.

    Ends of lines stay: a cell of a paper may hold several.
    """
    known = faces().characters
    return "".join(c if c == "\n" or ord(c) in known else "?" for c in name)
