"""Changing the local rules of assignment: drafted, tried on real filings, agreed to by another; appended only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.db import transaction
from django.db.models import Max

from zhidun.access import audit
from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.access.policies import need, reason_given
from zhidun.cases import selectors as cases
from zhidun.intake.answers import read
from zhidun.intake.competence import CITY_BUREAU, competent_office
from zhidun.intake.models import FilingCase, RoutingDecision, RoutingTrial, RoutingVersion
from zhidun.intake.routing_table import (
    MOST_RULES,
    LocalRule,
    LocalTable,
    RuleUnfit,
    check,
    in_force,
    read_rules,
    written,
)
from zhidun.intake.types import FilingKind
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from zhidun.kernel.text import Text, t

EDIT, APPROVE = "system:routing:edit", "intake:routing:approve"
DAYS, MOST_DAYS = 31, 366
MOST_TRIED = 5_000


class RoutingNotFound(NotFound):
    """No such version of the local rules."""

    code = "intake.routing_not_found"
    default_reason = t("没有这个版本的分派规则。", "There is no such version of the rules of assignment.")


class OwnRouting(Forbidden):
    """Who drafted the rules does not agree to them."""

    code = "intake.routing_four_eyes"
    default_reason = t("起草人不能复核自己的分派规则。", "Who drafted the rules cannot agree to them.")
    default_remedy = t("请由另一名有复核权限的同事办理。", "Ask a colleague who may agree to them.")


class RoutingUntried(Conflict):
    """The version was not tried against the rules now in force."""

    code = "intake.routing_untried"
    default_reason = t("这个版本还没有按现行规则模拟。", "This version was not tried against the rules now in force.")
    default_remedy = t("请先用上月来件模拟,再复核。", "Try it on last month's filings first, then decide.")


class RoutingDecided(Conflict):
    """The version has its decision already."""

    code = "intake.routing_decided"
    default_reason = t("这个版本已经有复核结论。", "This version was decided already.")
    default_remedy = t("要再改动,请起草新版本。", "Draft a new version for a further change.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A matter that would go elsewhere; `number` is "" for readers who may not see the case."""

    number: str
    kind: str
    field: str
    received_on: date
    from_office: Text
    to_office: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialCard:
    """What a simulation found; `flows` counts the moves by from and to."""

    from_on: date
    to_on: date
    against: int
    examined: int
    unreadable: int
    left_out: int
    moved: tuple[Move, ...]
    flows: tuple[tuple[Text, Text, int], ...]
    at: datetime
    by: Text
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCard:
    """A version with its rules, its newest simulation and its decision.

    Attributes:
        state: draft, simulated, live, replaced or refused.
    """

    number: int
    state: str
    note: str
    rules: tuple[LocalRule, ...]
    made_by: Text
    made_at: datetime
    trial: TrialCard | None
    decided_by: Text | None
    decided_at: datetime | None
    decision: str
    may_try: bool
    may_decide: bool


def may_see(actor: Actor) -> bool:
    """Whether the actor drafts or agrees to rules of assignment."""
    return actor.can(EDIT) or actor.can(APPROVE)


def _readable(actor: Actor) -> None:
    if not may_see(actor):
        need(actor, EDIT)


def _may_agree(actor: Actor) -> bool:
    """Whether the actor's word counts for the whole city: a post at the city bureau carries it."""
    bureau = access.offices(kind=CITY_BUREAU).first()
    return bureau is not None and actor.can(APPROVE, bureau.pk)


@transaction.atomic
def draft_routing(*, actor: Actor, rules: Sequence[LocalRule], note: str) -> int:
    """Write a new version of the local rules and return its number; nothing changes until it is agreed to.

    Raises:
        Forbidden: no `system:routing:edit`.
        RuleUnfit: a rule that cannot be used, or too many.
        Invalid: no note on why.
    """
    need(actor, EDIT)
    said = reason_given(note, field="note")
    if len(rules) > MOST_RULES:
        raise RuleUnfit(t(f"规则不能超过 {MOST_RULES} 条。", f"No more than {MOST_RULES} rules."), field="rules")
    checked = [check(rule) for rule in rules]
    _lock()
    number = (RoutingVersion.objects.aggregate(most=Max("number"))["most"] or 0) + 1
    RoutingVersion.objects.create(
        number=number, rules=written(checked), note=said, made_by_id=cast("int", actor.account_id)
    )
    _record(actor, "routing.drafted", number, {"rules": len(checked), "note": said})
    return number


def _lock() -> None:
    """Let one person at a time number, try and decide versions."""
    list(RoutingVersion.objects.select_for_update().order_by("number").values_list("pk", flat=True))


def _record(actor: Actor, action: str, number: int, facts: dict[str, object]) -> None:
    audit.record(actor=actor, action=action, object_kind="routing", object_key=str(number), facts=facts)


def _version(number: int) -> RoutingVersion:
    found = RoutingVersion.objects.select_related("made_by").filter(number=number).first()
    if found is None:
        raise RoutingNotFound
    return found


