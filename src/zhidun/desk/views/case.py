"""The case page, and taking a step."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhidun.access.actors import Actor
from zhidun.capture.selectors import may_capture
from zhidun.cases import selectors, services
from zhidun.cases.errors import StaleCase
from zhidun.cases.types import CasePage, TimeLeft
from zhidun.desk import steps
from zhidun.desk.staff import actor_of, show, staff
from zhidun.desk.views import offenders
from zhidun.enforcement import meter
from zhidun.enforcement import selectors as enforcement
from zhidun.intake import selectors as intake
from zhidun.intake.filings import FilingView
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.kernel.text import Text, t
from zhidun.mediation import selectors as mediations
from zhidun.procedures.decide import OpenStep
from zhidun.procedures.load import catalogue

BESIDE = {
    "message": "cases:message:send",
    "note": "cases:note:write",
    "evidence": "evidence:item:add",
    "seal": "cases:case:unseal",
}
"""What is done in a case beside its steps, and the power it takes: nobody is offered what would be refused."""
ROLES = (
    ("handler", t("主办", "Lead officer")),
    ("second", t("协办", "Second officer")),
    ("approver", t("审核、审批等知悉人员", "Review, approval, or else let in")),
)


@require_GET
@staff
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Everything the actor may see of a case, and what they may do; a mediation opens at its own page."""
    try:
        return case_page(request, number)
    except NotFound:
        if not mediations.at_the_desk(actor_of(request), number):
            raise
        return HttpResponseRedirect(reverse("desk:mediation", args=[number]))


def case_page(request: HttpRequest, number: str, refusal: Refusal | None = None, *, step: str = "") -> HttpResponse:
    """Render the case as it stands now; what was typed for `step` stays in its form."""
    actor = actor_of(request)
    found = selectors.case_page(actor, number)
    open_steps = selectors.open_steps_for(actor, number)
    filing = _filing(actor, number)
    group, filled = enforcement.type_case_of(actor, number) if found.inside else (None, {})
    views = _steps(request, found, open_steps, filing, _Tried(step, refusal), filled)
    reachable = {one.key for one in views if not one.blocked or one.key == step}
    context = {
        "page": found,
        **_filed(found),
        **(_inside(actor, number) if found.inside else {}),
        "open_steps": [one for one in views if one.key in reachable],
        "blocked_steps": [one for one in views if one.key not in reachable],
        "reachable": reachable,
        "open_step": step,
        "summary": steps.summary(refusal, step),
        "stale": refusal if isinstance(refusal, StaleCase) else None,
        "refusal": refusal,
        "form_key": request.POST.get("_key") or secrets.token_urlsafe(12),
        "may_assign": steps.may_assign(actor),
        "may_capture": may_capture(actor),
        "staff": steps.assignable(found),
        "officer_roles": ROLES,
        "party_options": steps.party_options(found),
        "typed": request.POST if refusal and not step else {},
        "outcome": _outcome(found),
        "type_group": group,
        "filled_in": bool(filled),
        "left": _left(found)[0],
        "left_owed_by": _left(found)[1],
        "filing": filing,
        "before": offenders.before(actor, number),
        "reporter": intake.may_ask_unveiling(actor, number) or intake.may_allow_unveiling(actor, number),
    }
    return show(request, "case", context, status=refusal.status if refusal else 200)


def _filed(page: CasePage) -> dict[str, object]:
    """Return which facts were filed, and how many were recorded since."""
    filed = {one.key for one in catalogue().get(page.card.procedure).opening.fields}
    return {"filed": filed, "added": sum(key not in filed for key, _, _ in page.facts)}


def _inside(actor: Actor, number: str) -> dict[str, object]:
    """Return what only the office in charge is shown."""
    return {
        "may": {name: actor.can(power) for name, power in BESIDE.items()},
        "urgent": enforcement.of_case(actor, number),
        "meter": meter.of_case(actor, number),
    }


def _left(page: CasePage) -> tuple[TimeLeft, str]:
    """Return the time that is left and, where it is not our office's, who owes what is due next."""
    running = [one for one in page.clocks if one.left.urgency != "none"]
    if page.card.left.urgency != "none" or not running:
        return page.card.left, ""
    first = min(running, key=lambda one: one.due_at)
    return first.left, first.binds


def _outcome(page: CasePage) -> Text:
    """Return what the outcome of a closed case is called."""
    return selectors.outcome_title(catalogue().get(page.card.procedure), page.card.outcome)


@dataclass(frozen=True, slots=True)
class _Tried:
    """The step that was tried and refused, if one was."""

    step: str
    refusal: Refusal | None


def _steps(
    request: HttpRequest,
    page: CasePage,
    found: Sequence[OpenStep],
    filing: FilingView | None,
    tried: _Tried,
    filled: Mapping[str, object],
) -> list[steps.Shown]:
    """Return the open steps with their forms; the one that was refused keeps what was typed.

    `filled`: what the model of a group of type cases fills in.
    """
    typed: dict[str, object] = {}
    if tried.step:
        typed = steps.entered(request.POST, steps.fields_of(request, found, tried.step))
        typed["reason"] = request.POST.get("reason", "")
    proposal = {**filled, **steps.proposed(filing, page)}
    return [
        steps.shown(one, page, values=typed, wrong=tried.refusal)
        if one.step.key == tried.step
        else steps.shown(one, page, proposal=proposal)
        for one in found
    ]


def _filing(actor: Actor, number: str) -> FilingView | None:
    """Return what was filed and what triage proposed, where the actor may read it."""
    try:
        return intake.filing_of_case(actor=actor, number=number)
    except NotFound:
        return None


@require_GET
@staff
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the whole file as one PDF: cover, contents, every paper in order."""
    made = services.case_file(actor=actor_of(request), case_number=number)
    name = f'inline; filename="{number}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


@require_POST
@staff
def reading(request: HttpRequest, number: str) -> HttpResponse:
    """Record which of two arguable readings governs."""
    try:
        services.choose_reading(
            actor=actor_of(request),
            case_number=number,
            question=request.POST.get("question", ""),
            chosen=request.POST.get("chosen", ""),
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        return case_page(request, number, refusal)
    return HttpResponseRedirect(f"{reverse('desk:case', args=[number])}#readings")


@require_POST
@staff
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step, or ask for its approval."""
    actor = actor_of(request)
    fields = steps.fields_of(request, selectors.open_steps_for(actor, number), step)
    try:
        done = services.submit_step(
            case_number=number,
            step=step,
            actor=actor,
            facts=steps.entered(request.POST, fields),
            expected_version=int(request.POST.get("version") or 0),
            reason=request.POST.get("reason", ""),
            idempotency_key=request.POST.get("_key") or None,
        )
    except Refusal as refusal:
        return case_page(request, number, refusal, step=step)
    waits = hasattr(done, "maker_key")
    messages.success(request, _("已提交审批。") if waits else _("已办理。"))
    return HttpResponseRedirect(reverse("desk:case", args=[number]))
