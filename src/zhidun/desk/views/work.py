"""The work list, all cases, the team's board, search."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from zhidun.access.actors import Actor
from zhidun.cases import board as counting
from zhidun.cases import desk_lists, selectors
from zhidun.desk import guide, lists
from zhidun.desk.staff import actor_of, show, staff
from zhidun.enforcement import selectors as enforcement
from zhidun.intake import selectors as intake
from zhidun.kernel.text import Text, t
from zhidun.offenders import selectors as offenders
from zhidun.parties import selectors as parties
from zhidun.rights import selectors as rights

if TYPE_CHECKING:
    from zhidun.offenders.models import PastCase

MOST_FOUND = 20
ORGANISE = "exhibitions:fair:manage"
MOST_QUICK = 5
SHORTEST = 2


def _figures(actor: Actor, request: HttpRequest, *, since: datetime | None) -> list[dict[str, object]]:
    """Return the counts above the list; each leads to the rows that make it."""
    counted = selectors.counts_shown(actor, since=since)
    rows: list[tuple[str, Text, str, dict[str, str]]] = [
        ("overdue", t("已超期", "Overdue"), "is-danger", {"due": "overdue"}),
        ("soon", t("即将到期", "Due soon"), "is-warn", {"due": "soon"}),
        ("mine", t("我承办的", "Mine"), "", {"who": "mine"}),
        ("open", t("全部在办", "All open"), "", {}),
    ]
    if "new" in counted and counted["new"].n:
        rows.append(("new", t("上次登录后新来的", "New since your last visit"), "", {"new": "1"}))
    here = lists.used(request.GET)
    return [
        {
            "title": title,
            "tone": tone,
            "count": counted[key],
            "url": f"{reverse('desk:home')}?{urlencode(query)}" if query else reverse("desk:home"),
            "now": here == query,
        }
        for key, title, tone, query in rows
        if key in counted
    ]


def _list(request: HttpRequest, *, closed: bool | None) -> dict[str, object]:
    """Return what both lists show: the page, its filters, views and columns."""
    actor = actor_of(request)
    since = lists.last_visit(actor)
    wanted = lists.filters_of(request.GET, closed=closed, since=since)
    chosen = lists.used(request.GET)
    return {
        "page": selectors.work_list(actor, wanted, cursor=request.GET.get("cursor", "")),
        "filters": lists.choosers(request, actor, closed=closed is None),
        "filtered": bool(chosen),
        "used": chosen,
        "query": urlencode(chosen),
        "place": "cases" if closed is None else "home",
        "views": desk_lists.views_of(actor),
        "columns": lists.columns_of(actor),
        "all_columns": lists.COLUMNS,
        "since": since,
        "bulk": True,
        "may_assign": actor.can("enforcement:case:assign"),
        "may_label": actor.can("cases:case:view"),
        "words": desk_lists.label_words(actor),
        "people": lists.colleagues(actor) if actor.can("enforcement:case:assign") else [],
    }


@require_GET
@staff
def home(request: HttpRequest) -> HttpResponse:
    """What has to be done, by statutory time left."""
    actor = actor_of(request)
    if actor.can(ORGANISE) and not actor.can("cases:case:view"):
        return _fair(request, actor)
    context = _list(request, closed=False)
    since = context["since"]
    context |= {
        "heading": t("待办", "To do"),
        "lead": t("按法定期限由近到远", "By statutory time left"),
        "figures": _figures(actor, request, since=since if isinstance(since, datetime) else None),
        "tasks": [] if context["filtered"] else selectors.my_tasks(actor),
        "can_file": actor.can("intake:filing:receive"),
        "owed": _owed(actor) if not context["filtered"] else {},
        "welcome": guide.steps_of(actor) if guide.unseen(actor) and not context["filtered"] else [],
    }
    return show(request, "list", context)


def _owed(actor: Actor) -> dict[str, int]:
    """Count for another authority the answers it or others owe in what was sent to it, and those that are late."""
    if not actor.can("exchange:referral:view"):
        return {}
    rows = [one for one in enforcement.owed(actor, late_only=False) if not one.answered]
    return {
        "late": sum(1 for one in rows if one.days_late > 0),
        "running": sum(1 for one in rows if one.days_late <= 0),
    }


def _fair(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show an organiser of fairs what they can do here, and what their office handed in."""
    context = {
        "office": actor.posts[0].office_name,
        "handed_in": intake.handed_in(actor),
    }
    return show(request, "fair", context)


@require_GET
@staff
def cases(request: HttpRequest) -> HttpResponse:
    """Every case the actor may see, closed ones too."""
    context = _list(request, closed=None) | {
        "heading": t("全部案件", "All cases"),
        "lead": t("包括已办结的", "Closed ones included"),
    }
    return show(request, "list", context)


@require_GET
@staff
def board(request: HttpRequest) -> HttpResponse:
    """Who of the team has how much on the desk."""
    return show(request, "board", {"board": counting.board(actor_of(request))})


def _found(actor: Actor, q: str, most: int) -> dict[str, object]:
    if len(q.strip()) < SHORTEST and not q.strip().isdigit() and not any(char > "\u2fff" for char in q):
        return {"q": q}
    return {
        "q": q,
        "cards": selectors.search(actor, q, limit=most),
        "rights": rights.search(actor, q)[:most],
        "parties": list(parties.search(actor, q))[:most],
        "past": _past(actor, q, most),
    }


def _past(actor: Actor, q: str, most: int) -> list[PastCase]:
    """Return the old cases that fit, for a post that may see who did it before."""
    if not actor.can(offenders.VIEW):
        return []
    return list(offenders.past_cases(actor, offenders.Wanted(q=q))[:most])


@require_GET
@staff
def search(request: HttpRequest) -> HttpResponse:
    """Find cases, rights and parties by number, name or pinyin."""
    q = request.GET.get("q", "").strip()
    return show(request, "search", _found(actor_of(request), q, MOST_FOUND))


@require_GET
@staff
def quick(request: HttpRequest) -> HttpResponse:
    """Return the first hits under the search field while one types."""
    q = request.GET.get("q", "").strip()
    return render(request, "desk/quick.html", _found(actor_of(request), q, MOST_QUICK))
