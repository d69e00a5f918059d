"""Steps that wait for somebody's word."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhidun.cases import selectors, services
from zhidun.desk.staff import actor_of, show, staff
from zhidun.intake import selectors as intake
from zhidun.kernel.errors import Refusal


@require_GET
@staff
def page(request: HttpRequest) -> HttpResponse:
    """List what waits for the actor."""
    return _page(request)


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "approvals": selectors.my_approvals(actor),
        "unveilings": intake.unveilings_waiting(actor),
        "routings": intake.routings_waiting(actor),
        "refusal": refusal,
        "typed": request.POST,
    }
    return show(request, "approvals", context, status=refusal.status if refusal else 200)


@require_POST
@staff
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Approve, or send back with a reason."""
    actor, reason = actor_of(request), request.POST.get("reason", "")
    try:
        if request.POST.get("vote") == "approve":
            version = int(request.POST.get("version") or 0)
            services.approve(approval_id=str(key), actor=actor, expected_version=version, reason=reason)
        else:
            services.reject(approval_id=str(key), actor=actor, reason=reason)
    except Refusal as refusal:
        return _page(request, refusal)
    return HttpResponseRedirect(reverse("desk:approvals"))
