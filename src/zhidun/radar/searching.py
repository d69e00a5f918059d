"""Protected rights that are like a text or a picture: candidates by key and by vector, then ranked with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from django.db import connection
from pgvector import HalfVector

from zhidun.kernel.text import Text, t
from zhidun.radar import indexing
from zhidun.radar.indexing import rights_by_ids
from zhidun.radar.models import IndexedMark
from zhidun.radar.picturing import Look, by_look
from zhidun.similarity import channels, comparison, explain, goods, lettering, meaning, pictures
from zhidun.similarity.explain import Bar
from zhidun.similarity.lettered import TELLING, joined, told
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.normal import prepared, read
from zhidun.similarity.pictures import Picture

if TYPE_CHECKING:
    from zhidun.access.actors import Actor
    from zhidun.rights.models import Right

MOST_OF_A_KEY: Final = 2000
"""Marks behind one key beyond which the key tells too little: its other marks are found by their other keys."""
MOST_CANDIDATES: Final = 4000
NEAR: Final = 60
"""Neighbours taken from an index of vectors; the database's own functions give as many, looking 100 wide."""
FEW_PIXELS: Final = 8
MOST_WORDS: Final = 8
"""Words read in a picture that are looked for one by one."""
SAME_MEANING: Final = 0.75
"""Likeness of meaning from which a mark is a candidate by it alone."""
MEANT: Final = 0.8
"""What a likeness of meaning alone keeps of its score."""

CANDIDATES: Final = """
SELECT DISTINCT found.mark_id FROM unnest(%s::smallint[], %s::bigint[]) AS asked(channel, key)
CROSS JOIN LATERAL (
    SELECT mark_id FROM radar_markkey WHERE channel = asked.channel AND key = asked.key LIMIT %s
) AS found LIMIT %s
"""

NEAR_MEANINGS: Final = "SELECT mark, likeness FROM radar_near_meanings(%s::halfvec)"


@dataclass(frozen=True, slots=True)
class Alike:
    """A protected right that is like what was asked about; the score only points.

    Attributes:
        text: the text of the right that is alike; empty for a picture.
        factors: each respect with its reason.
        sha256: the picture of the right that is alike, when a picture was asked about.
    """

    right: Right
    text: str
    score: float
    factors: tuple[Likeness, ...]
    sentence: Text
    sha256: str = ""

    @property
    def bars(self) -> list[Bar]:
        """The factors as bars, the longest first."""
        return explain.bars(self.factors)


@dataclass(frozen=True, slots=True)
class Answered:
    """The rights found, the likest first.

    Attributes:
        warnings: about the text itself (hidden signs, cut).
        read: what was read in the picture asked about.
    """

    found: list[Alike] = field(default_factory=list)
    warnings: tuple[Text, ...] = ()
    read: str = ""


def by_text(
    actor: Actor, text: str, *, classes: str = "", limit: int = 20, least: float = 0.0, meant: bool = False
) -> Answered:
    """Return the rights an actor may see that are most like a text.

    Args:
        actor: who asks; private rights of others are not revealed.
        text: the mark asked about, 1 to 10,000 characters.
        classes: Nice classes or similar groups it is for; blank when not known.
        limit: most rights returned.
        least: score below which nothing is told.
        meant: also look for marks of the same meaning in another language; loads the network of meaning.

    Raises:
        TextUnfit: nothing in the text can be compared, or it is too long.
        ClassUnknown: the class does not exist.
    """
    mark = read(text)
    goods.read(classes)
    marks = _marks(_by_key(text))
    hits = comparison.rank(
        text,
        [(str(one.pk), one.text) for one in marks],
        classes=classes,
        their_classes=[one.classes for one in marks],
        limit=limit * 3,
    )
    scored = [(marks[hit.place], hit.score, hit.factors) for hit in hits if hit.score >= least]
    if meant:
        scored = _with_meaning(text, scored, least)
    return Answered(_alike(actor, text, scored, limit), mark.warnings)


def _by_key(text: str) -> list[int]:
    keys = sorted(channels.asked(text))
    with connection.cursor() as cursor:
        channel, key = [one[0] for one in keys], [one[1] for one in keys]
        cursor.execute(CANDIDATES, [channel, key, MOST_OF_A_KEY, MOST_CANDIDATES])
        return [row[0] for row in cursor.fetchall()]


def _marks(keys: Iterable[int]) -> list[IndexedMark]:
    return list(IndexedMark.objects.filter(pk__in=list(keys)).order_by("pk"))


Scored = tuple[IndexedMark, float, tuple[Likeness, ...]]


