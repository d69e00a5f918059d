"""Capture of web pages for holders of a verified right: order, progress, what was made, papers to take home."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access.actors import Actor
from zhidun.capture import selectors, services
from zhidun.capture.viewing import act_on_list, asked, detail_of, form_of
from zhidun.cases.certificates import certificate_pdf
from zhidun.cases.evidence_packages import package
from zhidun.evidence import links, proofs
from zhidun.evidence import selectors as evidence
from zhidun.evidence import services as custody
from zhidun.kernel.errors import NotFound, Refusal, SignInNeeded
from zhidun.ledger.proof import SUFFIX
from zhidun.portal.actor import actor_of


def _signed_in(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.signed_in:
        raise SignInNeeded
    return actor


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Say what a capture is, list one's own, take an order: an address, or a file of addresses."""
    actor = actor_of(request)
    refusal: Refusal | None = None
    typed: Mapping[str, str] = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        actor = _signed_in(request)
        try:
            one, many = asked(actor, typed, request.FILES.get("file"))
        except Refusal as wrong:
            refusal = wrong
        else:
            name, row = ("portal:capture_list", many) if many else ("portal:capture_page", one)
            return HttpResponseRedirect(reverse(name, args=[row.public_id] if row else []))
    context = {**form_of(actor, typed, refusal), "refusal": refusal, "actor": actor}
    return render(request, "portal/capture/home.html", context, status=refusal.status if refusal else 200)


@require_GET
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a capture: how far it is, what it made, what the report says."""
    actor = _signed_in(request)
    return render(request, "portal/capture/page.html", detail_of(selectors.capture(actor, key), actor))


@require_POST
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Cancel a capture that has not begun."""
    try:
        services.cancel(actor=_signed_in(request), key=str(key))
    except Refusal as refusal:
        if refusal.status != 409:  # noqa: PLR2004  it has begun meanwhile: the page says so
            raise
    return HttpResponseRedirect(reverse("portal:capture_page", args=[key]))


@require_GET
def whole(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a list with its rows and how far it is."""
    row = selectors.capture_list(_signed_in(request), key)
    context = {"row": row, "rows": selectors.rows_of(row), "progress": selectors.progress(row), "mine": True}
    return render(request, "portal/capture/list.html", context)


@require_POST
def act(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Pause a list, go on with it or cancel what waits."""
    act_on_list(_signed_in(request), str(key), what)
    return HttpResponseRedirect(reverse("portal:capture_list", args=[key]))


@require_GET
def take(request: HttpRequest, key: UUID, role: str, what: str) -> HttpResponseBase:
    """Hand out an original, its proof, its certificate, or the package of the whole capture."""
    actor = _signed_in(request)
    row = selectors.capture(actor, key)
    item = next((one.item for one in selectors.files_of(row) if one.role == role), None)
    if item is None:
        raise NotFound
    if what == "original":
        stream = evidence.open_clean(item)
        custody.take_custody(item=item, actor=actor, action="downloaded")
        answer = FileResponse(stream, content_type="application/octet-stream")
        for name, value in links.headers(item.filename).items():
            answer.headers[name] = value
        return answer
    if what == "package":
        made = package(item=item, actor=actor)
        return FileResponse(made, as_attachment=True, filename=f"capture-{key}.zip", content_type="application/zip")
    if what == "certificate":
        named = {"Content-Disposition": f'inline; filename="certificate-{item.public_id}.pdf"'}
        return HttpResponse(certificate_pdf(item), content_type="application/pdf", headers=named)
    seal = proofs.seal_of(item)
    if what != "proof" or seal is None:
        raise NotFound
    headers = links.headers(item.filename + SUFFIX)
    return HttpResponse(proofs.proof_file(seal), content_type="text/plain; charset=utf-8", headers=headers)
