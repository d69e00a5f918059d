"""Who a reporter is: asked with a reason, allowed by a second person, shown for thirty minutes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhidun.cases import selectors as cases
from zhidun.desk.staff import actor_of, show, staff
from zhidun.intake import selectors, services
from zhidun.intake.types import Identity
from zhidun.kernel.errors import Invalid, Refusal


@require_http_methods(["GET", "POST"])
@staff
def page(request: HttpRequest, number: str) -> HttpResponse:
    """List the requests of a case; a POST asks."""
    cases.find(actor_of(request), number)
    if request.method == "POST":
        try:
            services.ask_unveiling(actor=actor_of(request), case_number=number, reason=request.POST.get("reason", ""))
        except Refusal as refusal:
            return _shown(request, number, refusal=refusal)
        return HttpResponseRedirect(reverse("desk:reporter", args=[number]))
    return _shown(request, number)


def _shown(
    request: HttpRequest, number: str, *, refusal: Refusal | None = None, identity: Identity | None = None
) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "number": number,
        "rows": selectors.unveilings(actor=actor, case_number=number),
        "may_ask": selectors.may_ask_unveiling(actor, number),
        "may_allow": selectors.may_allow_unveiling(actor, number),
        "refusal": refusal,
        "identity": identity,
        "typed": request.POST,
    }
    answer = show(request, "reporter", context, status=refusal.status if refusal else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@staff
def act(request: HttpRequest, key: UUID) -> HttpResponse:
    """Allow, refuse, end, or look."""
    actor = actor_of(request)
    number = selectors.unveiling(actor=actor, unveiling=key).case_number
    what, words = request.POST.get("act", ""), request.POST.get("reason", "")
    identity: Identity | None = None
    try:
        if what == "look":
            identity = services.look(actor=actor, unveiling=key)
        elif what == "end":
            services.end_unveiling(actor=actor, unveiling=key)
        elif what in {"allow", "refuse"}:
            services.decide_unveiling(actor=actor, unveiling=key, allow=what == "allow", reason=words)
        else:
            raise Invalid(field="act")
    except Refusal as refusal:
        return _shown(request, number, refusal=refusal)
    if identity is not None:
        return _shown(request, number, identity=identity)
    return HttpResponseRedirect(reverse("desk:reporter", args=[number]))
