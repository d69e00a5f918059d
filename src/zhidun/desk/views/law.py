"""What deadlines rest on: rules still to be checked against the official text, and the working calendar."""

from __future__ import annotations

import calendar as months
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhidun.cases import calendars, confirmations
from zhidun.desk.staff import actor_of, paged, show, staff
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import Text, t
from zhidun.law.load import rulebook

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = tuple(
    Text(zh, en) for zh, en in zip("一二三四五六日", ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), strict=True)
)
REST, WORK = t("休", "off"), t("班", "on")
YEARS_BACK = 4


@require_http_methods(["GET", "POST"])
@staff
def rules(request: HttpRequest) -> HttpResponse:
    """List rules whose text nobody here has read, and take confirmations."""
    actor = actor_of(request)
    refusal: Refusal | None = None
    rule = request.POST.get("rule", "")
    if request.method == "POST":
        try:
            confirmations.confirm_rule(
                actor=actor, rule_id=rule, official_source=request.POST.get("official_source", "")
            )
        except Refusal as wrong:
            refusal = wrong
        else:
            messages.success(request, _("已记录核对结果。"))
            return HttpResponseRedirect(request.get_full_path())
    text = request.GET.get("text", "").strip()
    waiting = confirmations.unconfirmed(rulebook().unverified())
    found = [one for one in waiting if text in one.id or text in one.citation.zh or text in one.statement.zh]
    context = {
        "rules": paged(found, request),
        "total": len(waiting),
        "text": text,
        "may_confirm": actor.can(confirmations.CONFIRM),
        "refusal": refusal,
        "open_rule": rule,
    }
    return show(request, "rules", context, status=refusal.status if refusal else 200)


def _weeks(year: int, month: int) -> list[list[dict[str, object] | None]]:
    book = calendars.current_calendar()

    def cell(day: int) -> dict[str, object] | None:
        if not day:
            return None
        kind = book.kind(date(year, month, day)).value
        off = kind in {"statutory_holiday", "adjusted_rest", "adjusted_rest_day"}
        made_up = kind.startswith("makeup")
        shade = "off" if off else "makeup" if made_up else "weekend" if kind == "weekend" else "workday"
        return {"day": day, "kind": shade, "mark": REST if off else WORK if made_up else None}

    return [[cell(day) for day in week] for week in months.monthcalendar(year, month)]


@require_http_methods(["GET", "POST"])
@staff
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the year's working days and take the notice of another year."""
    actor = actor_of(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise Invalid(t("还没有选择文件。", "No file was chosen."), field="file")
            row = calendars.import_calendar_year(actor=actor, content=file.read(), filename=file.name or "year")
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(f"{reverse('desk:calendar')}?year={row.year}")
    book = calendars.current_calendar()
    this = time.today().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and len(asked) == 4 else this  # noqa: PLR2004  four digits make a year
    loaded = book.loaded(year)
    context = {
        "year": year,
        "loaded": loaded,
        "years": [{"year": one, "loaded": book.loaded(one)} for one in range(this - YEARS_BACK, this + 2)],
        "months": [
            {"title": Text(f"{month}月", MONTHS[month - 1]), "weeks": _weeks(year, month)} for month in range(1, 13)
        ]
        if loaded
        else [],
        "weekdays": WEEKDAYS,
        "may_import": actor.can(calendars.IMPORT),
        "refusal": refusal,
    }
    return show(request, "calendar", context, status=refusal.status if refusal else 200)
