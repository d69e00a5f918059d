"""Local rules of assignment for machines: versions, drafts, simulations, the second person's word."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.api.auth import actor_of
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, RowKey, TextOut, Word
from zhidun.intake import selectors, services

if TYPE_CHECKING:
    from zhidun.intake.routing_changes import TrialCard, VersionCard

router = Router()
Words = Annotated[str, Field(max_length=2000)]
Many = Annotated[list[Word], Field(max_length=60)]


class LocalRuleIO(Closed):
    """One local rule; conditions left empty do not narrow, the rest must hold together."""

    kinds: Annotated[Many, Field(default_factory=list)]
    fields_of_right: Annotated[Many, Field(default_factory=list)]
    acts: Annotated[Many, Field(default_factory=list)]
    districts: Annotated[Many, Field(default_factory=list)]
    online: Literal["", "yes", "no"] = ""
    office: Word
    reason_zh: Annotated[str, Field(max_length=300)]
    reason_en: Annotated[str, Field(max_length=300)] = ""

    def rule(self) -> services.LocalRule:
        """Return it as the room takes it."""
        return services.LocalRule(
            kinds=tuple(self.kinds), fields=tuple(self.fields_of_right), acts=tuple(self.acts),
            districts=tuple(self.districts), online=self.online, office=self.office, reason_zh=self.reason_zh,
            reason_en=self.reason_en,
        )  # fmt: skip

    @classmethod
    def of(cls, rule: services.LocalRule) -> LocalRuleIO:
        """Read it from the room's value."""
        return cls(
            kinds=list(rule.kinds), fields_of_right=list(rule.fields), acts=list(rule.acts),
            districts=list(rule.districts), online=rule.online, office=rule.office,  # type: ignore[arg-type]  # checked when it was drafted
            reason_zh=rule.reason_zh, reason_en=rule.reason_en,
        )  # fmt: skip


class RoutingDraftIn(Closed):
    """All local rules of the new version, in their order, and why."""

    rules: Annotated[list[LocalRuleIO], Field(max_length=100)]
    note: Words


class DaysIn(Closed):
    """How many days of filings to route again."""

    days: Annotated[int, Field(ge=1, le=366)] = 31


class RoutingWordIn(Closed):
    """The second person's word."""

    agree: bool
    reason: Words


class MovedOut(Schema):
    """A matter that would go elsewhere; `number` is empty where the caller may not see the case."""

    number: str
    kind: str
    field: str
    received_on: date
    from_office: TextOut
    to_office: TextOut


class RoutingTrialOut(Schema):
    """A simulation; `against` is the version that was in force (0: the pack's table alone)."""

    from_on: date
    to_on: date
    against: int
    examined: int
    unreadable: int
    left_out: int
    fresh: bool
    moved: list[MovedOut]

    @classmethod
    def of(cls, card: TrialCard) -> RoutingTrialOut:
        """Read it from the room's value."""
        moved = [
            MovedOut(
                number=one.number, kind=one.kind, field=one.field, received_on=one.received_on,
                from_office=TextOut.of(one.from_office), to_office=TextOut.of(one.to_office),
            )
            for one in card.moved
        ]  # fmt: skip
        return cls(
            from_on=card.from_on, to_on=card.to_on, against=card.against, examined=card.examined,
            unreadable=card.unreadable, left_out=card.left_out, fresh=card.fresh, moved=moved,
        )  # fmt: skip


class RoutingOut(Schema):
    """A version: draft, simulated, live, replaced or refused."""

    number: int
    state: str
    note: str
    rules: list[LocalRuleIO]
    made_at: datetime
    decided_at: datetime | None
    decision: str
    trial: RoutingTrialOut | None

    @classmethod
    def of(cls, card: VersionCard) -> RoutingOut:
        """Read it from the room's value."""
        return cls(
            number=card.number, state=card.state, note=card.note, rules=[LocalRuleIO.of(one) for one in card.rules],
            made_at=card.made_at, decided_at=card.decided_at, decision=card.decision,
            trial=RoutingTrialOut.of(card.trial) if card.trial else None,
        )  # fmt: skip


class RoutingList(Schema):
    """Every version, newest first; the moved matters of a simulation are listed without case numbers here."""

    versions: list[RoutingOut]


@router.get("/routing", response=answers(RoutingList), operation_id="list_routing")
def list_routing(request: HttpRequest) -> RoutingList:
    """Return the versions of the local rules of assignment."""
    return RoutingList(versions=[RoutingOut.of(one) for one in selectors.routing_versions(actor_of(request))])


@router.post(
    "/routing", response=answers(RoutingOut, status=201), operation_id="draft_routing", openapi_extra=REPEATABLE
)
def draft_routing(request: HttpRequest, payload: RoutingDraftIn) -> Status[RoutingOut]:
    """Write a new version; nothing changes until it was tried and agreed to."""
    actor = actor_of(request)

    def effect() -> RoutingOut:
        rules = [one.rule() for one in payload.rules]
        number = services.draft_routing(actor=actor, rules=rules, note=payload.note)
        return RoutingOut.of(selectors.routing_version(actor, number))

    return once(request, payload, RoutingOut, effect, status=201)


@router.get("/routing/{number}", response=answers(RoutingOut), operation_id="read_routing")
def read_routing(request: HttpRequest, number: RowKey) -> RoutingOut:
    """Return one version with its newest simulation."""
    return RoutingOut.of(selectors.routing_version(actor_of(request), number))


@router.post(
    "/routing/{number}/simulation", response=answers(RoutingOut), operation_id="simulate_routing",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def simulate_routing(request: HttpRequest, number: RowKey, payload: DaysIn) -> Status[RoutingOut]:
    """Route the filings of the last days again under the version; no filing and no case is touched."""
    actor = actor_of(request)

    def effect() -> RoutingOut:
        services.simulate_routing(actor=actor, number=number, days=payload.days)
        return RoutingOut.of(selectors.routing_version(actor, number))

    return once(request, payload, RoutingOut, effect)


@router.post(
    "/routing/{number}/decision", response=answers(RoutingOut), operation_id="decide_routing", openapi_extra=REPEATABLE
)
def decide_routing(request: HttpRequest, number: RowKey, payload: RoutingWordIn) -> Status[RoutingOut]:
    """Agree (in force at once for new filings) or refuse; never the one who drafted it."""
    actor = actor_of(request)

    def effect() -> RoutingOut:
        services.decide_routing(actor=actor, number=number, agree=payload.agree, reason=payload.reason)
        return RoutingOut.of(selectors.routing_version(actor, number))

    return once(request, payload, RoutingOut, effect)
