"""Sound: syllables in order, polyphones, confusions of regions (n/l, zh/z, an/ang) counted as near."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text, t
from zhidun.similarity import syllables
from zhidun.similarity.alphabet import alphabet
from zhidun.similarity.likeness import comparer
from zhidun.similarity.view import View

Floats = NDArray[np.float32]
SAME = 0.75
"""Likeness of syllables (after near misses are made small) from which they are told as sounding alike."""


@lru_cache(maxsize=65_536)
def spoken(text: str) -> str:
    """Return a text in pinyin with tone numbers, a space between syllables; other signs as they are."""
    table = alphabet()
    return " ".join((table.spoken(sign) or (sign,))[0] for sign in text)


@lru_cache(maxsize=65_536)
def closest(one: str, other: str) -> tuple[str, str]:
    """Return the readings of two characters that sound most alike."""
    table = alphabet()
    mine, theirs = table.spoken(one) or (one,), table.spoken(other) or (other,)
    ways = [(syllables.alike(a, b), -i - j, a, b) for i, a in enumerate(mine) for j, b in enumerate(theirs)]
    best = max(ways)
    return best[2], best[3]


def _reason(view: View, number: int) -> Text:
    said = [(a, b, *closest(a, b)) for a, b in view.changed(view.heard, number, SAME)]
    mine, theirs = view.mark.symbols, view.others[number].symbols
    if said:
        zh = "、".join(f"“{a}”({x})与“{b}”({y}){'同音' if x == y else '音近'}" for a, b, x, y in said)
        en = ", ".join(f"{a} ({x}) {'sounds as' if x == y else 'sounds near'} {b} ({y})" for a, b, x, y in said)
        return t(zh, en)
    equal = view.kept(view.heard, number)
    if equal:
        return t(f"相同读音:“{equal}”({spoken(equal)})", f"same syllables: {equal} ({spoken(equal)})")
    if view.changed(view.heard, number):
        return t(
            f"{spoken(mine)} / {spoken(theirs)},仅声母或韵母相近", f"{spoken(mine)} / {spoken(theirs)}, partly alike"
        )
    return t(f"“{mine}”与“{theirs}”读音无相近处", f"“{mine}” and “{theirs}” share no sound")


@comparer("sound", t("读音", "Sound"), _reason)
def score(view: View) -> Floats:
    """Share of both marks whose syllables, in order, sound the same or nearly so (n/l, zh/z, an/ang; all readings)."""
    return view.heard_even
