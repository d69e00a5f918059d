"""Who did it before: look-up, profile, links to judge, false claims, narrowed channels, old cases from tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access.policies import need
from zhidun.desk.staff import actor_of, paged, show, staff
from zhidun.kernel.errors import Invalid, NotFound, Refusal
from zhidun.kernel.text import t
from zhidun.offenders import selectors, services
from zhidun.parties import selectors as parties

if TYPE_CHECKING:
    from zhidun.access.actors import Actor
    from zhidun.parties.models import Party

LONGEST = 200
VIEW, IMPORT = "offenders:profile:view", "offenders:past:import"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = (
    ("legal_rep", t("法定代表人", "Legal representative")), ("controller", t("实际控制人", "Controller")),
    ("phone", t("电话", "Telephone")), ("payee", t("收款账户", "Payee account")), ("address", t("地址", "Address")),
    ("shop", t("网店账号", "Shop account")),
)  # fmt: skip
VERDICTS = (
    ("linked", t("有关联（不是同一主体）", "Linked, not one party")),
    ("one", t("同一主体（合并）", "One party (merge)")),
    ("apart", t("无关联", "Not linked")),
)
CLAIMS = (
    ("malicious_suit", t("恶意诉讼", "Malicious suit")),
    ("false_complaint", t("不实投诉举报", "False complaint")),
    ("false_notice", t("错误通知", "False notice")),
)
POWERS = {
    "trace": "offenders:trace:add", "judge": "parties:party:judge", "propose": "offenders:claim:propose",
    "decide": "offenders:claim:decide", "import": IMPORT,
}  # fmt: skip


def _may(actor: Actor) -> dict[str, bool]:
    return {name: actor.can(power) for name, power in POWERS.items()}


@require_GET
@staff
def page(request: HttpRequest) -> HttpResponse:
    """Look somebody up; list signals, narrowed channels and false claims."""
    actor = actor_of(request)
    need(actor, VIEW)
    q = request.GET.get("q", "").strip()
    context = {
        "q_party": q,
        "found": selectors.lookup(actor, q) if q else [],
        "signals": selectors.complainers(actor),
        "narrowings": selectors.narrowings(actor),
        "claims": selectors.claims_waiting(actor),
        "limits": selectors.limits(),
        "may": _may(actor),
    }
    return show(request, "offenders/list", context)


@require_http_methods(["GET", "POST"])
@staff
def profile(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a party's past with the reason of each link; take what an officer notes or judges."""
    actor = actor_of(request)
    need(actor, VIEW)
    refusal: Refusal | None = None
    selectors.profile(actor, str(key))
    if request.method == "POST":
        try:
            _act(request, actor, parties.by_public_id(key))
        except NotFound:
            raise
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("desk:offender", args=[key]))
    context = {
        "one": selectors.profile(actor, str(key)),
        "kinds": KINDS,
        "verdicts": VERDICTS,
        "claim_kinds": CLAIMS,
        "limits": selectors.limits(),
        "may": _may(actor),
        "refusal": refusal,
        "typed": request.POST,
    }
    return show(request, "offenders/profile", context, status=refusal.status if refusal else 200)


def _act(request: HttpRequest, actor: Actor, party: Party) -> None:
    known: dict[str, Callable[[HttpRequest, Actor, Party], object]] = {
        "trace": _trace,
        "withdraw": _withdraw,
        "judge": _judge,
        "undo": _undo,
        "claim": _claim,
        "narrow": _narrow,
    }
    what = request.POST.get("act", "")
    if what not in known:
        raise NotFound
    known[what](request, actor, party)


def _trace(request: HttpRequest, actor: Actor, party: Party) -> None:
    services.add_trace(
        actor=actor, party=party, kind=request.POST.get("kind", ""), value=request.POST.get("value", ""),
        source=request.POST.get("source", ""), case_number=request.POST.get("case", "").strip(),
    )  # fmt: skip


def _withdraw(request: HttpRequest, actor: Actor, party: Party) -> None:
    del party
    said = request.POST.get("trace", "")
    services.withdraw_trace(
        actor=actor, trace=int(said) if said.isdecimal() and len(said) < len("1" * 18) else 0,
        reason=request.POST.get("reason", ""),
    )  # fmt: skip


def _judge(request: HttpRequest, actor: Actor, party: Party) -> None:
    services.judge(
        actor=actor, party=party, other=parties.by_public_id(request.POST.get("other", "")),
        verdict=request.POST.get("verdict", ""), reason=request.POST.get("reason", ""),
    )  # fmt: skip


def _undo(request: HttpRequest, actor: Actor, party: Party) -> None:
    del party
    services.undo(actor=actor, judgement=_key(request, "judgement"), reason=request.POST.get("reason", ""))


def _key(request: HttpRequest, name: str) -> str:
    try:
        return str(UUID(request.POST.get(name, "")))
    except ValueError:
        raise NotFound from None


