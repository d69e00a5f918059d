"""Protected pictures that a picture is like, as logo and as design, as it came and turned; read from the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from pgvector import HalfVector

from zhidun.radar.engine.looking import OTHER_WORDS, worded_apart
from zhidun.radar.indexing import widened
from zhidun.radar.models import MarkPicture
from zhidun.similarity import embedding, shape
from zhidun.similarity.lettered import TELLING
from zhidun.similarity.lettering import Reading
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.pictures import Picture
from zhidun.similarity.turns import Turn

MODES: Final[tuple[embedding.Mode, ...]] = ("logo", "design")
SURE: Final = 0.7
"""Score of a picture as it came from which it is not turned: what it is like is found."""
NEAR_PICTURES: Final = """
SELECT DISTINCT found FROM unnest(%s::text[]) AS part(seen), radar_near_pictures(part.seen::halfvec, %s, %s) AS found
"""
"""One round trip for all parts of a picture; the function's plan is kept by the connection."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a right's likest picture is like the one asked about: score, that picture, each respect with its reason."""

    score: float
    sha256: str
    factors: tuple[Likeness, ...]


def by_look(picture: Picture, reading: Reading) -> dict[int, Look]:
    """Return the rights that some part of a picture is near to, each by its likest picture, all parts compared."""
    own = shape.near_copy(picture)
    best: dict[int, Look] = {}
    for mode in MODES:
        asked = embedding.parted(picture, mode=mode)
        there = _pictures(_near(asked, mode), mode)
        _compared(best, _Asked(asked, mode, own, reading), there)
        if mode == "logo" and max((one.score for one in best.values()), default=0.0) < SURE:
            _turned(best, picture, _Asked(asked, mode, own, reading), there)
    return best


@dataclass(frozen=True, slots=True)
class _Asked:
    """A picture asked about: its parts, its copy mark, the text in it, and how it was turned."""

    parts: Sequence[embedding.Seen]
    mode: embedding.Mode
    copy: NDArray[np.uint8]
    reading: Reading
    turn: Turn | None = None


def _compared(best: dict[int, Look], asked: _Asked, there: Mapping[tuple[int, str], _Pictured]) -> None:
    """Keep of each right the picture that the one asked about is likest to."""
    for (right, sha256), one in there.items():
        bits = embedding.differ(np.frombuffer(one.copy, np.uint8), asked.copy)
        score, factors = embedding.alike(asked.parts, one.seen, mode=asked.mode, bits=bits, turn=asked.turn)
        apart = worded_apart(asked.reading, one.reading) if asked.mode == "logo" and score >= TELLING else None
        if apart:
            score, factors = score * OTHER_WORDS, (apart, *factors)
        if right not in best or score > best[right].score:
            best[right] = Look(score, sha256, factors)


def _turned(best: dict[int, Look], picture: Picture, asked: _Asked, there: Mapping[tuple[int, str], _Pictured]) -> None:
    """Compare a logo turned and mirrored too, where some right's outline is much nearer so."""
    turning = embedding.Turning(picture)
    more = {**there, **_pictures(_near(turning.plain, asked.mode), asked.mode)}
    for turn in turning.best(asked.parts, [seen for one in more.values() for seen in one.seen]):
        _compared(best, replace(asked, parts=turning.seen(turn), turn=turn), more)


def _near(asked: Sequence[embedding.Seen], mode: embedding.Mode) -> set[int]:
    """Return the rights behind the rows of the index nearest to any part."""
    parts = [HalfVector(widened(one.row)).to_text() for one in asked]
    with connection.cursor() as cursor:
        cursor.execute(NEAR_PICTURES, [parts, mode, embedding.VERSION])
        return {row[0] for row in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class _Pictured:
    """The parts of one picture of a right, its copy mark, and the text in it."""

    seen: list[embedding.Seen]
    copy: bytes
    reading: Reading


def _pictures(rights: Iterable[int], mode: embedding.Mode) -> dict[tuple[int, str], _Pictured]:
    wide = embedding.width(mode)
    rows = MarkPicture.objects.filter(right_id__in=list(rights), mode=mode, version=embedding.VERSION)
    found: dict[tuple[int, str], _Pictured] = {}
    for row in rows.order_by("right_id", "sha256", "place"):
        key = (row.right_id, row.sha256)
        if key not in found:
            found[key] = _Pictured([], bytes(row.copy_mark), Reading(row.written, 1.0, row.words_share))
        found[key].seen.append(embedding.Seen(row.part, np.asarray(row.embedding.to_numpy(), np.float32)[:wide]))
    return found
