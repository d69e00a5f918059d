"""Look: characters by their components and by their drawn shape; letters by those taken for one another (l, I, 1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text, listed, t
from zhidun.similarity.alphabet import alphabet
from zhidun.similarity.likeness import comparer
from zhidun.similarity.view import View

Floats = NDArray[np.float32]
ALIKE = 0.3
"""Likeness of characters (after near misses are made small) from which they are told as looking alike."""
STROKES = frozenset("丶丿丨一亅乀㇏㇇乛𠃌乙亠")


def shared_parts(one: str, other: str) -> list[str]:
    """Return the components two characters share, single strokes left out, whole parts first."""
    table = alphabet()
    theirs = set(table.components(other))
    found = [part for part in table.components(one) if part in theirs and part not in STROKES]
    inner = {deep for part in found for deep in table.components(part) if deep != part}
    return [part for part in found if part not in inner]


def _reason(view: View, number: int) -> Text:
    found = view.changed(view.seen, number, ALIKE)
    mine, theirs = view.mark.symbols, view.others[number].symbols
    if mine == theirs:
        return t(f"字形相同:“{mine}”", f"same characters: {mine}")
    if not found:
        equal = view.kept(view.seen, number)
        if equal and len(equal) == min(len(mine), len(theirs)):
            return t(f"相同的字:“{equal}”", f"same characters: {equal}")
        if equal:
            return t(f"相同的字:“{equal}”,其余字形不近", f"same characters: {equal}; the others do not look alike")
        return t(f"“{mine}”与“{theirs}”字形不近", f"“{mine}” and “{theirs}” do not look alike")
    zh, en = [], []
    for a, b in found:
        parts = listed(shared_parts(a, b)[:3])
        zh.append(f"“{a}”与“{b}”形近" + (f"(同有{parts.zh})" if parts.zh else "(整体轮廓相近)"))
        en.append(f"{a} looks like {b}" + (f" (both hold {parts.en})" if parts.en else " (outline)"))
    return t(";".join(zh), "; ".join(en))


@comparer("look", t("字形", "Look"), _reason)
def score(view: View) -> Floats:
    """Share of both marks whose characters, in order, are the same or look alike (components and drawn shape)."""
    return view.seen_even
