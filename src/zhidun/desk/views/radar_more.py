"""Calibration and warnings at the desk."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhidun.access import places
from zhidun.desk.staff import actor_of, paged, staff
from zhidun.desk.views.radar import named, page_with_form
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.radar import policies, selectors, services


@require_http_methods(["GET", "POST"])
@staff
def calibration(request: HttpRequest) -> HttpResponse:
    """Show what verdicts say of the threshold, and adopt another."""
    actor = actor_of(request)

    def act() -> str:
        services.adopt_threshold(
            actor=actor, value=_number(request.POST.get("value", "")), reason=request.POST.get("reason", "")
        )
        return reverse("desk:radar_calibration")

    return page_with_form(request, "calibration", {"report": selectors.calibration(actor)}, act, policies.ADOPT)


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
    fields = selectors.settings().fields
    names = {one.code: one.name for one in places.units()}
    rows = paged(selectors.warnings(standing=False), request)
    context: dict[str, object] = {
        "page": rows,
        "rows": [(one, fields.get(one.field), names.get(one.district)) for one in rows],
        "fields": named(fields),
        "districts": list(names.items()),
    }

    def act() -> str:
        wanted = ("title_zh", "title_en", "body_zh", "body_en", "field", "district")
        facts = services.WarningFacts(**{name: request.POST.get(name, "") for name in wanted})
        services.publish_warning(actor=actor, facts=facts)
        return reverse("desk:radar_warnings")

    return page_with_form(request, "warnings", context, act, policies.PUBLISH)


@require_POST
@staff
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw a warning with a reason."""
    actor = actor_of(request)
    policies.need(actor, policies.PUBLISH)
    services.withdraw_warning(actor=actor, warning=selectors.warning(key), reason=request.POST.get("reason", ""))
    return HttpResponseRedirect(reverse("desk:radar_warnings"))
