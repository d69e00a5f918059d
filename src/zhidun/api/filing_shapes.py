"""Shapes of the one-stop window: answers, proposal, receipt, wizard."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from zhidun.api.schemas import Closed, Day, Moment, PersonIn, TextOut, Word
from zhidun.intake.types import Channel, Classification, OfficeChoice, Part, Receipt, Route


class AnswersIn(Closed):
    """The facts as stated; unknown fields are refused, faults are told all at once."""

    intent: str = ""
    relation: str = ""
    act: str = ""
    own_use: bool = False
    anonymous: bool = False
    right_kind: str = ""
    right_number: str = ""
    right_name: str = ""
    right_id: str = ""
    facts: str = ""
    request: str = ""
    happened_on: Day | None = None
    discovered_on: Day | None = None
    district: str = ""
    city: str = ""
    place: str = ""
    online: bool = False
    platform: str = ""
    links: list[str] = Field(default_factory=list, max_length=50)
    goods: str = ""
    goods_kind: str = ""
    amount: str = ""
    from_city: str = ""
    secret_commitment: str = ""
    protected_by: str = ""
    known_to: str = ""
    language: str = Field("zh", pattern="^(zh|en)$")
    filer: PersonIn = PersonIn(kind="")
    agent: PersonIn = PersonIn(kind="")
    respondent: PersonIn = PersonIn(kind="")

    def stated(self) -> dict[str, object]:
        """Return the answers in the form of the window: people as `filer_name`, `respondent_uscc` and so on."""
        flat: dict[str, object] = {}
        for key, value in self.model_dump(mode="json").items():
            if isinstance(value, dict):
                flat.update({f"{key}_{name}": part for name, part in value.items() if part})
            elif value not in ("", None, []):
                flat[key] = value
        return flat


class ProposedOfficeOut(Closed):
    """The proposed office and why."""

    code: str
    name: TextOut
    ours: bool
    reasons: list[TextOut]
    cross_region: bool
    action: str

    @classmethod
    def of(cls, choice: OfficeChoice) -> ProposedOfficeOut:
        """Read it from the room's value."""
        return cls(
            code=choice.code,
            name=TextOut.of(choice.name),
            ours=choice.ours,
            reasons=[TextOut.of(reason) for reason in choice.reasons],
            cross_region=choice.cross_region,
            action=choice.action,
        )


class PartOut(Closed):
    """One case the filing is to become."""

    kind: str
    title: TextOut
    procedure: str
    field: str
    office: ProposedOfficeOut
    reasons: list[TextOut]
    law_on: date
    rules: list[str]
    parked: bool
    priority: bool
    sealed: bool

    @classmethod
    def of(cls, part: Part) -> PartOut:
        """Read it from the room's value."""
        return cls(
            kind=part.kind,
            title=TextOut.of(part.title),
            procedure=part.procedure,
            field=part.field,
            office=ProposedOfficeOut.of(part.office),
            reasons=[TextOut.of(reason) for reason in part.reasons],
            law_on=part.law_on,
            rules=list(part.rules),
            parked=part.parked,
            priority=part.priority,
            sealed=part.sealed,
        )


class ClassificationOut(Closed):
    """What the system proposes; a person decides at triage."""

    kind: str
    mixed: bool
    emergency: bool
    parts: list[PartOut]
    reasons: list[TextOut]
    warnings: list[TextOut]
    defences: list[TextOut]

    @classmethod
    def of(cls, found: Classification) -> ClassificationOut:
        """Read it from the room's value."""
        return cls(
            kind=found.kind,
            mixed=found.mixed,
            emergency=found.emergency,
            parts=[PartOut.of(part) for part in found.parts],
            reasons=[TextOut.of(text) for text in found.reasons],
            warnings=[TextOut.of(text) for text in found.warnings],
            defences=[TextOut.of(text) for text in found.defences],
        )


class FilingIn(Closed):
    """A filing: the answers, the evidence handed in before, and how it reached us.

    Staff file on behalf of somebody with `channel`, the office that received it and, for a letter, the moment.
    """

    answers: AnswersIn
    items: list[UUID] = Field(default_factory=list, max_length=200)
    channel: Channel = "online"
    at_office: Word = ""
    received_at: Moment | None = None


class ReceiptOut(Closed):
    """What the filer takes home; `secret` is shown once."""

    number: str
    numbers: list[str]
    secret: str
    filing: UUID
    acknowledged_at: datetime
    repeated: bool
    classification: ClassificationOut

    @classmethod
    def of(cls, receipt: Receipt) -> ReceiptOut:
        """Read it from the room's value."""
        return cls(
            number=receipt.number,
            numbers=list(receipt.numbers),
            secret=receipt.secret,
            filing=receipt.filing,
            acknowledged_at=receipt.acknowledged_at,
            repeated=receipt.repeated,
            classification=ClassificationOut.of(receipt.classification),
        )


class RouteOut(Closed):
    """One way: what can be done, how long, what it costs, who does it, what proof."""

    key: str
    title: TextOut
    what: TextOut
    how_long: TextOut
    cost: TextOut
    who: TextOut
    proof: list[TextOut]
    proof_keys: list[str]
    lacking: int
    recommended: bool
    past_closed: int | None
    past_days: int | None
    past_judged: int
    past_granted: int
    past_amount: Decimal | None
    begin: str

    @classmethod
    def of(cls, route: Route) -> RouteOut:
        """Read it from the room's value."""
        return cls(
            key=route.key,
            title=TextOut.of(route.title),
            what=TextOut.of(route.what),
            how_long=TextOut.of(route.how_long),
            cost=TextOut.of(route.cost),
            who=TextOut.of(route.who),
            proof=[TextOut.of(text) for text in route.proof],
            proof_keys=list(route.proof_keys),
            lacking=route.lacking,
            recommended=route.recommended,
            past_closed=route.past.closed if route.past else None,
            past_days=route.past.days if route.past else None,
            past_judged=route.past.judged if route.past else 0,
            past_granted=route.past.granted if route.past else 0,
            past_amount=route.past.amount if route.past else None,
            begin=route.next_url,
        )


class OptionOut(Closed):
    """One possible answer."""

    value: str
    label: TextOut


class QuestionOut(Closed):
    """A question of the wizard."""

    key: str
    label: TextOut
    options: list[OptionOut]


class WizardOut(Closed):
    """The next question, or the routes."""

    question: QuestionOut | None
    asked: int
    total: int
    routes: list[RouteOut]


class HintOut(Closed):
    """An earlier filing on the same matter; its number is for those who receive filings."""

    case: str
    same_facts: bool
    same_filer: bool
    filed_on: date


class FormQuestionOut(Closed):
    """A question of a filing form."""

    key: str
    step: str
    kind: str
    label: TextOut
    hint: TextOut | None
    required: bool
    options: list[OptionOut]
    show_when: str
