"""Characters: the same ones in order, the distinctive part of one inside the other, the same ones in another order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text, listed, t
from zhidun.similarity import distinct, pairing
from zhidun.similarity.likeness import comparer
from zhidun.similarity.shares import share
from zhidun.similarity.view import View

Floats = NDArray[np.float32]
LIGHT: float = 0.3
"""Weight below which a symbol is part of a generic word."""
LEAST: float = 1.6
"""Weight a shared part needs to count in full: about two distinctive characters. One character alone proves little."""


def _same_reason(view: View, number: int) -> Text:
    equal = view.kept(view.same, number)
    mine, theirs = view.mark.symbols, view.others[number].symbols
    if mine == theirs:
        return t(f"文字相同:“{mine}”", f"identical: {mine}")
    if not equal:
        return t(f"“{mine}”与“{theirs}”没有相同的字", f"“{mine}” and “{theirs}” have no character in common")
    return t(
        f"依次相同的字:“{equal}”({len(equal)}/{max(len(mine), len(theirs))})",
        f"same characters in order: {equal} ({len(equal)} of {max(len(mine), len(theirs))})",
    )


@comparer("characters", t("用字", "Characters"), _same_reason)
def same(view: View) -> Floats:
    """Share of both marks that is the very same characters in the same order, each weighed by how distinctive it is."""
    return view.even(pairing.shared(view.same, view.mine, view.their_weights))


def _nearest_reason(view: View, number: int) -> Text:
    changed = view.changed(view.near, number)
    mine, theirs = view.mark.symbols, view.others[number].symbols
    if not changed:
        return t(f"“{mine}”与“{theirs}”逐字对照", f"“{mine}” and “{theirs}” sign by sign")
    swaps = listed(f"{a}→{b}" for a, b in changed)
    return t(f"逐字对照,替换:{swaps.zh}", f"sign by sign, replaced: {swaps.en}")


@comparer("nearest", t("音形合看", "Sound or look"), _nearest_reason)
def nearest(view: View) -> Floats:
    """Share of both marks when each pair of characters is judged by the nearer of its sound and its look."""
    return view.even(view.near_shared)


def _count(weights: Floats) -> Floats:
    """Return the number of distinctive symbols of each row."""
    return np.asarray((weights >= LIGHT).sum(axis=-1), np.float32)


def _length_reason(view: View, number: int) -> Text:
    mine, theirs = int(_count(view.weights)), int(_count(view.their_weights[number]))
    return t(f"显著部分字数:{mine} 与 {theirs}", f"distinctive characters: {mine} and {theirs}")


@comparer("length", t("字数", "Length"), _length_reason)
def length(view: View) -> Floats:
    """Sound or look once more, less when one mark has more distinctive characters: imitations keep the number."""
    mine, theirs = _count(view.mine.T), _count(view.their_weights)
    return nearest(view) * (1 - share(np.abs(mine - theirs), np.maximum(mine, theirs)))


def _opening_reason(view: View, number: int) -> Text:
    mine, theirs = view.mark.symbols[:1], view.others[number].symbols[:1]
    return t(f"首字:“{mine}”与“{theirs}”", f"first characters: {mine} and {theirs}")


@comparer("opening", t("首字", "Opening"), _opening_reason)
def opening(view: View) -> Floats:
    """Sound or look once more, as far as the first characters are the same or near: buyers read from the left."""
    if not view.near.size:
        return np.zeros(len(view.their_weights), np.float32)
    return nearest(view) * view.near[0, :, 0]


def _core_reason(view: View, number: int) -> Text:
    mine = distinct.core(view.mark.symbols)
    theirs = distinct.core(view.others[number].symbols)
    return t(f"显著部分:“{mine}”对“{theirs}”", f"distinctive parts: {mine} and {theirs}")


@comparer("core", t("显著部分", "Distinctive part"), _core_reason)
def core(view: View) -> Floats:
    """Whether the distinctive part of one mark is in the other; generic words count little, one lone character less."""
    mine, theirs = view.sums
    least = np.minimum(mine, theirs)
    return share(view.near_shared, np.maximum(least, np.minimum(np.float32(LEAST), np.maximum(mine, theirs))))


def _order_reason(view: View, number: int) -> Text:
    both = sorted(set(view.mark.symbols) & set(view.others[number].symbols), key=view.mark.symbols.index)
    return t(f"不论次序,共有:“{''.join(both)}”", f"in any order, in common: {''.join(both)}")


@comparer("any_order", t("换序", "Any order"), _order_reason)
def any_order(view: View) -> Floats:
    """Share of both marks that is found in the other in any order."""
    mine, theirs = view.sums
    forth = (view.near.max(axis=2, initial=0) * view.mine).sum(axis=0)
    back = (view.near.max(axis=0, initial=0) * view.their_weights).sum(axis=1)
    return share(forth + back, mine + theirs)
