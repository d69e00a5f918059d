"""The standards library and claim charts for machines."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.api.auth import actor_of, everybody
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, Day, TextOut, Word
from zhidun.kernel import time
from zhidun.standards import selectors, services
from zhidun.standards.conversion import Column
from zhidun.standards.library import Act, Cited
from zhidun.standards.selectors import ActView, ChartPage, VersionCard

router = Router()
Words = Annotated[str, Field(max_length=2000)]
Keys = Annotated[list[Word], Field(max_length=40)]
Files = Annotated[list[UUID], Field(max_length=200)]


class CitedOut(Schema):
    """Where something stands in law; `verified` false: the text was not read."""

    citation: TextOut
    says: TextOut | None
    in_force: bool
    verified: bool
    since: date | None
    until: date | None
    standards: list[str]

    @classmethod
    def of(cls, one: Cited) -> CitedOut:
        """Read it from the room's answer."""
        return cls(
            citation=TextOut.of(one.citation), says=TextOut.maybe(one.says), in_force=one.in_force,
            verified=one.verified, since=one.since, until=one.until, standards=list(one.of),
        )  # fmt: skip


class ActOut(Schema):
    """An act as listed."""

    key: str
    title: TextOut
    kinds: list[str]
    standards: list[str]

    @classmethod
    def of(cls, one: Act) -> ActOut:
        """Read it from the library."""
        return cls(key=one.key, title=TextOut.of(one.title), kinds=list(one.kinds), standards=list(one.standards))


class ProofOut(Schema):
    """A typical piece of evidence and the standards that ask for it."""

    key: str
    title: TextOut
    standards: list[str]


class ElementOut(Schema):
    """An element with its law and what each standard asks."""

    key: str
    title: TextOut
    standards: list[str]
    law: list[CitedOut]
    asks: dict[str, TextOut]
    proofs: list[ProofOut]


class DefenceOut(Schema):
    """A defence with its law."""

    key: str
    title: TextOut
    asks: TextOut
    law: list[CitedOut]


class RemedyOut(Schema):
    """What follows by one standard, or why nothing does."""

    standard: str
    law: list[CitedOut]
    none: TextOut | None


class StandardActOut(Schema):
    """An act as read on a day."""

    key: str
    title: TextOut
    kinds: list[str]
    on: date
    remedies: list[RemedyOut]
    elements: list[ElementOut]
    defences: list[DefenceOut]

    @classmethod
    def of(cls, view: ActView) -> StandardActOut:
        """Read it from the room's view."""
        return cls(
            key=view.key, title=TextOut.of(view.title), kinds=list(view.kinds), on=view.on,
            remedies=[
                RemedyOut(standard=key, law=[CitedOut.of(one) for one in law], none=TextOut.maybe(none))
                for key, law, none in view.remedies
            ],
            elements=[
                ElementOut(
                    key=one.key, title=TextOut.of(one.title), standards=list(one.of),
                    law=[CitedOut.of(law) for law in one.law],
                    asks={key: TextOut.of(said) for key, said in one.asks.items()},
                    proofs=[
                        ProofOut(key=key, title=TextOut.of(title), standards=list(of)) for key, title, of in one.proofs
                    ],
                )
                for one in view.elements
            ],
            defences=[
                DefenceOut(
                    key=one.key, title=TextOut.of(one.title), asks=TextOut.of(one.asks),
                    law=[CitedOut.of(law) for law in one.law],
                )
                for one in view.defences
            ],
        )  # fmt: skip


class VersionOut(Schema):
    """A version of a chart as listed."""

    act: str
    title: TextOut
    n: int
    made_by: str
    at: datetime
    digest: str

    @classmethod
    def of(cls, one: VersionCard) -> VersionOut:
        """Read it from the room's card."""
        return cls(act=one.act, title=TextOut.of(one.title), n=one.n, made_by=one.made_by, at=one.at, digest=one.digest)


class ElementAnswerIn(Closed):
    """What was found on an element; items are evidence of the case, proofs what they give."""

    verdict: Literal["met", "not_met", "unclear"] = "unclear"
    fact: Words = ""
    items: Files = Field(default_factory=list)
    proofs: Keys = Field(default_factory=list)


class DefenceIn(Closed):
    """How a defence stands."""

    state: Literal["open", "founded", "unfounded"]
    words: Words
    items: Files = Field(default_factory=list)


class ChartIn(Closed):
    """The next version of a chart; `version` is the one read, 0 for the first."""

    version: Annotated[int, Field(ge=0, le=999_999)]
    elements: Annotated[dict[Word, ElementAnswerIn], Field(max_length=40)]
    defences: Annotated[dict[Word, DefenceIn], Field(max_length=40)] = Field(default_factory=dict)
    mark: Annotated[str, Field(max_length=200)] = ""
    sign: Annotated[str, Field(max_length=200)] = ""


