"""Keeping the index: in the transaction of each right, and all of it anew with progress; never wrong after a crash."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from numpy.typing import NDArray
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from zhidun.access.actors import SYSTEM, Actor
from zhidun.evidence import storage
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.radar import policies
from zhidun.radar.models import IndexedMark, IndexRun, MarkKey, MarkMeaning, MarkPicture, RunState
from zhidun.radar.models.index import PICTURE_WIDTH
from zhidun.radar.settings import settings
from zhidun.radar.sweeping import QUEUE
from zhidun.rights import selectors as rights
from zhidun.similarity import channels, embedding, lettering, meaning, pictures, shape
from zhidun.similarity.normal import prepared

if TYPE_CHECKING:
    from zhidun.kernel.events import RightChanged
    from zhidun.rights.models import Right
    from zhidun.similarity.lettering import Reading
    from zhidun.similarity.pictures import Picture

CHUNK: Final = 200
"""Rights made ready in one transaction of a rebuild."""
READ_AT_ONCE: Final = 64
LONGEST: Final = 300


def on_right_changed(event: RightChanged) -> None:
    """Follow a change of a right in its own transaction; wired in `site.wiring`."""
    row = rights.visible_to(SYSTEM).filter(public_id=event.right).first()
    if row is not None:
        index_right(row)


def texts_of(right: Right) -> list[str]:
    """Return the texts under which a right can be recognised; none when its title is no sign or it is not alive."""
    if right.kind not in settings().marks or not alive(right):
        return []
    published = right.details.get("name_published") if isinstance(right.details, dict) else ""
    found = (right.title, right.title_en, str(published or ""))
    return [one for one in dict.fromkeys(text.strip()[:LONGEST] for text in found) if not prepared(one).empty]


def alive(right: Right) -> bool:
    """Say whether a right can be infringed in its present status."""
    known = rights.kind(right.kind).status(right.status)
    return known is None or known.alive


@transaction.atomic
def index_right(right: Right) -> int:
    """Make the rows of one right what they should be and return how many texts it has."""
    _index_pictures(right)
    read_there = written_of(right)
    texts = [*texts_of(right), *read_there]
    classes = ",".join(str(one) for one in right.classes)[:LONGEST]
    there = {mark.text: mark for mark in IndexedMark.objects.filter(right=right)}
    IndexedMark.objects.filter(pk__in=[mark.pk for text, mark in there.items() if text not in texts]).delete()
    for text in texts:
        mark = there.get(text)
        if mark is not None and mark.version == channels.VERSION:
            if (mark.classes, mark.pictured) != (classes, text in read_there):
                IndexedMark.objects.filter(pk=mark.pk).update(classes=classes, pictured=text in read_there)
            continue
        if mark is not None:
            mark.delete()
        _enter(right, text, classes, pictured=text in read_there)
    return len(texts)


def written_of(right: Right) -> list[str]:
    """Return what was read in the pictures of a right that is a sign, but for what its title says already."""
    if right.kind not in settings().marks or not alive(right):
        return []
    known = {prepared(text).symbols for text in texts_of(right)}
    rows = MarkPicture.objects.filter(right=right, place=0).exclude(written="").order_by("pk")
    found = {prepared(text).symbols: text for text in rows.values_list("written", flat=True)}
    return [text for symbols, text in found.items() if symbols and symbols not in known]


def _enter(right: Right, text: str, classes: str, *, pictured: bool) -> None:
    mark = IndexedMark.objects.create(
        right=right, text=text, classes=classes, version=channels.VERSION, pictured=pictured
    )
    MarkKey.objects.bulk_create(
        [MarkKey(mark=mark, channel=channel, key=key) for channel, key in sorted(channels.kept(text))]
    )


def _index_pictures(right: Right) -> None:
    mode = settings().mode(right.kind)
    wanted = (
        {one.sha256 for one in rights.documents(right) if one.kind in settings().pictures} if alive(right) else set()
    )
    rows = MarkPicture.objects.filter(right=right)
    before = {row.sha256: row for row in rows.filter(place=0)}
    rows.exclude(sha256__in=wanted, mode=mode, version=embedding.VERSION).delete()
    known = set(rows.values_list("sha256", flat=True))
    for sha256 in sorted(wanted - known):
        content = original(sha256)
        if content is None:
            continue
        try:
            picture = pictures.read(content)
            seen = embedding.parted(picture, mode=mode)
        except Refusal:
            continue  # a paper that is no picture
        copy, read = shape.near_copy(picture).tobytes(), before.get(sha256)
        MarkPicture.objects.bulk_create(
            MarkPicture(
                right=right,
                sha256=sha256,
                mode=mode,
                place=place,
                part=one.kind,
                version=embedding.VERSION,
                embedding=widened(one.row),
                copy_mark=copy,
                written="" if place or read is None else read.written,
                words_share=0 if place or read is None else read.words_share,
            )
            for place, one in enumerate(seen)
        )
        transaction.on_commit(_ask_to_read, robust=True)


def _ask_to_read() -> None:
    """Have the text of pictures read soon; where this is lost in a crash, `radar.pick_up` asks for it."""
    with contextlib.suppress(AlreadyEnqueued):
        app.configure_task("radar.writing", queue=QUEUE, queueing_lock="radar.writing").defer()


def written_in(picture: Picture) -> Reading:
    """Return the text that stands in a picture as a column can hold it; nothing where the reader is not installed."""
    try:
        found = lettering.read(picture)
    except lettering.ReaderMissing:
        return lettering.NOTHING
    return replace(found, text=plain(found.text)[:LONGEST].strip())


def plain(text: str) -> str:
    """Return a text as a column can hold it."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def read_writing(limit: int = READ_AT_ONCE) -> int:
    """Read the text in pictures that wait for it and return how many; no row is locked while a picture is read.

    Each picture's text is written, with the right's keys, in a short transaction of its own: after a crash those that
    are not read yet still wait.

    Raises:
        ReaderMissing: nothing here can read; they wait until something can.
    """
    lettering.require()
    waiting = MarkPicture.objects.filter(place=0, read_at=None).order_by("pk")[:limit]
    rows = list(waiting.values_list("pk", "sha256", "right_id"))
    for key, sha256, right_id in rows:
        reading = _read(sha256)
        with transaction.atomic():
            right = rights.visible_to(SYSTEM).select_for_update(no_key=True).filter(pk=right_id).first()
            MarkPicture.objects.filter(pk=key).update(
                written=reading.text, words_share=reading.share, read_at=time.now()
            )
            if right is not None:
                index_right(right)
    return len(rows)


