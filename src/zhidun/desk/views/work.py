"""The work list, all cases, search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from zhidun.access.actors import Actor
from zhidun.cases import selectors
from zhidun.cases.types import CaseFilters
from zhidun.desk.staff import actor_of, show, staff
from zhidun.kernel.text import Text, t
from zhidun.parties import selectors as parties
from zhidun.procedures.load import catalogue
from zhidun.rights import selectors as rights
from zhidun.rights.kinds import kinds

MOST_FOUND = 20
Due = Literal["", "soon", "overdue"]
DUES: tuple[tuple[str, Text], ...] = (
    ("overdue", t("已超期", "Overdue")),
    ("soon", t("两个工作日内到期", "Due within two working days")),
)
ORIGINS: tuple[tuple[str, Text], ...] = (
    ("online", t("网上", "Online")),
    ("counter", t("窗口", "Counter")),
    ("phone", t("电话", "Telephone")),
    ("letter", t("来信", "Letter")),
    ("inspection", t("检查发现", "Inspection")),
    ("transfer", t("移送", "Hand-over")),
)


@dataclass(frozen=True, slots=True)
class Chooser:
    """A filter above the list."""

    name: str
    label: Text
    options: tuple[dict[str, object], ...]
    value: str


def _filters(request: HttpRequest, *, closed: bool | None) -> CaseFilters:
    asked = {name: request.GET.get(name, "") for name in ("procedure", "state", "kind", "due", "origin", "who")}
    return CaseFilters(
        procedure=asked["procedure"],
        state=asked["state"],
        kind=asked["kind"],
        mine=asked["who"] == "mine",
        due=cast("Due", asked["due"] if asked["due"] in {"soon", "overdue"} else ""),
        closed=closed,
        origin=asked["origin"],
    )


def _choosers(request: HttpRequest) -> list[Chooser]:
    procedures = [catalogue().get(name) for name in catalogue().names()]
    lists: list[tuple[str, Text, list[tuple[str, Text]]]] = [
        ("who", t("范围", "Whose"), [("mine", t("我承办的", "Mine"))]),
        ("due", t("期限", "Deadline"), list(DUES)),
        ("procedure", t("程序", "Procedure"), [(one.name, one.title) for one in procedures]),
        (
            "kind",
            t("权利种类", "Kind of right"),
            [(key, one.title) for key, one in kinds().items() if not one.list_only],
        ),
        ("origin", t("来源", "Origin"), list(ORIGINS)),
    ]
    chosen = next((one for one in procedures if one.name == request.GET.get("procedure")), None)
    if chosen is not None:
        lists.insert(3, ("state", t("状态", "State"), [(one.key, one.title) for one in chosen.states.values()]))
    return [
        Chooser(
            name, label, tuple({"value": value, "label": text} for value, text in options), request.GET.get(name, "")
        )
        for name, label, options in lists
    ]


def _figures(actor: Actor, request: HttpRequest) -> list[dict[str, object]]:
    """Return the counts above the list; each leads to the rows that make it."""
    counted = selectors.counts(actor)
    rows: list[tuple[str, Text, str, dict[str, str]]] = [
        ("overdue", t("已超期", "Overdue"), "is-danger", {"due": "overdue"}),
        ("soon", t("即将到期", "Due soon"), "is-warn", {"due": "soon"}),
        ("mine", t("我承办的", "Mine"), "", {"who": "mine"}),
        ("open", t("全部在办", "All open"), "", {}),
    ]
    here = {
        key: value
        for key, value in request.GET.items()
        if key in {"due", "who", "procedure", "state", "kind", "origin"}
    }
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


@require_GET
@staff
def home(request: HttpRequest) -> HttpResponse:
    """What has to be done, by statutory time left."""
    actor = actor_of(request)
    context = {
        "heading": t("待办", "To do"),
        "lead": t("按法定期限由近到远", "By statutory time left"),
        "page": selectors.work_list(actor, _filters(request, closed=False), cursor=request.GET.get("cursor", "")),
        "figures": _figures(actor, request),
        "tasks": [] if request.GET else selectors.my_tasks(actor),
        "filters": _choosers(request),
        "filtered": bool(set(request.GET) - {"cursor", "lang"}),
        "can_file": actor.can("intake:filing:receive"),
    }
    return show(request, "list", context)


@require_GET
@staff
def cases(request: HttpRequest) -> HttpResponse:
    """Every case the actor may see, closed ones too."""
    context = {
        "heading": t("全部案件", "All cases"),
        "lead": t("包括已办结的", "Closed ones included"),
        "page": selectors.work_list(
            actor_of(request), _filters(request, closed=None), cursor=request.GET.get("cursor", "")
        ),
        "filters": _choosers(request),
        "filtered": bool(set(request.GET) - {"cursor", "lang"}),
    }
    return show(request, "list", context)


@require_GET
@staff
def search(request: HttpRequest) -> HttpResponse:
    """Find cases, rights and parties by number, name or pinyin."""
    actor = actor_of(request)
    q = request.GET.get("q", "").strip()
    context: dict[str, object] = {"q": q}
    if q:
        context["cards"] = selectors.search(actor, q)[:MOST_FOUND]
        context["rights"] = rights.search(actor, q)[:MOST_FOUND]
        context["parties"] = list(parties.search(actor, q))[:MOST_FOUND]
    return show(request, "search", context)