class LackOut(Schema):
    """What an element still lacks by a standard."""

    element: str
    title: TextOut
    verdict: str
    without_evidence: bool
    proofs: list[ProofOut]


class ColumnOut(Schema):
    """A chart held against one standard."""

    standard: str
    open: bool
    ready: int
    asked: int
    complete: bool
    suspicion: bool
    failed: list[str]
    held_up: list[str]
    lacks: list[LackOut]

    @classmethod
    def of(cls, one: Column) -> ColumnOut:
        """Read it from the room's column."""
        return cls(
            standard=one.standard, open=one.open, ready=one.ready, asked=one.asked, complete=one.complete,
            suspicion=one.suspicion, failed=[found.key for found in one.failed],
            held_up=[found.key for found in one.held_up],
            lacks=[
                LackOut(
                    element=lack.element.key, title=TextOut.of(lack.element.title), verdict=lack.verdict,
                    without_evidence=lack.without_evidence,
                    proofs=[
                        ProofOut(key=proof.key, title=TextOut.of(proof.title), standards=list(proof.of))
                        for proof in lack.proofs
                    ],
                )
                for lack in one.lacks
            ],
        )  # fmt: skip


class ChartOut(Schema):
    """A version of a chart with its conversion; `score` is shown beside the elements and decides none of them."""

    act: str
    n: int
    latest: int
    on: date
    made_by: str
    elements: dict[str, ElementAnswerIn]
    defences: dict[str, DefenceIn]
    mark: str
    sign: str
    score: Decimal | None
    versions: list[VersionOut]
    conversion: list[ColumnOut]

    @classmethod
    def of(cls, page: ChartPage) -> ChartOut:
        """Read it from the room's page."""
        return cls(
            act=page.view.key, n=page.n, latest=page.latest, on=page.view.on, made_by=page.made_by,
            elements={key: ElementAnswerIn.model_validate(one) for key, one in page.chart.elements.items()},
            defences={key: DefenceIn.model_validate(one) for key, one in page.chart.defences.items()},
            mark=page.mark, sign=page.sign, score=page.score, versions=[VersionOut.of(one) for one in page.versions],
            conversion=[ColumnOut.of(one) for one in page.columns],
        )  # fmt: skip


@router.get("/standards", response=answers(list[ActOut]), operation_id="list_standards", auth=everybody)
def list_standards(request: HttpRequest, kind: Word = "") -> list[ActOut]:
    """List the acts of the library, those of a kind of right where one is named."""
    del request
    return [ActOut.of(one) for one in selectors.acts(kind)]


@router.get("/standards/{act}", response=answers(StandardActOut), operation_id="read_standard", auth=everybody)
def read_standard(request: HttpRequest, act: Word, on: Day | None = None) -> StandardActOut:
    """Return an act as read on a day: elements, law by version, evidence by standard, defences."""
    del request
    return StandardActOut.of(selectors.act_view(act, on or time.today()))


@router.get("/cases/{number}/charts", response=answers(list[VersionOut]), operation_id="list_charts")
def list_charts(request: HttpRequest, number: str) -> list[VersionOut]:
    """List the newest version of each chart of a case."""
    return [VersionOut.of(one) for one in selectors.charts_of(actor_of(request), number)]


@router.get("/cases/{number}/charts/{act}", response=answers(ChartOut), operation_id="read_chart")
def read_chart(
    request: HttpRequest, number: str, act: Word, n: Annotated[int | None, Field(ge=1, le=999_999)] = None
) -> ChartOut:
    """Return a chart, its versions, and what it still lacks by each of the three standards."""
    return ChartOut.of(selectors.chart_page(actor_of(request), number, act, n=n))


@router.post(
    "/cases/{number}/charts/{act}", response=answers(ChartOut, status=201), operation_id="save_chart",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def save_chart(request: HttpRequest, number: str, act: Word, payload: ChartIn) -> Status[ChartOut]:
    """Save the next version of a chart."""
    actor = actor_of(request)

    def effect() -> ChartOut:
        services.save_chart(
            actor=actor, case_number=number, act=act, expected_version=payload.version,
            elements={key: one.model_dump(mode="json") for key, one in payload.elements.items()},
            defences={key: one.model_dump(mode="json") for key, one in payload.defences.items()},
            mark=payload.mark, sign=payload.sign,
        )  # fmt: skip
        return ChartOut.of(selectors.chart_page(actor, number, act))

    return once(request, payload, ChartOut, effect, status=201)


@router.get(
    "/cases/{number}/charts/{act}/conversion", response=answers(list[ColumnOut]), operation_id="read_conversion"
)
def read_conversion(request: HttpRequest, number: str, act: Word) -> list[ColumnOut]:
    """Return what the newest chart still lacks for a decision, a suit, and the police."""
    return [ColumnOut.of(one) for one in selectors.chart_page(actor_of(request), number, act).columns]
