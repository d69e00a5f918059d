"""The damages workbench for the two sides: sheets, lines of evidence, contests, versions, papers to take away."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access.actors import Actor
from zhidun.damages import acts, dossiers, papers, purposes, selectors, services
from zhidun.damages.rights import right_of
from zhidun.evidence.services import store_upload
from zhidun.kernel.errors import NotFound, Refusal, SignInNeeded
from zhidun.kernel.text import t
from zhidun.mediation import selectors as mediation
from zhidun.portal.actor import actor_of

INTENT, GRAVITY = t("故意", "Intent"), t("情节严重", "Serious circumstances")
PDF, ZIP = "application/pdf", "application/zip"


def _actor(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.signed_in:
        raise SignInNeeded
    return actor


@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """List one's sheets, and begin one."""
    actor = _actor(request)
    case = request.GET.get("case", "")
    wrong: Mapping[str, Refusal] = {}
    if request.method == "POST":
        try:
            row = services.open_sheet(actor=actor, words={key: request.POST[key] for key in request.POST})
        except Refusal as refusal:
            wrong = dict(refusal.errors) or {refusal.field or "": refusal}
        else:
            return HttpResponseRedirect(reverse("portal:sheet", args=[row.public_id]))
    context = {
        "mine": selectors.sheets(actor, case=case),
        "case": case or request.POST.get("case", ""),
        "errors": wrong,
        "summary": [{"field": key, "reason": one.reason, "remedy": one.remedy} for key, one in wrong.items()],
        "typed": request.POST or _known(actor, case) | _asked(request),
        "purpose": purposes.purpose_of(request.POST.get("purpose", request.GET.get("for", ""))),
        "rights": selectors.rights(),
    }
    return render(request, "portal/damages/sheets.html", context, status=422 if wrong else 200)


def _asked(request: HttpRequest) -> dict[str, str]:
    """Return what the wizard knows already: the right."""
    right = right_of(request.GET.get("right", ""))
    return {"right": right} if right else {}


def _known(actor: Actor, case: str) -> dict[str, str]:
    """Return what is on record already, so that nothing is typed twice."""
    if not case:
        return {"holder_name": actor.name.zh}
    try:
        return dict(mediation.known_for_sheet(actor, case))
    except NotFound:
        return {"holder_name": actor.name.zh}


@require_GET
def sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a sheet to one of its sides."""
    return _sheet(request, str(key))


def _sheet(request: HttpRequest, key: str, *, act: str = "", refusal: Refusal | None = None) -> HttpResponse:
    actor = _actor(request)
    page = selectors.side_page(actor, key)
    context = {
        "page": page,
        "made": page.opinion,
        "act": act,
        "refusal": refusal,
        "errors": {(refusal.field or ""): refusal, **refusal.errors} if refusal else {},
        "typed": request.POST if refusal else {},
        "purpose": purposes.purpose_of(page.purpose),
        "purposes": [(one.key, one.title) for one in purposes.PURPOSES.values()],
        "standing": dossiers.standing(page),
        "filed": request.POST if act == "filed" else _recorded(page),
        "results": selectors.results_of(page.purpose),
        "results_pay": page.purpose in selectors.MONEY,
        "titles": papers.TITLES,
        "kinds": selectors.kinds(),
        "margins": selectors.margins(),
        "comparables": mediation.comparables(page.card.right.zh),
        "groups": [("intent", INTENT, page.intent), ("gravity", GRAVITY, page.gravity)],
        "face": "portal",
    }
    return render(request, "portal/damages/sheet.html", context, status=refusal.status if refusal else 200)


def _recorded(page: selectors.SheetPage) -> dict[str, object]:
    """Return what was recorded of the file, to be changed."""
    one = page.filing
    if one is None:
        return {}
    days = {"filed_on": one.filed_on.isoformat(), "ended_on": one.ended_on.isoformat() if one.ended_on else ""}
    return {**days, "place": one.place, "docket": one.docket, "result": one.result, "paid_amount": one.amount or ""}


@require_POST
def act(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Do one thing on a sheet; a file handed in with it becomes its sealed proof."""
    actor = _actor(request)
    selectors.side_page(actor, str(key))
    typed: dict[str, object] = {name: request.POST[name] for name in request.POST if name != "csrfmiddlewaretoken"}
    try:
        for file in request.FILES.getlist("files")[:1]:
            item = store_upload(
                stream=file, filename=file.name or "file", declared_type=file.content_type or "", actor=actor
            )
            typed["item"] = str(item.public_id)
        acts.do(actor=actor, sheet=str(key), act=what, words=typed)
    except NotFound:
        raise
    except Refusal as refusal:
        return _sheet(request, str(key), act=what, refusal=refusal)
    return HttpResponseRedirect(f"{reverse('portal:sheet', args=[key])}#{what}")


@require_GET
def take(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Hand out the sheet, the list of evidence, the letter of demand, the claim, or all of them."""
    actor = _actor(request)
    selectors.side_page(actor, str(key))
    made = papers.make(actor, str(key), what)
    name = f"{what}.zip" if what == "package" else f"{what}.pdf"
    how = "attachment" if what == "package" else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(made, content_type=ZIP if what == "package" else PDF, headers=headers)
