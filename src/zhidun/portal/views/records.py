"""What is recorded about oneself: false claims to reply to, narrowed channels to appeal against."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhidun.kernel.errors import NotFound, Refusal, SignInNeeded
from zhidun.offenders import selectors, services
from zhidun.portal.actor import actor_of


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the records and take a reply or an appeal."""
    actor = actor_of(request)
    if not actor.signed_in:
        raise SignInNeeded
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            key, words = _key(request), request.POST.get("words", "")
            if request.POST.get("act") == "appeal":
                services.appeal(actor=actor, narrowing=key, words=words)
            else:
                services.reply(actor=actor, claim=key, words=words)
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("portal:records"))
    claims, narrowings = selectors.own_records(actor)
    context = {"claims": claims, "narrowings": narrowings, "refusal": refusal, "typed": request.POST}
    return render(request, "portal/records/page.html", context, status=refusal.status if refusal else 200)


def _key(request: HttpRequest) -> str:
    try:
        return str(UUID(request.POST.get("key", "")))
    except ValueError:
        raise NotFound from None
