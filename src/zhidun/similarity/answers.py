"""Answers of the radar on files alone: the hits of a text or a picture among rights, with factors and the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from zhidun.kernel.errors import Invalid
from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text, t
from zhidun.similarity import explain, goods
from zhidun.similarity.fusion import scorer
from zhidun.similarity.gallery import Entry, Gallery
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.normal import read
from zhidun.similarity.search import Hit
from zhidun.similarity.tables import Problem
from zhidun.similarity.translation import UNTRANSLATED


class NothingAsked(Invalid):
    """Neither a text nor a picture, or both."""

    code = "similarity.nothing_asked"
    default_reason = t("请给出文字或图片之一。", "Give either a text or a picture.")
    default_remedy = t("请使用 --text 或 --image。", "Use --text or --image.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for.

    Attributes:
        read_text: of a picture, also compare the text read in it.
        cantonese: of a text, weigh its Cantonese sound too.
    """

    text: str | None = None
    image: Path | None = None
    classes: str = ""
    mode: Literal["logo", "design"] = "logo"
    limit: int = 20
    read_text: bool = True
    cantonese: bool = False


@dataclass(slots=True)
class Answer:
    """Hits, the likest first, and what was left out."""

    asked: Asked
    hits: list[Hit]
    warnings: tuple[Text, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0

    def as_dict(self) -> dict[str, object]:
        """Return `{"hits": […], "warnings": […], "left_out", "problems"}`."""
        name = self.asked.text or ""
        hits = []
        for hit in self.hits:
            said = explain.sentence(name, hit.text, hit.score, hit.factors)
            hits.append({**hit.as_dict(), "sentence": said.as_dict()})
        return {
            "hits": hits,
            "warnings": [warning.as_dict() for warning in self.warnings],
            "left_out": self.left_out,
            "problems": [problem.as_dict() for problem in self.problems],
        }


@cache
def least_kept() -> float:
    """Return what a likeness of marks keeps when their goods have nothing to do with one another."""
    kept = 1.0
    for _, file in pack_files("similarity/goods.yaml"):
        kept = float(yaml.safe_load(file.read_text(encoding="utf-8")).get("least", kept))
    return kept


def weigh_goods(hits: Sequence[Hit], entries: Sequence[Entry], classes: frozenset[str]) -> list[Hit]:
    """Return hits with the factor of goods; a likeness counts less the further the goods lie apart."""
    weighed = []
    for hit in hits:
        near = goods.compare(classes, entries[hit.place].classes)
        if near is None:
            weighed.append(hit)
            continue
        kept = least_kept() + (1 - least_kept()) * near.score
        weighed.append(replace(hit, score=hit.score * kept, factors=(*hit.factors, near)))
    return sorted(weighed, key=lambda hit: -hit.score)


def search(asked: Asked, rights: Gallery) -> Answer:
    """Return the rights most like a text or a picture.

    Raises:
        TextUnfit: nothing in the text can be compared.
        ImageUnfit: the picture cannot be read.
        CantoneseMissing: Cantonese is asked for and its package is not installed.
        ClassUnknown: the class does not exist.
    """
    classes = goods.read(asked.classes)
    many = asked.limit * 4 if classes else asked.limit
    if asked.text is not None:
        hits, warnings = _by_text(asked, rights, many)
    else:
        hits, warnings = _by_image(asked, rights, many), ()
    if classes:
        hits = weigh_goods(hits, rights.entries, classes)
    return Answer(asked, hits[: asked.limit], warnings, rights.problems, rights.left_out)


def _by_text(asked: Asked, rights: Gallery, many: int) -> tuple[list[Hit], tuple[Text, ...]]:
    from zhidun.similarity import search as searching
    from zhidun.similarity.textindex import TextIndex

    mark = read(asked.text or "")
    used = scorer("cantonese" if asked.cantonese else "text")
    index = TextIndex([one.id for one in rights.entries], [one.text for one in rights.entries])
    hits = searching.search(index, mark, limit=many, using=used, meant=True)
    return hits, (*mark.warnings, UNTRANSLATED) if index.meanings.too_many else mark.warnings


def _by_image(asked: Asked, rights: Gallery, many: int) -> list[Hit]:
    from zhidun.similarity import lettering, pictures
    from zhidun.similarity.lettered import LetteredIndex

    assert asked.image is not None  # noqa: S101  the caller gives a text or a picture
    picture = pictures.read(asked.image)
    index = LetteredIndex(rights, mode=asked.mode)
    if not asked.read_text:
        return index.pictures.like(picture, many)
    try:
        return index.search(picture, many)
    except lettering.ReaderMissing as missing:
        rights.problem(Problem(0, missing.reason))
        return index.pictures.like(picture, many)


def factor(hit: Hit, name: str) -> Likeness | None:
    """Return one factor of a hit."""
    return next((one for one in hit.factors if one.name == name), None)
