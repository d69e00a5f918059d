"""Campaigns: planned by a lead office, fed with cases by the units, counted live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, NullIf

from zhidun.access import selectors as access
from zhidun.access import services as access_services
from zhidun.access.actors import Actor
from zhidun.access.policies import need, reason_given
from zhidun.cases import selectors as cases_read
from zhidun.cases.models import Case, CaseLink, LinkKind
from zhidun.enforcement.errors import BadDates, CampaignClosed, CampaignNotFound
from zhidun.enforcement.models import Campaign, CampaignCase, CampaignState, CampaignUnit, InventoryLine
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound, Refusal
from zhidun.kernel.text import Text, t

RUN = "enforcement:campaign:run"
FEED = "cases:case:write"
SENT = ("with-police", "not-filed", "reconsidering", "supervised", "investigating", "reverse", "returned", "concluded")
"""States of a transfer after it left the authority."""
MONEY: DecimalField[Decimal, Decimal] = DecimalField(max_digits=18, decimal_places=2)
FIRST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a campaign is to be. `targets`: (cases, inspections) by office code."""

    title: Text
    scope: Text
    office: str
    starts_on: date
    ends_on: date
    kinds: tuple[str, ...] = ()
    links: str = ""
    groups: str = ""
    targets: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The live results of one unit, or of all. Amounts in yuan."""

    office: Text
    target_cases: int
    target_inspections: int
    inspections: int
    cases: int
    closed: int
    penalised: int
    fines: Decimal
    sent_to_police: int
    seized_value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A campaign with its live results; `first` are the newest cases the reader may see."""

    campaign: Campaign
    total: Line
    units: tuple[Line, ...]
    first: tuple[Case, ...]
    open_now: bool


@transaction.atomic
def plan(*, actor: Actor, given: Plan) -> Campaign:
    """Plan a campaign.

    Raises:
        Forbidden, OfficeUnknown, BadDates, Invalid.
    """
    office = access.office(given.office)
    need(actor, RUN, office.pk)
    if wrong := faults(given):
        raise Invalid(errors=wrong, field=next(iter(wrong))) if len(wrong) > 1 else next(iter(wrong.values()))
    row = Campaign.objects.create(
        title_zh=given.title.zh.strip()[:120],
        title_en=given.title.en.strip()[:160],
        scope_zh=given.scope.zh.strip(),
        scope_en=given.scope.en.strip(),
        kinds=list(given.kinds),
        links=given.links.strip()[:200],
        groups=given.groups.strip()[:200],
        office=office,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        made_by=actor.key,
    )
    for code, (cases, inspections) in given.targets.items():
        CampaignUnit.objects.create(
            campaign=row, office=access.office(code), target_cases=cases, target_inspections=inspections
        )
    _audit(actor, row, "campaign.planned")
    return row


def faults(given: Plan) -> dict[str, Refusal]:
    """Return what is wrong with a plan, all of it at once, by field."""
    found: dict[str, Refusal] = {}
    for said, name, called in ((given.title, "title", t("名称", "title")), (given.scope, "scope", t("范围", "scope"))):
        for lang, tongue in (("zh", t("中文", "Chinese")), ("en", t("英文", "English"))):
            if not said.in_(lang).strip():
                missing = t(f"请用{tongue.zh}填写{called.zh}。", f"Enter the {called.en} in {tongue.en}.")
                found[f"{name}_{lang}"] = Invalid(missing, field=f"{name}_{lang}")
    if given.ends_on < given.starts_on:
        found["ends_on"] = BadDates(field="ends_on")
    if not given.targets:
        found["units"] = Invalid(t("至少有一个参与单位。", "At least one unit takes part."), field="units")
    return found


@transaction.atomic
def set_state(*, actor: Actor, campaign: str, state: str, published: bool, summary: str = "") -> Campaign:
    """Start, publish or close a campaign; a closed one stays closed.

    Raises:
        CampaignNotFound, Forbidden, CampaignClosed, Invalid.
    """
    row = _locked(campaign)
    need(actor, RUN, row.office_id)
    if row.state == CampaignState.CLOSED:
        raise CampaignClosed
    if state not in CampaignState.values:
        raise Invalid(t("请选择状态。", "Choose a state."), field="state")
    row.state, row.published = state, published
    if state == CampaignState.CLOSED:
        if not summary.strip():
            raise Invalid(t("结束专项行动前请填写总结。", "Write the summary before you close it."), field="summary")
        row.closed_at, row.summary = time.now(), reason_given(summary, field="summary")
    row.save()
    _audit(actor, row, f"campaign.{state}")
    return row


