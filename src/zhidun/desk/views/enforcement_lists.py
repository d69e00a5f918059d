"""Silence between authorities, matters handed in, the urgent lane, campaigns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.desk import steps
from zhidun.desk.staff import actor_of, show, staff
from zhidun.enforcement import selectors, services
from zhidun.kernel.errors import Forbidden, Invalid, NotFound, Refusal
from zhidun.kernel.text import Text, t
from zhidun.procedures.load import catalogue

REVERSE = "reverse-transfer"
Read = TypeVar("Read")
BUREAUS = ("city_bureau", "district_bureau")


def matters() -> Mapping[str, Text]:
    """Return the kinds of matters a campaign may be about."""
    return catalogue().get("administrative-case").kinds


@require_http_methods(["GET", "POST"])
@staff
def supervision(request: HttpRequest) -> HttpResponse:
    """Show who owes an answer and since when; let another authority hand a matter in."""
    actor = actor_of(request)
    refusal: Refusal | None = None
    fields = catalogue().get(REVERSE).opening.fields
    if request.method == "POST":
        try:
            made = services.hand_in(
                actor=actor,
                procedure=REVERSE,
                office=request.POST.get("office", ""),
                title=request.POST.get("title", ""),
                facts=steps.entered(request.POST, fields),
                key=request.POST.get("_key") or None,
            )
        except Refusal as caught:
            refusal = caught
        else:
            messages.success(request, _("已移送。"))
            return HttpResponseRedirect(reverse("desk:case", args=[made.number]))
    context = {
        "late": selectors.owed(actor),
        "running": [one for one in selectors.owed(actor, late_only=False) if one.days_late <= 0 and not one.answered],
        "referrals": cases.case_cards(selectors.referrals(actor), actor),
        "may_hand_in": selectors.may_hand_in(actor, REVERSE),
        "fields": fields,
        "options": {},
        "offices": [(row.code, row.name) for row in access.offices() if row.kind in BUREAUS],
        "values": {**steps.entered(request.POST, fields), "title": request.POST.get("title", "")},
        "typed": request.POST,
        "errors": steps.faults(refusal),
        "refusal": refusal,
    }
    return show(request, "enforcement/supervision", context, status=refusal.status if refusal else 200)


@require_GET
@staff
def urgent(request: HttpRequest) -> HttpResponse:
    """Show the urgent lane, the most pressing first."""
    return show(request, "enforcement/urgent", {"calls": selectors.waiting(actor_of(request))})


@require_GET
@staff
def campaigns(request: HttpRequest) -> HttpResponse:
    """Show the campaigns of the actor's offices."""
    actor = actor_of(request)
    context = {"rows": selectors.campaigns(actor)[:200], "may_run": selectors.may_run(actor)}
    return show(request, "enforcement/campaigns", context)


@require_http_methods(["GET", "POST"])
@staff
def campaign_new(request: HttpRequest) -> HttpResponse:
    """Plan a campaign."""
    actor = actor_of(request)
    if not selectors.may_run(actor):
        raise Forbidden
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            made = services.plan(actor=actor, given=_plan(request, actor))
        except Refusal as caught:
            refusal = caught
        else:
            return HttpResponseRedirect(reverse("desk:campaign", args=[made.public_id]))
    kinds = [(key, name) for key, name in matters().items() if key != "unknown"]
    context = {
        "typed": request.POST,
        "refusal": refusal,
        "errors": steps.faults(refusal),
        "summary": [
            {"field": key, "reason": one.reason, "remedy": one.remedy} for key, one in steps.faults(refusal).items()
        ],
        "kinds": kinds,
        "offices": _units(request),
        "picked_kinds": request.POST.getlist("kinds"),
    }
    return show(request, "enforcement/campaign_new", context, status=refusal.status if refusal else 200)


