"""Type cases: proposals, groups officers confirmed, one entry for several cases, never a decision."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.desk import steps
from zhidun.desk.staff import actor_of, show, staff
from zhidun.enforcement import selectors, services
from zhidun.kernel.errors import NotFound, Refusal

MOST = 50


@require_http_methods(["GET", "POST"])
@staff
def type_cases(request: HttpRequest) -> HttpResponse:
    """Show the proposals and the groups; confirm a proposal."""
    actor = actor_of(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            made = services.confirm(
                actor=actor, numbers=request.POST.getlist("numbers"), reason=request.POST.get("reason", "")
            )
        except Refusal as caught:
            refusal = caught
        else:
            messages.success(request, _("已确认类案组。"))
            return HttpResponseRedirect(reverse("desk:type_group", args=[made.public_id]))
    found = list(selectors.groups(actor)[:MOST])
    proposed = selectors.proposals(actor)[:MOST]
    rows = [row for one in proposed for row in one.cases]
    lines = dict(zip((row.pk for row in rows), cases.case_cards(rows, actor), strict=True))
    sizes = selectors.group_sizes(actor, found)
    context = {
        "proposals": [(one, [lines[row.pk] for row in one.cases]) for one in proposed],
        "groups": [(row, sizes[row.pk]) for row in found],
        "tried": request.POST.get("model", ""),
        "picked": request.POST.getlist("numbers"),
        "typed": request.POST,
        "refusal": refusal,
    }
    return show(request, "enforcement/type_cases", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
@staff
def type_group(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a group; take a step for several of its cases, or take a case out."""
    actor = actor_of(request)
    group = selectors.group_of(actor, str(key))
    refusal: Refusal | None = None
    done: tuple[services.Done, ...] = ()
    offers = selectors.batch_steps(actor, group)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "leave":
                services.leave(
                    actor=actor,
                    group=str(key),
                    number=request.POST.get("number", ""),
                    reason=request.POST.get("reason", ""),
                )
                return HttpResponseRedirect(reverse("desk:type_group", args=[key]))
            done = _together(request, actor, str(key), offers)
        except NotFound:
            raise
        except Refusal as caught:
            refusal = caught
    rows = selectors.cases_of(actor, group)
    first = cases.case_page(actor, rows[0].number) if rows else None
    context = {
        "group": group,
        "cards": cases.case_cards(rows, actor),
        "offers": [
            (one, steps.options_for(one.fields, first) if first else {})
            for one in (selectors.batch_steps(actor, group) if done else offers)
        ],
        "values": first.raw_facts if first else {},
        "done": done,
        "form_key": secrets.token_urlsafe(12),
        "typed": request.POST,
        "errors": steps.faults(refusal),
        "refusal": refusal,
    }
    return show(request, "enforcement/type_group", context, status=refusal.status if refusal else 200)


def _together(
    request: HttpRequest, actor: Actor, key: str, offers: tuple[selectors.BatchStep, ...]
) -> tuple[services.Done, ...]:
    step = request.POST.get("step", "")
    fields = next((one.fields for one in offers if one.key == step), ())
    return services.take_together(
        actor=actor,
        group=key,
        step=step,
        numbers=request.POST.getlist("numbers"),
        facts=steps.entered(request.POST, fields),
        reason=request.POST.get("reason", ""),
        key=request.POST.get("_key", ""),
    )