@transaction.atomic
def add_case(*, actor: Actor, campaign: str, case_number: str) -> CampaignCase:
    """Count a case in a campaign; a second time changes nothing.

    Raises:
        CampaignNotFound, CaseNotFound, Forbidden, CampaignClosed.
        Invalid: the case is of no kind, or of no office, of the campaign, or was over before it began or came after it.
    """
    row = _locked(campaign)
    case = cases_read.find(actor, case_number)
    need(actor, FEED, case.office_id)
    if row.state == CampaignState.CLOSED:
        raise CampaignClosed
    if row.kinds and case.kind not in row.kinds:
        raise Invalid(t("案件类别不在专项行动范围内。", "The campaign is not about this kind of case."), field="case")
    if not row.units.filter(office_id=case.office_id).exists():
        raise Invalid(t("承办机构不是参与单位。", "The office of the case takes no part."), field="case")
    over, came = time.local_date(case.closed_at) if case.closed_at else None, time.local_date(case.received_at)
    if (over and over < row.starts_on) or came > row.ends_on:
        raise Invalid(
            t("案件不在专项行动期间内办理。", "The case was not worked on during the campaign."),
            t(
                "开始前已办结、结束后才收到的案件不计入。",
                "A case closed before it or received after it is not counted.",
            ),
            field="case",
        )
    made, _ = CampaignCase.objects.get_or_create(campaign=row, case=case, defaults={"added_by": actor.key})
    return made


@transaction.atomic
def drop_case(*, actor: Actor, campaign: str, case_number: str, reason: str) -> None:
    """Count a case no longer that was counted by mistake; the audit trail keeps who and why.

    Raises:
        CampaignNotFound, CaseNotFound, Forbidden, CampaignClosed, Invalid, NotFound.
    """
    row = _locked(campaign)
    case = cases_read.find(actor, case_number)
    need(actor, FEED, case.office_id)
    if row.state == CampaignState.CLOSED:
        raise CampaignClosed
    why = reason_given(reason)
    if not CampaignCase.objects.filter(campaign=row, case=case).delete()[0]:
        raise NotFound
    _audit(actor, row, "campaign.case_dropped", {"case": case.number, "reason": why})


@transaction.atomic
def report_inspections(*, actor: Actor, campaign: str, office: str, inspections: int) -> CampaignUnit:
    """Enter how many inspections a unit has made so far.

    Raises:
        CampaignNotFound, OfficeUnknown, Forbidden, CampaignClosed, Invalid.
    """
    row = _locked(campaign)
    unit = row.units.filter(office=access.office(office)).first()
    if unit is None:
        raise Invalid(t("该机构不是参与单位。", "This office takes no part."), field="office")
    need(actor, FEED, unit.office_id)
    if row.state == CampaignState.CLOSED:
        raise CampaignClosed
    if not 0 <= inspections <= 10**6:
        raise Invalid(t("请填写次数。", "Enter a number."), field="inspections")
    unit.inspections = inspections
    unit.save(update_fields=["inspections"])
    return unit


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """Return the campaigns an actor may see: staff those of their offices and units, everybody the published ones."""
    found = Q(published=True)
    if actor.is_staff:
        reach = set(actor.office_ids)
        above = {office for post in actor.posts for office in post.reach}
        found |= Q(office_id__in=reach | above) | Q(units__office_id__in=reach | above)
    return Campaign.objects.filter(found).distinct().select_related("office").order_by("-starts_on", "-id")


