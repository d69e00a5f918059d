"""The radar for machines: look-alikes, warnings, health check for everybody; watches and sweeps for officers."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Status, UploadedFile

from zhidun.access.services import hit as count
from zhidun.api.auth import actor_of, client_of, everybody
from zhidun.api.evidence import digest
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.radar_shapes import (
    AlikePage,
    FeedIn,
    FeedOut,
    FeedPage,
    HealthAny,
    HealthIn,
    LookIn,
    RebuildOut,
    RowsIn,
    SweepOut,
    SweepPage,
    WarningIn,
    WarningOut,
    WarningPage,
    WarningReason,
    WatchIn,
    WatchOut,
    WatchPage,
)
from zhidun.radar import health, policies, selectors, services
from zhidun.similarity.pictures import MOST_BYTES

router = Router()
MOST = 200


def _few(request: HttpRequest) -> None:
    count(f"radar:{client_of(request)}", policies.ANYBODY_ASKS, policies.ANYBODY_SECONDS)


@router.post("/radar/look", auth=everybody, response=answers(AlikePage), operation_id="look_alikes")
def look(request: HttpRequest, payload: LookIn) -> AlikePage:
    """Return the protected signs most like a text; nothing that is asked is kept."""
    _few(request)
    found = selectors.by_text(
        actor_of(request), payload.text, classes=payload.classes, limit=payload.limit, least=payload.least
    )
    return AlikePage.of(found)


@router.post("/radar/look-picture", auth=everybody, response=answers(AlikePage), operation_id="look_alike_pictures")
def look_picture(request: HttpRequest, file: Annotated[UploadedFile, File(...)]) -> AlikePage:
    """Return the protected signs whose pictures are most like one."""
    _few(request)
    return AlikePage.of(selectors.by_picture(actor_of(request), file.read(MOST_BYTES + 1), limit=10))


@router.get("/radar/warnings", auth=everybody, response=answers(WarningPage), operation_id="list_warnings")
def list_warnings(request: HttpRequest, field: str = "", district: str = "") -> WarningPage:
    """Return published warnings by field and district; of a district also those for the whole city."""
    del request
    rows = selectors.warnings(field=field[:20], district=district[:12], standing=False)[:MOST]
    return WarningPage(warnings=[WarningOut.of(row) for row in rows])


@router.post(
    "/radar/warnings", response=answers(WarningOut, status=201), operation_id="publish_warning",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def publish(request: HttpRequest, payload: WarningIn) -> Status[WarningOut]:
    """Publish a warning and seal it in the public log."""
    actor = actor_of(request)

    def effect() -> WarningOut:
        return WarningOut.of(services.publish_warning(actor=actor, facts=services.WarningFacts(**payload.model_dump())))

    return once(request, payload, WarningOut, effect, status=201)


@router.post(
    "/radar/warnings/{key}/withdraw", response=answers(WarningOut), operation_id="withdraw_warning",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def withdraw(request: HttpRequest, key: UUID, payload: WarningReason) -> Status[WarningOut]:
    """Withdraw a warning with a reason; it stays readable, marked."""
    actor = actor_of(request)
    policies.need(actor, policies.PUBLISH)

    def effect() -> WarningOut:
        row = services.withdraw_warning(actor=actor, warning=selectors.warning(key), reason=payload.reason)
        return WarningOut.of(row)

    return once(request, payload, WarningOut, effect)


@router.get("/radar/health", auth=everybody, response=answers(HealthAny), operation_id="read_health_check")
def questions(request: HttpRequest) -> HealthAny:
    """Return the questions and answers of the health check."""
    del request
    whole = health.questionnaire()
    sections = [
        {
            "key": section.key,
            "title": section.title.as_dict(),
            "questions": [
                {"key": one.key, "ask": one.ask.as_dict(), "weight": one.weight} for one in section.questions
            ],
        }
        for section in whole.sections
    ]
    known = [{"key": one.key, "title": one.title.as_dict()} for one in whole.answers]
    return HealthAny(result={"sections": sections, "answers": known})


@router.post("/radar/health", auth=everybody, response=answers(HealthAny), operation_id="check_health")
def check_health(request: HttpRequest, payload: HealthIn) -> HealthAny:
    """Return score and advice of a filled-in questionnaire; the answers are kept nowhere."""
    del request
    return HealthAny(result=health.check_up(payload.answers).as_dict())


@router.get("/radar/watches", response=answers(WatchPage), operation_id="list_watches")
def list_watches(request: HttpRequest) -> WatchPage:
    """Return the watches, those in force first."""
    return WatchPage(watches=[WatchOut.of(row) for row in selectors.watches(actor_of(request))[:MOST]])


@router.post(
    "/radar/watches", response=answers(WatchOut, status=201), operation_id="add_watch", openapi_extra=REPEATABLE
)
def add_watch(request: HttpRequest, payload: WatchIn) -> Status[WatchOut]:
    """Begin to guard a text, a picture, or rights of the registry."""
    actor = actor_of(request)

    def effect() -> WatchOut:
        return WatchOut.of(services.add_watch(actor=actor, facts=services.WatchFacts(**payload.model_dump())))

    return once(request, payload, WatchOut, effect, status=201)


@router.post(
    "/radar/watches/{key}/stop", response=answers(WatchOut), operation_id="stop_watch", openapi_extra=REPEATABLE
)
def stop_watch(request: HttpRequest, key: UUID) -> Status[WatchOut]:
    """Guard something no longer."""
    actor = actor_of(request)
    policies.need(actor, policies.WATCH)

    def effect() -> WatchOut:
        return WatchOut.of(services.stop_watch(actor=actor, watch=selectors.watch(actor, key)))

    return once(request, None, WatchOut, effect)


@router.get("/radar/feeds", response=answers(FeedPage), operation_id="list_feeds")
def list_feeds(request: HttpRequest) -> FeedPage:
    """Return the sources of listings."""
    return FeedPage(feeds=[FeedOut.of(row) for row in selectors.feeds(actor_of(request))[:MOST]])


@router.post("/radar/feeds", response=answers(FeedOut, status=201), operation_id="add_feed", openapi_extra=REPEATABLE)
def add_feed(request: HttpRequest, payload: FeedIn) -> Status[FeedOut]:
    """Name a source of listings: files, pushed rows, or an address asked now and then."""
    actor = actor_of(request)

    def effect() -> FeedOut:
        return FeedOut.of(services.add_feed(actor=actor, **payload.model_dump()))

    return once(request, payload, FeedOut, effect, status=201)


@router.post("/radar/feeds/{key}/stop", response=answers(FeedOut), operation_id="stop_feed", openapi_extra=REPEATABLE)
def stop_feed(request: HttpRequest, key: UUID) -> Status[FeedOut]:
    """Take no more from a source."""
    actor = actor_of(request)
    policies.need(actor, policies.SWEEP)

    def effect() -> FeedOut:
        return FeedOut.of(services.stop_feed(actor=actor, feed=selectors.feed(actor, key)))

    return once(request, None, FeedOut, effect)


@router.post(
    "/radar/feeds/{key}/rows", response=answers(SweepOut, status=201), operation_id="push_rows",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def push_rows(request: HttpRequest, key: UUID, payload: RowsIn) -> Status[SweepOut]:
    """Push rows of a platform; they are kept as evidence and swept by a job."""
    actor = actor_of(request)
    policies.need(actor, policies.SWEEP)

    def effect() -> SweepOut:
        return SweepOut.of(services.push(actor=actor, feed=selectors.feed(actor, key), rows=payload.rows))

    return once(request, payload, SweepOut, effect, status=201)


@router.post(
    "/radar/feeds/{key}/files", response=answers(SweepOut, status=201), operation_id="hand_in_listings",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def hand_in(
    request: HttpRequest,
    key: UUID,
    file: Annotated[UploadedFile, File(...)],
    watches: Annotated[list[str], Form()] = [],  # noqa: B006  ninja reads the default, nothing changes it
) -> Status[SweepOut]:
    """Hand in a file of listings (CSV, JSONL, Excel, Parquet, ZIP of pictures); it is swept by a job."""
    actor = actor_of(request)
    policies.need(actor, policies.SWEEP)

    def effect() -> SweepOut:
        sweep = services.hand_in(
            actor=actor,
            feed=selectors.feed(actor, key),
            stream=file,
            filename=file.name or "listings.csv",
            declared_type=(file.content_type or "")[:100],
            watches=watches,
        )
        return SweepOut.of(sweep)

    return once(request, None, SweepOut, effect, status=201, extra=lambda: digest(file))


@router.get("/radar/sweeps", response=answers(SweepPage), operation_id="list_sweeps")
def list_sweeps(request: HttpRequest, limit: int = 50) -> SweepPage:
    """Return sweeps, newest first."""
    rows = selectors.sweeps(actor_of(request))[: max(1, min(limit, MOST))]
    return SweepPage(sweeps=[SweepOut.of(row) for row in rows])


@router.get("/radar/sweeps/{key}", response=answers(SweepOut), operation_id="read_sweep")
def read_sweep(request: HttpRequest, key: UUID) -> SweepOut:
    """Return a sweep with its progress."""
    return SweepOut.of(selectors.sweep(actor_of(request), key))


@router.post(
    "/radar/sweeps/{key}/cancel", response=answers(SweepOut), operation_id="cancel_sweep", openapi_extra=REPEATABLE
)
def cancel_sweep(request: HttpRequest, key: UUID) -> Status[SweepOut]:
    """End a sweep after its present chunk; what was found stays."""
    actor = actor_of(request)
    policies.need(actor, policies.SWEEP)

    def effect() -> SweepOut:
        return SweepOut.of(services.cancel_sweep(actor=actor, sweep=selectors.sweep(actor, key)))

    return once(request, None, SweepOut, effect)


@router.post(
    "/radar/sweeps/{key}/resume", response=answers(SweepOut), operation_id="resume_sweep", openapi_extra=REPEATABLE
)
def resume_sweep(request: HttpRequest, key: UUID) -> Status[SweepOut]:
    """Take a cancelled or failed sweep up again where it stopped."""
    actor = actor_of(request)
    policies.need(actor, policies.SWEEP)

    def effect() -> SweepOut:
        return SweepOut.of(services.resume_sweep(actor=actor, sweep=selectors.sweep(actor, key)))

    return once(request, None, SweepOut, effect)


@router.post(
    "/radar/rebuild", response=answers(RebuildOut, status=201), operation_id="rebuild_index", openapi_extra=REPEATABLE
)
def rebuild(request: HttpRequest) -> Status[RebuildOut]:
    """Ask for the whole index to be made anew."""
    actor = actor_of(request)

    def effect() -> RebuildOut:
        run = services.start_rebuild(actor=actor)
        return RebuildOut(id=run.public_id, state=run.state, total=run.total, done=run.done)

    return once(request, None, RebuildOut, effect, status=201)
