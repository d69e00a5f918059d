"""The whole mark sign by sign: what is the very same counts in full, what sounds or looks alike counts less.

Measured on known imitations: they keep most signs as they are, so one identical sign proves more than one that only
sounds or looks the same; they keep the number of signs, the first, the last, and doubled signs.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.text import Text, t
from zhidun.similarity import distinct, pairing
from zhidun.similarity.likeness import NO_GENERIC, comparer
from zhidun.similarity.pairview import PairView
from zhidun.similarity.shares import share
from zhidun.similarity.view import View

Floats = NDArray[np.float32]
Views: TypeAlias = View | PairView
SHORT: Final = 2.0
"""Signs a contained mark needs to count in full: one sign inside another mark proves little."""
TURNED: Final = 0.9
"""What doubled signs keep that stand in other places (娃哈哈, 哈娃娃)."""


def _changed_reason(view: View, number: int) -> Text:
    mine, theirs = view.mark.symbols, view.others[number].symbols
    if mine == theirs:
        return t(f"逐字相同:“{mine}”", f"sign by sign the same: {mine}")
    changed = view.changed(view.judged, number)
    kept = view.kept(view.judged, number)
    if not changed:
        return t(f"逐字对照,相同:“{kept}”", f"sign by sign, the same: {kept or 'none'}")
    zh, en = "、".join(f"{a}→{b}" for a, b in changed), ", ".join(f"{a} for {b}" for a, b in changed)
    return t(f"逐字对照,相同:“{kept}”,替换:{zh}", f"sign by sign, the same: {kept or 'none'}; replaced: {en}")


@comparer("whole", t("整体", "Whole mark"), _changed_reason)
def whole(view: Views) -> Floats:
    """Share of both marks kept in order: the same sign counts in full, one that looks or sounds alike in part."""
    return view.whole_even


def _distinctive_reason(view: View, number: int) -> Text:
    mine, theirs = distinct.core(view.mark.symbols), distinct.core(view.others[number].symbols)
    if (mine, theirs) == (view.mark.symbols, view.others[number].symbols):
        return NO_GENERIC
    if mine == theirs:
        return t(f"显著部分相同:“{mine}”", f"the same distinctive part: {mine}")
    return t(f"显著部分:“{mine}”对“{theirs}”", f"distinctive parts: {mine} and {theirs}")


@comparer("distinctive", t("显著部分", "Distinctive part"), _distinctive_reason)
def distinctive(view: Views) -> Floats:
    """The whole mark once more with generic words of the trade and signs that many names share counting little."""
    return view.even(view.judged_shared)


@comparer("inside", t("包含", "Contained"), _distinctive_reason)
def inside(view: Views) -> Floats:
    """Whether the smaller mark is kept in the larger one, generic words counting little and one lone sign too."""
    mine, theirs = view.sums
    least = np.maximum(np.minimum(mine, theirs), np.minimum(np.float32(SHORT), np.maximum(mine, theirs)))
    return share(view.judged_shared, least)


def _strongest_reason(view: View, number: int) -> Text:
    ways = {name: float(score(view)[number]) for name, score in (("sound", _heard), ("look", _seen), ("whole", whole))}
    zh = {"sound": "读音", "look": "字形", "whole": "整体"}
    best = max(ways, key=lambda name: ways[name])
    return t(f"最相近的一面:{zh[best]}({ways[best]:.2f})", f"nearest in: {best} ({ways[best]:.2f})")


def _heard(view: Views) -> Floats:
    return view.heard_even


def _seen(view: Views) -> Floats:
    return view.seen_even


@comparer("strongest", t("最近一面", "Nearest respect"), _strongest_reason)
def strongest(view: Views) -> Floats:
    """The nearest single respect: a mark that sounds the same throughout imitates, whatever it looks like."""
    return np.asarray(np.maximum(np.maximum(_heard(view), _seen(view)), whole(view)), np.float32)


def _first_reason(view: View, number: int) -> Text:
    return t(
        f"首字:“{view.mark.symbols[:1]}”与“{view.others[number].symbols[:1]}”",
        f"first signs: {view.mark.symbols[:1]} and {view.others[number].symbols[:1]}",
    )


@comparer("first", t("首字", "First sign"), _first_reason)
def first(view: Views) -> Floats:
    """The whole mark once more, as far as the first signs are alike: buyers read from the left."""
    return whole(view) * view.edges[0]


def _head_reason(view: View, number: int) -> Text:
    mine, theirs = view.mark.symbols[:2], view.others[number].symbols[:2]
    return t(f"开头:“{mine}”与“{theirs}”", f"beginnings: {mine} and {theirs}")


@comparer("head", t("开头两字", "First two signs"), _head_reason)
def head(view: Views) -> Floats:
    """How alike the first two signs are, the lesser of the two: an imitation often keeps how its model begins."""
    return view.head


def _rhythm_reason(view: View, number: int) -> Text:
    same = bool(view.rhythm[number])
    return t(
        f"字数与叠字方式{'相同' if same else '不同'}",
        f"number of signs and doubled signs {'agree' if same else 'differ'}",
    )


@comparer("rhythm", t("叠字", "Doubled signs"), _rhythm_reason)
def rhythm(view: Views) -> Floats:
    """The whole mark once more when both have as many signs and double the same ones (娃哈哈, 洽洽)."""
    return whole(view) * view.rhythm


def _doubled_reason(view: View, number: int) -> Text:
    if number not in view.doubling:
        return t("并非字数相同的两个叠字标识", "not two marks of one length that both double a sign")
    mine, theirs = view.mark.symbols, view.others[number].symbols
    return t(f"“{mine}”与“{theirs}”字数相同且都有叠字", f"{mine} and {theirs} are as long and both double a sign")


@comparer("doubled", t("同为叠字", "Both double a sign"), _doubled_reason)
def doubled(view: Views) -> Floats:
    """Signs in common of two marks of one length that both double one (粤利粤, 奥利奥), each counted once: few do."""
    found = np.zeros(len(view.their_weights), np.float32)
    rows = view.doubling
    if len(rows):
        mine, theirs = view.placed
        at = rows if len(mine) > 1 else np.zeros(len(rows), np.int64)
        once = [_once(mine[at], view.judged.shape[0]), _once(theirs[rows], view.judged.shape[2])]
        kept = pairing.shared(view.judged[:, rows], once[0].T, once[1])
        in_place = share(2 * kept, once[0].sum(axis=1) + once[1].sum(axis=1)) * view.rhythm[rows]
        found[rows] = np.maximum(in_place, np.float32(TURNED) * shuffled(view)[rows])
    return found


def _once(placed: NDArray[np.int64], length: int) -> Floats:
    """Return 1 for each sign that was not there before, 0 for the others."""
    return np.asarray(placed[:, :length] == np.arange(length), np.float32)


def _shuffled_reason(view: View, number: int) -> Text:
    mine = view.mark.symbols
    both = sorted(set(mine) & set(view.others[number].symbols), key=mine.index)
    return t(f"不论次序,共有:“{''.join(both)}”", f"in any order, in common: {''.join(both) or 'none'}")


@comparer("shuffled", t("换序", "Any order"), _shuffled_reason)
def shuffled(view: Views) -> Floats:
    """Share of both marks found in the other in any order: 飘飘香 holds every sign of 香飘飘."""
    mine, theirs = view.counts
    forth = (view.judged.max(axis=2, initial=0) * (view.mine > 0)).sum(axis=0)
    back = (view.judged.max(axis=0, initial=0) * (view.their_weights > 0)).sum(axis=1)
    return share(forth + back, mine + theirs)