def results(actor: Actor, campaign: str) -> Results:
    """Return a campaign with its live results.

    Raises:
        CampaignNotFound: there is none, or not for this actor.
    """
    try:
        row = campaigns(actor).filter(public_id=UUID(str(campaign))).first()
    except (ValueError, ValidationError):
        row = None
    if row is None:
        raise CampaignNotFound
    lines = _lines(row)
    seen: Sequence[Case] = ()
    if actor.is_staff:
        mine = cases_read.visible_to(actor).filter(campaigns__campaign=row)
        seen = tuple(mine.select_related("office").order_by("-campaigns__id")[:FIRST])
    return Results(
        campaign=row,
        total=_sum(lines),
        units=lines,
        first=tuple(seen),
        open_now=row.state != CampaignState.CLOSED,
    )


def may_run(actor: Actor) -> bool:
    """Whether the actor plans campaigns."""
    return actor.can(RUN)


def lead_office(actor: Actor) -> str:
    """Return the office for which the actor plans campaigns; "" for none."""
    return next((post.office_code for post in actor.posts if RUN in post.powers), "")


def _lines(row: Campaign) -> tuple[Line, ...]:
    """Count per unit with four queries, however many cases there are."""
    cases = _by_office(_case_counts(row))
    left = _attached(row, "criminal-transfer").filter(b__state__in=SENT)
    sent = dict(left.values_list("a__office").annotate(n=Count("a", distinct=True)))
    seized = _seized(row)
    found = []
    for unit in row.units.select_related("office").order_by("office__code"):
        one = cases.get(unit.office_id, {})
        found.append(
            Line(
                office=unit.office.name,
                target_cases=unit.target_cases,
                target_inspections=unit.target_inspections,
                inspections=unit.inspections,
                cases=one.get("n", 0),
                closed=one.get("closed", 0),
                penalised=one.get("penalised", 0),
                fines=one.get("fines") or Decimal(0),
                sent_to_police=sent.get(unit.office_id, 0),
                seized_value=seized.get(unit.office_id, Decimal(0)),
            )
        )
    return tuple(found)


def _case_counts(row: Campaign) -> list[dict[str, Any]]:
    rows = Case.objects.filter(campaigns__campaign=row)
    fine = Cast(NullIf(KeyTextTransform("fine", "facts"), Value("")), MONEY)
    return list(
        rows.values("office_id").annotate(
            n=Count("pk"),
            closed=Count("pk", filter=Q(closed_at__isnull=False)),
            penalised=Count("pk", filter=Q(facts__decision_kind="penalty")),
            fines=Sum(fine, filter=Q(facts__decision_kind="penalty")),
        )
    )


def _by_office(rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {int(row["office_id"]): row for row in rows}


def _attached(row: Campaign, procedure: str) -> QuerySet[CaseLink]:
    return CaseLink.objects.filter(
        a__campaigns__campaign=row, b__procedure=procedure, kind=LinkKind.ATTACHED, undone_at__isnull=True
    ).order_by()


def _seized(row: Campaign) -> dict[int, Decimal]:
    links = _attached(row, "seizure")
    rows = (
        InventoryLine.objects.filter(case__links_to__in=links, removed_at__isnull=True, unit_value__isnull=False)
        .values_list("case__links_to__a__office")
        .annotate(worth=Sum(F("quantity") * F("unit_value"), output_field=MONEY))
        .order_by()
    )
    return {int(office): worth for office, worth in rows}


def _sum(lines: tuple[Line, ...]) -> Line:
    def add(name: str) -> Any:  # noqa: ANN401  counts and amounts alike
        return sum((getattr(line, name) for line in lines), Decimal(0) if name in {"fines", "seized_value"} else 0)

    names = [field for field in Line.__dataclass_fields__ if field != "office"]
    return Line(office=t("合计", "Total"), **{name: add(name) for name in names})


def _locked(campaign: str) -> Campaign:
    try:
        row = Campaign.objects.select_for_update().filter(public_id=UUID(str(campaign))).first()
    except (ValueError, ValidationError):
        row = None
    if row is None:
        raise CampaignNotFound
    return row


def _audit(actor: Actor, row: Campaign, action: str, more: Mapping[str, object] | None = None) -> None:
    access_services.record(
        actor=actor,
        action=action,
        object_kind="campaign",
        object_key=str(row.public_id),
        facts={"title": row.title_zh, "state": row.state, "published": row.published, **(more or {})},
    )
