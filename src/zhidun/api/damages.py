"""The damages workbench for machines: sheets, lines, contests, versions, papers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.api.auth import actor_of
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers, file_answer
from zhidun.api.schemas import Closed, TextOut, Word
from zhidun.damages import acts, papers, selectors, services
from zhidun.damages.evidence_lines import Range
from zhidun.damages.selectors import SheetCard, SheetPage
from zhidun.evidence.links import headers

router = Router()
LONG = 20_000
BYTES = "application/octet-stream"


class SheetIn(Closed):
    """A sheet to begin."""

    right: Word
    act_from: Word
    act_to: Word
    holder_name: Annotated[str, Field(max_length=LONG)]
    other_name: Annotated[str, Field(max_length=LONG)]
    right_title: Annotated[str, Field(max_length=LONG)] = ""
    other_address: Annotated[str, Field(max_length=LONG)] = ""
    story: Annotated[str, Field(max_length=LONG)] = ""
    case: Word = ""
    purpose: Word = ""


class SheetOut(Schema):
    """A sheet as listed."""

    key: UUID
    right: TextOut
    right_title: str
    holder_name: str
    other_name: str
    case: str
    shared: bool
    version: int
    made_at: datetime
    part: str

    @classmethod
    def of(cls, card: SheetCard) -> SheetOut:
        """Read it from the room's card."""
        return cls(
            key=UUID(card.key), right=TextOut.of(card.right), right_title=card.right_title,
            holder_name=card.holder_name, other_name=card.other_name, case=card.case, shared=card.shared,
            version=card.version, made_at=card.made_at, part=card.part,
        )  # fmt: skip


class RangeOut(Schema):
    """An amount from low to high, and the part of it that is sealed and uncontested."""

    low: Decimal
    middle: Decimal
    high: Decimal
    confidence: float

    @classmethod
    def of(cls, one: Range | None) -> RangeOut | None:
        """Read it from the room's range."""
        if one is None:
            return None
        low, middle, high = (round(value, 2) for value in (one.low, one.middle, one.high))
        return cls(low=low, middle=middle, high=high, confidence=one.confidence)


class BasisOut(Schema):
    """One legal basis with its range, its article and arithmetic."""

    key: str
    title: TextOut
    range: RangeOut | None
    taken: bool
    citation: TextOut | None
    steps: list[TextOut]
    refusal: TextOut | None


class SheetLineOut(Schema):
    """A line of evidence."""

    n: int
    kind: str
    side: str
    listing: str
    on: date | None
    units: int | None
    amount: Decimal | None
    rate: Decimal | None
    words: str
    filename: str
    sha256: str
    contested: list[tuple[str, str]]


class PunitiveOut(Schema):
    """Punitive damages of the sheet."""

    allowed: bool
    reason: TextOut | None
    base: Decimal | None
    multiple: Decimal | None
    total: Decimal | None
    cap: Decimal | None
    with_costs: Decimal | None
    steps: list[TextOut]


class SheetPageOut(Schema):
    """A sheet with its computation."""

    sheet: SheetOut
    lines: list[SheetLineOut]
    bases: list[BasisOut]
    award: Decimal | None
    costs: Decimal
    total: Decimal | None
    punitive: PunitiveOut
    sensitivity: list[tuple[Decimal, Decimal | None, Decimal | None]]
    contests: dict[str, list[tuple[str, str]]]
    rules: list[str]
    provisional: bool

    @classmethod
    def of(cls, page: SheetPage) -> SheetPageOut:
        """Read it from the room's page."""
        made = page.opinion
        bases = [
            BasisOut(
                key=one.key, title=TextOut.of(one.title), range=RangeOut.of(one.range), taken=one.taken,
                citation=TextOut.maybe(one.citation), steps=[TextOut.of(step) for step in one.steps],
                refusal=TextOut.maybe(one.refusal),
            )
            for one in made.rows
        ]  # fmt: skip
        two = made.punitive
        punitive = PunitiveOut(
            allowed=two.allowed, reason=TextOut.maybe(two.reason), base=two.base, multiple=two.multiple,
            total=two.total, cap=two.cap, with_costs=two.with_costs, steps=[TextOut.of(step) for step in two.steps],
        )  # fmt: skip
        return cls(
            sheet=SheetOut.of(page.card), bases=bases, award=made.award, costs=made.costs, total=made.total,
            lines=[SheetLineOut.model_validate(one, from_attributes=True) for one in page.lines], punitive=punitive,
            sensitivity=list(made.sensitivity), contests=page.contests, rules=list(made.rules),
            provisional=made.provisional,
        )  # fmt: skip


class SheetActIn(Closed):
    """An act on a sheet (line, strike, choose, factor, contest, uncontest, share, keep, purpose, filed), its words."""

    act: Word
    words: dict[str, Any] = Field(default_factory=dict, max_length=40)


@router.get("/damages-sheets", response=answers(list[SheetOut]), operation_id="list_damages_sheets")
def sheets(request: HttpRequest, case: Word = "") -> list[SheetOut]:
    """Return the sheets the caller may see: one's own, and those shared in one's cases."""
    return [SheetOut.of(one) for one in selectors.sheets(actor_of(request), case=case)]


@router.post(
    "/damages-sheets",
    response=answers(SheetPageOut, status=201),
    operation_id="open_damages_sheet",
    openapi_extra=REPEATABLE,
)
def open_sheet(request: HttpRequest, payload: SheetIn) -> Status[SheetPageOut]:
    """Begin a sheet of one's own."""
    actor = actor_of(request)

    def effect() -> SheetPageOut:
        row = services.open_sheet(actor=actor, words=payload.model_dump())
        return SheetPageOut.of(selectors.sheet_page(actor, str(row.public_id)))

    return once(request, payload, SheetPageOut, effect, status=201)


@router.get("/damages-sheets/{uuid:key}", response=answers(SheetPageOut), operation_id="read_damages_sheet")
def read_sheet(request: HttpRequest, key: UUID) -> SheetPageOut:
    """Return a sheet with its computation."""
    return SheetPageOut.of(selectors.sheet_page(actor_of(request), str(key)))


@router.post(
    "/damages-sheets/{uuid:key}/acts",
    response=answers(SheetPageOut),
    operation_id="act_on_damages_sheet",
    openapi_extra=REPEATABLE,
)
def act(request: HttpRequest, key: UUID, payload: SheetActIn) -> Status[SheetPageOut]:
    """Add or strike a line, choose basis and multiple, tick a circumstance, contest, share, keep, record its end."""
    actor = actor_of(request)

    def effect() -> SheetPageOut:
        acts.do(actor=actor, sheet=str(key), act=payload.act, words=payload.words)
        return SheetPageOut.of(selectors.sheet_page(actor, str(key)))

    return once(request, payload, SheetPageOut, effect)


@router.get(
    "/damages-sheets/{uuid:key}/papers/{what}",
    response=answers(None),
    operation_id="damages_paper",
    openapi_extra=file_answer(BYTES),
)
def paper(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Return a paper of the sheet as PDF, or `package` (those of its purpose) as zip."""
    made = papers.make(actor_of(request), str(key), what)
    kind = "application/zip" if what == "package" else "application/pdf"
    return HttpResponse(made, content_type=kind, headers=headers(f"{what}.{'zip' if what == 'package' else 'pdf'}"))
