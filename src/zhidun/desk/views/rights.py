"""The registry of rights: list, detail, entry, import with dry run, verification."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.desk.staff import actor_of, paged, show, staff
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import Text, t
from zhidun.rights import importing, selectors, services, tables
from zhidun.rights.kinds import kind as kind_named
from zhidun.rights.types import RightFacts

UNPROCESSABLE = 422
VERIFY = "rights:right:verify"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DATES: Mapping[str, Text] = {
    "filed_on": t("申请日", "Filed on"),
    "registered_on": t("注册（授权）日", "Registered on"),
    "published_on": t("公告（发表）日", "Published on"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An input of the entry form."""

    key: str
    label: Text
    kind: str = "text"
    required: bool = False
    hint: Text | None = None
    options: tuple[tuple[str, Text], ...] = ()


def _kinds() -> list[dict[str, object]]:
    return [{"value": key, "label": Text(zh, en)} for key, zh, en in selectors.kind_choices()]


@require_GET
@staff
def page(request: HttpRequest) -> HttpResponse:
    """List rights."""
    actor = actor_of(request)
    text, kind, chosen = (request.GET.get(name, "") for name in ("text", "kind", "list"))
    if chosen == "renew":
        rows = selectors.renewals_due(actor)
    else:
        rows = selectors.search(actor, text, kind=kind, key_protection=True if chosen == "key" else None)
    context = {"rights": paged(rows, request), "kinds": _kinds(), "text": text, "kind": kind, "list": chosen}
    return show(request, "rights", context)


@require_GET
@staff
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show one right."""
    return _detail(request, key)


def _detail(request: HttpRequest, key: UUID, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    right = selectors.by_public_id(actor, key)
    of = selectors.kind_of(right)
    context = {
        "right": right,
        "own": [(one.title, right.details[one.name]) for one in of.fields if right.details.get(one.name)],
        "documents": selectors.documents(right),
        "history": selectors.status_history(right),
        "may_verify": actor.can(VERIFY),
        "refusal": refusal,
        "typed": request.POST,
    }
    return show(request, "right", context, status=refusal.status if refusal else 200)


@require_POST
@staff
def verify(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record that the officer compared the right with its papers."""
    actor = actor_of(request)
    right = selectors.by_public_id(actor, key)
    try:
        services.verify_right(actor=actor, right=right, reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        return _detail(request, key, refusal)
    return HttpResponseRedirect(reverse("desk:right", args=[key]))


def _questions(kind: str) -> list[Asked]:
    of = kind_named(kind)
    asked = [Asked("title", t("名称", "Name"), required=True), Asked("title_en", t("英文名称", "English name"))]
    if not of.numberless:
        hint = t(
            f"例如 {of.number_example}；不详的留空", f"For example {of.number_example}; leave empty when not known"
        )
        asked.append(Asked("number", of.number_title, hint=hint if of.number_example else None))
    asked.append(Asked("holder_name", t("权利人", "Holder")))
    if of.keyed_by_class:
        asked.append(Asked("classes", t("类别（数字，逗号分隔）", "Classes (numbers, separated by commas)")))
    asked += [Asked(name, DATES[name], kind="date") for name in of.dates if name in DATES]
    asked += [
        Asked(
            one.name,
            one.title,
            kind={"date": "date", "choice": "choice", "boolean": "bool", "list": "longtext"}.get(one.type, "text"),
            required=one.required,
            options=one.choices,
        )
        for one in of.fields
    ]
    return [*asked, Asked("source", t("来源", "Source"))]


def _day(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(
            t("这不是一个日期。", "This is no date."), t("请填写如 2026-09-28。", "Write it as 2026-09-28."), field=name
        ) from error


def _facts(kind: str, typed: Mapping[str, str]) -> RightFacts:
    of = kind_named(kind)
    days = {name: _day(typed.get(name, ""), name) for name in DATES}
    classes = [
        part for part in typed.get("classes", "").replace(",", ",").replace("、", ",").split(",") if part.strip()
    ]
    if not all(part.strip().isdigit() for part in classes):
        raise Invalid(t("类别应为数字。", "Classes are numbers."), field="classes")
    own: dict[str, object] = {
        one.name: typed[one.name].splitlines() if one.type == "list" else typed[one.name]
        for one in of.fields
        if typed.get(one.name)
    }
    return RightFacts(
        kind=kind,
        title=typed.get("title", ""),
        title_en=typed.get("title_en", ""),
        number=typed.get("number", ""),
        number_known=bool(typed.get("number", "").strip()),
        holder_name=typed.get("holder_name", ""),
        filed_on=days["filed_on"],
        registered_on=days["registered_on"],
        published_on=days["published_on"],
        classes=[int(part) for part in classes],
        details=own,
        source=typed.get("source", ""),
    )


@require_http_methods(["GET", "POST"])
@staff
def new(request: HttpRequest) -> HttpResponse:
    """Enter a right."""
    first = str(_kinds()[0]["value"])
    kind = request.POST.get("kind") or request.GET.get("kind") or first
    wrong: dict[str, Refusal] = {}
    if request.method == "POST":
        typed = {key: str(value) for key, value in request.POST.items()}
        try:
            right = services.register_right(actor=actor_of(request), facts=_facts(kind, typed))
        except Refusal as refusal:
            wrong = refusal.errors or {refusal.field or "": refusal}
            for name, one in wrong.items():
                one.field = name
        else:
            return HttpResponseRedirect(reverse("desk:right", args=[right.public_id]))
    context = {
        "kinds": _kinds(),
        "kind": kind,
        "questions": _questions(kind),
        "typed": request.POST,
        "errors": wrong,
        "summary": list(wrong.values()),
    }
    return show(request, "right_new", context, status=UNPROCESSABLE if wrong else 200)


@require_http_methods(["GET", "POST"])
@staff
def load(request: HttpRequest) -> HttpResponse:
    """Take a table in: a dry run first, then for good."""
    refusal: Refusal | None = None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise Invalid(t("还没有选择文件。", "No file was chosen."), field="file")
            started = importing.start_import(
                actor=actor_of(request),
                kind_key=request.POST.get("kind", ""),
                filename=file.name or "table",
                content=file.read(),
                dry_run=request.POST.get("go") != "real",
            )
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("desk:rights_run", args=[started.public_id]))
    context = {"kinds": _kinds(), "kind": request.POST.get("kind", ""), "refusal": refusal}
    return show(request, "rights_import", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
@staff
def run(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far an import is and how long it still takes; stop it."""
    if request.method == "POST":
        importing.cancel_import(actor=actor_of(request), public_id=key)
        return HttpResponseRedirect(reverse("desk:rights_run", args=[key]))
    found = importing.import_run(actor_of(request), key)
    left = importing.seconds_left(found)
    context = {
        "kinds": _kinds(),
        "kind": found.kind,
        "run": found,
        "percent": 100 * found.rows_done // max(found.rows_total, 1),
        "minutes": None if left is None else max(1, -(-left // 60)),
        "ended": found.state in importing.ENDED,
    }
    return show(request, "rights_import", context)


@require_GET
@staff
def faults(request: HttpRequest, key: UUID) -> HttpResponse:
    """Download the rows that did not fit, each with reason and remedy."""
    found = importing.import_run(actor_of(request), key)
    return _download(importing.faults_table(found), "text/csv; charset=utf-8", f"faults-{key}.csv")


@require_GET
@staff
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Download the empty table of a kind."""
    del request
    return _download(tables.template(kind_named(kind).key, form="xlsx"), XLSX, f"rights-{kind}.xlsx")


def _download(body: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        body, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
