"""Procedures within a case, inventory, crime meter, silence, urgent lane, campaigns, public decisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from zhidun.api.auth import actor_of, everybody
from zhidun.api.enforcement_shapes import (
    CampaignCaseIn,
    CampaignDropIn,
    CampaignIn,
    CampaignInspectionsIn,
    CampaignOut,
    CampaignStateIn,
    CrimeThresholdOut,
    DecisionOut,
    FactorSheetOut,
    HandInIn,
    InventoryIn,
    InventoryLineOut,
    InventoryOut,
    MeterOut,
    NumberOut,
    OfferOut,
    OwedOut,
    ProcedureWithinIn,
    ProcedureWithinOut,
    ReadingOut,
    ResultOut,
    SheetElementOut,
    UrgentDoneIn,
    UrgentIn,
    UrgentOut,
    WithinOut,
)
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import TextOut
from zhidun.cases import selectors as cases
from zhidun.enforcement import factor_sheets, meter, selectors, services
from zhidun.kernel.errors import NotFound
from zhidun.kernel.text import Text

router = Router()


@router.get("/cases/{number}/procedures", response=answers(WithinOut), operation_id="list_procedures_within")
def list_procedures_within(request: HttpRequest, number: str) -> WithinOut:
    """List the procedures within a case and those that may be opened now."""
    actor = actor_of(request)
    case = cases.find(actor, number)
    found = cases.case_cards(cases.attached_to(case).order_by("id"), actor)
    return WithinOut(
        attached=[
            ProcedureWithinOut(
                number=one.number,
                procedure=one.procedure,
                title=_text(one.procedure_title),
                state=one.state,
                state_title=_text(one.state_title),
                closed_at=one.closed_at,
                outcome=one.outcome,
            )
            for one in found
        ],
        offers=[
            OfferOut(
                procedure=one.procedure,
                title=_text(one.title),
                fields=[item.key for item in one.fields],
                kinds=list(one.kinds),
            )
            for one in selectors.offers(actor, number)
        ],
    )


@router.post(
    "/cases/{number}/procedures",
    response=answers(NumberOut, status=201),
    openapi_extra=REPEATABLE,
    operation_id="open_procedure_within",
)
def open_procedure_within(request: HttpRequest, number: str, body: ProcedureWithinIn) -> Status[NumberOut]:
    """Open a procedure within a case; a transfer that runs is refused a second time."""
    actor = actor_of(request)

    def effect() -> NumberOut:
        made = services.open_attached(
            actor=actor,
            case_number=number,
            procedure=body.procedure,
            facts=body.facts,
            kind=body.kind,
            items=body.items,
        )
        return NumberOut(number=made.number)

    return once(request, body, NumberOut, effect, status=201)


@router.get("/cases/{number}/inventory", response=answers(InventoryOut), operation_id="read_inventory")
def read_inventory(request: HttpRequest, number: str) -> InventoryOut:
    """Return the inventory of a measure."""
    return _inventory(selectors.lines_of(actor_of(request), number))


@router.post(
    "/cases/{number}/inventory",
    response=answers(InventoryOut, status=201),
    openapi_extra=REPEATABLE,
    operation_id="add_inventory",
)
def add_inventory(request: HttpRequest, number: str, body: InventoryIn) -> Status[InventoryOut]:
    """Enter articles into the inventory of a measure."""
    actor = actor_of(request)
    lines = [
        services.LineIn(
            article=one.article,
            specification=one.specification,
            quantity=str(one.quantity),
            unit=one.unit,
            unit_value="" if one.unit_value is None else str(one.unit_value),
            storage_place=one.storage_place,
            seal_number=one.seal_number,
        )
        for one in body.lines
    ]

    def effect() -> InventoryOut:
        services.add_lines(actor=actor, case_number=number, lines=lines)
        return _inventory(selectors.lines_of(actor, number))

    return once(request, body, InventoryOut, effect, status=201)


@router.get("/cases/{number}/crime-meter", response=answers(MeterOut), operation_id="read_crime_meter")
def read_crime_meter(request: HttpRequest, number: str) -> MeterOut:
    """Hold the facts of a case against the thresholds of the crime; for the office in charge."""
    actor = actor_of(request)
    if not cases.in_charge(actor, cases.find(actor, number)):
        raise NotFound
    found = meter.of_case(actor, number)
    if found is None:
        return MeterOut(met=False, prior_penalty=None, held_value=None, readings=[], missing_evidence=[])
    return MeterOut(
        met=found.met,
        prior_penalty=found.prior_penalty,
        held_value=found.held,
        readings=[_reading(one) for one in found.readings],
        missing_evidence=[_text(one.title) for one in found.missing],
    )


@router.get("/cases/{number}/factors/{sheet}", response=answers(FactorSheetOut), operation_id="read_factor_sheet")
def read_factor_sheet(request: HttpRequest, number: str, sheet: str) -> FactorSheetOut:
    """Return a factor sheet (`administrative` or `court`) filled in from the case; for the office in charge."""
    found = factor_sheets.sheet(actor_of(request), number, sheet)
    return FactorSheetOut(
        sheet=found.key,
        title=_text(found.title),
        elements=[
            SheetElementOut(
                group=_text(title), key=one.key, title=_text(one.title), value=_text(one.value), by_parties=one.ask
            )
            for title, elements in found.groups
            for one in elements
        ],
        missing=[one.key for one in found.missing],
    )


@router.get("/silence", response=answers(list[OwedOut]), operation_id="list_silence")
def list_silence(request: HttpRequest, late_only: bool = True) -> list[OwedOut]:  # noqa: FBT001, FBT002  a query flag
    """List the answers that authorities owe each other, the longest silence first."""
    return [
        OwedOut(
            case=one.case_number,
            owes=one.owes,
            owes_office=_text(one.owes_office),
            act=_text(one.act),
            citation=_text(one.citation),
            due_at=one.due_at,
            days_late=one.days_late,
            answered=one.answered,
        )
        for one in selectors.owed(actor_of(request), late_only=late_only)
    ]


@router.post("/hand-ins", response=answers(NumberOut, status=201), openapi_extra=REPEATABLE, operation_id="hand_in")
def hand_in(request: HttpRequest, body: HandInIn) -> Status[NumberOut]:
    """Hand a matter to one of the city's offices: a reverse transfer by police, procuratorate or court."""
    actor = actor_of(request)

    def effect() -> NumberOut:
        made = services.hand_in(
            actor=actor, procedure=body.procedure, office=body.office, title=body.title, facts=body.facts
        )
        return NumberOut(number=made.number)

    return once(request, body, NumberOut, effect, status=201)


