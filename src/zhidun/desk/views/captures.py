"""Capture of web pages at the desk: one address or a list, progress, what was made, the report of the four tests."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access.policies import need
from zhidun.capture import selectors, services
from zhidun.capture.policies import ADD
from zhidun.capture.viewing import act_on_list, asked, detail_of, form_of
from zhidun.desk.staff import actor_of, show, staff
from zhidun.kernel.errors import Refusal


@require_http_methods(["GET", "POST"])
@staff
def page(request: HttpRequest) -> HttpResponse:
    """List one's captures and take an order: an address, or a file of addresses."""
    actor = actor_of(request)
    need(actor, ADD)
    refusal: Refusal | None = None
    typed: Mapping[str, str] = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        try:
            one, many = asked(actor, typed, request.FILES.get("file"))
        except Refusal as wrong:
            refusal = wrong
        else:
            name, row = ("desk:capture_list", many) if many else ("desk:capture", one)
            return HttpResponseRedirect(reverse(name, args=[row.public_id] if row else []))
    context = {**form_of(actor, typed, refusal), "refusal": refusal}
    return show(request, "capture/page", context, status=refusal.status if refusal else 200)


@require_GET
@staff
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a capture: how far it is, what it made, what the report says."""
    row = selectors.capture(actor_of(request), key)
    return show(request, "capture/detail", detail_of(row, actor_of(request)))


@require_POST
@staff
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Cancel a capture that has not begun."""
    try:
        services.cancel(actor=actor_of(request), key=str(key))
    except Refusal as refusal:
        if refusal.status != 409:  # noqa: PLR2004  it has begun meanwhile: the page says so
            raise
    return HttpResponseRedirect(reverse("desk:capture", args=[key]))


@require_GET
@staff
def whole(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a list with its rows and how far it is."""
    row = selectors.capture_list(actor_of(request), key)
    context = {"row": row, "rows": selectors.rows_of(row), "progress": selectors.progress(row)}
    context["mine"] = row.asked_by_id == actor_of(request).account_id
    return show(request, "capture/list", context)


@require_POST
@staff
def act(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Pause a list, go on with it or cancel what waits."""
    act_on_list(actor_of(request), str(key), what)
    return HttpResponseRedirect(reverse("desk:capture_list", args=[key]))