def _units(request: HttpRequest) -> list[dict[str, object]]:
    """Return the bureaus that may take part, each with what was typed as its own target."""
    data, picked = request.POST, request.POST.getlist("units")
    return [
        {
            "code": row.code,
            "name": row.name,
            "picked": row.code in picked,
            "cases": data.get(f"cases-{row.code}", ""),
            "inspections": data.get(f"inspections-{row.code}", ""),
        }
        for row in access.offices()
        if row.kind in BUREAUS
    ]


def _plan(request: HttpRequest, actor: Actor) -> services.Plan:
    """Read the plan; what cannot be read is told together with what is wrong in the rest."""
    data = request.POST
    wrong: dict[str, Refusal] = {}

    def read(parse: Callable[[str, str], Read], name: str, fallback: Read) -> Read:
        try:
            return parse(data.get(name, ""), name)
        except Refusal as refusal:
            wrong[name] = refusal
            return fallback

    begins = read(_day, "starts_on", date.min)
    ends = read(_day, "ends_on", date.max)

    def target(code: str, what: str) -> int:
        own = f"{what}-{code}"
        return read(_count, own if data.get(own, "").strip() else f"target_{what}", 0)

    targets = {code: (target(code, "cases"), target(code, "inspections")) for code in data.getlist("units")}
    given = services.Plan(
        title=Text(data.get("title_zh", ""), data.get("title_en", "")),
        scope=Text(data.get("scope_zh", ""), data.get("scope_en", "")),
        office=selectors.lead_office(actor),
        starts_on=begins,
        ends_on=ends,
        kinds=tuple(data.getlist("kinds")),
        links=data.get("links", ""),
        groups=data.get("groups", ""),
        targets=targets,
    )
    if wrong:
        raise Invalid(errors={**wrong, **selectors.plan_faults(given)}, field=next(iter(wrong)))
    return given


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        asked = (
            t("请填写有效的结束日期。", "Enter a valid last day.")
            if field == "ends_on"
            else t("请填写有效的开始日期。", "Enter a valid first day.")
        )
        raise Invalid(asked, field=field) from None


def _count(text: str, field: str) -> int:
    plain = text.strip() or "0"
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 6):  # noqa: PLR2004  six digits are enough
        raise Invalid(t("请填写数字。", "Enter a number."), field=field)
    return int(plain)


@require_http_methods(["GET", "POST"])
@staff
def campaign(request: HttpRequest, key: str) -> HttpResponse:
    """Show a campaign with its live results; add a case, enter inspections, start, publish, close."""
    actor = actor_of(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            _act(request, actor, str(key))
        except Refusal as caught:
            refusal = caught
        else:
            messages.success(request, _("已办理。"))
            return HttpResponseRedirect(reverse("desk:campaign", args=[key]))
    found = selectors.results(actor, str(key))
    context = {
        "found": found,
        "first": cases.case_cards(found.first, actor),
        "may_run": actor.can("enforcement:campaign:run", found.campaign.office_id),
        "may_feed": actor.can("cases:case:write"),
        "refusal": refusal,
        "typed": request.POST,
        "kinds": [matters()[key] for key in found.campaign.kinds if key in matters()],
        "units": [
            (row.office.code, row.office.name)
            for row in found.campaign.units.select_related("office")
            if actor.can("cases:case:write", row.office_id)
        ],
    }
    return show(request, "enforcement/campaign", context, status=refusal.status if refusal else 200)


def _act(request: HttpRequest, actor: Actor, key: str) -> None:
    data = request.POST
    act = data.get("act", "")
    if act == "case":
        services.add_case(actor=actor, campaign=key, case_number=data.get("number", "").strip())
    elif act == "drop":
        number, reason = data.get("number", ""), data.get("reason", "")
        services.drop_case(actor=actor, campaign=key, case_number=number, reason=reason)
    elif act == "inspections":
        count = _count(data.get("inspections", ""), "inspections")
        services.report_inspections(actor=actor, campaign=key, office=data.get("office", ""), inspections=count)
    elif act == "state":
        services.set_state(
            actor=actor,
            campaign=key,
            state=data.get("state", ""),
            published=data.get("published") == "true",
            summary=data.get("summary", ""),
        )
    else:
        raise NotFound
