"""The names of an index that are most like a mark, each with its factors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from zhidun.similarity import distinct, meaning
from zhidun.similarity.fusion import Scorer, scorer
from zhidun.similarity.latin import turned
from zhidun.similarity.latinview import LatinView
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.normal import Mark, prepared
from zhidun.similarity.textindex import Candidates, TextIndex
from zhidun.similarity.view import View

Floats = NDArray[np.float32]
Places = NDArray[np.int64]
PART: Final = 0.85
"""What a likeness keeps that covers only the Latin part of a mark which also has Chinese characters."""
BARE: Final = 0.85
"""What a likeness keeps that leaves the generic words of one mark out (of both marks: twice)."""
SURE: Final = 0.9
"""Score from which the likeness of the distinctive parts alone counts: below, shared generic words prove as much."""
BARED: Final = 64
"""Names whose distinctive part is compared alone, the likest ones."""
TURNED: Final = 0.93
"""What a likeness keeps that needs the words of one mark in turned order."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One name that is like the mark asked about.

    Attributes:
        place: its place in the index.
        id, text: as given.
        score: 0 to 1; never a decision.
        route: the route that scored highest (`chinese`, `latin`, `bilingual`, `meaning`).
        factors: each respect with its reason.
    """

    place: int
    id: str
    text: str
    score: float
    route: str
    factors: tuple[Likeness, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return the hit for JSON."""
        return {
            "id": self.id,
            "text": self.text,
            "score": round(self.score, 4),
            "route": self.route,
            "factors": [one.as_dict() for one in self.factors],
        }


@dataclass(frozen=True, slots=True)
class _Scored:
    route: str
    view: View | LatinView | None
    places: Places
    scores: Floats

    def factors(self, using: Scorer, mark: Mark, text: str, at: int) -> tuple[Likeness, ...]:
        """Return each respect of one name; by meaning there is only the one."""
        if self.view is None:
            return (meaning.compare(mark.text, text),)
        return using.routes[self.route].factors(self.view, at)


def letters_view(index: TextIndex, mark: Mark, places: Places) -> LatinView:
    """Return the view of a mark's Latin letters beside those of the names at `places`."""
    others = [prepared(index.texts[int(place)]) for place in places]
    return LatinView(mark.latin, [other.latin for other in others], (mark.text, [other.text for other in others]))


def _pinyin(index: TextIndex, mark: Mark, places: Places) -> LatinView:
    """Return the view of pinyin beside Latin letters, whichever of the two the mark is written in."""
    others = [prepared(index.texts[int(place)]) for place in places]
    return LatinView(mark.pinyin, [other.pinyin for other in others], (mark.text, [other.text for other in others]))


def _turned(letters: LatinView) -> list[LatinView]:
    """Return the view with the words of one side in turned order, and of the other (First Care / CareFirst)."""
    names = (letters.name, letters.names)
    found = [LatinView(letters.word, [turned(other) for other in letters.others], names)]
    if " " in letters.word:
        found.append(LatinView(turned(letters.word), letters.others, names))
    return found


def _latin_scored(index: TextIndex, mark: Mark, places: Places, using: Scorer) -> _Scored:
    letters, route = letters_view(index, mark, places), using.routes["latin"]
    scores = route.score(letters)
    for view in _turned(letters):
        scores = np.maximum(scores, np.float32(TURNED) * route.score(view))
    mixed = np.array([not prepared(name).symbols.isascii() for name in letters.names], bool)
    alone = mark.symbols.isascii()
    return _Scored("latin", letters, places, np.where(mixed | (not alone), scores * np.float32(PART), scores))


def _bared(index: TextIndex, mark: Mark, scored: _Scored, using: Scorer) -> _Scored:
    """Return the scores, raised where the distinctive parts alone are nearly the same (老干妈食品有限公司 / 老干妈)."""
    likest = np.argsort(-scored.scores, kind="stable")[:BARED]
    own = distinct.core(mark.symbols)
    wholes = [prepared(index.texts[int(place)]).symbols for place in scored.places[likest]]
    bare = [distinct.core(whole) for whole in wholes]
    if own == mark.symbols and bare == wholes:
        return scored
    view = View(prepared(own), [prepared(word) for word in bare], index.symbols)
    found = using.routes["chinese"].score(view)
    scores = scored.scores.copy()
    left = np.array([(own != mark.symbols) + (word != whole) for word, whole in zip(bare, wholes, strict=True)])
    scores[likest] = np.maximum(scores[likest], np.where(found >= SURE, found * np.float32(BARE) ** left, 0))
    return replace(scored, scores=scores)


def _routes(index: TextIndex, mark: Mark, found: Candidates, using: Scorer) -> list[_Scored]:
    scored: list[_Scored] = []
    if len(found.chinese):
        view = index.view(mark, found.chinese)
        chinese = _Scored("chinese", view, found.chinese, using.routes["chinese"].score(view))
        scored.append(_bared(index, mark, chinese, using))
    beside = [found.pinyin]
    if len(found.latin):
        if mark.latin:
            scored.append(_latin_scored(index, mark, found.latin, using))
        else:
            beside.append(found.latin)
    for places in beside:
        if len(places):
            letters = _pinyin(index, mark, places)
            scored.append(_Scored("bilingual", letters, places, using.routes["bilingual"].score(letters)))
    return scored


def _meant(index: TextIndex, mark: Mark) -> list[_Scored]:
    """Return the names of another script that say the same; nothing where the model is not installed."""
    try:
        places, scores = index.meanings.near(mark)
    except meaning.MeaningMissing:
        return []
    return [_Scored("meaning", None, places, scores)] if len(places) else []


def search(
    index: TextIndex,
    mark: Mark,
    *,
    limit: int = 50,
    using: Scorer | None = None,
    why: bool = True,
    meant: bool = False,
) -> list[Hit]:
    """Return the names most like a mark, the likest first.

    Args:
        index: names.
        mark: what is asked about.
        limit: most hits returned.
        using: scorer, the newest by default.
        why: add the factors of each.
        meant: also names of another script that say the same (苹果 beside Apple), if there are not too many to read.
    """
    used = using or scorer("text")
    scored = _routes(index, mark, index.candidates(mark), used)
    if meant:
        scored += _meant(index, mark)
    if not scored:
        return []
    places = np.concatenate([one.places for one in scored])
    scores = np.concatenate([one.scores for one in scored])
    which = np.repeat(np.arange(len(scored)), [len(one.places) for one in scored])
    inner = np.concatenate([np.arange(len(one.places)) for one in scored])
    order = np.lexsort((places, -scores))
    hits: list[Hit] = []
    seen: set[int] = set()
    for at in order:
        place = int(places[at])
        if place in seen or scores[at] <= 0:
            continue
        seen.add(place)
        one = scored[which[at]]
        factors = one.factors(used, mark, index.texts[place], int(inner[at])) if why else ()
        hits.append(Hit(place, index.ids[place], index.texts[place], float(scores[at]), one.route, factors))
        if len(hits) >= limit:
            break
    return hits
