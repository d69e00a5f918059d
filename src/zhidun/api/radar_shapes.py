"""What goes into the radar over the API and comes out of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Field, Schema

from zhidun.api.schemas import TextOut
from zhidun.radar import selectors, words

if TYPE_CHECKING:
    from zhidun.radar.models import EarlyWarning, Feed, Hit, Sweep, Watch


class FactorOut(Schema):
    """One respect of a comparison."""

    name: str
    score: float
    reason: TextOut


class LookIn(Schema):
    """A text to be compared with protected signs."""

    text: str = Field(max_length=10_001)
    classes: str = Field("", max_length=200)
    limit: int = Field(10, ge=1, le=50)
    least: float = Field(0.0, ge=0, le=1)


class AlikeOut(Schema):
    """A protected right that is like what was asked about."""

    right: UUID
    kind: str
    title: str
    number: str
    text: str
    score: float
    factors: list[FactorOut]
    sentence: TextOut


class AlikePage(Schema):
    """Protected rights, the likest first; a score is no decision."""

    hits: list[AlikeOut]
    warnings: list[TextOut]
    read: str
    notice: TextOut

    @classmethod
    def of(cls, found: selectors.Answered) -> AlikePage:
        """Show an answer."""
        return cls(
            hits=[
                AlikeOut(
                    right=one.right.public_id,
                    kind=one.right.kind,
                    title=one.right.title,
                    number=one.right.number,
                    text=one.text,
                    score=one.score,
                    factors=[FactorOut(**each.as_dict()) for each in one.factors],  # type: ignore[arg-type]
                    sentence=TextOut.of(one.sentence),
                )
                for one in found.found
            ],
            warnings=[TextOut.of(one) for one in found.warnings],
            read=found.read,
            notice=TextOut.of(words.NO_DECISION),
        )


class OwnWatchIn(Schema):
    """What a right holder wants guarded; `picture` is an evidence item handed in before."""

    name: str = Field("", max_length=100)
    text: str = Field("", max_length=300)
    picture: str = Field("", max_length=40)
    right: str = Field("", max_length=40)
    region: str = Field("", max_length=12)
    classes: str = Field("", max_length=200)
    sensitivity: str = Field("normal", max_length=10)
    reads: bool = True


class WatchIn(OwnWatchIn):
    """What an office guards: more than one's own, the registry or an owner's rights too."""

    registry: bool = False
    owner: str = Field("", max_length=300)


class WatchOut(Schema):
    """A watch."""

    id: UUID
    name: str
    text: str
    right: UUID | None
    registry: bool
    owner: str
    region: str
    classes: str
    sensitivity: str
    reads: bool
    active: bool

    @classmethod
    def of(cls, row: Watch) -> WatchOut:
        """Show a watch."""
        right = row.right.public_id if row.right else None
        return cls(
            id=row.public_id, name=row.name, text=row.text, right=right, registry=row.registry, owner=row.owner,
            region=row.region, classes=row.classes, sensitivity=row.sensitivity, reads=row.reads,
            active=row.active,
        )  # fmt: skip


class WatchPage(Schema):
    """Watches."""

    watches: list[WatchOut]


class FeedIn(Schema):
    """A source of listings."""

    name: str = Field(max_length=200)
    kind: str = Field(max_length=10)
    url: str = Field("", max_length=2100)
    mapping: dict[str, str] = Field(default_factory=dict)
    every_minutes: int = 0


class FeedOut(Schema):
    """A source of listings."""

    id: UUID
    name: str
    kind: str
    url: str
    active: bool
    fault: TextOut | None

    @classmethod
    def of(cls, row: Feed) -> FeedOut:
        """Show a feed."""
        fault = TextOut(zh=row.fault_zh, en=row.fault_en) if row.fault_zh else None
        return cls(id=row.public_id, name=row.name, kind=row.kind, url=row.url, active=row.active, fault=fault)


class FeedPage(Schema):
    """Sources of listings."""

    feeds: list[FeedOut]


class RowsIn(Schema):
    """Rows a platform pushes: `id`, `title`, and what is known of the seller."""

    rows: list[dict[str, Any]] = Field(max_length=10_000)


class SweepOut(Schema):
    """A sweep and how far it is."""

    id: UUID
    feed: UUID
    filename: str
    state: str
    rows_total: int
    rows_done: int
    rows_bad: int
    hits: int
    pictures_read: int
    reading_seconds: float
    percent: int
    seconds_left: int | None
    problems: list[dict[str, Any]]
    failure: TextOut | None

    @classmethod
    def of(cls, row: Sweep) -> SweepOut:
        """Show a sweep."""
        far = selectors.progress(row)
        failure = TextOut(zh=row.failure_zh, en=row.failure_en) if row.failure_zh else None
        return cls(
            id=row.public_id, feed=row.feed.public_id, filename=row.filename, state=row.state,
            rows_total=row.rows_total, rows_done=row.rows_done, rows_bad=row.rows_bad, hits=row.hits,
            pictures_read=row.pictures_read, reading_seconds=round(row.reading_seconds, 3),
            percent=far.percent, seconds_left=far.seconds_left, problems=row.problems, failure=failure,
        )  # fmt: skip


class SweepPage(Schema):
    """Sweeps, newest first."""

    sweeps: list[SweepOut]


class OwnWatchOut(WatchOut):
    """An own watch: how many hits it has, whether something new was found since it was looked at."""

    hits: int
    news: bool

    @classmethod
    def of(cls, row: Watch, *, news: bool = False) -> OwnWatchOut:
        """Show an own watch."""
        return cls(**WatchOut.of(row).model_dump(), hits=getattr(row, "found", 0), news=news)


class OwnWatchPage(Schema):
    """Own watches."""

    watches: list[OwnWatchOut]


class OwnHitsQuery(Schema):
    """Which hits of an own watch."""

    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=200)


class HitQuery(Schema):
    """What hits are asked for."""

    state: str = Field("", max_length=10)
    verdict: str = Field("", max_length=12)
    watch: str = Field("", max_length=40)
    sweep: str = Field("", max_length=40)
    q: str = Field("", max_length=200)
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=200)


class HitOut(Schema):
    """A hit with its reasons; a score is no finding."""

    id: UUID
    watch: UUID
    right: UUID | None
    right_text: str
    feed_id: str
    title: str
    part: str
    seller: dict[str, str]
    score: float
    factors: list[FactorOut]
    sentence: TextOut
    state: str
    verdict: str
    items: list[UUID]
    capture: UUID | None
    captured: list[UUID]
    case_number: str
    found_at: datetime

    @classmethod
    def of(cls, row: Hit) -> HitOut:
        """Show a hit."""
        return cls(
            id=row.public_id, watch=row.watch.public_id, right=row.right.public_id if row.right else None,
            right_text=row.right_text, feed_id=row.feed_id, title=row.title, part=row.part, seller=row.seller,
            score=row.score, factors=[FactorOut(**one) for one in row.factors],
            sentence=TextOut(zh=row.sentence_zh, en=row.sentence_en), state=row.state, verdict=row.verdict,
            items=row.items, capture=row.capture, captured=row.captured,
            case_number=row.case_number, found_at=row.found_at,
        )  # fmt: skip


class HitPage(Schema):
    """Hits, the likest first."""

    hits: list[HitOut]
    notice: TextOut


class VerdictIn(Schema):
    """What a person found."""

    verdict: str = Field(max_length=12)
    note: str = Field("", max_length=1000)


class OpenIn(Schema):
    """`lead` or `complaint`."""

    kind: str = Field(max_length=10)


class OpenedOut(Schema):
    """The case that was opened."""

    case_number: str


class SellerOut(Schema):
    """A seller met more than once."""

    names: list[str]
    hits: int
    rights: int
    best: float
    shared: list[tuple[str, str]]


class SellerPage(Schema):
    """Sellers met more than once, most hits first."""

    sellers: list[SellerOut]


class ThresholdIn(Schema):
    """A threshold a person adopts."""

    value: float
    reason: str = Field(max_length=2000)


class ThresholdOut(Schema):
    """A threshold that was adopted."""

    value: float
    scorer: str
    adopted_at: datetime


class WarningIn(Schema):
    """A warning to be published."""

    title_zh: str = Field(max_length=400)
    title_en: str = Field(max_length=400)
    body_zh: str = Field(max_length=8000)
    body_en: str = Field(max_length=8000)
    field: str = Field(max_length=20)
    district: str = Field("", max_length=12)


class WarningReason(Schema):
    """Why a warning is withdrawn."""

    reason: str = Field(max_length=2000)


class WarningOut(Schema):
    """A published warning."""

    id: UUID
    title: TextOut
    body: TextOut
    field: str
    district: str
    published_at: datetime
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, row: EarlyWarning) -> WarningOut:
        """Show a warning."""
        return cls(
            id=row.public_id, title=TextOut(zh=row.title_zh, en=row.title_en),
            body=TextOut(zh=row.body_zh, en=row.body_en), field=row.field, district=row.district,
            published_at=row.published_at, withdrawn_at=row.withdrawn_at,
        )  # fmt: skip


class WarningPage(Schema):
    """Warnings, newest first."""

    warnings: list[WarningOut]


class RebuildOut(Schema):
    """A rebuild of the index."""

    id: UUID
    state: str
    total: int
    done: int


class HealthIn(Schema):
    """Answers of the health check by the key of the question."""

    answers: dict[str, str] = Field(max_length=200)


class HealthAny(Schema):
    """Questionnaire or outcome of the health check."""

    result: dict[str, Any]
