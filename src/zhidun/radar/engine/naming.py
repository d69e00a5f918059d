"""Short titles that read like names: what surrounds a mark inside one lowers the score, by how distinctive it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from zhidun.similarity import distinct
from zhidun.similarity.fusion import scorer
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.normal import Mark, prepared
from zhidun.similarity.search import BARE
from zhidun.similarity.symbols import shared_symbols
from zhidun.similarity.view import View

LONGEST: Final = 8
"""Symbols up to which an unbroken title is taken for a name rather than a listing's title."""
KEPT: Final = 50_000


@dataclass(frozen=True, slots=True)
class Named:
    """A whole name beside a mark that was found in a part of it."""

    score: float
    factors: tuple[Likeness, ...]


def reads_like_a_name(title: Mark) -> bool:
    """Say whether a title is one unbroken run of few Chinese characters."""
    return bool(title.han) and 0 < len(title.symbols) <= LONGEST and title.folded.isalnum()


@lru_cache(maxsize=KEPT)
def whole(title: str, mark: str) -> Named:
    """Return how alike a whole name is to a mark: 红丹丹 is not 丹丹; generic words around it count little."""
    route, asked = scorer("text").routes["chinese"], prepared(title)
    view = View(asked, [prepared(mark)], shared_symbols())
    score = float(route.score(view)[0])
    core = distinct.core(asked.symbols)
    if core and core != asked.symbols:
        told = View(prepared(core), [prepared(mark)], shared_symbols())
        score = max(score, BARE * float(route.score(told)[0]))
    return Named(score, route.factors(view, 0))


def lowered(window: float, named: Named, *, least: float) -> float:
    """Return the score of a name: half by the part that is like the mark, half by the whole; what was told stays told.

    Between `least` and the score of the part.
    """
    return round(max(min(window, least), min(window, (window + named.score) / 2)), 4)
