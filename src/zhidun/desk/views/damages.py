"""Damages sheets at the desk: who handles a case reads the sheet its sides share; mediator, officer, nobody else."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from zhidun.damages import papers, selectors
from zhidun.desk.staff import actor_of, paged, show, staff


@require_GET
@staff
def sheets(request: HttpRequest) -> HttpResponse:
    """List the sheets shared in the cases one may see."""
    case = request.GET.get("case", "")
    found = paged(selectors.sheets(actor_of(request), case=case), request)
    return show(request, "damages/sheets", {"page": found, "case": case})


@require_GET
@staff
def sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a sheet, to be read only."""
    page = selectors.sheet_page(actor_of(request), str(key))
    return show(request, "damages/sheet", {"page": page, "made": page.opinion, "face": "desk"})


@require_GET
@staff
def take(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Hand out the sheet or the list of evidence as PDF."""
    made = papers.make(actor_of(request), str(key), what)
    name = {"Content-Disposition": f'inline; filename="{what}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=name)