@router.get("/urgent", response=answers(list[UrgentOut]), operation_id="list_urgent")
def list_urgent(request: HttpRequest) -> list[UrgentOut]:
    """List the urgent cases that are not done, the most pressing first."""
    return [_urgent(one) for one in selectors.waiting(actor_of(request))]


@router.post("/cases/{number}/urgent", response=answers(UrgentOut), operation_id="call_urgent")
def call_urgent(request: HttpRequest, number: str, body: UrgentIn) -> UrgentOut:
    """Put a case in the urgent lane."""
    return _urgent(
        services.call(
            actor=actor_of(request),
            case_number=number,
            ground=body.ground,
            note=body.note,
            event_ends_at=body.event_ends_at,
        )
    )


@router.post("/cases/{number}/urgent/take", response=answers(UrgentOut), operation_id="take_urgent")
def take_urgent(request: HttpRequest, number: str) -> UrgentOut:
    """Take an urgent case; the first to take it has it."""
    return _urgent(services.take(actor=actor_of(request), case_number=number))


@router.post("/cases/{number}/urgent/done", response=answers(UrgentOut), operation_id="finish_urgent")
def finish_urgent(request: HttpRequest, number: str, body: UrgentDoneIn) -> UrgentOut:
    """Say what was done; the case itself goes on."""
    return _urgent(services.finish(actor=actor_of(request), case_number=number, note=body.note))


@router.get("/campaigns", auth=everybody, response=answers(list[CampaignOut]), operation_id="list_campaigns")
def list_campaigns(request: HttpRequest) -> list[CampaignOut]:
    """List the campaigns: those that are public, for staff also those of their offices."""
    return [_campaign(row) for row in selectors.campaigns(actor_of(request))[:200]]


@router.get("/campaigns/{campaign}", auth=everybody, response=answers(CampaignOut), operation_id="read_campaign")
def read_campaign(request: HttpRequest, campaign: UUID) -> CampaignOut:
    """Return a campaign with its live results."""
    found = selectors.results(actor_of(request), str(campaign))
    out = _campaign(found.campaign)
    out.total, out.results = _result(found.total), [_result(one) for one in found.units]
    return out


@router.post(
    "/campaigns", response=answers(CampaignOut, status=201), openapi_extra=REPEATABLE, operation_id="plan_campaign"
)
def plan_campaign(request: HttpRequest, body: CampaignIn) -> Status[CampaignOut]:
    """Plan a campaign."""
    actor = actor_of(request)
    given = services.Plan(
        title=Text(body.title_zh, body.title_en),
        scope=Text(body.scope_zh, body.scope_en),
        office=body.office,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        kinds=tuple(body.kinds),
        links=body.links,
        groups=body.groups,
        targets={one.office: (one.target_cases, one.target_inspections) for one in body.units},
    )
    return once(request, body, CampaignOut, lambda: _campaign(services.plan(actor=actor, given=given)), status=201)