def _read(sha256: str) -> Reading:
    content = original(sha256)
    try:
        return written_in(pictures.read(content)) if content else lettering.NOTHING
    except Refusal:
        return lettering.NOTHING


def original(sha256: str) -> bytes | None:
    """Return the bytes behind a digest, None when the house does not have them."""
    try:
        with storage.blob_store().open(sha256) as stream:
            return stream.read(pictures.MOST_BYTES + 1)
    except (Refusal, OSError):
        return None


def widened(vector: NDArray[np.float32]) -> list[float]:
    """Return a picture's vector with zeros behind it, as wide as the column."""
    return [*map(float, vector), *([0.0] * (PICTURE_WIDTH - len(vector)))]


def read_meanings(limit: int = READ_AT_ONCE) -> int:
    """Read the meaning of marks that wait for it and return how many; the network is loaded by this job alone."""
    waiting = list(IndexedMark.objects.filter(meaning_at=None).order_by("pk")[:limit])
    if not waiting:
        return 0
    rows = meaning.vectors([mark.text for mark in waiting])
    with transaction.atomic():
        there = set(
            IndexedMark.objects.select_for_update(no_key=True)
            .filter(pk__in=[mark.pk for mark in waiting])
            .values_list("pk", flat=True)
        )
        for mark, row in zip(waiting, rows, strict=True):
            if mark.pk in there:
                MarkMeaning.objects.update_or_create(mark=mark, defaults={"embedding": list(map(float, row))})
        IndexedMark.objects.filter(pk__in=there).update(meaning_at=time.now())
    return len(waiting)


def start_rebuild(*, actor: Actor) -> IndexRun:
    """Ask for the whole index to be made anew; one that runs already is enough.

    Raises:
        RadarForbidden: the actor's posts do not carry `radar:index:rebuild`.
    """
    policies.need(actor, policies.REBUILD)
    with transaction.atomic():
        run, made = IndexRun.objects.get_or_create(
            state=RunState.RUNNING,
            defaults={"total": indexable().count(), "asked_by": actor.key, "started_at": time.now()},
        )
        if made:
            app.configure_task("radar.rebuild", queueing_lock="radar.rebuild").defer(run=str(run.public_id))
    return run


def rebuild(run: IndexRun) -> IndexRun:
    """Index every right, a chunk a transaction; called again after a crash it goes on behind the last chunk."""
    if run.state == RunState.DONE:
        return run
    while chunk := list(indexable().filter(pk__gt=run.last_right).order_by("pk")[:CHUNK]):
        with transaction.atomic():
            for right in chunk:
                index_right(right)
            run.last_right, run.done = chunk[-1].pk, run.done + len(chunk)
            run.save(update_fields=["last_right", "done"])
    run.state, run.ended_at = RunState.DONE, time.now()
    run.save(update_fields=["state", "ended_at"])
    return run


def indexable() -> QuerySet[Right]:
    """Return the rights whose titles are signs, or which may have pictures."""
    return rights.visible_to(SYSTEM).filter(kind__in=settings().marks | settings().designs)


def stale() -> Iterator[Right]:
    """Yield rights whose rows are missing or were made with other keys, or pictures seen by other eyes."""
    fresh = IndexedMark.objects.filter(right=OuterRef("pk"), version=channels.VERSION)
    old = MarkPicture.objects.filter(right=OuterRef("pk")).exclude(version=embedding.VERSION)
    every = rights.visible_to(SYSTEM)
    rows = every.filter(~Exists(fresh), kind__in=settings().marks)
    yield from (right for right in rows.order_by("pk").iterator() if texts_of(right))
    yield from every.filter(Exists(old)).order_by("pk").iterator()


def mend(limit: int = CHUNK) -> int:
    """Index some rights whose rows are missing or old and return how many."""
    done = 0
    for right in stale():
        index_right(right)
        done += 1
        if done >= limit:
            break
    return done


def rights_by_ids(keys: Sequence[int], actor: Actor) -> dict[int, Right]:
    """Return the rights with these primary keys that an actor may see."""
    return {row.pk: row for row in rights.visible_to(actor).filter(pk__in=keys)}
