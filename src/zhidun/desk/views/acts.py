"""What is done in a case beside its steps: messages, notes, officers, evidence, papers."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhidun.cases import selectors, services
from zhidun.desk.staff import actor_of, staff, stored_files
from zhidun.desk.views.case import case_page
from zhidun.evidence import selectors as items
from zhidun.evidence.services import take_custody
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import t


def _do(request: HttpRequest, number: str, act: Callable[[], object], anchor: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        return case_page(request, number, refusal)
    return HttpResponseRedirect(f"{reverse('desk:case', args=[number])}#{anchor}")


@require_POST
@staff
def message(request: HttpRequest, number: str) -> HttpResponse:
    """Write to a party."""
    party = request.POST.get("party", "")

    def act() -> None:
        if not party.isdigit():
            raise Invalid(t("请选择写给谁。", "Choose whom to write to."), field="party")
        services.post_message(
            actor=actor_of(request), case_number=number, body=request.POST.get("body", ""), to_party_id=int(party)
        )

    return _do(request, number, act, "messages")


@require_POST
@staff
def note(request: HttpRequest, number: str) -> HttpResponse:
    """Leave an internal remark."""
    return _do(
        request,
        number,
        lambda: services.add_note(actor=actor_of(request), case_number=number, body=request.POST.get("body", "")),
        "notes",
    )


@require_POST
@staff
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Put an officer on the case."""
    return _do(
        request,
        number,
        lambda: services.assign_officer(
            actor=actor_of(request),
            case_number=number,
            username=request.POST.get("account", ""),
            role=request.POST.get("role") or "handler",
            override=request.POST.get("override", ""),
        ),
        "officers",
    )


@require_POST
@staff
def seal(request: HttpRequest, number: str) -> HttpResponse:
    """Close the case to all but its officers and the head, or open it again."""
    sealed = request.POST.get("sealed") == "yes"
    reason = request.POST.get("reason", "")
    return _do(
        request,
        number,
        lambda: services.set_sealed(actor=actor_of(request), case_number=number, sealed=sealed, reason=reason),
        "seal",
    )


@require_POST
@staff
def add_evidence(request: HttpRequest, number: str) -> HttpResponse:
    """Lay files into the case's file."""

    def act() -> None:
        stored = stored_files(request)
        if not stored:
            raise Invalid(t("还没有选择文件。", "No file was chosen."), field="files")
        services.add_evidence(actor=actor_of(request), case_number=number, items=stored)

    return _do(request, number, act, "evidence")


@require_GET
@staff
def evidence(request: HttpRequest, number: str, item: UUID) -> HttpResponseBase:
    """Hand out an original as an attachment; the chain of custody says who opened it."""
    actor = actor_of(request)
    row = selectors.item_for(actor, str(item))
    stream = items.open_clean(row)
    take_custody(item=row, actor=actor, action="downloaded", note=number)
    answer = FileResponse(stream, as_attachment=True, filename=row.filename, content_type="application/octet-stream")
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@require_GET
@staff
def paper(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Hand out an official paper."""
    row = selectors.paper_for(actor_of(request), str(key))
    return HttpResponse(
        selectors.paper_pdf(row),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{key}.pdf"'},
    )
