"""What can be claimed: damages by the law's order, up to what when multiplied, and until when to sue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhidun.cases.calendars import current_calendar
from zhidun.law import calculators
from zhidun.law.load import rulebook
from zhidun.law.opinions import forms

LONGEST = 200
AMOUNTS = (
    "right", "act", "event_date", "actual_loss", "infringer_profit", "licence_fee", "licence_multiple",
    "reasonable_costs",
)  # fmt: skip
TIME = ("knew",)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the short form and, when something was asked, what may be claimed."""
    typed = {key: [value[:LONGEST] for value in request.GET.getlist(key)] for key in request.GET}
    asked = {name: value for name, value in forms.question("damages", typed).items() if name in AMOUNTS}
    damages = calculators.damages(asked) if asked else None
    context: dict[str, object] = {
        "amounts": forms.some("damages", AMOUNTS, typed, rulebook()),
        "time": forms.some("limitation", TIME, typed, rulebook()),
        "answer": damages,
        "figures": forms.figures("damages", damages) if damages else [],
        "unread_rules": calculators.unread(damages) if damages else (),
    }
    if damages and damages["accepted"]:
        context["highest"] = _highest(asked) if damages.get("base") else None
        context["until"] = _until(asked, typed)
    return render(request, "portal/claims/page.html", context)


def _highest(asked: dict[str, object]) -> calculators.Answer:
    """Say up to what the base may be multiplied, on condition of intent and gravity."""
    return calculators.punitive(asked)


def _until(asked: dict[str, object], typed: dict[str, list[str]]) -> calculators.Answer | None:
    """Say until when to sue, where the day of knowledge was typed."""
    if not typed.get("knew", [""])[0].strip():
        return None
    return calculators.limitation({"right": asked.get("right"), "knew": typed["knew"][0]}, calendar=current_calendar())
