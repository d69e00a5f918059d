"""The administrators' pages: offices, people and posts, powers, papers, procedures, the map, the audit trail."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhidun.access import maps, roles, selectors, services
from zhidun.access.actors import Actor
from zhidun.access.places import units
from zhidun.cases.paper_kinds import paper_kinds
from zhidun.desk.staff import actor_of, paged, show, staff
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid, Refusal
from zhidun.kernel.text import Text, t
from zhidun.procedures.load import catalogue
from zhidun.rights.kinds import kinds

UNPROCESSABLE = 422
ADMINISTERS = ("access:office:manage", "access:account:manage", "access:post:grant", "access:audit:view")
OFFICE_KINDS: tuple[tuple[str, Text], ...] = (
    ("city_bureau", t("市级机关", "City bureau")),
    ("district_bureau", t("区（市）县机关", "District bureau")),
    ("workstation", t("维权工作站", "Workstation")),
    ("protection_centre", t("保护中心", "Protection centre")),
    ("fast_centre", t("快速维权中心", "Fast-track centre")),
    ("court", t("法院", "Court")),
    ("procuratorate", t("检察院", "Procuratorate")),
    ("police", t("公安", "Police")),
    ("mediation", t("调解组织", "Mediation body")),
    ("association", t("协会、展会", "Association, fair")),
    ("authority_other", t("其他机关", "Other authority")),
)


def _administrator(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not any(actor.can(power) for power in ADMINISTERS):
        raise Forbidden
    return actor


def _answer(request: HttpRequest, template: str, context: dict[str, object], refusal: Refusal | None) -> HttpResponse:
    typed = {"refusal": refusal, "typed": request.POST if refusal else {}}
    return show(request, f"admin/{template}", context | typed, status=UNPROCESSABLE if refusal else 200)


def _done(request: HttpRequest, page: str) -> HttpResponse:
    messages.success(request, _("已保存。"))
    return HttpResponseRedirect(reverse(f"desk:{page}"))


@require_GET
@staff
def home(request: HttpRequest) -> HttpResponse:
    """Show what there is to administer, each with how many."""
    _administrator(request)
    context = {
        "offices": selectors.offices().count(),
        "roles": len(roles.roles()),
        "papers": len(paper_kinds()),
        "procedures": len(catalogue().names()),
        "map": maps.approved_map(),
    }
    return show(request, "admin/home", context)


@require_http_methods(["GET", "POST"])
@staff
def offices(request: HttpRequest) -> HttpResponse:
    """List the offices, or add one."""
    actor, refusal = _administrator(request), None
    if request.method == "POST":
        try:
            _add_office(request, actor)
            return _done(request, "admin_offices")
        except Refusal as fault:
            refusal = fault
    context: dict[str, object] = {
        "rows": paged(selectors.offices(active=False).select_related("parent"), request),
        "kinds": OFFICE_KINDS,
        "units": [(one.code, one.name) for one in units()],
        "parents": [(row.code, row.name) for row in selectors.offices()],
        "may": actor.can("access:office:manage"),
    }
    return _answer(request, "offices", context, refusal)


def _add_office(request: HttpRequest, actor: Actor) -> None:
    said = {name: request.POST.get(name, "").strip() for name in ("code", "kind", "name_zh", "name_en", "parent")}
    if not said["code"] or not said["name_zh"]:
        raise Invalid(t("请填写编码和名称。", "Give a code and a name."), field="code")
    services.create_office(
        actor=actor,
        code=said["code"],
        kind=said["kind"],
        name=Text(said["name_zh"], said["name_en"] or said["name_zh"]),
        parent=selectors.office(said["parent"]) if said["parent"] else None,
        admin_unit=request.POST.get("unit", ""),
        phone=request.POST.get("phone", ""),
        address=request.POST.get("address", ""),
    )


@require_http_methods(["GET", "POST"])
@staff
def people(request: HttpRequest) -> HttpResponse:
    """List posts, propose, approve or end one; make an account."""
    actor, refusal = _administrator(request), None
    if request.method == "POST":
        try:
            _people_act(request, actor)
            return _done(request, "admin_people")
        except Refusal as fault:
            refusal = fault
    context: dict[str, object] = {
        "rows": paged(selectors.posts(actor=actor).order_by("office__code", "account__username"), request),
        "waiting": selectors.posts(actor=actor, waiting=True),
        "roles": [(key, one.title) for key, one in roles.roles().items()],
        "offices": [(row.code, row.name) for row in selectors.offices()],
        "may_make": actor.can("access:account:manage"),
        "may_grant": actor.can("access:post:grant"),
        "today": time.today().isoformat(),
    }
    return _answer(request, "people", context, refusal)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid(t("请填写日期。", "Give a date."), field="to_on") from None


def _people_act(request: HttpRequest, actor: Actor) -> None:
    said, act = request.POST, request.POST.get("act", "")
    if act == "account":
        services.create_account(
            actor=actor,
            username=said.get("username", ""),
            name=Text(said.get("name_zh", ""), said.get("name_en", "") or said.get("name_zh", "")),
            kind="staff",
            email=said.get("email", ""),
        )
    elif act == "appoint":
        services.appoint(
            actor=actor,
            account=selectors.account(said.get("username", "")),
            office=selectors.office(said.get("office", "")),
            role=said.get("role", ""),
            from_on=_day(said.get("from_on", "")) or time.today(),
            to_on=_day(said.get("to_on", "")),
        )
    else:
        wanted = said.get("post", "")
        post = selectors.posts(actor=actor).filter(pk=int(wanted) if wanted.isdigit() else 0).first()
        if post is None:
            raise Invalid(t("请选择岗位。", "Choose a post."), field="post")
        if act == "approve":
            services.require_step_up(request)
            services.approve_post(actor=actor, post=post)
        else:
            services.revoke_post(actor=actor, post=post, reason=said.get("reason", ""))


@require_GET
@staff
def powers(request: HttpRequest) -> HttpResponse:
    """Show which role carries which power and which roles exclude each other."""
    _administrator(request)
    return show(request, "admin/powers", {"roles": roles.roles().values()})


@require_GET
@staff
def rulework(request: HttpRequest) -> HttpResponse:
    """Show papers and procedures as the packs declare them."""
    _administrator(request)
    procedures = [catalogue().get(name) for name in catalogue().names()]
    context = {"papers": paper_kinds().values(), "procedures": procedures, "kinds": kinds().values()}
    return show(request, "admin/rulework", context)


@require_http_methods(["GET", "POST"])
@staff
def city_map(request: HttpRequest) -> HttpResponse:
    """Show which map is in use; take an approved one into use, or go back to the schematic one."""
    actor, refusal = _administrator(request), None
    if request.method == "POST":
        try:
            _map_act(request, actor)
            return _done(request, "admin_map")
        except Refusal as fault:
            refusal = fault
    context: dict[str, object] = {"drawn": maps.approved_map(), "may": actor.can(maps.SETTING)}
    return _answer(request, "map", context, refusal)


def _map_act(request: HttpRequest, actor: Actor) -> None:
    if request.POST.get("act") == "withdraw":
        maps.withdraw_map(actor=actor)
        return
    file = request.FILES.get("files")
    if file is None:
        raise Invalid(t("还没有选择文件。", "No file was chosen."), field="files")
    content = file.read(maps.LARGEST + 1)
    maps.approve_map(
        actor=actor,
        content=content,
        filename=file.name or "map.geojson",
        review_number=request.POST.get("review_number", ""),
    )


@require_GET
@staff
def audit(request: HttpRequest) -> HttpResponse:
    """Show the audit trail, newest first, by what it is about."""
    actor = actor_of(request)
    wanted = {name: request.GET.get(name, "").strip() or None for name in ("object_kind", "object_key", "actor_key")}
    rows = selectors.audit_trail(
        actor=actor,
        object_kind=wanted["object_kind"],
        object_key=wanted["object_key"],
        actor_key=wanted["actor_key"],
    )
    return show(request, "admin/audit", {"rows": paged(rows, request), "asked": wanted})
