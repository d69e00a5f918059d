"""Local rules of assignment: drafted, tried on last month's filings, agreed to by a second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhidun.access import selectors as access
from zhidun.access.places import units
from zhidun.access.policies import need
from zhidun.access.services import require_step_up
from zhidun.desk.staff import actor_of, show, staff
from zhidun.intake import selectors, services
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import Text, t
from zhidun.rights.kinds import kinds

if TYPE_CHECKING:
    from zhidun.access.actors import Actor

UNPROCESSABLE = 422
KINDS: tuple[tuple[str, Text], ...] = (
    ("rights_complaint", t("侵权投诉", "Infringement complaint")),
    ("report", t("举报", "Report")),
    ("consumer_complaint", t("消费投诉", "Consumer complaint")),
)
STATES: dict[str, tuple[Text, str]] = {
    "draft": (t("草稿，未模拟", "Draft, not tried"), "info"),
    "simulated": (t("已模拟，待复核", "Tried, waits for the second person"), "warn"),
    "live": (t("现行", "In force"), "ok"),
    "replaced": (t("已被替代", "Replaced"), "info"),
    "refused": (t("未通过", "Refused"), "danger"),
}
ONLINE = (("yes", t("在网上", "Online")), ("no", t("不在网上", "Not online")))


def _bureaus() -> list[tuple[str, Text]]:
    known = [*access.offices(kind="city_bureau"), *access.offices(kind="district_bureau").order_by("code")]
    return [(row.code, row.name) for row in known]


def _names() -> dict[str, dict[str, Text]]:
    """Return what each code in a rule is called."""
    return {
        "kinds": dict(KINDS),
        "fields": {key: one.title for key, one in kinds().items()},
        "acts": {one.value: one.label for one in selectors.routing_choices()["acts"]},
        "districts": {one.code: one.name for one in units()},
        "online": dict(ONLINE),
        "office": dict(_bureaus()),
    }


def _lines(rules: tuple[services.LocalRule, ...]) -> list[dict[str, object]]:
    """Return rules in words: each condition by its name, the bureau, the reason."""
    names = _names()

    def said(name: str, values: tuple[str, ...]) -> list[Text]:
        return [names[name].get(one, Text(one, one)) for one in values]

    return [
        {
            "conditions": [
                *((t("类别", "Kind"), said("kinds", one.kinds)),) * bool(one.kinds),
                *((t("权利", "Right"), said("fields", one.fields)),) * bool(one.fields),
                *((t("行为", "Act"), said("acts", one.acts)),) * bool(one.acts),
                *((t("地点", "Place"), said("districts", one.districts)),) * bool(one.districts),
                *((t("方式", "Way"), said("online", (one.online,))),) * bool(one.online),
            ],
            "office": names["office"].get(one.office, Text(one.office, one.office)),
            "reason": one.reason,
        }
        for one in rules
    ]


@require_http_methods(["GET", "POST"])
@staff
def page(request: HttpRequest) -> HttpResponse:
    """List the versions; draft a new one from another: rules dropped, one put first."""
    actor = actor_of(request)
    cards = selectors.routing_versions(actor)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            number = _draft(request, actor)
        except Refusal as fault:
            refusal = fault
        else:
            return HttpResponseRedirect(reverse("desk:admin_routing_version", args=[number]))
    live = next((one for one in cards if one.state == "live"), None)
    context: dict[str, object] = {
        "cards": [(one, STATES[one.state]) for one in cards],
        "live": live,
        "lines": _lines(live.rules) if live else [],
        "may_edit": actor.can("system:routing:edit"),
        "names": {name: list(values.items()) for name, values in _names().items()},
        "refusal": refusal,
        "errors": {refusal.field or "": refusal} if refusal else {},
        "typed": request.POST,
        "chosen": {name: request.POST.getlist(name) for name in ("kinds", "fields", "acts", "districts")},
    }
    return show(request, "admin/routing", context, status=UNPROCESSABLE if refusal else 200)


def _draft(request: HttpRequest, actor: Actor) -> int:
    need(actor, "system:routing:edit")
    said = request.POST
    cards = selectors.routing_versions(actor)
    live = next((one for one in cards if one.state == "live"), None)
    if said.get("base", "0") != str(live.number if live else 0):
        raise Invalid(
            t("在您填写期间,现行规则已经更换。", "The rules in force changed while you were typing."),
            t("请核对现行规则后重新起草。", "Look at the rules in force, then draft again."),
        )
    dropped = set(said.getlist("drop"))
    kept = [one for place, one in enumerate(live.rules if live else ()) if str(place) not in dropped]
    if said.get("office"):
        kept.insert(0, services.LocalRule(
            kinds=tuple(said.getlist("kinds")), fields=tuple(said.getlist("fields")), acts=tuple(said.getlist("acts")),
            districts=tuple(said.getlist("districts")), online=said.get("online", ""), office=said["office"],
            reason_zh=said.get("reason_zh", "").strip(), reason_en=said.get("reason_en", "").strip(),
        ))  # fmt: skip
    elif not dropped:
        raise Invalid(t("请新增或者去掉一条规则。", "Add a rule or drop one."), field="office")
    return services.draft_routing(actor=actor, rules=kept, note=said.get("note", ""))


@require_http_methods(["GET", "POST"])
@staff
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version with its simulation; try it, agree to it or refuse it."""
    actor = actor_of(request)
    refusal: Refusal | None = None
    if request.method == "POST":
        selectors.routing_version(actor, number)
        try:
            _act(request, actor, number)
        except Refusal as fault:
            refusal = fault
        else:
            messages.success(request, _("已保存。"))
            return HttpResponseRedirect(reverse("desk:admin_routing_version", args=[number]))
    card = selectors.routing_version(actor, number)
    context = {
        "card": card,
        "state": STATES[card.state],
        "lines": _lines(card.rules),
        "kinds": _names(),
        "refusal": refusal,
        "errors": {refusal.field or "": refusal} if refusal else {},
        "typed": request.POST,
    }
    return show(request, "admin/routing_version", context, status=refusal.status if refusal else 200)


def _act(request: HttpRequest, actor: Actor, number: int) -> None:
    act = request.POST.get("act", "")
    if act == "simulate":
        days = request.POST.get("days", "")
        services.simulate_routing(actor=actor, number=number, days=int(days) if days.isdecimal() else 0)
        return
    require_step_up(request)
    services.decide_routing(actor=actor, number=number, agree=act == "agree", reason=request.POST.get("reason", ""))
