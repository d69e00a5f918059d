"""The reporter's side of a reward: see it, claim it, ask for a review, waive it; by receipt code, without a name."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from zhidun.kernel.errors import NotFound, Refusal
from zhidun.portal.views.case_items import holder
from zhidun.rewards import selectors, services


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the reward of a report; take what its reporter decides."""
    actor = holder(request, number)
    refusal: Refusal | None = None
    code = ""
    selectors.for_reporter(actor, number)
    if request.method == "POST":
        try:
            what = request.POST.get("act", "")
            if what == "claim":
                code = services.claim(actor=actor, report=number)
            elif what == "review":
                services.ask_review(actor=actor, report=number, words=request.POST.get("words", ""))
            elif what == "waive":
                services.waive(actor=actor, report=number)
            else:
                raise NotFound
        except Refusal as wrong:
            refusal = wrong
        else:
            if not code:
                return HttpResponseRedirect(reverse("portal:case_reward", args=[number]))
    context = {
        "own": selectors.for_reporter(actor, number),
        "code": code,
        "refusal": refusal,
        "errors": dict(refusal.errors) if refusal else {},
        "typed": request.POST,
    }
    answer = render(request, "portal/reward/page.html", context, status=refusal.status if refusal else 200)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_GET
def paper(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    """Hand out the decision on the reward as PDF."""
    content = selectors.own_paper(holder(request, number), number, str(key))
    name = {"Content-Disposition": f'inline; filename="{key}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=name)
