"""Right holders' own watches: make, change, pause, delete; their hits with the reasons, and a complaint filled in."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access import places
from zhidun.evidence.services import store_upload
from zhidun.intake import pages
from zhidun.intake import services as intake
from zhidun.kernel.errors import Invalid, NotFound, Refusal
from zhidun.portal import keepsakes
from zhidun.portal.actor import actor_of
from zhidun.radar import selectors, services, words

SHOWN = 100


def _choices(refusal: Refusal | None, typed: Mapping[str, str]) -> dict[str, object]:
    faults = dict(refusal.errors) or {refusal.field or "": refusal} if refusal else {}
    for name, one in faults.items():
        one.field = name or one.field
    return {
        "sensitivities": list(words.SENSITIVITIES.items()),
        "regions": places.regions(),
        "typed": typed,
        "errors": faults,
        "summary": list(faults.values()),
        "no_decision": words.NO_DECISION,
    }


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Say what a watch does, list one's own and begin one."""
    actor = actor_of(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            made = services.add_own(actor=actor, facts=_facts(request))
        except Refusal as wrong:
            if wrong.status in {401, 403}:
                raise
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("portal:watch", args=[made.public_id]))
    citizen = actor.signed_in and not actor.is_staff
    context = {
        "actor": actor,
        "may": citizen,
        "watches": selectors.own_watches(actor) if citizen else [],
        "news": selectors.own_news(actor) if citizen else {},
        "rights": pages.own_rights(actor),
        **_choices(refusal, request.POST or {"reads": "true", **request.GET.dict()}),
    }
    return render(request, "portal/radar/watches.html", context, status=refusal.status if refusal else 200)


def _facts(request: HttpRequest) -> services.WatchFacts:
    typed = {key: str(value).strip() for key, value in request.POST.items()}
    actor, file = actor_of(request), request.FILES.get("picture")
    picture = ""
    if file is not None and actor.signed_in:
        item = store_upload(
            stream=file, filename=file.name or "mark", declared_type=file.content_type or "", actor=actor
        )
        picture = str(item.public_id)
    return services.WatchFacts(
        name=typed.get("name", ""),
        text=typed.get("text", ""),
        right=typed.get("right", ""),
        region=typed.get("region", ""),
        classes=typed.get("classes", ""),
        picture=picture,
        sensitivity=typed.get("sensitivity") or "normal",
        reads=typed.get("reads") == "true",
    )


@require_GET
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show an own watch with its hits."""
    return _page(request, key)


def _page(request: HttpRequest, key: UUID, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    row = selectors.own_watch(actor, key)
    kept = {name: getattr(row, name) for name in ("name", "region", "classes", "sensitivity")} | {
        "reads": "true" if row.reads else ""
    }
    hits = selectors.own_hits(actor, row)
    context = {
        "row": row,
        "hits": hits[:SHOWN],
        "total": hits.count(),
        "news": key in selectors.own_news(actor),
        "level": words.said(words.SENSITIVITIES, row.sensitivity),
        **_choices(refusal, request.POST if refusal else kept),
    }
    return render(request, "portal/radar/watch.html", context, status=refusal.status if refusal else 200)


@require_POST
def act(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """Change, pause, resume or delete an own watch, or note that its news were seen."""
    actor = actor_of(request)
    row = selectors.own_watch(actor, key)
    if what == "delete":
        services.delete_own(actor=actor, watch=row)
        return HttpResponseRedirect(reverse("portal:watches"))
    if what == "seen":
        services.mark_seen(actor=actor, watch=row)
        return HttpResponseRedirect(reverse("portal:watches"))
    if what in {"pause", "resume"}:
        services.pause_own(actor=actor, watch=row, paused=what == "pause")
    elif what == "save":
        try:
            services.edit_own(actor=actor, watch=row, changed={"reads": "", **request.POST.dict()})
        except Invalid as refusal:
            return _page(request, key, refusal)
    else:
        raise NotFound
    return HttpResponseRedirect(reverse("portal:watch", args=[key]))


@require_GET
def hit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a hit of an own watch with its reasons."""
    row = selectors.own_hit(actor_of(request), key)
    context = {
        "row": row,
        "sentence": {"zh": row.sentence_zh, "en": row.sentence_en},
        "bars": selectors.bars(row),
        "ours": selectors.right_picture(row) is not None,
        "same": selectors.same_seller(row),
        "link": services.link_of(row),
        "seller": selectors.seller_facts(row),
        "no_decision": words.NO_DECISION,
    }
    return render(request, "portal/radar/hit.html", context)


@require_GET
def picture(request: HttpRequest, key: UUID, side: str) -> HttpResponse:
    """Hand out a small copy of the listing's picture (`theirs`) or of one's own (`ours`)."""
    row = selectors.own_hit(actor_of(request), key)
    content = selectors.side_picture(row, side)
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "private, max-age=300"})


@require_POST
def complain(request: HttpRequest, key: UUID) -> HttpResponse:
    """Seal what was found and open the complaint form, filled in; nothing is sent."""
    actor = actor_of(request)
    filled = services.complaint_from_own(actor=actor, hit=selectors.own_hit(actor, key))
    draft = intake.save_draft(actor=actor, kind="rights_complaint", answers=filled.answers, item_ids=filled.items)
    answer = HttpResponseRedirect(reverse("portal:filing_step", args=["rights_complaint", "what"]))
    keepsakes.keep_draft(answer, "rights_complaint", draft.token, trace=True)
    return answer
