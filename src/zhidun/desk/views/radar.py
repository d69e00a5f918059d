"""The radar at the desk: overview, watches, sources and sweeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access import places
from zhidun.desk.staff import actor_of, paged, show, staff, stored_files
from zhidun.kernel.errors import Invalid, NotFound, Refusal
from zhidun.kernel.text import t
from zhidun.radar import policies, selectors, services, words

NEWEST = 8


def around(request: HttpRequest, where: str) -> dict[str, object]:
    """Return what every page of the radar shows."""
    actor = actor_of(request)
    return {
        "where": where,
        "no_decision": words.NO_DECISION,
        "may_watch": actor.can(policies.WATCH),
        "may_sweep": actor.can(policies.SWEEP),
        "may_judge": actor.can(policies.JUDGE),
        "may_act": actor.can(policies.ACT),
        "may_adopt": actor.can(policies.ADOPT),
        "may_publish": actor.can(policies.PUBLISH),
        "may_rebuild": actor.can(policies.REBUILD),
    }


def page_with_form(
    request: HttpRequest, where: str, context: dict[str, object], act: Callable[[], str], power: str
) -> HttpResponse:
    """Show a list with its form, or do what the form says and go where it leads.

    Args:
        request: of staff who may look.
        where: the tab, and the name of the template.
        context: what the page shows; made before anything is done.
        act: does what was posted and returns the address to go to; its refusal is shown by field above the form.
        power: without which nothing is posted.
    """
    refusal: Refusal | None = None
    if request.method == "POST":
        policies.need(actor_of(request), power)
        try:
            return HttpResponseRedirect(act())
        except Refusal as wrong:
            refusal = wrong
    faults = dict(refusal.errors) or {refusal.field or "": refusal} if refusal else {}
    for name, one in faults.items():
        one.field = name or one.field
    context = {
        **around(request, where),
        **context,
        "typed": request.POST,
        "errors": {one.field or "": one for one in faults.values()},
        "summary": list(faults.values()),
    }
    return show(request, f"radar/{where}", context, status=refusal.status if refusal else 200)


def named(rows: Mapping[str, object]) -> list[tuple[str, object]]:
    """Return words with what they are called, for a select."""
    return list(rows.items())


@require_GET
@staff
def home(request: HttpRequest) -> HttpResponse:
    """Show how the radar stands and what waits for a person."""
    actor = actor_of(request)
    waiting = selectors.hits(actor, verdict="none")[:NEWEST]
    context = {
        **around(request, "home"),
        "counts": selectors.counts(actor),
        "hits": [(one, words.said(words.HITS, one.state)) for one in waiting],
        "sweeps": _told(list(selectors.sweeps(actor)[:NEWEST])),
        "index": selectors.index_state(actor),
    }
    return show(request, "radar/home", context)


def _told(rows: list[object]) -> list[tuple[object, object, object]]:
    return [
        (one, words.said(words.SWEEPS, one.state), selectors.progress(one))  # type: ignore[attr-defined,arg-type]
        for one in rows
    ]


@require_POST
@staff
def rebuild(request: HttpRequest) -> HttpResponse:
    """Ask for the index to be made anew."""
    services.start_rebuild(actor=actor_of(request))
    return HttpResponseRedirect(reverse("desk:radar"))


@require_http_methods(["GET", "POST"])
@staff
def watches(request: HttpRequest) -> HttpResponse:
    """List watches and begin one."""
    actor = actor_of(request)
    rows = paged(selectors.watches(actor), request)
    context: dict[str, object] = {
        "page": rows,
        "rows": [(one, words.said(words.SENSITIVITIES, one.sensitivity)) for one in rows],
        "sensitivities": named(words.SENSITIVITIES),
        "regions": places.regions(),
        "right": request.POST.get("right", request.GET.get("right", "")),
        "reads": request.POST.get("reads", "") if request.method == "POST" else "true",
    }

    def act() -> str:
        services.add_watch(actor=actor, facts=_facts(request))
        return reverse("desk:radar_watches")

    return page_with_form(request, "watches", context, act, policies.WATCH)


def _facts(request: HttpRequest) -> services.WatchFacts:
    typed = {key: str(value) for key, value in request.POST.items()}
    files = stored_files(request, "picture") if request.FILES.get("picture") else ()
    wanted = ("name", "text", "right", "owner", "region", "classes")
    return services.WatchFacts(
        **{name: typed.get(name, "").strip() for name in wanted},
        picture=files[0] if files else "",
        registry=typed.get("registry") == "true",
        sensitivity=typed.get("sensitivity") or "normal",
        reads=typed.get("reads") == "true",
    )


@require_POST
@staff
def watch_stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Guard something no longer."""
    actor = actor_of(request)
    policies.need(actor, policies.WATCH)
    services.stop_watch(actor=actor, watch=selectors.watch(actor, key))
    return HttpResponseRedirect(reverse("desk:radar_watches"))


