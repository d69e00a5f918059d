"""Calibration and warnings at the desk."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhidun.access import places
from zhidun.desk.staff import actor_of, paged, show, staff
from zhidun.desk.views.radar import around, named, summary_of
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import t
from zhidun.radar import policies, selectors, services


@require_http_methods(["GET", "POST"])
@staff
def calibration(request: HttpRequest) -> HttpResponse:
    """Show what verdicts say of the threshold, and adopt another."""
    actor = actor_of(request)
    policies.need(actor, policies.VIEW)
    refusal: Refusal | None = None
    if request.method == "POST":
        policies.need(actor, policies.ADOPT)
        try:
            services.adopt_threshold(
                actor=actor, value=_number(request.POST.get("value", "")), reason=request.POST.get("reason", "")
            )
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("desk:radar_calibration"))
    context = {
        **around(request, "calibration"),
        "report": selectors.calibration(actor),
        "typed": request.POST,
        "errors": {one.field or "": one for one in summary_of(refusal)} if refusal else {},
        "summary": summary_of(refusal) if refusal else [],
    }
    return show(request, "radar/calibration", context, status=refusal.status if refusal else 200)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Invalid(t("请填写 0 至 1 之间的小数。", "Give a number between 0 and 1."), field="value") from None


@require_http_methods(["GET", "POST"])
@staff
def warnings(request: HttpRequest) -> HttpResponse:
    """List warnings and publish one."""
    actor = actor_of(request)
    policies.need(actor, policies.VIEW)
    refusal: Refusal | None = None
    if request.method == "POST":
        policies.need(actor, policies.PUBLISH)
        wanted = ("title_zh", "title_en", "body_zh", "body_en", "field", "district")
        facts = services.WarningFacts(**{name: request.POST.get(name, "") for name in wanted})
        try:
            services.publish_warning(actor=actor, facts=facts)
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("desk:radar_warnings"))
    fields = selectors.settings().fields
    names = {one.code: one.name for one in places.units()}
    rows = paged(selectors.warnings(standing=False), request)
    context = {
        **around(request, "warnings"),
        "page": rows,
        "rows": [(one, fields.get(one.field), names.get(one.district)) for one in rows],
        "fields": named(fields),
        "districts": list(names.items()),
        "typed": request.POST,
        "errors": {one.field or "": one for one in summary_of(refusal)} if refusal else {},
        "summary": summary_of(refusal) if refusal else [],
    }
    return show(request, "radar/warnings", context, status=refusal.status if refusal else 200)


@require_POST
@staff
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw a warning with a reason."""
    actor = actor_of(request)
    policies.need(actor, policies.PUBLISH)
    services.withdraw_warning(actor=actor, warning=selectors.warning(key), reason=request.POST.get("reason", ""))
    return HttpResponseRedirect(reverse("desk:radar_warnings"))
