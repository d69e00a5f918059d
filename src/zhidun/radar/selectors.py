"""Reads of the radar. Watches, sweeps and hits are for officers with `radar:hit:view`; warnings are for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from zhidun.access import places
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound
from zhidun.kernel.text import Text
from zhidun.radar import calibrating, indexing, sellers, words
from zhidun.radar.errors import RadarNotFound
from zhidun.radar.models import (
    EarlyWarning,
    Feed,
    FeedKind,
    Hit,
    HitState,
    IndexedMark,
    IndexRun,
    MarkPicture,
    Sensitivity,
    Sweep,
    SweepState,
    Verdict,
    VerdictKind,
    Watch,
)
from zhidun.radar.news import unread as own_news
from zhidun.radar.own import own_hit, own_hits, own_watch, own_watches
from zhidun.radar.policies import VIEW, need
from zhidun.radar.searching import Alike, Answered, by_picture, by_text
from zhidun.radar.settings import settings
from zhidun.radar.warning import atom, warnings
from zhidun.similarity import explain
from zhidun.similarity.explain import Bar
from zhidun.similarity.likeness import Likeness

if TYPE_CHECKING:
    from zhidun.access.actors import Actor

__all__ = [
    "Alike",
    "Answered",
    "FeedKind",
    "HitState",
    "Sensitivity",
    "VerdictKind",
    "atom",
    "by_picture",
    "by_text",
    "own_hit",
    "own_hits",
    "own_news",
    "own_watch",
    "own_watches",
    "settings",
    "warnings",
]
MARKS: Final = 8
"""Marks named above a list of hits."""
COMMON, DROWNS = 2, 20
"""Characters of a mark that may be a common word, and hits of it that are too many to read."""


def _key(key: UUID | str) -> UUID:
    try:
        return UUID(str(key))
    except ValueError:
        raise RadarNotFound from None


def watches(actor: Actor) -> QuerySet[Watch]:
    """Return all watches, those in force first, newest first."""
    need(actor, VIEW)
    return Watch.objects.filter(account=None).select_related("right").order_by("-active", "-id")


def watch(actor: Actor, key: UUID | str) -> Watch:
    """Return a watch. Raises RadarNotFound."""
    found = watches(actor).filter(public_id=_key(key)).first()
    if found is None:
        raise RadarNotFound
    return found


def feeds(actor: Actor) -> QuerySet[Feed]:
    """Return the sources of listings by name, with the moment of their last sweep (`swept_at`)."""
    need(actor, VIEW)
    return Feed.objects.annotate(swept_at=Max("sweeps__started_at")).order_by("-active", "name")


def feed(actor: Actor, key: UUID | str) -> Feed:
    """Return a feed. Raises RadarNotFound."""
    found = feeds(actor).filter(public_id=_key(key)).first()
    if found is None:
        raise RadarNotFound
    return found


def sweeps(actor: Actor) -> QuerySet[Sweep]:
    """Return sweeps, newest first."""
    need(actor, VIEW)
    return Sweep.objects.select_related("feed").order_by("-id")


def sweep(actor: Actor, key: UUID | str) -> Sweep:
    """Return a sweep. Raises RadarNotFound."""
    found = sweeps(actor).filter(public_id=_key(key)).first()
    if found is None:
        raise RadarNotFound
    return found


TWO_MINUTES: Final = 120


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sweep is.

    Attributes:
        percent: 0 to 100.
        seconds_left: at the rate of the present run; None when it cannot be told.
        open: it waits or runs.
    """

    percent: int
    seconds_left: int | None
    open: bool

    @property
    def minutes_left(self) -> int | None:
        """Whole minutes, from two minutes on; below that seconds are said."""
        left = self.seconds_left
        return None if left is None or left < TWO_MINUTES else round(left / 60)


