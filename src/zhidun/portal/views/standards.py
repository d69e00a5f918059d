"""The standards library for everybody: what has to be shown for each act, and how the three standards differ."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.standards import selectors


def _day(request: HttpRequest) -> date:
    said = request.GET.get("on", "").strip()
    if not said:
        return time.today()
    try:
        found = date.fromisoformat(said)
    except ValueError:
        found = date.min
    if not 1990 <= found.year <= 2200:  # noqa: PLR2004  the years the law pack can speak of
        raise Invalid(t("请填写日期，如 2027-01-01。", "Enter a day such as 2027-01-01."), field="on")
    return found


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """List the acts by kind of right, and the three standards."""
    on = time.today()
    return render(
        request, "portal/standards/list.html", {"acts": selectors.acts(), "three": selectors.standards_view(on)}
    )


@require_GET
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Show one act: elements, law on a day, evidence for each of the three standards, defences."""
    on = _day(request)
    return render(
        request,
        "portal/standards/act.html",
        {"view": selectors.act_view(key, on), "three": selectors.standards_view(on)},
    )
