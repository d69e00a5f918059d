"""What the public can read: the glossary, typical cases, statistics."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhidun.cases import figures
from zhidun.intake.typical import typical_cases
from zhidun.portal.form import language_of


@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """Explain the words of the forms and papers."""
    return render(request, "portal/words.html")


@require_GET
def typical(request: HttpRequest) -> HttpResponse:
    """Tell typical cases of the city."""
    return render(request, "portal/typical.html", {"cases": typical_cases()})


def _shown(n: int) -> str:
    """Return a count for the public: small ones are not told, so that nobody is found out by them."""
    return str(n) if n == 0 or n >= figures.FEWEST else f"<{figures.FEWEST}"


def _table() -> dict[str, object]:
    found = figures.public_overview()
    return {
        "found": found,
        "months": [(f"{month:%Y-%m}", _shown(came), _shown(went)) for month, came, went in found.months],
        "units": [(one.name, _shown(one.open), _shown(one.received)) for one in found.units],
        "fewest": figures.FEWEST,
    }


@require_GET
def statistics(request: HttpRequest) -> HttpResponse:
    """Show how much comes in and goes out, by month and by unit."""
    return render(request, "portal/statistics.html", _table())


@require_GET
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """Return the same figures as a table to take along."""
    lang = language_of(request)
    made = _table()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["月份", "收到", "办结"] if lang == "zh" else ["month", "received", "closed"])
    for row in made["months"]:  # type: ignore[attr-defined]  # the list built above
        writer.writerow(row)
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    return answer
