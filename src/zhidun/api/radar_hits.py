"""Hits of the radar for machines: reasons, verdicts, seal, lead or complaint, sellers, calibration."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Status

from zhidun.api.auth import actor_of
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.radar_shapes import (
    HealthAny,
    HitOut,
    HitPage,
    HitQuery,
    OpenedOut,
    OpenIn,
    SellerOut,
    SellerPage,
    ThresholdIn,
    ThresholdOut,
    VerdictIn,
)
from zhidun.api.schemas import TextOut
from zhidun.capture.viewing import order
from zhidun.intake import services as intake
from zhidun.radar import policies, selectors, services, words

router = Router()
MOST = 200


@router.get("/radar/hits", response=answers(HitPage), operation_id="list_hits")
def list_hits(request: HttpRequest, query: Query[HitQuery]) -> HitPage:
    """Return hits, the likest first."""
    rows = selectors.hits(
        actor_of(request),
        state=query.state,
        verdict=query.verdict,
        watch_key=query.watch,
        sweep_key=query.sweep,
        query=query.q,
    )[query.offset : query.offset + query.limit]
    return HitPage(hits=[HitOut.of(row) for row in rows], notice=TextOut.of(words.NO_DECISION))


@router.get("/radar/hits/{key}", response=answers(HitOut), operation_id="read_hit")
def read_hit(request: HttpRequest, key: UUID) -> HitOut:
    """Return a hit with its reasons."""
    return HitOut.of(selectors.hit(actor_of(request), key))


@router.post("/radar/hits/{key}/verdict", response=answers(HitOut), operation_id="judge_hit", openapi_extra=REPEATABLE)
def verdict(request: HttpRequest, key: UUID, payload: VerdictIn) -> Status[HitOut]:
    """Record what a person found on a hit; a later verdict stands."""
    actor = actor_of(request)
    policies.need(actor, policies.JUDGE)

    def effect() -> HitOut:
        services.give_verdict(actor=actor, hit=selectors.hit(actor, key), verdict=payload.verdict, note=payload.note)
        return HitOut.of(selectors.hit(actor, key))

    return once(request, payload, HitOut, effect)


@router.post("/radar/hits/{key}/seal", response=answers(HitOut), operation_id="seal_hit", openapi_extra=REPEATABLE)
def seal(request: HttpRequest, key: UUID) -> Status[HitOut]:
    """Seal listing, picture and comparison as evidence in the public log; once for a hit."""
    actor = actor_of(request)
    policies.need(actor, policies.ACT)

    def effect() -> HitOut:
        services.seal_hit(actor=actor, hit=selectors.hit(actor, key))
        return HitOut.of(selectors.hit(actor, key))

    return once(request, None, HitOut, effect)


@router.post(
    "/radar/hits/{key}/capture", response=answers(HitOut), operation_id="capture_hit", openapi_extra=REPEATABLE
)
def capture(request: HttpRequest, key: UUID) -> Status[HitOut]:
    """Have the page behind a hit captured; what it makes is sealed and laid to the hit."""
    actor = actor_of(request)
    policies.need(actor, policies.ACT)

    def effect() -> HitOut:
        services.capture_hit(actor=actor, hit=selectors.hit(actor, key), ask=order)
        return HitOut.of(selectors.hit(actor, key))

    return once(request, None, HitOut, effect)


@router.post(
    "/radar/hits/{key}/open", response=answers(OpenedOut, status=201), operation_id="open_from_hit",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def open_case(request: HttpRequest, key: UUID, payload: OpenIn) -> Status[OpenedOut]:
    """Open a lead or a complaint from a sealed hit that a person found to be suspected infringement."""
    actor = actor_of(request)
    policies.need(actor, policies.ACT)

    def effect() -> OpenedOut:
        number = services.open_from_hit(
            actor=actor, hit=selectors.hit(actor, key), kind=payload.kind, submit=intake.submit
        )
        return OpenedOut(case_number=number)

    return once(request, payload, OpenedOut, effect, status=201)


@router.get("/radar/sellers", response=answers(SellerPage), operation_id="list_sellers")
def list_sellers(request: HttpRequest) -> SellerPage:
    """Return sellers met more than once, with what joins them; a join is a lead, no identity."""
    found = selectors.joined_sellers(actor_of(request))[:MOST]
    return SellerPage(
        sellers=[
            SellerOut(
                names=list(one.names), hits=len(one.hits), rights=one.rights, best=one.best, shared=list(one.shared)
            )
            for one in found
        ]
    )


@router.get("/radar/calibration", response=answers(HealthAny), operation_id="read_calibration")
def calibration(request: HttpRequest) -> HealthAny:
    """Return precision and recall by month and by threshold, and a proposal a person may adopt."""
    return HealthAny(result=selectors.calibration(actor_of(request)).as_dict())


@router.post(
    "/radar/thresholds", response=answers(ThresholdOut, status=201), operation_id="adopt_threshold",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def adopt(request: HttpRequest, payload: ThresholdIn) -> Status[ThresholdOut]:
    """Adopt a threshold with a reason; sweeps that start from now on use it."""
    actor = actor_of(request)

    def effect() -> ThresholdOut:
        row = services.adopt_threshold(actor=actor, value=payload.value, reason=payload.reason)
        return ThresholdOut(value=row.value, scorer=row.scorer, adopted_at=row.adopted_at)

    return once(request, payload, ThresholdOut, effect, status=201)
