"""The work of a sweep: a chunk of rows a transaction, with its hits, traces and progress; after a crash it goes on."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final

from django.db import transaction

from zhidun.evidence import selectors as evidence
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import t
from zhidun.radar.engine import feeds
from zhidun.radar.engine.feeds import Listing
from zhidun.radar.engine.sweeping import Match, Sweeper, in_chunks
from zhidun.radar.engine.workers import Swept, sweep_all
from zhidun.radar.errors import NothingToGuard, SweepBroke
from zhidun.radar.indexing import plain
from zhidun.radar.models import Hit, SellerTrace, Sweep, SweepState, Watch
from zhidun.radar.news import announce
from zhidun.radar.sellers import district_of, traces_of
from zhidun.radar.settings import settings
from zhidun.radar.sweeping import watches_of
from zhidun.radar.watching import Guarded, by_key, guarded
from zhidun.similarity import goods, pictures
from zhidun.similarity.fusion import scorer
from zhidun.similarity.gallery import TOLD, Entry, Gallery
from zhidun.similarity.likeness import Likeness
from zhidun.similarity.tables import Problem

CHUNK: Final = 2000
ATTEMPTS: Final = 5
"""Runs in a row that end, with their process or by a fault nobody foresaw, before one row is done."""
KEPT_PICTURE: Final = 4 * 2**20
"""Bytes of a listing's picture that a hit keeps; of a larger one only the thumbnail."""
THUMBNAIL: Final = 320
Tell = Callable[[int, int], None]


def run(key: str, *, tell: Tell | None = None) -> Sweep | None:
    """Do a sweep, or what is left of it; None when it has ended or is somebody else's.

    `tell` hears rows done and rows in all after each chunk. Safe to call again at any time: progress is committed with
    the hits it stands for. What broke off without a row done is tried `ATTEMPTS` times, then it has failed.
    """
    with transaction.atomic():
        sweep = Sweep.objects.select_for_update().filter(public_id=key).first()
        if sweep is None or sweep.state not in {SweepState.WAITING, SweepState.RUNNING}:
            return None
        sweep.attempts = 1 if sweep.rows_done > sweep.rows_before else sweep.attempts + 1
        sweep.state, sweep.running_since, sweep.rows_before = SweepState.RUNNING, time.now(), sweep.rows_done
        sweep.save(update_fields=["state", "running_since", "rows_before", "attempts"])
    try:
        if sweep.attempts > ATTEMPTS:
            raise SweepBroke.at(sweep.rows_done, ATTEMPTS)
        _work(sweep, tell)
    except Refusal as refusal:
        _end(sweep, SweepState.FAILED, refusal)
    return Sweep.objects.get(pk=sweep.pk)


def _work(sweep: Sweep, tell: Tell | None) -> None:
    found = guarded(watches_of(sweep.watches))
    if not found:
        raise NothingToGuard
    with tempfile.TemporaryDirectory(prefix="zhidun-radar-") as place:
        folder = Path(place)
        rights = _gallery(found, folder)
        sweeper = Sweeper(
            rights,
            least=min(one.least for one in found),
            reads={one.key for one in found if one.reads},
            designs={one.key for one in found if one.design},
            reads_rights=False,  # the index did, in the transaction of each right
        )
        with _rows_of(sweep, folder) as file:
            if not sweep.rows_total:
                sweep.rows_total = sum(1 for one in feeds.read(file) if isinstance(one, Listing))
            sweep.rights, sweep.scorer = len(found), scorer("text").key
            sweep.save(update_fields=["rows_total", "rights", "scorer"])
            rest = _after(feeds.read(file), sweep.rows_done)
            chunks = sweep_all(sweeper, in_chunks(rest, CHUNK), form="matches", processes=settings().processes)
            for listings, problems, done in chunks:
                if not _keep(sweep, by_key(found), listings, done, problems):
                    chunks.close()
                    return
                if tell:
                    tell(sweep.rows_done, sweep.rows_total)
    _end(sweep, SweepState.DONE, None)


def _gallery(found: Sequence[Guarded], folder: Path) -> Gallery:
    entries = []
    for one in found:
        image = None
        if one.picture:
            image = folder / f"right-{one.key}"
            image.write_bytes(one.picture)
        entries.append(Entry(one.key, one.text, image, goods.known(one.classes)))
    return Gallery(entries)


@contextmanager
def _rows_of(sweep: Sweep, folder: Path) -> Iterator[Path]:
    """Give the sweep's rows as a file with the ending it came with."""
    file = folder / f"feed{Path(sweep.filename).suffix.lower()}"
    with evidence.open_clean(evidence.item(sweep.item)) as source, file.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    yield file


def _after(rows: Iterator[Listing | Problem], done: int) -> Iterator[Listing | Problem]:
    """Leave out what earlier runs did, problems among it too."""
    for row in rows:
        if done > 0:
            done -= isinstance(row, Listing)
            continue
        yield row


