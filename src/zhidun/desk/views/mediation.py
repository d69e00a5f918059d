"""Mediation at the desk: the body's desk invites and appoints, the mediator conducts; each sees its part only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.desk.staff import actor_of, paged, show, staff, stored_files
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.mediation import acts, hand_out, selectors, services, words
from zhidun.mediation.types import MediationPage

ACCEPT: Final = "mediation:case:accept"
CONTROL: Final = frozenset({"csrfmiddlewaretoken", "files"})
LISTS: Final = frozenset({"starts", "items"})
INSTALMENTS, ACTS = 6, 4
"""Rows the form of an agreement shows; more go in by the API."""


@require_GET
@staff
def page_list(request: HttpRequest) -> HttpResponse:
    """List the mediations in which one has a part."""
    actor = actor_of(request)
    state = request.GET.get("state", "")
    rows = selectors.mediations(actor, state=state, open_only=request.GET.get("open") == "1")
    context = {
        "page": paged(rows, request),
        "state": state,
        "may_open": selectors.may_keep_register(actor),
        "figures": selectors.figures(actor) if actor.can("mediation:case:view") else None,
    }
    return show(request, "mediation/list", context)


@require_GET
@staff
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a mediation to its mediator or to the body's desk."""
    return _page(request, number)


def _page(request: HttpRequest, number: str, *, act: str = "", refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    found = selectors.staff_page(actor, number)
    typed: Mapping[str, object] = request.POST if refusal else {}
    context = {
        **_around(actor, found),
        "face": "desk",
        "act": act,
        "refusal": refusal,
        "errors": {(refusal.field or ""): refusal, **refusal.errors} if refusal else {},
        "typed": typed,
        "instalment_rows": _kept(request, ("pay_amount", "pay_on"), INSTALMENTS, refusal),
        "act_rows": _kept(request, ("act_kind", "act_what", "act_on", "act_by"), ACTS, refusal),
    }
    return show(request, "mediation/page", context, status=refusal.status if refusal else 200)


def _kept(request: HttpRequest, keys: tuple[str, ...], count: int, refusal: Refusal | None) -> list[dict[str, str]]:
    """Return rows of a repeated group, with what was typed when the form was refused."""
    columns = {key: request.POST.getlist(key) if refusal else [] for key in keys}
    return [
        {"n": str(n + 1), **{key: column[n] if n < len(column) else "" for key, column in columns.items()}}
        for n in range(count)
    ]


def _around(actor: Actor, found: MediationPage) -> dict[str, object]:
    number = found.card.number
    return {
        "page": found,
        "one": found.card,
        "talk": [(room, words.ROOMS[room], selectors.room_messages(actor, number, room)) for room in found.rooms],
        "words": {
            "sides": words.SIDES, "rooms": words.ROOMS, "answers": words.ANSWERS, "offers": words.OFFER_STATES,
            "kinds": words.OFFER_KINDS, "rounds": words.ROUND_STATES, "slots": words.SLOT_STATES,
            "duties": words.DUTIES, "draws": words.DRAW_STATES, "chosen": words.CHOSEN,
        },
        "sides": [(key, words.SIDES[key]) for key in selectors.SIDES],
        "answers": [(key, words.ANSWERS[key]) for key in ("accepted", "declined", "no_answer")],
        "grounds": words.grounds(found.card.form),
        "court_results": words.court_results(found.card.form),
        "rooms": list(words.ROOMS.items()),
        "act_kinds": [(key, title) for key, title in words.DUTIES.items() if key != "pay"],
        "today": time.today(),
    }  # fmt: skip


def _typed(request: HttpRequest) -> dict[str, object]:
    typed: dict[str, object] = {
        key: [one for one in request.POST.getlist(key) if one] if key in LISTS else request.POST[key]
        for key in request.POST
        if key not in CONTROL
    }
    if "pay_amount" in request.POST:
        typed["instalments"] = _zipped(request, {"pay_amount": "amount", "pay_on": "due_on"})
        names = {"act_kind": "kind", "act_what": "what", "act_on": "due_on", "act_by": "by"}
        typed["acts"] = [one for one in _zipped(request, names) if one["what"] or one["due_on"]]
        typed["claims_settled"] = request.POST.get("claims_settled", "")
    return typed


def _zipped(request: HttpRequest, names: Mapping[str, str]) -> list[dict[str, str]]:
    columns = [request.POST.getlist(key) for key in names]
    return [dict(zip(names.values(), row, strict=False)) for row in zip(*columns, strict=False)]


@require_POST
@staff
def act(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Do one thing in a mediation; a refusal is told on the page, with what was typed."""
    actor = actor_of(request)
    selectors.staff_page(actor, number)
    typed = _typed(request)
    try:
        if request.FILES:
            typed["items"] = list(stored_files(request))
        if what == "letter":
            side = str(typed.get("side") or "")
            letter = services.invitation(actor=actor, number=number, side=side)
            inline = {"Content-Disposition": f'inline; filename="{number}.pdf"'}
            return HttpResponse(letter, content_type="application/pdf", headers=inline)
        made = acts.do(actor=actor, number=number, act=what, words=typed)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, number, act=what, refusal=refusal)
    if what == "code":
        messages.success(request, _("邀请码（只显示这一次，请写在邀请函上）：%(code)s") % {"code": made})
    else:
        messages.success(request, _("已办理。"))
    return HttpResponseRedirect(reverse("desk:mediation", args=[number]))


@require_GET
@staff
def room(request: HttpRequest, number: str, room: str) -> HttpResponse:
    """Return what was said in a room, for the page that looks again."""
    found = selectors.room_messages(actor_of(request), number, room)
    return render(request, "mediation/talk.html", {"messages_of": found, "number": number, "face": "desk"})


@require_GET
@staff
def take(request: HttpRequest, number: str, what: str) -> HttpResponseBase:
    """Hand out the calendar, a paper, a file of a room, or the bundle of the draw."""
    made = hand_out.take(actor_of(request), number, what, request.GET.get("key", ""))
    return HttpResponse(made.content, content_type=made.media_type, headers=made.headers)


@require_http_methods(["GET", "POST"])
@staff
def new(request: HttpRequest) -> HttpResponse:
    """Open a mediation at the body's desk: asked for at the counter, or referred by a court."""
    actor = actor_of(request)
    need(actor, ACCEPT)
    wrong: Mapping[str, Refusal] = {}
    if request.method == "POST":
        try:
            row = services.open_at_desk(actor=actor, words={key: request.POST[key] for key in request.POST})
        except Refusal as refusal:
            wrong = dict(refusal.errors) or {refusal.field or "": refusal}
        else:
            return HttpResponseRedirect(reverse("desk:mediation", args=[row.case.number]))
    context = {
        "errors": wrong,
        "summary": [{"field": key, "reason": one.reason, "remedy": one.remedy} for key, one in wrong.items()],
        "typed": request.POST,
        "forms": selectors.forms(),
        "kinds": words.kinds(),
        "disputes": list(words.DISPUTES.items()),
        "bodies": [(one.office.code, one.office.name) for one in selectors.bodies()],
    }
    return show(request, "mediation/new", context, status=422 if wrong else 200)


@require_GET
@staff
def register(request: HttpRequest) -> HttpResponse:
    """List bodies and mediators, with fields, languages and load."""
    context = {"mediators": selectors.mediators(), "bodies": selectors.bodies(), "forms": dict(selectors.forms())}
    return show(request, "mediation/register", context)
