"""Deposits for the public and their owners: start, one's own, public answer, papers, reveal, withdrawal, figures."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhidun.access import places
from zhidun.access.actors import Actor
from zhidun.access.services import hit
from zhidun.deposit import certificates, packages, selectors, services, words
from zhidun.deposit.shares import show
from zhidun.evidence import links
from zhidun.kernel.errors import Invalid, NotFound, Refusal
from zhidun.kernel.text import Text, t
from zhidun.portal import deposit_form as forms
from zhidun.portal.actor import actor_of, client_of

ASKS, SECONDS = 30, 60
SHOWN = 50
PDF = "application/pdf"


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Say what a deposit is, and list one's own."""
    actor = actor_of(request)
    mine = selectors.search(actor)[:SHOWN] if actor.kind == "citizen" else []
    context = {
        "actor": actor,
        "mine": [(one, words.said(words.CATEGORIES, one.category)) for one in mine],
        "waiting": _waiting(actor),
        "draft": forms.work_of(actor).draft if actor.signed_in else None,
        "total": selectors.figures().total,
    }
    return render(request, "portal/deposit/home.html", context)


def _waiting(actor: Actor) -> list[tuple[object, Text]]:
    return [(one, words.said(words.DEALS, one.kind)) for one in selectors.waiting_for(actor)]


@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """Answer for a number or a digest, as far as the owner allowed."""
    asked = request.GET.get("q", "").strip()
    context: dict[str, object] = {"asked": asked}
    status = 200
    if asked:
        try:
            hit(f"verify:{client_of(request)}", ASKS, SECONDS)
            context["found"] = selectors.verify(asked)
        except Refusal as refusal:
            context["refusal"], status = refusal, refusal.status
    return render(request, "portal/deposit/verify.html", context, status=status)


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show deposits by category and district."""
    found = selectors.figures()
    names = {one.code: one.name for one in places.units()}
    total = t("合计", "Total")
    rows = [(names.get(code, total), counts[:-1], counts[-1]) for code, counts in selectors.table(found)]
    context = {"figures": found, "rows": rows, "categories": list(words.CATEGORIES.values())}
    return render(request, "portal/deposit/figures.html", context)


@require_GET
def figures_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the same table as CSV."""
    del request
    content = selectors.figures_csv(selectors.figures())
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=links.headers("deposits.csv"))


@require_GET
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a deposit to those it concerns."""
    return shown(request, number)


def shown(
    request: HttpRequest, number: str, refusal: Refusal | None = None, typed: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return the page of a deposit, with a refusal of what was just asked on it."""
    actor = actor_of(request)
    row = selectors.by_number(actor, number)
    chain = selectors.chain(row)
    owners = [(one.name, show(one.share), one.account_id == actor.account_id) for one in selectors.owners_of(row)]
    owns = any(mine for _, _, mine in owners)
    context = {
        "row": row,
        "category": words.said(words.CATEGORIES, row.category),
        "authorship": words.said(words.AUTHORSHIP, row.authorship),
        "visibility": words.said(words.VISIBILITY, row.visibility),
        "district": places.unit(row.district).name,
        "owners": owners,
        "owns": owns,
        "acts": owns or row.depositor_id == actor.account_id,
        "items": selectors.items_of(row),
        "chain": [(entry, seal, words.said(words.ENTRIES, entry.kind)) for entry, seal in chain],
        "seal": chain[0][1],
        "deals": [_told(one) for one in selectors.deals(row) if one.kind != "undo"],
        "waiting": selectors.waiting_for(actor).filter(deposit=row),
        "batches": selectors.batches(actor, row),
        "broken": selectors.broken(row),
        "new": "new" in request.GET,
        "refusal": refusal,
        "typed": typed or {},
    }
    return render(request, "portal/deposit/page.html", context, status=refusal.status if refusal else 200)


def _told(deal: object) -> tuple[object, Text, Text, str]:
    kind, state = str(getattr(deal, "kind", "")), str(getattr(deal, "state", ""))
    what = (
        words.said(words.LICENCES, str(getattr(deal, "licence_kind", ""))) if kind == "licence" else words.DEALS[kind]
    )
    return deal, what, words.said(words.DEAL_STATES, state), kind


@require_GET
def take(request: HttpRequest, number: str, what: str) -> HttpResponseBase:
    """Hand out certificate, chain, proof or package."""
    actor = actor_of(request)
    if what == "package":
        row = selectors.whole(actor, number)
        made = packages.package(row=row, actor=actor)
        return FileResponse(
            made, as_attachment=True, filename=f"deposit-{row.number}.zip", content_type="application/zip"
        )
    row = selectors.by_number(actor, number)
    if what in {"certificate", "chain"}:
        make = certificates.certificate_pdf if what == "certificate" else certificates.chain_pdf
        name = {"Content-Disposition": f'inline; filename="{what}-{row.number}.pdf"'}
        return HttpResponse(make(row), content_type=PDF, headers=name)
    if what != "proof":
        raise NotFound
    named, content = packages.record_proof(row)
    return HttpResponse(content, content_type="text/plain; charset=utf-8", headers=links.headers(named))


@require_POST
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Take in the file that was committed to."""
    actor, file, typed = actor_of(request), request.FILES.get("file"), {"salt": request.POST.get("salt", "")}
    known = selectors.by_number(actor, number).number
    try:
        if file is None:
            raise Invalid(
                t("还没有选择文件。", "No file was chosen."), t("请选择原文件。", "Choose the file."), field="file"
            )
        services.reveal(
            actor=actor,
            number=known,
            stream=file,
            filename=file.name or "file",
            salt=typed["salt"],
            declared_type=(file.content_type or "")[:100],
        )
    except Refusal as refusal:
        return shown(request, number, refusal, typed)
    return HttpResponseRedirect(reverse("portal:deposit_page", args=[known]))


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Mark a deposit as withdrawn."""
    actor, reason = actor_of(request), request.POST.get("reason", "")
    known = selectors.by_number(actor, number).number
    try:
        services.withdraw(actor=actor, number=known, reason=reason)
    except Refusal as refusal:
        return shown(request, number, refusal, {"reason": reason})
    return HttpResponseRedirect(reverse("portal:deposit_page", args=[known]))
