"""Genuine-product codes: the buyer's page, and issuing, printing, revoking for owners and licensees."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access.services import hit
from zhidun.deposit import certificates, selectors, services
from zhidun.deposit.checking import MANY_CHECKS, MANY_PLACES
from zhidun.evidence import links
from zhidun.intake import services as intake
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.portal import keepsakes
from zhidun.portal.actor import actor_of, client_of

CHECKS, SECONDS = 20, 60
"""Codes one address may ask about in a minute."""
LONGEST = 60


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Say whether a code is genuine. The code of a scanned label stands behind the # and is sent by POST alone."""
    typed, status = request.POST.get("code", "").strip()[:LONGEST], 200
    context: dict[str, object] = {"typed": typed, "many_checks": MANY_CHECKS, "many_places": MANY_PLACES}
    if request.method == "POST":
        try:
            hit(f"codes:{client_of(request)}", CHECKS, SECONDS)
            context["answer"] = services.check_code(typed, client=client_of(request))
        except Refusal as refusal:
            context["refusal"], status = refusal, refusal.status
    return render(request, "portal/deposit/code.html", context, status=status)


@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Begin a report of fake goods with what the check said filled in."""
    product, verdict = request.POST.get("product", "")[:200], request.POST.get("verdict", "")[:20]
    code, work = request.POST.get("code", "").strip()[:LONGEST], request.POST.get("work", "")[:200]
    said = _SAID.get(verdict, verdict)
    facts = f"购买的商品“{product or '(名称不详)'}”上的正品码为 {code},查验结果:{said}。"
    draft = intake.save_draft(
        actor=actor_of(request),
        kind="report",
        answers={"facts": facts, "goods": product, "right_kind": "copyright_work", "right_name": work},
    )
    answer = HttpResponseRedirect(reverse("portal:filing_step", args=["report", "what"]))
    keepsakes.keep_draft(answer, "report", draft.token, trace=False)
    return answer


_SAID = {
    "unknown": "不是平台签发的正品码",
    "suspicious": "查验次数或地点异常",
    "revoked": "该批正品码已作废",
    "genuine": "码为真",
}


@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, number: str) -> HttpResponse:
    """Issue a batch of codes."""
    actor = actor_of(request)
    row = selectors.by_number(actor, number)
    refusal: Refusal | None = None
    if request.method == "POST":
        said = request.POST.get("quantity", "").strip()
        try:
            services.issue_batch(
                actor=actor,
                number=row.number,
                product=request.POST.get("product", ""),
                details=request.POST.get("details", ""),
                quantity=int(said) if said.isdecimal() and len(said) < len("1000000000") else 0,
            )
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("portal:deposit_page", args=[row.number]) + "#codes")
    field = refusal.field or "" if refusal else ""
    context = {
        "row": row,
        "typed": request.POST,
        "errors": {field: refusal} if refusal else {},
        "summary": [{"field": field, "reason": refusal.reason, "remedy": refusal.remedy}] if refusal else [],
    }
    return render(request, "portal/deposit/issue.html", context, status=refusal.status if refusal else 200)


@require_GET
def take(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Hand out the codes of a batch to its issuer: as CSV or as sheets of QR labels."""
    if what not in {"csv", "sheet"}:
        raise NotFound
    row = services.take_codes(actor=actor_of(request), key=str(key))
    if what == "csv":
        content, media_type, ending = services.as_csv(row), "text/csv; charset=utf-8", "csv"
    else:
        content, media_type, ending = certificates.sheet_pdf(row), "application/pdf", "pdf"
    return HttpResponse(content, content_type=media_type, headers=links.headers(f"codes-{row.ref}.{ending}"))


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask for the reason, then revoke a batch."""
    actor = actor_of(request)
    row = selectors.own_batch(actor, str(key))
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            services.revoke_batch(actor=actor, key=str(key), reason=request.POST.get("reason", ""))
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("portal:deposit_page", args=[row.deposit.number]) + "#codes")
    context = {"batch": row, "refusal": refusal, "typed": request.POST}
    return render(request, "portal/deposit/revoke.html", context, status=refusal.status if refusal else 200)