@require_http_methods(["GET", "POST"])
@staff
def feeds(request: HttpRequest) -> HttpResponse:
    """List sources and add one."""
    context: dict[str, object] = {
        "rows": [(one, words.said(words.FEEDS, one.kind)) for one in selectors.feeds(actor_of(request))],
        "kinds": named(words.FEEDS),
    }

    def act() -> str:
        _add_feed(request)
        return reverse("desk:radar_feeds")

    return page_with_form(request, "feeds", context, act, policies.SWEEP)


def _add_feed(request: HttpRequest) -> None:
    typed = request.POST
    mapping: dict[str, str] = {}
    for line in typed.get("mapping", "").splitlines():
        name, _, path = line.partition("=")
        if path.strip():
            mapping[name.strip()] = path.strip()
    minutes = typed.get("every_minutes", "")
    services.add_feed(
        actor=actor_of(request),
        name=typed.get("name", ""),
        kind=typed.get("kind", ""),
        url=typed.get("url", ""),
        mapping=mapping,
        every_minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 6 else 0,  # noqa: PLR2004
    )


@require_POST
@staff
def feed_stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take no more from a source."""
    actor = actor_of(request)
    policies.need(actor, policies.SWEEP)
    services.stop_feed(actor=actor, feed=selectors.feed(actor, key))
    return HttpResponseRedirect(reverse("desk:radar_feeds"))


@require_http_methods(["GET", "POST"])
@staff
def sweeps(request: HttpRequest) -> HttpResponse:
    """List sweeps and start one from a file."""
    actor = actor_of(request)
    rows = paged(selectors.sweeps(actor), request)
    context: dict[str, object] = {
        "page": rows,
        "rows": _told(list(rows)),
        "feeds": [(str(one.public_id), one.name) for one in selectors.feeds(actor).filter(active=True)],
    }

    def act() -> str:
        return reverse("desk:radar_sweep", args=[_hand_in(request)])

    return page_with_form(request, "sweeps", context, act, policies.SWEEP)


@transaction.atomic
def _hand_in(request: HttpRequest) -> UUID:
    """Take a file in; a new source is not kept when its file is refused."""
    actor, file = actor_of(request), request.FILES.get("file")
    if file is None:
        raise Invalid(t("还没有选择文件。", "No file was chosen."), field="file")
    fresh = request.POST.get("new_feed", "").strip()
    if fresh:
        feed = services.add_feed(actor=actor, name=fresh, kind="file")
    elif request.POST.get("feed"):
        feed = selectors.feed(actor, request.POST["feed"])
    else:
        raise Invalid(t("请选择来源,或填写新来源的名称。", "Choose a source or name a new one."), field="feed")
    return services.hand_in(
        actor=actor,
        feed=feed,
        stream=file,
        filename=file.name or "listings.csv",
        declared_type=(file.content_type or "")[:100],
    ).public_id


@require_GET
@staff
def sweep(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far a sweep is and what it found."""
    actor = actor_of(request)
    row = selectors.sweep(actor, key)
    found = selectors.hits(actor, sweep_key=str(key))[:20]
    context = {
        **around(request, "sweeps"),
        "row": row,
        "state": words.said(words.SWEEPS, row.state),
        "progress": selectors.progress(row),
        "hits": [(one, words.said(words.HITS, one.state)) for one in found],
    }
    return show(request, "radar/sweep", context)


@require_POST
@staff
def sweep_act(request: HttpRequest, key: UUID, act: str) -> HttpResponse:
    """Cancel a sweep or take it up again."""
    actor = actor_of(request)
    policies.need(actor, policies.SWEEP)
    acts = {"cancel": services.cancel_sweep, "resume": services.resume_sweep}
    row = selectors.sweep(actor, key)
    if act not in acts:
        raise NotFound
    acts[act](actor=actor, sweep=row)
    return HttpResponseRedirect(reverse("desk:radar_sweep", args=[key]))