def _with_meaning(text: str, scored: Sequence[Scored], least: float) -> list[Scored]:
    """Add marks that mean the same, and the respect of meaning to those found already."""
    with connection.cursor() as cursor:
        cursor.execute(NEAR_MEANINGS, [HalfVector(meaning.vectors([text])[0]).to_text()])
        near = [mark for mark, likeness in cursor.fetchall() if meaning.tell(likeness) >= SAME_MEANING]
    told: dict[int, Likeness] = {}
    added: list[Scored] = []
    known = {mark.pk for mark, _, _ in scored}
    for one in _marks(near):
        told[one.pk] = found = meaning.compare(text, one.text)
        score = found.score * MEANT
        if one.pk not in known and score >= least:
            added.append((one, score, (found,)))
    kept = [(mark, score, (*factors, told[mark.pk]) if mark.pk in told else factors) for mark, score, factors in scored]
    return [*kept, *added]


def _alike(actor: Actor, text: str, scored: Sequence[Scored], limit: int) -> list[Alike]:
    best: dict[int, Scored] = {}
    for one in scored:
        key = one[0].right_id
        if key not in best or one[1] > best[key][1]:
            best[key] = one
    seen = rights_by_ids(list(best), actor)
    ordered = sorted((one for key, one in best.items() if key in seen), key=lambda one: (-one[1], one[0].right_id))
    return [
        Alike(
            seen[mark.right_id], mark.text, round(score, 4), factors, explain.sentence(text, mark.text, score, factors)
        )
        for mark, score, factors in ordered[:limit]
    ]


Crop = tuple[float, float, float, float]
"""Left, top, width, height of a part, each as a part (0 to 1) of the whole picture."""


def cropped(picture: Picture, part: Crop) -> Picture:
    """Return a part of a picture.

    Raises:
        ImageUnfit: the part is empty, or of one colour.
    """
    height, width = picture.mask.shape
    left, top = (min(1.0, max(0.0, one)) for one in part[:2])
    right, bottom = min(1.0, left + max(0.0, part[2])), min(1.0, top + max(0.0, part[3]))
    rows = slice(round(top * height), round(bottom * height))
    columns = slice(round(left * width), round(right * width))
    if rows.stop - rows.start < FEW_PIXELS or columns.stop - columns.start < FEW_PIXELS:
        raise pictures.ImageUnfit(t("截取的部分太小。", "The part cut out is too small."), field="crop")
    points = picture.colour[rows, columns].astype(np.float32)
    return pictures.seen(np.concatenate([points, np.full((*points.shape[:2], 1), 255, np.float32)], axis=2))


def by_picture(
    actor: Actor,
    content: bytes,
    *,
    crop: Crop | None = None,
    limit: int = 20,
    least: float = 0.0,
    reads: bool = True,
) -> Answered:
    """Return the rights an actor may see that a picture, or a part of it, is like: as logo, as design, by its text.

    Args:
        actor: who asks; private rights of others are not revealed.
        content: the picture's bytes.
        crop: the part that is compared.
        limit: most rights returned.
        least: score below which nothing is told.
        reads: also compare the text that stands in the picture.

    Raises:
        ImageUnfit, ImageTooLarge: the picture cannot be read.
        EyeMissing: the packages of the learned eye are not installed.
    """
    picture = pictures.read(content)
    if crop is not None:
        picture = cropped(picture, crop)
    reading = indexing.written_in(picture) if reads else lettering.NOTHING
    best = by_look(picture, reading)
    for key, found in _by_written(reading.text).items():
        look = best.get(key, Look(0.0, "", ()))
        best[key] = Look(joined(look.score, found.score), look.sha256, (found, *look.factors))
    seen = rights_by_ids([key for key, one in best.items() if one.score >= least], actor)
    ordered = sorted(((key, best[key]) for key in seen), key=lambda one: (-one[1].score, one[0]))
    return Answered(
        [
            Alike(
                seen[key], "", round(one.score, 4), one.factors,
                explain.sentence("", seen[key].title, one.score, one.factors), one.sha256,
            )
            for key, one in ordered[:limit]
        ],
        read=reading.text,
    )  # fmt: skip


def _by_written(text: str) -> dict[int, Likeness]:
    """Return the rights that the text read in a picture is like, whole or one of its words, as a respect of each."""
    words = dict.fromkeys([text, *text.split()]) if text else {}
    best: dict[int, Likeness] = {}
    for word in list(words)[:MOST_WORDS]:
        marks = [] if prepared(word).empty else _marks(_by_key(word))
        for hit in comparison.rank(word, [(str(one.pk), one.text) for one in marks], limit=NEAR):
            key = marks[hit.place].right_id
            if hit.score >= TELLING and (key not in best or hit.score > best[key].score):
                best[key] = told(word, hit.text, hit)
    return best
