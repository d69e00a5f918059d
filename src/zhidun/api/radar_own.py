"""Right holders' own watches for machines: made, listed, paused, deleted, their hits; the owner's alone."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from zhidun.api.auth import actor_of
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.radar_shapes import HitOut, HitPage, OwnHitsQuery, OwnWatchIn, OwnWatchOut, OwnWatchPage
from zhidun.api.schemas import TextOut
from zhidun.radar import own, selectors, services, words

router = Router()


class OwnPauseIn(Schema):
    """Whether a watch rests."""

    paused: bool = True


@router.get("/radar/own-watches", response=answers(OwnWatchPage), operation_id="list_own_watches")
def list_own(request: HttpRequest) -> OwnWatchPage:
    """Return the caller's own watches, the newest first, with how many hits each has and whether there is news."""
    actor = actor_of(request)
    rows, news = selectors.own_watches(actor), selectors.own_news(actor)
    return OwnWatchPage(watches=[OwnWatchOut.of(row, news=row.public_id in news) for row in rows])


@router.post(
    "/radar/own-watches", response=answers(OwnWatchOut, status=201), operation_id="add_own_watch",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def add_own(request: HttpRequest, payload: OwnWatchIn) -> Status[OwnWatchOut]:
    """Begin to guard a text, a picture one handed in, or a right of the registry."""
    actor = actor_of(request)
    own.account_of(actor)

    def effect() -> OwnWatchOut:
        row = services.add_own(actor=actor, facts=services.WatchFacts(**payload.model_dump()))
        return OwnWatchOut.of(selectors.own_watch(actor, row.public_id))

    return once(request, payload, OwnWatchOut, effect, status=201)


@router.get("/radar/own-watches/{key}/hits", response=answers(HitPage), operation_id="list_own_hits")
def hits(request: HttpRequest, key: UUID, query: Query[OwnHitsQuery]) -> HitPage:
    """Return what was found for an own watch, the likest first; a score is no finding."""
    actor = actor_of(request)
    rows = selectors.own_hits(actor, selectors.own_watch(actor, key))[query.offset : query.offset + query.limit]
    return HitPage(hits=[HitOut.of(row) for row in rows], notice=TextOut.of(words.NO_DECISION))


@router.post(
    "/radar/own-watches/{key}/pause", response=answers(OwnWatchOut), operation_id="pause_own_watch",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def pause(request: HttpRequest, key: UUID, payload: OwnPauseIn) -> Status[OwnWatchOut]:
    """Let an own watch rest, or go on."""
    actor = actor_of(request)
    row = selectors.own_watch(actor, key)

    def effect() -> OwnWatchOut:
        services.pause_own(actor=actor, watch=row, paused=payload.paused)
        return OwnWatchOut.of(selectors.own_watch(actor, key))

    return once(request, payload, OwnWatchOut, effect)


@router.post(
    "/radar/own-watches/{key}/delete", response=answers(OwnWatchPage), operation_id="delete_own_watch",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def delete(request: HttpRequest, key: UUID) -> Status[OwnWatchPage]:
    """Take an own watch with its hits away; return those that are left."""
    actor = actor_of(request)
    row = selectors.own_watch(actor, key)

    def effect() -> OwnWatchPage:
        services.delete_own(actor=actor, watch=row)
        return OwnWatchPage(watches=[OwnWatchOut.of(one) for one in selectors.own_watches(actor)])

    return once(request, None, OwnWatchPage, effect)
