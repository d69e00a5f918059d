"""Hits at the desk: the reasons side by side, a person's verdict, seal, lead or complaint; sellers met again."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhidun.capture import selectors as captures
from zhidun.capture.viewing import STATES, order, why_no_browser
from zhidun.desk.staff import actor_of, paged, show, staff
from zhidun.desk.views.radar import around, named
from zhidun.evidence import selectors as evidence
from zhidun.intake import services as intake
from zhidun.kernel.errors import Refusal
from zhidun.radar import policies, selectors, services, words

if TYPE_CHECKING:
    from zhidun.access.actors import Actor
    from zhidun.capture.models import Capture
    from zhidun.radar.models import Hit

ANY = (("none", words.said(words.HITS, "new")),)


@require_GET
@staff
def page(request: HttpRequest) -> HttpResponse:
    """List hits, the likest first."""
    actor = actor_of(request)
    asked = {key: request.GET.get(key, "") for key in ("state", "verdict", "watch", "query", "mark")}
    found = selectors.hits(
        actor,
        state=asked["state"],
        verdict=asked["verdict"],
        watch_key=asked["watch"],
        query=asked["query"],
        mark=asked["mark"],
    )
    marks = [] if asked["mark"] else selectors.by_mark(found)
    rows = paged(found, request)
    context = {
        **around(request, "hits"),
        **asked,
        "marks": [(one, _with(request, mark=one.text)) for one in marks] if len(marks) > 1 else [],
        "common": [one for one in marks if one.common],
        "all_marks": _with(request, mark=""),
        "page": rows,
        "rows": [(one, words.said(words.HITS, one.state), words.VERDICTS.get(one.verdict)) for one in rows],
        "states": named(words.HITS),
        "verdicts": [*ANY, *named(words.VERDICTS)],
        "watches": [(str(one.public_id), one.name) for one in selectors.watches(actor)],
    }
    return show(request, "radar/hits", context)


def _with(request: HttpRequest, **changed: str) -> str:
    """Return the page's question with something changed, from its first page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    for name, value in changed.items():
        asked[name] = value
    return asked.urlencode()


@require_GET
@staff
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a hit with its reasons and what can be done."""
    return _detail(request, key)


def _detail(request: HttpRequest, key: UUID, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    row = selectors.hit(actor, key)
    context = {
        **around(request, "hits"),
        "row": row,
        "state": words.said(words.HITS, row.state),
        "sentence": {"zh": row.sentence_zh, "en": row.sentence_en},
        "bars": selectors.bars(row),
        "history": [(one, words.said(words.VERDICTS, one.verdict)) for one in selectors.verdicts(row)],
        "verdict": words.VERDICTS.get(row.verdict),
        "verdicts": named(words.VERDICTS),
        "items": evidence.items(row.items),
        **_captured(actor, row),
        "ours": selectors.right_picture(row) is not None,
        "same": [(one, words.said(words.HITS, one.state)) for one in selectors.same_seller(row)],
        "seller": selectors.seller_facts(row),
        "refusal": refusal,
        "typed": request.POST,
    }
    return show(request, "radar/hit", context, status=refusal.status if refusal else 200)


def _captured(actor: Actor, row: Hit) -> dict[str, object]:
    """Return what a page says of the web page behind a hit: may it be captured, is it, what was made."""
    found: Capture | None = None
    if row.capture:
        with contextlib.suppress(Refusal):  # a colleague asked: what it made is shown all the same
            found = captures.capture(actor, row.capture)
    open_now = found is not None and found.state in {"queued", "running"}
    return {
        "capture": found,
        "capture_state": STATES[found.state] if found else "",
        "captured": evidence.items(row.captured),
        "may_capture": bool(services.link_of(row)) and actor.can(policies.ACT) and not open_now,
        "no_browser": why_no_browser(),
    }


@require_GET
@staff
def picture(request: HttpRequest, key: UUID, side: str) -> HttpResponse:
    """Hand out a small copy of the listing's picture (`theirs`) or of the right's (`ours`)."""
    row = selectors.hit(actor_of(request), key)
    content = selectors.side_picture(row, side)
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": "private, max-age=300"})


@require_POST
@staff
def verdict(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record what the officer found."""
    actor = actor_of(request)
    policies.need(actor, policies.JUDGE)
    try:
        services.give_verdict(
            actor=actor,
            hit=selectors.hit(actor, key),
            verdict=request.POST.get("verdict", ""),
            note=request.POST.get("note", ""),
        )
    except Refusal as refusal:
        return _detail(request, key, refusal)
    return HttpResponseRedirect(reverse("desk:radar_hit", args=[key]))


@require_POST
@staff
def seal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Seal the evidence: the first of two clicks."""
    actor = actor_of(request)
    policies.need(actor, policies.ACT)
    services.seal_hit(actor=actor, hit=selectors.hit(actor, key))
    return HttpResponseRedirect(reverse("desk:radar_hit", args=[key]))


@require_POST
@staff
def capture(request: HttpRequest, key: UUID) -> HttpResponse:
    """Have the page behind a hit captured: one click."""
    actor = actor_of(request)
    policies.need(actor, policies.ACT)
    try:
        services.capture_hit(actor=actor, hit=selectors.hit(actor, key), ask=order)
    except Refusal as refusal:
        return _detail(request, key, refusal)
    return HttpResponseRedirect(reverse("desk:radar_hit", args=[key]))


@require_POST
@staff
def open_case(request: HttpRequest, key: UUID) -> HttpResponse:
    """Open a lead or a complaint with everything filled in: the second click."""
    actor = actor_of(request)
    policies.need(actor, policies.ACT)
    try:
        number = services.open_from_hit(
            actor=actor,
            hit=selectors.hit(actor, key),
            kind=request.POST.get("kind", ""),
            submit=intake.submit,
        )
    except Refusal as refusal:
        return _detail(request, key, refusal)
    return HttpResponseRedirect(reverse("desk:case", args=[number]))


@require_GET
@staff
def sellers(request: HttpRequest) -> HttpResponse:
    """List sellers met more than once, with what joins them."""
    found = selectors.joined_sellers(actor_of(request))
    rows = [
        (one, [(words.said(words.TRACES, kind), value if kind != "picture" else "") for kind, value in one.shared[:6]])
        for one in found
    ]
    context = {**around(request, "sellers"), "page": paged(rows, request)}
    return show(request, "radar/sellers", context)
