"""Rewards to reporters at the desk: what is to be checked, proposed, told and paid. Never who reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access.policies import need
from zhidun.access.services import require_step_up
from zhidun.desk.staff import actor_of, show, staff
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.kernel.text import t
from zhidun.procedures.load import catalogue
from zhidun.rewards import selectors, services

if TYPE_CHECKING:
    from zhidun.access.actors import Actor

VIEW = "rewards:case:view"
LEVELS = (
    ("1", t("一级：证据直接、完全相符，特别重大或涉罪", "Level 1: direct evidence, fully matching; major or a crime")),
    ("2", t("二级：证据直接、完全相符", "Level 2: direct evidence, fully matching")),
    ("3", t("三级：有线索和相关证据、基本相符", "Level 3: leads and evidence, matching in the main")),
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@staff
def page(request: HttpRequest) -> HttpResponse:
    """List rewards; open one for a report that has none."""
    actor = actor_of(request)
    need(actor, VIEW)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            row = services.open_reward(actor=actor, report=request.POST.get("report", "").strip())
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("desk:reward", args=[row.case.number]))
    state = request.GET.get("state", "")
    context = {
        "rows": selectors.rewards(actor, state=state),
        "state": state,
        "states": [(key, one.title) for key, one in catalogue().get("report-reward").states.items()],
        "open_to": selectors.open_to(actor),
        "figures": selectors.figures(actor),
        "refusal": refusal,
    }
    return show(request, "rewards/list", context, status=refusal.status if refusal else 200)


@require_GET
@staff
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one reward with what may be done now."""
    need(actor_of(request), VIEW)
    return _detail(request, number)


def _detail(
    request: HttpRequest, number: str, refusal: Refusal | None = None, trial: Mapping[str, object] | None = None
) -> HttpResponse:
    card = selectors.reward(actor_of(request), number)
    context = {
        "card": card,
        "table": selectors.table(),
        "levels": LEVELS,
        "grounds": selectors.choices("reward_ground"),
        "ways": selectors.choices("paid_how", "pay"),
        "refusal": refusal,
        "errors": dict(refusal.errors) or {refusal.field or "": refusal} if refusal else {},
        "typed": request.POST,
        "trial": trial,
    }
    return show(request, "rewards/page", context, status=refusal.status if refusal else 200)


@require_POST
@staff
def act(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Propose (or only compute), tell, enter finance's view, ask for payment."""
    actor = actor_of(request)
    need(actor, VIEW)
    known: dict[str, Callable[[HttpRequest, Actor, str], None]] = {
        "propose": _propose,
        "notify": _notify,
        "finance": _finance,
        "pay": _pay,
    }
    if what not in known:
        raise NotFound
    try:
        if what == "propose" and request.POST.get("go") == "try":
            return _tried(request, actor, number)
        known[what](request, actor, number)
    except NotFound:
        raise
    except Refusal as refusal:
        return _detail(request, number, refusal)
    return HttpResponseRedirect(reverse("desk:reward", args=[number]))


def _proposal(request: HttpRequest) -> services.Proposal:
    said = request.POST
    return services.Proposal(
        level=said.get("level", ""),
        ground=said.get("ground", ""),
        document=said.get("ground_document", ""),
        fine=said.get("fine", ""),
        confiscated=said.get("confiscated", ""),
        stated=said.get("stated", ""),
        note=said.get("figures_note", ""),
    )


def _tried(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    found = services.try_amount(actor=actor, number=number, proposal=_proposal(request))
    return _detail(request, number, trial={"amount": found.amount, "steps": found.steps, "finance": found.finance})


def _propose(request: HttpRequest, actor: Actor, number: str) -> None:
    services.propose(actor=actor, number=number, proposal=_proposal(request), reason=request.POST.get("reason", ""))


def _notify(request: HttpRequest, actor: Actor, number: str) -> None:
    del request
    services.notify(actor=actor, number=number)


def _finance(request: HttpRequest, actor: Actor, number: str) -> None:
    services.consult_finance(
        actor=actor, number=number, letter=request.POST.get("finance_letter", ""), on=request.POST.get("finance_on", "")
    )


def _pay(request: HttpRequest, actor: Actor, number: str) -> None:
    require_step_up(request)
    services.ask_payment(
        actor=actor,
        number=number,
        code=request.POST.get("code", ""),
        paid_on=request.POST.get("paid_on", ""),
        how=request.POST.get("paid_how", ""),
        voucher=request.POST.get("voucher", ""),
    )
