"""The case page, and taking a step."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhidun.cases import selectors, services
from zhidun.cases.errors import StaleCase
from zhidun.desk import steps
from zhidun.desk.staff import actor_of, show, staff
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import t

ROLES = (("handler", t("主办", "Lead officer")), ("second", t("协办", "Second officer")))


@require_GET
@staff
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Everything the actor may see of a case, and what they may do."""
    return case_page(request, number)


def case_page(request: HttpRequest, number: str, refusal: Refusal | None = None, *, step: str = "") -> HttpResponse:
    """Render the case as it stands now; what was typed for `step` stays in its form."""
    actor = actor_of(request)
    found = selectors.case_page(actor, number)
    open_steps = selectors.open_steps_for(actor, number)
    typed = steps.entered(request.POST, steps.fields_of(request, open_steps, step)) if step else {}
    if step:
        typed["reason"] = request.POST.get("reason", "")
    views = [
        steps.shown(
            one, found, values=typed if one.step.key == step else None, wrong=refusal if one.step.key == step else None
        )
        for one in open_steps
    ]
    context = {
        "page": found,
        "open_steps": [one for one in views if not one.blocked or one.key == step],
        "blocked_steps": [one for one in views if one.blocked and one.key != step],
        "open_step": step,
        "summary": steps.summary(refusal, step),
        "stale": refusal if isinstance(refusal, StaleCase) else None,
        "refusal": refusal,
        "form_key": request.POST.get("_key") or secrets.token_urlsafe(12),
        "may_assign": steps.may_assign(actor),
        "staff": steps.staff_options(found),
        "officer_roles": ROLES,
        "party_options": steps.party_options(found),
        "typed": request.POST if refusal and not step else {},
        "outcome": found.card.outcome,
    }
    return show(request, "case", context, status=refusal.status if refusal else 200)


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