@router.post("/campaigns/{campaign}/cases", response=answers(None, status=204), operation_id="add_campaign_case")
def add_campaign_case(request: HttpRequest, campaign: UUID, body: CampaignCaseIn) -> Status[None]:
    """Count a case in a campaign."""
    services.add_case(actor=actor_of(request), campaign=str(campaign), case_number=body.number)
    return Status(204, None)


@router.post("/campaigns/{campaign}/cases/drop", response=answers(None, status=204), operation_id="drop_campaign_case")
def drop_campaign_case(request: HttpRequest, campaign: UUID, body: CampaignDropIn) -> Status[None]:
    """Count a case no longer that was counted by mistake; who and why stays in the audit trail."""
    services.drop_case(actor=actor_of(request), campaign=str(campaign), case_number=body.number, reason=body.reason)
    return Status(204, None)


@router.post(
    "/campaigns/{campaign}/inspections", response=answers(CampaignOut), operation_id="report_campaign_inspections"
)
def report_campaign_inspections(request: HttpRequest, campaign: UUID, body: CampaignInspectionsIn) -> CampaignOut:
    """Enter how many inspections a unit has made so far; the results follow."""
    actor = actor_of(request)
    services.report_inspections(actor=actor, campaign=str(campaign), office=body.office, inspections=body.inspections)
    return read_campaign(request, campaign)


@router.post("/campaigns/{campaign}/state", response=answers(CampaignOut), operation_id="set_campaign_state")
def set_campaign_state(request: HttpRequest, campaign: UUID, body: CampaignStateIn) -> CampaignOut:
    """Start, publish or close a campaign."""
    return _campaign(
        services.set_state(
            actor=actor_of(request),
            campaign=str(campaign),
            state=body.state,
            published=body.published,
            summary=body.summary,
        )
    )


@router.get("/decisions", auth=everybody, response=answers(list[DecisionOut]), operation_id="list_decisions")
def list_decisions(request: HttpRequest, text: str = "", offset: int = 0) -> list[DecisionOut]:
    """List the decisions that are public today, newest first, fifty at a time."""
    del request
    start = max(0, min(offset, 10**6))
    return [
        DecisionOut(
            party=one.party,
            matter=TextOut(zh=one.matter_zh, en=one.matter_en),
            paper=one.paper.number if one.paper else "",
            decision=one.decision,
            office=_text(one.case.office.name),
            published_on=one.published_on,
            until=one.until,
            demo=one.case.demo,
        )
        for one in selectors.listed(text=text[:100])[start : start + 50]
    ]


def _text(words: Text) -> TextOut:
    return TextOut.of(words)


def _inventory(lines: Sequence[Any]) -> InventoryOut:
    return InventoryOut(
        lines=[
            InventoryLineOut(
                line=one.public_id,
                article=one.article,
                specification=one.specification,
                quantity=one.quantity,
                unit=one.unit,
                unit_value=one.unit_value,
                value=one.value,
                storage_place=one.storage_place,
                seal_number=one.seal_number,
            )
            for one in lines
        ],
        total=selectors.total(lines),
    )


def _reading(one: meter.Reading) -> ReadingOut:
    return ReadingOut(
        crime=one.crime,
        citation=_text(one.citation),
        met=one.met,
        aggravated=one.aggravated,
        thresholds=[
            CrimeThresholdOut(
                title=_text(row.title), limit=row.limit, value=row.value, reached=row.reached, missing=row.missing
            )
            for row in one.rows
        ],
        steps=[_text(line) for line in one.steps],
    )


def _urgent(row: Any) -> UrgentOut:  # noqa: ANN401  a row of the room; doors do not name its models
    return UrgentOut(
        case=row.case.number,
        ground=row.ground,
        note=row.note,
        event_ends_at=row.event_ends_at,
        called_at=row.called_at,
        take_by=row.take_by,
        act_by=row.act_by,
        taken_at=row.taken_at,
        taken_by=row.taken_by.username if row.taken_by else "",
        done_at=row.done_at,
        done_note=row.done_note,
    )


def _campaign(row: Any) -> CampaignOut:  # noqa: ANN401  a row of the room; doors do not name its models
    return CampaignOut(
        campaign=row.public_id,
        title=TextOut(zh=row.title_zh, en=row.title_en),
        scope=TextOut(zh=row.scope_zh, en=row.scope_en),
        office=row.office.code,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=row.state,
        published=row.published,
    )


def _result(line: selectors.Line) -> ResultOut:
    return ResultOut(
        office=_text(line.office),
        target_cases=line.target_cases,
        target_inspections=line.target_inspections,
        inspections=line.inspections,
        cases=line.cases,
        closed=line.closed,
        penalised=line.penalised,
        fines=line.fines,
        sent_to_police=line.sent_to_police,
        seized_value=line.seized_value,
    )