def _office(actor: Actor, power: str) -> int:
    """Return the office of the actor's post that carries the power."""
    return next((post.office_id for post in actor.posts if power in post.powers), 0)


def _claim(request: HttpRequest, actor: Actor, party: Party) -> None:
    services.propose_claim(
        actor=actor, party=party, office_id=_office(actor, POWERS["propose"]), kind=request.POST.get("kind", ""),
        basis=request.POST.get("basis", ""), words=request.POST.get("words", ""),
    )  # fmt: skip


def _narrow(request: HttpRequest, actor: Actor, party: Party) -> None:
    try:
        until = date.fromisoformat(request.POST.get("until_on", ""))
    except ValueError:
        raise Invalid(t("请填写期限。", "Enter the term."), field="until_on") from None
    services.ask_narrowing(
        actor=actor, party=party, office_id=_office(actor, POWERS["propose"]), until_on=until,
        reason=request.POST.get("reason", ""),
    )  # fmt: skip


@require_POST
@staff
def decide(request: HttpRequest, what: str, key: UUID) -> HttpResponse:
    """Agree to or refuse a false claim or a narrowed channel, as the second person; answer an appeal."""
    actor = actor_of(request)
    need(actor, POWERS["decide"])
    yes, reason = request.POST.get("vote") == "yes", request.POST.get("reason", "")
    if what == "claim":
        services.decide_claim(actor=actor, claim=str(key), agree=yes, reason=reason)
    elif what == "narrowing":
        services.decide_narrowing(actor=actor, narrowing=str(key), agree=yes, reason=reason)
    elif what == "appeal":
        services.answer_appeal(actor=actor, narrowing=str(key), lift=yes, reason=reason)
    else:
        raise NotFound
    return HttpResponseRedirect(reverse("desk:offenders"))


@require_http_methods(["GET", "POST"])
@staff
def past(request: HttpRequest) -> HttpResponse:
    """Take a table of old cases in: a dry run first."""
    actor = actor_of(request)
    need(actor, IMPORT)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file is None:
                raise Invalid(t("还没有选择文件。", "No file was chosen."), field="file")
            run = services.start_import(
                actor=actor, office_id=_office(actor, IMPORT), filename=file.name or "table", content=file.read(),
                dry_run=request.POST.get("go") != "real",
            )  # fmt: skip
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("desk:past_run", args=[run.public_id]))
    return _past(request, None, refusal)


@require_GET
@staff
def past_run(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far an import is and which rows did not fit."""
    need(actor_of(request), IMPORT)
    return _past(request, key, None)


def _past(request: HttpRequest, key: UUID | None, refusal: Refusal | None) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "run": selectors.import_run(actor, str(key)) if key else None,
        "runs": selectors.runs(actor),
        "columns": selectors.column_titles(),
        "refusal": refusal,
    }
    return show(request, "offenders/past", context, status=refusal.status if refusal else 200)


def _wanted(request: HttpRequest) -> selectors.Wanted:
    asked = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("q", "right_kind", "outcome")}
    return selectors.Wanted(**asked, flagged=request.GET.get("flagged") == "true")


@require_GET
@staff
def past_list(request: HttpRequest) -> HttpResponse:
    """List the old cases that fit, with what does not add up in them."""
    actor = actor_of(request)
    wanted = _wanted(request)
    rows = paged(selectors.past_cases(actor, wanted), request)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "rows": rows,
        "wanted": wanted,
        "outcomes": selectors.OUTCOME_WORDS,
        "right_kinds": selectors.kinds_of_past(),
        "query": query.urlencode(),
        "may": _may(actor),
    }
    return show(request, "offenders/past_list", context)


@require_GET
@staff
def past_export(request: HttpRequest) -> HttpResponse:
    """Hand out the old cases of the list as CSV."""
    content = selectors.past_table(actor_of(request), _wanted(request))
    name = {"Content-Disposition": 'attachment; filename="past-cases.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=name)


@require_GET
@staff
def past_faults(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand out the rows that did not fit as CSV."""
    need(actor_of(request), IMPORT)
    content = selectors.faults_table(selectors.import_run(actor_of(request), str(key)))
    name = {"Content-Disposition": f'attachment; filename="faults-{key}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=name)


@require_GET
@staff
def past_template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty table."""
    need(actor_of(request), IMPORT)
    name = {"Content-Disposition": 'attachment; filename="past-cases.xlsx"'}
    return HttpResponse(selectors.template(), content_type=XLSX, headers=name)


def before(actor: Actor, number: str) -> list[selectors.Before]:
    """Return what the page of a case says about the past of its parties; nothing where the post may not see it."""
    try:
        return selectors.before(actor, number)
    except NotFound:
        return []


__all__ = [
    "before",
    "decide",
    "page",
    "past",
    "past_export",
    "past_faults",
    "past_list",
    "past_run",
    "past_template",
    "profile",
]