@transaction.atomic
def _keep(
    sweep: Sweep,
    found: Mapping[str, Guarded],
    listings: Sequence[Listing],
    done: Swept,
    problems: Sequence[Problem],
) -> bool:
    """Keep one chunk with its progress; False when the sweep was cancelled meanwhile."""
    row = Sweep.objects.select_for_update().get(pk=sweep.pk)
    if row.state != SweepState.RUNNING or row.rows_done != sweep.rows_done:
        return False  # cancelled, or another worker took it up
    fresh = 0
    news: dict[int, Watch] = {}
    for listing, some in zip(listings, done.matches, strict=True):
        best: dict[str, Match] = {}
        where = district_of(listing.seller)
        for match in some:
            one = found[match.right_id]
            if one.tells(match.score, where):
                best.setdefault(one.hit_key, match)
        for match in best.values():
            one = found[match.right_id]
            if not _enter(sweep, listing, one, match):
                continue
            fresh += one.watch.account_id is None
            news[one.watch.pk] = one.watch
    row.rows_done += len(listings)
    bad = [*problems, *done.unread]
    row.rows_bad += len(bad)
    row.problems = [*row.problems, *(one.as_dict() for one in bad)][:TOLD]
    row.hits += fresh
    row.pictures_read += done.effort.read
    row.reading_seconds += done.effort.seconds
    row.save(update_fields=["rows_done", "rows_bad", "problems", "hits", "pictures_read", "reading_seconds"])
    announce(row, news.values())
    sweep.rows_done = row.rows_done
    return True


def _enter(sweep: Sweep, listing: Listing, one: Guarded, match: Match) -> bool:
    key = blake2b(f"{sweep.feed_id}|{listing.id}|{one.hit_key}".encode("utf-8", "replace"), digest_size=16)
    if Hit.objects.filter(key=key.hexdigest()).exists():
        return False
    content = _content(listing.image)
    said = match.sentence()
    hit = Hit.objects.create(
        key=key.hexdigest(),
        sweep=sweep,
        watch=one.watch,
        right=one.right,
        right_text=one.text or (one.right.title if one.right else one.watch.name),
        feed_id=plain(listing.id)[:300],
        line=listing.line,
        title=plain(listing.title)[:1000],
        part=plain(match.part)[:300],
        seller={name: plain(value) for name, value in listing.seller.items()},
        score=min(1.0, match.score),
        factors=[factor.as_dict() for factor in (*match.factors, *_read_there(one, match))],
        sentence_zh=plain(said.zh),
        sentence_en=plain(said.en),
        original=content if content and len(content) <= KEPT_PICTURE else None,
        thumbnail=thumbnail(content),
        found_at=time.now(),
    )
    SellerTrace.objects.bulk_create(
        [SellerTrace(hit=hit, kind=kind, value=value) for kind, value in traces_of(listing.seller, content)]
    )
    return True


def _read_there(one: Guarded, match: Match) -> list[Likeness]:
    """Say of a right whose text stands in its picture alone that it was read there."""
    if not one.pictured or not one.text:
        return []
    said = t(f"受保护图样中的文字读作“{one.text[:40]}”", f"the text in the protected picture reads “{one.text[:40]}”")
    return [Likeness("right_text_read", match.score, said)]


def _content(image: Path | bytes | None) -> bytes | None:
    if isinstance(image, bytes):
        return image
    try:
        return image.read_bytes() if image else None
    except OSError:
        return None


def thumbnail(content: bytes | None) -> bytes | None:
    """Return a small PNG of a picture without its metadata, None when there is none that can be read."""
    if content is None:
        return None
    from PIL import Image

    try:
        shown = Image.fromarray(pictures.read(content).colour)
    except Refusal:
        return None
    shown.thumbnail((THUMBNAIL, THUMBNAIL))
    target = io.BytesIO()
    shown.save(target, "PNG")
    return target.getvalue()


@transaction.atomic
def _end(sweep: Sweep, state: SweepState, refusal: Refusal | None) -> None:
    row = Sweep.objects.select_for_update().get(pk=sweep.pk)
    if row.state != SweepState.RUNNING:
        return
    row.state, row.ended_at = state, time.now()
    if refusal is not None:
        row.failure_zh, row.failure_en = refusal.reason.zh[:400], refusal.reason.en[:400]
    row.save(update_fields=["state", "ended_at", "failure_zh", "failure_en"])


def pick_up() -> list[str]:
    """Return the sweeps that a dead worker may have left; running one that is worked on already changes nothing."""
    rows = Sweep.objects.filter(state__in=[SweepState.WAITING, SweepState.RUNNING]).order_by("pk")
    return [str(key) for key in rows.values_list("public_id", flat=True)]
