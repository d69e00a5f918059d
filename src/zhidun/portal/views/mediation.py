"""Mediation for the two sides: begin one, answer, choose the mediator, talk, meet, offer, sign, perform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access.actors import Actor
from zhidun.evidence.services import store_upload
from zhidun.kernel.errors import NotFound, Refusal, SignInNeeded
from zhidun.mediation import acts, hand_out, selectors, services, words
from zhidun.mediation.types import MediationPage
from zhidun.portal.actor import actor_of

CONTROL: Final = frozenset({"csrfmiddlewaretoken", "files"})
LISTS: Final = frozenset({"items", "power", "starts"})
PLACES: Final[Mapping[str, str]] = {
    "say": "rooms", "take-slot": "times", "offer": "offers", "answer-offer": "offers", "withdraw-offer": "offers",
    "seal-offer": "sealed", "sign": "agreement", "tell-done": "agreement", "confirm-done": "agreement",
    "ask-confirmation": "agreement", "choose": "mediator", "begin-draw": "draw",
    "commit": "draw", "reveal": "draw", "refer": "refer",
}  # fmt: skip
"""Where on the page an act is shown."""


def _actor(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not actor.signed_in:
        raise SignInNeeded
    return actor


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Say what mediation is, who mediates, and list one's own."""
    actor = actor_of(request)
    mine = [one for one in selectors.mediations(actor) if one.part in selectors.SIDES] if actor.signed_in else []
    context = {"actor": actor, "mine": mine, "forms": selectors.forms(), "mediators": selectors.mediators()}
    return render(request, "portal/mediation/home.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a mediation: what it is about and with whom."""
    actor = _actor(request)
    wrong: Mapping[str, Refusal] = {}
    if request.method == "POST":
        try:
            row = services.ask(actor=actor, words=_typed(request))
        except Refusal as refusal:
            wrong = dict(refusal.errors) or {refusal.field or "": refusal}
        else:
            return HttpResponseRedirect(f"{reverse('portal:mediation', args=[row.case.number])}?new")
    context = {
        "errors": wrong,
        "summary": [{"field": key, "reason": one.reason, "remedy": one.remedy} for key, one in wrong.items()],
        "typed": request.POST or {"form": request.GET.get("form", "people"), "origin": request.GET.get("origin", ""),
                                  "kind": request.GET.get("kind", ""), "name": actor.name.zh},
        "forms": [(key, title) for key, title in selectors.forms() if key in words.FORMS_FOR_CITIZENS],
        "kinds": words.kinds(),
        "disputes": list(words.DISPUTES.items()),
    }  # fmt: skip
    return render(request, "portal/mediation/new.html", context, status=422 if wrong else 200)


@require_GET
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a mediation to one of its sides."""
    return _page(request, number)


def _page(request: HttpRequest, number: str, *, act: str = "", refusal: Refusal | None = None) -> HttpResponse:
    actor = _actor(request)
    found = selectors.side_page(actor, number)
    context = {
        **around(actor, found),
        "face": "portal",
        "act": act,
        "refusal": refusal,
        "errors": {(refusal.field or ""): refusal, **refusal.errors} if refusal else {},
        "typed": request.POST if refusal else {},
        "done": request.GET.get("done", ""),
        "new": "new" in request.GET,
    }
    return render(request, "portal/mediation/page.html", context, status=refusal.status if refusal else 200)


def around(actor: Actor, found: MediationPage) -> dict[str, object]:
    """Return what the page of a mediation shows besides the forms."""
    waiting = {one.kind for one in found.referrals if one.answered_at is None}
    ways = [
        (key, said)
        for key, said in selectors.ways_out(found.card.state, found.card.part)
        if key.partition("/")[0] not in waiting
    ]
    return {
        "page": found,
        "one": found.card,
        "talk": [
            (room, words.ROOMS[room], selectors.room_messages(actor, found.card.number, room)) for room in found.rooms
        ],
        "words": {
            "sides": words.SIDES, "rooms": words.ROOMS, "answers": words.ANSWERS, "offers": words.OFFER_STATES,
            "kinds": words.OFFER_KINDS, "rounds": words.ROUND_STATES, "slots": words.SLOT_STATES,
            "duties": words.DUTIES, "draws": words.DRAW_STATES, "chosen": words.CHOSEN,
        },
        "capacities": list(words.CAPACITIES.items()),
        "audiences": list(words.AUDIENCES.items()),
        "ways": ways,
        "in_default": any(one.defaulted_at and not one.done_at for one in found.agreement.duties)
        if found.agreement
        else False,
        "asks_agreement": any(key.startswith("arbitration/") for key, _ in ways),
    }  # fmt: skip


def _typed(request: HttpRequest) -> dict[str, object]:
    return {
        key: request.POST.getlist(key) if key in LISTS else request.POST[key]
        for key in request.POST
        if key not in CONTROL
    }


@require_POST
def act(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Do one thing in a mediation; a refusal is told beside the form, with what was typed."""
    actor = _actor(request)
    selectors.side_page(actor, number)
    typed = _typed(request)
    try:
        if request.FILES:
            typed["power" if what == "answer" else "items"] = _stored(request, actor)
        acts.do(actor=actor, number=number, act=what, words=typed)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, number, act=what, refusal=refusal)
    if what == "claim":  # one button: the papers are made and taken away at once
        return HttpResponseRedirect(reverse("portal:mediation_take", args=[number, "package"]))
    return HttpResponseRedirect(f"{reverse('portal:mediation', args=[number])}?done={what}#{PLACES.get(what, 'top')}")


def _stored(request: HttpRequest, actor: Actor) -> list[str]:
    return [
        str(
            store_upload(
                stream=file, filename=file.name or "file", declared_type=file.content_type or "", actor=actor
            ).public_id
        )
        for file in request.FILES.getlist("files")
    ]


@require_GET
def room(request: HttpRequest, number: str, room: str) -> HttpResponse:
    """Return what was said in a room, for the page that looks again every few seconds."""
    found = selectors.room_messages(_actor(request), number, room)
    return render(request, "mediation/talk.html", {"messages_of": found, "number": number, "face": "portal"})


@require_GET
def take(request: HttpRequest, number: str, what: str) -> HttpResponseBase:
    """Hand out the calendar, a paper, a file of a room, or the bundle of the draw."""
    actor = _actor(request)
    selectors.side_page(actor, number)
    made = hand_out.take(actor, number, what, request.GET.get("key", ""))
    return HttpResponse(made.content, content_type=made.media_type, headers=made.headers)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Take the number and code of a letter of invitation."""
    actor = _actor(request)
    number, code = (request.POST.get(key, request.GET.get(key, "")).strip() for key in ("number", "code"))
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            row = services.join(actor=actor, number=number, code=code)
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("portal:mediation", args=[row.case.number]))
    context = {"refusal": refusal, "typed": {"number": number, "code": code}}
    return render(request, "portal/mediation/join.html", context, status=refusal.status if refusal else 200)
