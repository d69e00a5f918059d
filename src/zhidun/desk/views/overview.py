"""The home page of a head and of the leadership office: live figures, each opening to the cases that make it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from zhidun.access import maps
from zhidun.cases import figures, selectors
from zhidun.desk.staff import actor_of, show, staff
from zhidun.kernel.text import Text, t

WHAT: dict[str, Text] = {
    "open": t("在办案件", "Open cases"),
    "overdue": t("已超期案件", "Overdue cases"),
    "soon": t("即将到期案件", "Cases due soon"),
    "received": t("收到的案件", "Cases received"),
    "closed": t("办结的案件", "Cases closed"),
}
TILE, GAP = 100, 8


@require_GET
@staff
def page(request: HttpRequest) -> HttpResponse:
    """Show the figures of what one answers for."""
    actor = actor_of(request)
    found = figures.overview(actor)
    context = {
        "found": found,
        "tiles": _tiles(found.units),
        "drawn": _drawn(found.units),
        "chart": {
            "months": [f"{month:%Y-%m}" for month, _, _ in found.months],
            "received": [n for _, n, _ in found.months],
            "closed": [n for _, _, n in found.months],
            "names": [t("收到", "Received").in_(actor.language), t("办结", "Closed").in_(actor.language)],
        },
        "change": _change(found),
    }
    return show(request, "overview", context)


def _change(found: figures.Overview) -> int | None:
    """Return by how many per cent more or fewer came in than in the same days of the month before."""
    if not found.received_before:
        return None
    return round(100 * (found.received - found.received_before) / found.received_before)


def _tiles(rows: tuple[figures.UnitRow, ...]) -> list[dict[str, object]]:
    """Return the units as tiles of the schematic map with their place in the drawing."""
    places = maps.tiles()
    return [
        {"unit": row, "x": (places[row.code][1] - 1) * TILE + GAP, "y": (places[row.code][0] - 1) * TILE + GAP,
         "side": TILE - GAP, "middle": (places[row.code][1] - 1) * TILE + GAP / 2 + TILE / 2}
        for row in rows
        if row.code in places
    ]  # fmt: skip


def _drawn(rows: tuple[figures.UnitRow, ...]) -> dict[str, object] | None:
    """Return the approved map with the figures on it, or None while there is none."""
    found = maps.approved_map()
    if found is None:
        return None
    by_code = {row.code: row for row in rows}
    shapes = [{"shape": one, "unit": by_code[one.code]} for one in found.shapes if one.code in by_code]
    return {"number": found.review_number, "height": found.height, "shapes": shapes}


@require_GET
@staff
def behind(request: HttpRequest) -> HttpResponse:
    """Show the cases behind a figure: numbers and dates for everyone who may count, links where one may open them."""
    actor = actor_of(request)
    what = request.GET.get("what", "open")
    what = what if what in WHAT else "open"
    month = _month(request.GET.get("month", ""))
    rows = figures.rows(
        actor, what=what, unit=request.GET.get("unit", ""), kind=request.GET.get("kind", ""), month=month
    )
    seen = set(
        selectors.visible_to(actor).filter(number__in=[one.number for one in rows]).values_list("number", flat=True)
    )
    return show(request, "overview_rows", {"title": WHAT[what], "rows": rows, "seen": seen, "month": month})


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
