"""A comparison told to people: bars for a page, and the sentence an examiner would write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from zhidun.kernel.text import Text, t
from zhidun.similarity.likeness import COMPARERS, SAYS_NOTHING, Likeness

TELLING: Final = 0.5
"""Score from which a factor speaks for likeness in the sentence."""
LEAST: Final = {"strokes": 0.7}
"""Factors that must be higher to speak: any two marks as long have half their strokes in common."""
SILENT: Final = frozenset({
    "length", "opening", "any_order", "nearest", "beginning",
    "as_long", "first", "head", "rhythm", "inside", "strongest", "whole", "shuffled", "pinyin", "components", "turned",
})  # fmt: skip
"""Factors that say nothing of their own in the sentence: they repeat others in another light."""
DEGREES: Final = (
    (0.5, ("相近", "resembles")),
    (0.3, ("部分相近", "partly resembles")),
    (0.0, ("相近处不多", "bears little resemblance to")),
)
"""Score from which two marks are said to be alike, and how."""
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
    "turned": t("转动或镜像", "Turned or mirrored"),
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

    Args:
        mine: the mark asked about.
        theirs: the other mark.
        score: 0 to 1.
        factors: each respect with its reason.
    """
    one = t(f"“{mine}”", mine) if mine else t("该图片", "The picture")
    other = t(f"“{theirs}”", theirs) if theirs else t("受保护图样", "the protected picture")
    best = _telling(score, factors)
    if mine and mine == theirs:
        zh, en = f"{one.zh}与{other.zh}文字相同", f"{one.en} and {other.en} are identical"
    elif not best:
        zh, en = f"{one.zh}与{other.zh}差别明显", f"{one.en} and {other.en} differ clearly"
    else:
        degree = next(words for least, words in DEGREES if score >= least)
        zh = f"{one.zh}与{other.zh}{degree[0]}({score:.2f}):" + ";".join(reason.zh for reason in best)
        en = f"{one.en} {degree[1]} {other.en} ({score:.2f}): " + "; ".join(reason.en for reason in best)
    return t(f"{zh}。{CAUTION.zh}", f"{en}. {CAUTION.en}")


def _telling(score: float, factors: Sequence[Likeness]) -> list[Text]:
    """Return the reasons that speak most, at most three; what a mark is known for comes last and never alone."""
    found = [one for one in factors if one.score >= LEAST.get(one.name, TELLING) and one.name not in SILENT]
    found = [one for one in found if one.reason.zh not in SAYS_NOTHING]
    best = list({one.reason.zh: one for one in sorted(found, key=_rank) if one.name != "renown"}.values())[:3]
    known = [one for one in found if one.name == "renown" and best and score >= TELLING]
    return [one.reason for one in (*best[: 3 - len(known)], *known)]


def _rank(factor: Likeness) -> tuple[bool, bool, float]:
    return factor.name == "goods", factor.name == "strokes", -factor.score