def progress(row: Sweep) -> Progress:
    """Return how far a sweep is and how long it will take, by the rows this run did so far."""
    waiting = row.state in {SweepState.WAITING, SweepState.RUNNING}
    percent = 100 if row.state == SweepState.DONE else 0
    if row.rows_total and row.state != SweepState.DONE:
        percent = min(99, row.rows_done * 100 // row.rows_total)
    left = None
    done = row.rows_done - row.rows_before
    if row.state == SweepState.RUNNING and row.running_since and done > 0 and row.rows_total:
        spent = (time.now() - row.running_since).total_seconds()
        left = max(0, round(spent / done * (row.rows_total - row.rows_done)))
    return Progress(percent, left, waiting)


def hits(
    actor: Actor,
    *,
    state: str = "",
    verdict: str = "",
    watch_key: str = "",
    sweep_key: str = "",
    query: str = "",
    mark: str = "",
) -> QuerySet[Hit]:
    """Return hits, the likest first, filtered by state, verdict, watch, sweep, words of the listing and the mark."""
    need(actor, VIEW)
    rows = _of_offices().defer("original", "thumbnail")
    if state:
        rows = rows.filter(state=state)
    if verdict:
        rows = rows.filter(verdict="" if verdict == "none" else verdict)
    if watch_key:
        rows = rows.filter(watch__public_id=_key(watch_key))
    if sweep_key:
        rows = rows.filter(sweep__public_id=_key(sweep_key))
    if query.strip():
        rows = rows.filter(title__icontains=query.strip())
    if mark:
        rows = rows.filter(right_text=mark)
    return rows.order_by("-score", "-id")


@dataclass(frozen=True, slots=True)
class OfMark:
    """How many of some hits are of one mark.

    Attributes:
        common: the mark is short, and so many hits are of it that it drowns the others: two common characters.
    """

    text: str
    hits: int
    common: bool


def by_mark(rows: QuerySet[Hit]) -> list[OfMark]:
    """Return the marks with most of some hits, most first."""
    counted = rows.order_by().values_list("right_text").annotate(n=Count("pk")).order_by("-n", "right_text")
    found = list(counted[:MARKS])
    whole = sum(count for _, count in found)
    return [OfMark(text, count, len(text) <= COMMON and count > DROWNS and count * 4 > whole) for text, count in found]


def hit(actor: Actor, key: UUID | str) -> Hit:
    """Return a hit with its pictures. Raises RadarNotFound."""
    need(actor, VIEW)
    found = _of_offices().filter(public_id=_key(key)).first()
    if found is None:
        raise RadarNotFound
    return found


def _of_offices() -> QuerySet[Hit]:
    """Hits of the offices' watches; those of a right holder's own watch are theirs alone."""
    return Hit.objects.filter(watch__account=None).select_related("watch", "right", "sweep__feed")


def bars(row: Hit) -> list[Bar]:
    """Return the factors of a hit as bars, the longest first."""
    found = [Likeness(str(one["name"]), float(one["score"]), Text.of(one["reason"])) for one in row.factors]
    return explain.bars(found)


def verdicts(row: Hit) -> list[Verdict]:
    """Return what people found on a hit, oldest first."""
    return list(row.verdicts.order_by("id"))


def right_picture(row: Hit) -> bytes | None:
    """Return a small copy of the picture a hit was compared with, None when it was compared with text alone."""
    from zhidun.radar.running import thumbnail
    from zhidun.radar.watching import item_bytes

    if row.right_id:
        known = MarkPicture.objects.filter(right_id=row.right_id).order_by("pk").first()
        return thumbnail(indexing.original(known.sha256)) if known else None
    return thumbnail(item_bytes(row.watch))


def side_picture(row: Hit, side: str) -> bytes:
    """Return a small copy of one side of a hit: the listing's picture (`theirs`) or what it was compared with (`ours`).

    Raises:
        NotFound: there is no such side, or no picture on it.
    """
    found = row.thumbnail if side == "theirs" else right_picture(row) if side == "ours" else None
    if not found:
        raise NotFound
    return bytes(found)


def same_seller(row: Hit) -> list[Hit]:
    """Return other hits of the same seller, by name, code, telephone, payee or picture."""
    return sellers.of_hit(row)


def seller_facts(row: Hit) -> list[tuple[Text, Text | str]]:
    """Return what a listing says of who offers, by its names; a district of the city by name instead of its code."""
    units = {unit.code: unit.name for unit in places.units()}
    return [
        (words.said(words.SELLER, name), units.get(value, value) if name == "district" else value)
        for name, value in row.seller.items()
    ]


def joined_sellers(actor: Actor) -> list[sellers.Seller]:
    """Return sellers met more than once, most hits first."""
    need(actor, VIEW)
    return sellers.joined()


def calibration(actor: Actor) -> calibrating.Report:
    """Return the calibration report of all verdicts so far."""
    need(actor, VIEW)
    return calibrating.report()


def warning(key: UUID | str) -> EarlyWarning:
    """Return a warning; withdrawn ones too. Raises RadarNotFound."""
    found = EarlyWarning.objects.filter(public_id=_key(key)).first()
    if found is None:
        raise RadarNotFound
    return found


@dataclass(frozen=True, slots=True)
class IndexState:
    """How the index stands.

    Attributes:
        waiting: marks whose meaning is not read yet.
        unread: pictures whose text is not read yet.
        stale: rights whose rows are missing or made with older keys.
    """

    marks: int
    pictures: int
    waiting: int
    unread: int
    stale: int
    run: IndexRun | None


def index_state(actor: Actor) -> IndexState:
    """Return how the index stands and how its last rebuild went."""
    need(actor, VIEW)
    return IndexState(
        IndexedMark.objects.count(),
        MarkPicture.objects.count(),
        IndexedMark.objects.filter(meaning_at=None).count(),
        MarkPicture.objects.filter(place=0, read_at=None).count(),
        sum(1 for _ in indexing.stale()),
        IndexRun.objects.order_by("-id").first(),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of the radar's first page."""

    watches: int
    hits_new: int
    hits_open: int
    cases: int
    sweeps_open: int


def counts(actor: Actor) -> Counts:
    """Return the figures of the radar's first page."""
    need(actor, VIEW)
    return Counts(
        Watch.objects.filter(active=True, account=None).count(),
        _of_offices().filter(state=HitState.NEW, verdict="").count(),
        _of_offices().filter(verdict=VerdictKind.INFRINGING).exclude(state=HitState.CASE).count(),
        _of_offices().filter(state=HitState.CASE).count(),
        Sweep.objects.filter(state__in=[SweepState.WAITING, SweepState.RUNNING]).count(),
    )
