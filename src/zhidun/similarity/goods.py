"""Goods and services: how near two marks' classes lie (Nice), or two designs' (Locarno)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import product
from typing import Final

import yaml

from zhidun.kernel.errors import Invalid
from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text, t
from zhidun.similarity.likeness import Likeness

SAME_GROUP, SAME_CLASS, RELATED = 1.0, 0.85, 0.5
NICE: Final = re.compile(r"(\d{1,2})|(\d{2})(\d{2})")
LOCARNO: Final = re.compile(r"(\d{1,2})-(\d{2})")
CLASSES: Final = 45
LOCARNO_CLASSES: Final = 33


class ClassUnknown(Invalid):
    """A class that does not exist."""

    code = "similarity.class_unknown"
    default_remedy = t(
        "请填写尼斯类别(1 至 45)、四位类似群(如 2501)或洛迦诺小类(如 06-01)。",
        "Give a Nice class (1 to 45), a similar group of four digits (2501) or a Locarno subclass (06-01).",
    )


def read(words: str) -> frozenset[str]:
    """Return the classes named in a text: `25`, `2501` (similar group) or `06-01` (Locarno), separated by any sign.

    Raises:
        ClassUnknown: one of them does not exist.
    """
    return frozenset(_one(word) for word in re.findall(r"[^\s,;|、,;/]+", words))


def known(words: str) -> frozenset[str]:
    """Return the classes of `words` that exist, the others left out."""
    try:
        return read(words)
    except ClassUnknown:
        return frozenset()


def _one(word: str) -> str:
    locarno = LOCARNO.fullmatch(word)
    if locarno and 1 <= int(locarno[1]) <= LOCARNO_CLASSES:
        return f"{int(locarno[1]):02d}-{locarno[2]}"
    nice = NICE.fullmatch(word)
    if nice and 1 <= int(nice[1] or nice[2]) <= CLASSES:
        return f"{int(nice[1]):02d}" if nice[1] else word
    raise ClassUnknown(t(f"没有类别“{word[:20]}”。", f"There is no class “{word[:20]}”."))


@cache
def related() -> frozenset[frozenset[int]]:
    """Return the pairs of Nice classes whose goods are often sold together or made by one firm."""
    found: set[frozenset[int]] = set()
    for _, file in pack_files("similarity/goods.yaml"):
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["related"]:
            numbers = [int(number) for number in group["classes"]]
            found |= {frozenset((a, b)) for a, b in product(numbers, numbers) if a != b}
    return frozenset(found)


def nice_classes(classes: Iterable[str]) -> frozenset[int]:
    """Return the Nice classes named, similar groups counted with their class; Locarno left out."""
    return frozenset(int(name[:2]) for name in classes if "-" not in name)


def _near(one: str, other: str) -> float:
    if one == other:
        return SAME_GROUP
    if ("-" in one) != ("-" in other):
        return 0.0
    if one[:2] == other[:2]:
        return SAME_CLASS if len(one) == len(other) else SAME_GROUP  # a whole class holds its groups
    return RELATED if "-" not in one and frozenset((int(one[:2]), int(other[:2]))) in related() else 0.0


def compare(mine: frozenset[str], theirs: frozenset[str]) -> Likeness | None:
    """Return how near the goods of two marks lie; None when the classes of one are unknown."""
    if not mine or not theirs:
        return None
    score, one, other = max((_near(a, b), a, b) for a, b in product(sorted(mine), sorted(theirs)))
    return Likeness("goods", score, _reason(score, one, other))


def _reason(score: float, one: str, other: str) -> Text:
    if score >= SAME_GROUP:
        return t(f"同类商品/服务:{one}", f"same goods or services: {one}")
    if score >= SAME_CLASS:
        return t(f"同一大类:{one} 与 {other}", f"one class: {one} and {other}")
    if score >= RELATED:
        return t(f"常有关联的类别:第 {one[:2]} 类与第 {other[:2]} 类", f"related classes {one[:2]} and {other[:2]}")
    return t("商品/服务类别无关联", "unrelated goods or services")
