"""Pictures and the text in them together: a picture finds rights by how it looks and by what is written in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.similarity import lettering, pictures
from zhidun.similarity.gallery import Gallery
from zhidun.similarity.imagesearch import ImageIndex, Mode
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.normal import prepared
from zhidun.similarity.pictures import Picture
from zhidun.similarity.search import Hit, search
from zhidun.similarity.tables import Problem
from zhidun.similarity.textindex import TextIndex

NAME: Final = "picture_text"
KEPT: Final = 0.9
"""What a likeness of the text alone keeps: the same word may be anybody's, drawn otherwise."""
BOTH: Final = 0.5
"""Part of what is missing to 1 that is made up when look and text agree, as far as the weaker of them goes."""
TELLING: Final = 0.5
"""Likeness of texts below which nothing is said of them: any two words share something."""
CLOSE: Final = 20
"""Rights likest by look whose own pictures are read when no text is given for them."""


class LetteredIndex:
    """Rights by picture and by text; the text of a right is the one given, or else read in its picture."""

    def __init__(self, rights: Gallery, *, mode: Mode) -> None:
        self.rights = rights
        self.pictures = ImageIndex.of(rights, mode=mode)
        named = [place for place, entry in enumerate(rights.entries) if not prepared(entry.text).empty]
        self._named = named
        self._texts = TextIndex([rights.entries[at].id for at in named], [rights.entries[at].text for at in named])

    def search(self, picture: Picture, limit: int, *, why: bool = True) -> list[Hit]:
        """Return the rights most like a picture, by its look and by the text read in it.

        Raises:
            ReaderMissing: the package that reads text in pictures is not installed.
        """
        hits = self.pictures.like(picture, max(limit, CLOSE), why=why)
        reading = lettering.read(picture)
        if not reading.text:
            return hits[:limit]
        by_place = {hit.place: hit for hit in hits}
        for place, likeness in self._written(reading.text, hits, limit, why=why):
            entry, seen = self.rights.entries[place], by_place.get(place)
            base = seen or Hit(place, entry.id, entry.text, 0.0, NAME)
            factors = (likeness, *base.factors) if why else ()
            by_place[place] = replace(base, score=joined(base.score, likeness.score), factors=factors)
        return sorted(by_place.values(), key=lambda hit: (-hit.score, hit.place))[:limit]

    def try_search(self, file: Path, limit: int) -> list[Hit] | Problem:
        """Return the hits of a picture without reasons, or why it cannot be compared."""
        try:
            return self.search(pictures.read(file), limit, why=False)
        except Refusal as refusal:
            return Problem(0, refusal.reason)

    def _written(self, text: str, hits: list[Hit], limit: int, *, why: bool) -> Iterable[tuple[int, Likeness]]:
        """Yield the place of each right whose text is like the one read, with that respect."""
        mark = prepared(text)
        for found in search(self._texts, mark, limit=max(limit, CLOSE), why=why):
            if found.score >= TELLING:
                yield self._named[found.place], told(text, found.text, found)
        for hit in hits[:CLOSE]:
            if not prepared(hit.text).empty:
                continue
            own = self._read(hit.place)
            if not own:
                continue
            for found in search(TextIndex([""], [own]), mark, limit=1, why=why):
                if found.score >= TELLING:
                    yield hit.place, told(text, own, found)

    def _read(self, place: int) -> str:
        file = self.rights.entries[place].image
        try:
            return lettering.read(pictures.read(file)).text if file else ""
        except pictures.ImageUnfit:  # pragma: no cover  it was read when the index was made
            return ""


def joined(look: float, written: float) -> float:
    """Return the score of two pictures from the likeness of their look and of the text in them."""
    best = max(look, KEPT * written)
    return best + (1 - best) * BOTH * min(look, written)


def told(mine: str, theirs: str, found: Hit) -> Likeness:
    """Return the respect of the text read in a picture, with what was read and why it is alike."""
    return Likeness(NAME, found.score, _reason(mine, theirs, found))


def _reason(mine: str, theirs: str, found: Hit) -> Text:
    why = found.factors[0].reason if found.factors else t("", "")
    zh, en = f"图中文字“{mine[:40]}”与“{theirs[:40]}”", f"the text in the picture, “{mine[:40]}”, and “{theirs[:40]}”"
    if prepared(mine).symbols == prepared(theirs).symbols:
        return t(f"{zh}相同", f"{en} are the same")
    return t(f"{zh}相近" + (f":{why.zh}" if why.zh else ""), f"{en} are alike" + (f": {why.en}" if why.en else ""))
