"""A comparison told to people: bars for a page, and the sentence an examiner would write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from zhidun.kernel.text import Text, t
from zhidun.similarity.likeness import COMPARERS, Likeness

TELLING: Final = 0.5
"""Score from which a factor speaks for likeness in the sentence."""
SILENT: Final = frozenset({
    "length", "opening", "any_order", "nearest", "beginning",
    "as_long", "first", "head", "rhythm", "inside", "strongest", "whole", "shuffled", "pinyin", "components",
})  # fmt: skip
"""Factors that say nothing of their own in the sentence: they repeat others in another light."""
CAUTION: Final = t(
    "系统评分仅供参考,是否近似由承办人判断。", "The score only points; whether the marks are similar a person decides."
)
TITLES: Final = {
    "goods": t("商品/服务", "Goods"),
    "outline": t("图形轮廓", "Outline"),
    "composition": t("图形构成", "Composition"),
    "composition_grey": t("分区外观", "Appearance by quarters"),
    "appearance": t("整体外观", "Appearance"),
    "lines": t("线条构成", "Lines by quarters"),
    "meaning": t("含义", "Meaning"),
    "picture_text": t("图中文字", "Text in the picture"),
    "right_text_read": t("图样文字", "Text of the protected picture"),
    "renown": t("知名度", "Renown"),
    "copy": t("图片近似", "Near copy"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: title, length 0 to 1, what it says."""

    name: str
    title: Text
    score: float
    reason: Text


def title(name: str) -> Text:
    """Return the title of a factor."""
    found = COMPARERS.get(name)
    return found.title if found else TITLES.get(name, t(name, name))


def bars(factors: Sequence[Likeness]) -> list[Bar]:
    """Return the factors as bars, the longest first."""
    shown = [Bar(one.name, title(one.name), round(one.score, 3), one.reason) for one in factors]
    return sorted(shown, key=lambda bar: -bar.score)


def sentence(mine: str, theirs: str, score: float, factors: Sequence[Likeness]) -> Text:
    """Return the sentence an examiner would write about two marks, with the parts that speak most.

    An empty `mine` is a picture without a name of its own, an empty `theirs` a right known by its picture alone.
    """
    telling = [one for one in factors if one.score >= TELLING and one.name not in SILENT]
    best = list({one.reason.zh: one for one in sorted(telling, key=_rank)}.values())[:3]
    one = t(f"“{mine}”", mine) if mine else t("该图片", "The picture")
    other = t(f"“{theirs}”", theirs) if theirs else t("受保护图样", "the protected picture")
    if mine and mine == theirs:
        zh, en = f"{one.zh}与{other.zh}文字相同", f"{one.en} and {other.en} are identical"
    elif not best:
        zh, en = f"{one.zh}与{other.zh}差别明显", f"{one.en} and {other.en} differ clearly"
    else:
        zh = f"{one.zh}与{other.zh}相近({score:.2f}):" + ";".join(each.reason.zh for each in best)
        en = f"{one.en} resembles {other.en} ({score:.2f}): " + "; ".join(each.reason.en for each in best)
    return t(f"{zh}。{CAUTION.zh}", f"{en}. {CAUTION.en}")


def _rank(factor: Likeness) -> tuple[bool, float]:
    return factor.name == "goods", -factor.score
