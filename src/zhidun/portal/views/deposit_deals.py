"""Licences and transfers: offered by one side, answered by the other, each in its own account."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access import places
from zhidun.deposit import selectors, services, shares, territory, words
from zhidun.deposit.types import LicenceIn, Taker
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import Text, t
from zhidun.portal.actor import actor_of
from zhidun.portal.deposit_form import PERSON_KINDS

COUNTRIES = ("US", "JP", "KR", "SG", "DE", "FR", "GB")


def _places() -> list[tuple[str, Text]]:
    units = [f"CN-{one.code}" for one in places.units()]
    return [(code, territory.name(code)) for code in (*territory.names(), *units, *COUNTRIES)]


def _day(request: HttpRequest, key: str, *, required: bool = False) -> date | None:
    said = request.POST.get(key, "").strip()
    if not said and not required:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise Invalid(
            t("日期无法识别。", "This is no date."), t("写成 2026-03-01。", "Write it as 2026-03-01."), field=key
        ) from error


def _number(request: HttpRequest, key: str) -> int | None:
    said = request.POST.get(key, "").strip()
    if not said:
        return None
    if not said.isdecimal() or len(said) > len("100000000"):
        raise Invalid(t("请填写整数。", "Give a whole number."), field=key)
    return int(said)


@require_http_methods(["GET", "POST"])
def licence(request: HttpRequest, number: str) -> HttpResponse:
    """Offer a licence or a sublicence."""
    actor = actor_of(request)
    row = selectors.by_number(actor, number)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            deal = services.offer_licence(
                actor=actor,
                number=row.number,
                taker=Taker(request.POST.get("taker", ""), request.POST.get("taker_kind", "person")),
                licence=_licence(request),
                parent=request.POST.get("parent", ""),
            )
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("portal:deposit_deal", args=[deal.public_id]))
    mine = [
        one for one in selectors.deals(row) if one.kind == "licence" and one.state == "confirmed" and one.sublicensing
    ]
    parents = [(str(one.public_id), Text(one.giver_name, one.giver_name)) for one in mine]
    return _form(request, "licence", number, refusal, parents=parents)


def _licence(request: HttpRequest) -> LicenceIn:
    return LicenceIn(
        kind=request.POST.get("licence_kind", ""),
        powers=tuple(request.POST.getlist("powers")),
        territory=tuple(request.POST.getlist("territory")),
        from_on=_day(request, "from_on", required=True) or time.today(),
        to_on=_day(request, "to_on"),
        sublicensing=request.POST.get("sublicensing") == "true",
        most_copies=_number(request, "most_copies"),
        terms=request.POST.get("terms", ""),
    )


@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, number: str) -> HttpResponse:
    """Offer a share, or the whole."""
    actor = actor_of(request)
    row = selectors.by_number(actor, number)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            deal = services.offer_transfer(
                actor=actor,
                number=row.number,
                taker=Taker(request.POST.get("taker", ""), request.POST.get("taker_kind", "person")),
                share=shares.parse(request.POST.get("share", "")),
                on=_day(request, "from_on", required=True) or time.today(),
                terms=request.POST.get("terms", ""),
            )
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("portal:deposit_deal", args=[deal.public_id]))
    return _form(request, "transfer", number, refusal)


def _form(
    request: HttpRequest,
    what: str,
    number: str,
    refusal: Refusal | None,
    *,
    parents: list[tuple[str, Text]] | None = None,
) -> HttpResponse:
    typed: dict[str, object] = {key: request.POST[key] for key in request.POST}
    typed |= {key: request.POST.getlist(key) for key in ("powers", "territory") if key in request.POST}
    if not typed:
        typed = {"from_on": time.today().isoformat(), "taker_kind": "person", "share": "100", "territory": ["CN"]}
    field = refusal.field or "" if refusal else ""
    context = {
        "row": selectors.by_number(actor_of(request), number),
        "typed": typed,
        "errors": {field: refusal} if refusal else {},
        "summary": [{"field": field, "reason": refusal.reason, "remedy": refusal.remedy}] if refusal else [],
        "kinds": PERSON_KINDS,
        "licences": list(words.LICENCES.items()),
        "powers": list(words.POWERS.items()),
        "places": _places(),
        "parents": parents or [],
    }
    return render(request, f"portal/deposit/{what}.html", context, status=refusal.status if refusal else 200)


@require_GET
def deal(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show an agreement to its sides."""
    return _deal(request, key)


def _deal(request: HttpRequest, key: UUID, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    row = selectors.deal(actor, str(key))
    told = row.undoes or row
    mine = row.sides.filter(account_id=actor.account_id or 0).first()
    context = {
        "row": row,
        "told": told,
        "what": words.said(words.DEALS, row.kind),
        "state": words.said(words.DEAL_STATES, row.state),
        "licence_kind": words.said(words.LICENCES, told.licence_kind) if told.licence_kind else None,
        "powers": [words.said(words.POWERS, one) for one in told.powers],
        "places": [territory.name(one) for one in told.territory],
        "share": shares.show(told.share) if told.kind == "transfer" else "",
        "sides": [(one, words.said(words.SIDES, one.role), one.account.name) for one in row.sides.order_by("id")],
        "mine": mine,
        "may_undo": mine and row.state == "confirmed" and row.kind != "undo",
        "refusal": refusal,
        "typed": request.POST,
    }
    return render(request, "portal/deposit/deal.html", context, status=refusal.status if refusal else 200)


@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Accept, decline or take back."""
    try:
        services.answer(
            actor=actor_of(request),
            deal=str(key),
            answer=request.POST.get("answer", ""),
            words=request.POST.get("words", ""),
        )
    except Refusal as refusal:
        if refusal.status in {401, 404}:
            raise
        return _deal(request, key, refusal)
    return HttpResponseRedirect(reverse("portal:deposit_deal", args=[key]))


@require_POST
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Offer to undo an agreement in effect."""
    try:
        made = services.offer_undoing(actor=actor_of(request), deal=str(key), reason=request.POST.get("reason", ""))
    except Refusal as refusal:
        if refusal.status in {401, 404}:
            raise
        return _deal(request, key, refusal)
    return HttpResponseRedirect(reverse("portal:deposit_deal", args=[made.public_id]))
