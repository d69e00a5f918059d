"""Procedures within a case: opening them, the inventory of goods, the urgent lane, how far from a crime."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.desk import steps
from zhidun.desk.staff import actor_of, show, staff
from zhidun.enforcement import factor_sheets, meter, selectors, services
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, NotFound, Refusal
from zhidun.kernel.text import Text, t

GROUNDS: tuple[tuple[str, Text], ...] = (
    ("food", t("食品安全", "Food")),
    ("drug", t("药品安全", "Drugs")),
    ("health", t("其他人身健康", "Health")),
    ("live_event", t("赛事、演出、直播正在进行", "A live event is on")),
)
LINE = ("article", "specification", "quantity", "unit", "unit_value", "storage_place", "seal_number")


@require_http_methods(["GET", "POST"])
@staff
def within(request: HttpRequest, number: str) -> HttpResponse:
    """Show what runs and what may be opened within a case; take one of the acts of the page."""
    actor = actor_of(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise NotFound
        try:
            target = act(request, actor, number)
        except Refusal as caught:
            refusal = caught
        else:
            messages.success(request, _("已办理。"))
            return HttpResponseRedirect(target)
    return show(
        request,
        "enforcement/within",
        _context(request, actor, number, refusal),
        status=refusal.status if refusal else 200,
    )


@require_GET
@staff
def factors(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Show a factor sheet of the case, filled in from its file."""
    made = factor_sheets.sheet(actor_of(request), number, key)
    return show(request, "enforcement/factors", {"sheet": made, "kinds": factor_sheets.kinds()})


@require_GET
@staff
def factors_pdf(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Hand out a factor sheet for both sides to write on."""
    made = factor_sheets.sheet_pdf(actor_of(request), number, key)
    name = f'inline; filename="{number}-{key}.pdf"'
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})


def _context(request: HttpRequest, actor: Actor, number: str, refusal: Refusal | None) -> dict[str, object]:
    page = cases.case_page(actor, number)
    case = cases.find(actor, number)
    tried = request.POST.get("procedure", "") if request.POST.get("act") == "open" else ""
    offers = [
        (
            one,
            steps.options_for(one.fields, page),
            steps.entered(request.POST, one.fields) if one.procedure == tried else {},
        )
        for one in selectors.offers(actor, number)
    ]
    lines = selectors.lines_of(actor, number)
    attached = tuple(cases.attached_to(case).order_by("id"))
    return {
        "page": page,
        "offers": offers,
        "tried": tried,
        "errors": steps.faults(refusal) if tried else {},
        "refusal": refusal,
        "typed": {} if tried else request.POST,
        "attached": cases.case_cards(attached, actor),
        "transferred": any(row.procedure == "criminal-transfer" for row in attached),
        "main": (main := selectors.main_of(case)),
        "main_opens": main is not None and cases.visible_to(actor).filter(pk=main.pk).exists(),
        "lines": lines,
        "total": selectors.total(lines),
        "takes_inventory": selectors.takes_inventory(case)
        and actor.can("enforcement:case:investigate", case.office_id),
        "urgent": selectors.of_case(actor, number),
        "may_call": actor.can("intake:case:triage", case.office_id) and case.closed_at is None,
        "may_act": actor.can("enforcement:case:verify", case.office_id),
        "grounds": GROUNDS,
        "meter": meter.of_case(actor, number) if cases.in_charge(actor, case) else None,
    }


def _open(request: HttpRequest, actor: Actor, number: str) -> str:
    procedure = request.POST.get("procedure", "")
    offer = next((one for one in selectors.offers(actor, number) if one.procedure == procedure), None)
    made = services.open_attached(
        actor=actor,
        case_number=number,
        procedure=procedure,
        facts=steps.entered(request.POST, offer.fields) if offer else {},
        kind=request.POST.get("kind", ""),
        items=request.POST.getlist("with_items"),
        key=request.POST.get("_key") or None,
    )
    return reverse("desk:within", args=[made.number])


def _line(request: HttpRequest, actor: Actor, number: str) -> str:
    given = services.LineIn(**{name: request.POST.get(name, "") for name in LINE})
    services.add_lines(actor=actor, case_number=number, lines=[given])
    return reverse("desk:within", args=[number]) + "#inventory"


def _remove(request: HttpRequest, actor: Actor, number: str) -> str:
    services.remove_line(
        actor=actor, case_number=number, line=request.POST.get("line", ""), reason=request.POST.get("reason", "")
    )
    return reverse("desk:within", args=[number]) + "#inventory"


def _call(request: HttpRequest, actor: Actor, number: str) -> str:
    services.call(
        actor=actor,
        case_number=number,
        ground=request.POST.get("ground", ""),
        note=request.POST.get("note", ""),
        event_ends_at=_moment(request.POST.get("event_ends_at", "")),
    )
    return reverse("desk:within", args=[number]) + "#urgent"


def _moment(text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        return time.aware(datetime.fromisoformat(text.strip()))
    except ValueError:
        raise Invalid(t("不是有效时间。", "This is no moment."), field="event_ends_at") from None


def _take(request: HttpRequest, actor: Actor, number: str) -> str:
    del request
    services.take(actor=actor, case_number=number)
    return reverse("desk:within", args=[number]) + "#urgent"


def _finish(request: HttpRequest, actor: Actor, number: str) -> str:
    services.finish(actor=actor, case_number=number, note=request.POST.get("note", ""))
    return reverse("desk:within", args=[number]) + "#urgent"


ACTS: Mapping[str, Callable[[HttpRequest, Actor, str], str]] = {
    "open": _open,
    "line": _line,
    "remove": _remove,
    "urgent": _call,
    "take": _take,
    "finish": _finish,
}
