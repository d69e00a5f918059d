"""Shapes of the enforcement API: procedures within a case, inventory, meter, silence, urgent lane, campaigns."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from zhidun.api.schemas import Closed, TextOut


class ProcedureWithinIn(Closed):
    """A procedure to be opened within a case; `facts`: its opening form. `items`: evidence of the case's file."""

    procedure: str = Field(max_length=80)
    kind: str = Field("", max_length=60)
    facts: dict[str, Any] = Field(default_factory=dict)
    items: list[str] = Field(default_factory=list, max_length=50)


class ProcedureWithinOut(Schema):
    """A procedure that runs, or ran, within a case."""

    number: str
    procedure: str
    title: TextOut
    state: str
    state_title: TextOut
    closed_at: datetime | None
    outcome: str


class OfferOut(Schema):
    """A procedure that may be opened now and the fields its opening asks for."""

    procedure: str
    title: TextOut
    fields: list[str]
    kinds: list[str]


class WithinOut(Schema):
    """What runs within a case and what may be opened."""

    attached: list[ProcedureWithinOut]
    offers: list[OfferOut]


class InventoryLineIn(Closed):
    """One article; `unit_value` yuan for one, null where not known."""

    article: str = Field(max_length=200)
    specification: str = Field("", max_length=200)
    quantity: Decimal
    unit: str = Field(max_length=20)
    unit_value: Decimal | None = None
    storage_place: str = Field(max_length=200)
    seal_number: str = Field("", max_length=60)


class InventoryIn(Closed):
    """Articles to be entered together."""

    lines: list[InventoryLineIn] = Field(min_length=1, max_length=500)


class InventoryLineOut(Schema):
    """One article as it stands in the inventory."""

    line: UUID
    article: str
    specification: str
    quantity: Decimal
    unit: str
    unit_value: Decimal | None
    value: Decimal | None
    storage_place: str
    seal_number: str


class InventoryOut(Schema):
    """The inventory of a measure with its total in yuan; null where no value is known."""

    lines: list[InventoryLineOut]
    total: Decimal | None


class CrimeThresholdOut(Schema):
    """One threshold of a crime."""

    title: TextOut
    limit: str
    value: str | None
    reached: bool
    missing: str | None


class ReadingOut(Schema):
    """One crime held against the facts of the case."""

    crime: str
    citation: TextOut
    met: bool
    aggravated: bool
    thresholds: list[CrimeThresholdOut]
    steps: list[TextOut]


class MeterOut(Schema):
    """How far a case is from a crime, and which evidence is missing."""

    met: bool
    prior_penalty: date | None
    held_value: Decimal | None
    readings: list[ReadingOut]
    missing_evidence: list[TextOut]


class SheetElementOut(Schema):
    """An element of a factor sheet; `value` empty: the file does not say it. `by_parties`: said on the sheet."""

    group: TextOut
    key: str
    title: TextOut
    value: TextOut
    by_parties: bool


class FactorSheetOut(Schema):
    """A factor sheet filled in from a case; `missing`: elements the file should say."""

    sheet: str
    title: TextOut
    elements: list[SheetElementOut]
    missing: list[str]


class OwedOut(Schema):
    """An answer one authority owes another."""

    case: str
    owes: str
    owes_office: TextOut
    act: TextOut
    citation: TextOut
    due_at: datetime
    days_late: int
    answered: bool


class HandInIn(Closed):
    """A matter handed in by another authority."""

    procedure: str = Field("reverse-transfer", max_length=80)
    office: str = Field(max_length=60)
    title: str = Field(max_length=120)
    facts: dict[str, Any] = Field(default_factory=dict)


class NumberOut(Schema):
    """The number of a case that was opened."""

    number: str


class UrgentIn(Closed):
    """Why a case is urgent: food, drug, health or live_event (then with its end)."""

    ground: str = Field(max_length=20)
    note: str = Field("", max_length=300)
    event_ends_at: datetime | None = None


class UrgentDoneIn(Closed):
    """What was done."""

    note: str = Field(max_length=2000)


class UrgentOut(Schema):
    """A case in the urgent lane; `taken_by` is the username of the officer who took it, "" while nobody did."""

    case: str
    ground: str
    note: str
    event_ends_at: datetime | None
    called_at: datetime
    take_by: datetime
    act_by: datetime
    taken_at: datetime | None
    taken_by: str
    done_at: datetime | None
    done_note: str


class UnitIn(Closed):
    """A unit of a campaign with its targets."""

    office: str = Field(max_length=60)
    target_cases: int = Field(0, ge=0, le=999_999)
    target_inspections: int = Field(0, ge=0, le=999_999)


class CampaignIn(Closed):
    """A campaign to be planned."""

    title_zh: str = Field(max_length=120)
    title_en: str = Field(max_length=160)
    scope_zh: str = Field(max_length=4000)
    scope_en: str = Field(max_length=4000)
    office: str = Field(max_length=60)
    starts_on: date
    ends_on: date
    kinds: list[str] = Field(default_factory=list, max_length=30)
    links: str = Field("", max_length=200)
    groups: str = Field("", max_length=200)
    units: list[UnitIn] = Field(min_length=1, max_length=60)


class CampaignCaseIn(Closed):
    """A case to be counted."""

    number: str = Field(max_length=60)


class CampaignDropIn(Closed):
    """A case that was counted by mistake, and why it is counted no longer."""

    number: str = Field(max_length=60)
    reason: str = Field(max_length=2000)


class CampaignInspectionsIn(Closed):
    """How many inspections a unit has made so far."""

    office: str = Field(max_length=60)
    inspections: int


class CampaignStateIn(Closed):
    """Where the campaign stands; `summary` when it is closed."""

    state: str = Field(max_length=20)
    published: bool = False
    summary: str = Field("", max_length=2000)


class ResultOut(Schema):
    """Live results of a unit, or of all."""

    office: TextOut
    target_cases: int
    target_inspections: int
    inspections: int
    cases: int
    closed: int
    penalised: int
    fines: Decimal
    sent_to_police: int
    seized_value: Decimal


class CampaignOut(Schema):
    """A campaign; `results` only when one is read."""

    campaign: UUID
    title: TextOut
    scope: TextOut
    office: str
    starts_on: date
    ends_on: date
    state: str
    published: bool
    total: ResultOut | None = None
    results: list[ResultOut] = Field(default_factory=list)


class DecisionOut(Schema):
    """A decision on the public list."""

    party: str
    matter: TextOut
    paper: str
    decision: str
    office: TextOut
    published_on: date
    until: date | None
    demo: bool
