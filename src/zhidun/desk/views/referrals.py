"""Matters handed to a court, a notary or an arbitration institution: its desk sees its part and answers."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhidun.access.policies import need
from zhidun.desk.staff import actor_of, paged, show, staff
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.mediation import selectors, services, words

ANSWER: Final = "mediation:referral:answer"
NAMES: Final[dict[str, Text]] = {
    "case": t("调解编号", "Mediation"),
    "complainant": t("请求人", "Requester"),
    "respondent": t("被请求人", "Respondent"),
    "kind": t("权利种类", "Kind of right"),
    "dispute": t("争议事项", "Matter in dispute"),
    "court_case": t("法院案号", "Number of the court"),
    "arbitration_agreement": t("仲裁协议", "Arbitration agreement"),
    "request": t("请求", "What is asked for"),
    "amount": t("金额(元)", "Amount (yuan)"),
    "agreement": t("协议", "Agreement"),
    "agreement_sha256": t("协议摘要", "Digest"),
    "effective_at": t("生效时间", "In effect since"),
    "default": t("未履行内容", "What was not performed"),
}


def _shown(name: str, value: object) -> object:
    """Return a value of the matter in words: codes by their names, moments as moments."""
    if name == "kind":
        return dict(words.kinds()).get(str(value), value)
    if name == "dispute":
        return words.DISPUTES.get(str(value), value)
    return (
        f"{datetime.fromisoformat(str(value)).astimezone(time.CITY_ZONE):%Y-%m-%d %H:%M}"
        if name == "effective_at"
        else value
    )


@require_GET
@staff
def page(request: HttpRequest) -> HttpResponse:
    """List the matters handed to one's office."""
    actor = actor_of(request)
    need(actor, ANSWER)
    rows = selectors.referrals(actor, open_only=request.GET.get("open") == "1")
    return show(request, "mediation/referrals", {"page": paged(rows, request)})


@require_http_methods(["GET", "POST"])
@staff
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a matter, and take the answer."""
    actor = actor_of(request)
    need(actor, ANSWER)
    one = selectors.referral(actor, str(key))
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            services.answer(
                actor=actor,
                key=str(key),
                result=request.POST.get("result", ""),
                words=request.POST.get("words", ""),
                paper_number=request.POST.get("paper_number", ""),
                paper_on=request.POST.get("paper_on", ""),
                amount=request.POST.get("amount", ""),
            )
        except Refusal as wrong:
            refusal = wrong
        else:
            messages.success(request, _("已办理。"))
            return HttpResponseRedirect(reverse("desk:referral", args=[key]))
    context = {
        "one": one,
        "rows": [(title, _shown(name, one.data[name])) for name, title in NAMES.items() if one.data.get(name)],
        "options": selectors.results_of(one.kind),
        "awards": one.kind in selectors.AWARDING,
        "refusal": refusal,
        "errors": {refusal.field or "": refusal} if refusal else {},
        "typed": request.POST,
    }
    return show(request, "mediation/referral", context, status=refusal.status if refusal else 200)