@transaction.atomic
def simulate_routing(*, actor: Actor, number: int, days: int = DAYS) -> None:
    """Route the filings of the last `days` days once under the rules in force and once under the version.

    Only what would go elsewhere is kept, by case number; no case and no filing is touched.

    Raises:
        Forbidden, RoutingNotFound, RoutingDecided.
        Invalid: days below 1 or above 366.
    """
    _readable(actor)
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(t(f"天数须在 1 到 {MOST_DAYS} 之间。", f"Days must lie between 1 and {MOST_DAYS}."), field="days")
    version = _version(number)
    if RoutingDecision.objects.filter(version=version).exists():
        raise RoutingDecided
    until = time.now()
    links = FilingCase.objects.filter(
        filing__submitted_at__gt=until - timedelta(days=days), filing__submitted_at__lte=until
    )
    whole = links.count()
    now, then = in_force(), LocalTable(number, read_rules(version.rules))
    moved, unreadable, examined = [], 0, 0
    for link in links.select_related("filing", "case").order_by("-filing__submitted_at")[:MOST_TRIED]:
        examined += 1
        answers, faults = read(link.filing.answers)
        if faults:
            unreadable += 1
            continue
        kind = cast("FilingKind", link.kind)
        before, after = competent_office(answers, kind, local=now), competent_office(answers, kind, local=then)
        if before.code != after.code:
            moved.append({
                "case": link.case.number, "kind": kind, "field": answers.right_kind,
                "on": time.local_date(link.filing.submitted_at).isoformat(),
                "from": before.name.as_dict(), "to": after.name.as_dict(),
            })  # fmt: skip
    RoutingTrial.objects.create(
        version=version, against=now.version, from_on=time.local_date(until - timedelta(days=days)),
        to_on=time.local_date(until), examined=examined, unreadable=unreadable, left_out=whole - examined, moved=moved,
        made_by_id=cast("int", actor.account_id),
    )  # fmt: skip
    _record(actor, "routing.simulated", number, {"days": days, "examined": examined, "moved": len(moved)})


@transaction.atomic
def decide_routing(*, actor: Actor, number: int, agree: bool, reason: str) -> None:
    """Agree to a version (it is in force at once, for new filings) or refuse it. Cases already opened stay.

    Raises:
        Forbidden: the actor's post is not at the city bureau or carries no `intake:routing:approve`.
        OwnRouting: the actor drafted it.
        RoutingUntried: no simulation against the rules in force.
        RoutingNotFound, RoutingDecided, Invalid.
    """
    need(actor, APPROVE)
    version = _version(number)
    if not _may_agree(actor):
        raise Forbidden(
            t("分派规则由市级机关复核。", "Rules of assignment are agreed to at the city bureau."),
            t("请提交市级机关有复核权限的同事。", "Pass it to a colleague at the city bureau."),
        )
    if version.made_by_id == actor.account_id:
        raise OwnRouting
    said = reason_given(reason)
    _lock()
    if RoutingDecision.objects.filter(version=version).exists():
        raise RoutingDecided
    trial = RoutingTrial.objects.filter(version=version, against=in_force().version).order_by("-id").first()
    if agree and trial is None:
        raise RoutingUntried
    RoutingDecision.objects.create(
        version=version, trial=trial, agreed=agree, reason=said, made_by_id=version.made_by_id,
        by_id=cast("int", actor.account_id),
    )  # fmt: skip
    _record(actor, "routing.agreed" if agree else "routing.refused", number, {"reason": said})


def routing_versions(actor: Actor) -> list[VersionCard]:
    """Return every version, newest first. Raises Forbidden."""
    _readable(actor)
    rows = RoutingVersion.objects.select_related("made_by", "decision__by").order_by("-number")
    live = in_force().version
    return [_card(actor, row, live) for row in rows]


def routing_version(actor: Actor, number: int) -> VersionCard:
    """Return one version. Raises Forbidden, RoutingNotFound."""
    _readable(actor)
    return _card(actor, _version(number), in_force().version, whole=True)


def routings_waiting(actor: Actor) -> list[VersionCard]:
    """Return the versions that were tried and wait for the actor's word."""
    if not _may_agree(actor):
        return []
    return [card for card in routing_versions(actor) if card.may_decide and card.state == "simulated"]


def _card(actor: Actor, row: RoutingVersion, live: int, *, whole: bool = False) -> VersionCard:
    decision = RoutingDecision.objects.filter(version=row).select_related("by").first()
    trial = RoutingTrial.objects.filter(version=row).select_related("made_by").order_by("-id").first()
    fresh = trial is not None and trial.against == live
    state = "simulated" if fresh else "draft"
    if decision is not None:
        state = "refused" if not decision.agreed else "live" if row.number == live else "replaced"
    open_still = decision is None
    return VersionCard(
        number=row.number,
        state=state,
        note=row.note,
        rules=read_rules(row.rules),
        made_by=row.made_by.name,
        made_at=row.made_at,
        trial=_trial(actor, trial, fresh=fresh, whole=whole) if trial else None,
        decided_by=decision.by.name if decision else None,
        decided_at=decision.at if decision else None,
        decision=decision.reason if decision else "",
        may_try=open_still,
        may_decide=open_still and row.made_by_id != actor.account_id and _may_agree(actor),
    )


def _trial(actor: Actor, row: RoutingTrial, *, fresh: bool, whole: bool) -> TrialCard:
    numbers = [str(one["case"]) for one in row.moved] if whole else []
    seen = (
        set(cases.visible_to(actor).filter(number__in=numbers).values_list("number", flat=True)) if numbers else set()
    )
    moved = tuple(
        Move(
            number=str(one["case"]) if one["case"] in seen else "",
            kind=str(one["kind"]),
            field=str(one["field"]),
            received_on=date.fromisoformat(one["on"]),
            from_office=Text.of(one["from"]),
            to_office=Text.of(one["to"]),
        )
        for one in row.moved
    )
    flows = Counter((one.from_office, one.to_office) for one in moved)
    return TrialCard(
        from_on=row.from_on,
        to_on=row.to_on,
        against=row.against,
        examined=row.examined,
        unreadable=row.unreadable,
        left_out=row.left_out,
        moved=moved,
        flows=tuple((start, end, count) for (start, end), count in flows.most_common()),
        at=row.at,
        by=row.made_by.name,
        fresh=fresh,
    )
