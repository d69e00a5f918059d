"""The page of a filing, opened by number and secret: where it stands, messages, evidence, withdrawal."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.cases import selectors as cases
from zhidun.evidence.resumable import finish
from zhidun.evidence.services import store_upload
from zhidun.intake import selectors, services
from zhidun.intake.types import PublicStatus
from zhidun.kernel.errors import Invalid, NotFound, RateLimited, Refusal
from zhidun.kernel.text import t
from zhidun.mediation import selectors as mediations
from zhidun.portal import keepsakes
from zhidun.portal.actor import actor_of, client_of
from zhidun.portal.views import case_items, case_steps
from zhidun.rewards import selectors as rewards

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest) -> HttpResponse:
    """Ask for number and secret."""
    number = request.POST.get("number", request.GET.get("number", "")).strip()
    return _ask(request, number)


def _ask(request: HttpRequest, number: str) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST":
        secret = request.POST.get("secret", "").strip()
        try:
            selectors.status(number=number, secret=secret, client=client_of(request))
        except (NotFound, Invalid, RateLimited) as wrong:
            refusal = wrong
        else:
            answer = HttpResponseRedirect(reverse("portal:case", args=[number]))
            keepsakes.keep_case(answer, number, secret)
            return answer
    context = {"number": number, "refusal": refusal, "gone": request.GET.get("receipt") == "gone"}
    return render(request, "portal/case_entry.html", context, status=refusal.status if refusal else 200)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Show where the case stands, in plain words, with what happens next and by when."""
    if request.method == "POST" or not _has_key(request, number):
        return _ask(request, number)
    if actor_of(request).signed_in and mediations.is_mediation(number):
        return HttpResponseRedirect(reverse("portal:mediation", args=[number]))
    try:
        status = _status(request, number)
    except NotFound:
        answer = _ask(request, number)
        keepsakes.drop_case(answer)
        return answer
    return _show(request, status)


def _has_key(request: HttpRequest, number: str) -> bool:
    return bool(keepsakes.case_secret(request, number)) or actor_of(request).signed_in


def _status(request: HttpRequest, number: str) -> PublicStatus:
    """Return the status for the code this browser showed, else for the account signed in."""
    secret = keepsakes.case_secret(request, number)
    return selectors.status(number=number, secret=secret, client=client_of(request), actor=actor_of(request))


@require_POST
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step; a refusal is shown on the case's page, what was typed stays."""
    refusal = case_steps.take(request, number, step)
    if refusal is not None:
        return _show(request, _status(request, number), refusal, step=step)
    return HttpResponseRedirect(f"{reverse('portal:case', args=[number])}?done=steps#steps")


def _show(
    request: HttpRequest, status: PublicStatus, refusal: Refusal | None = None, *, step: str = ""
) -> HttpResponse:
    items = case_items.sealed(request, status.number)
    reward = _has_reward(request, status.number)
    context: dict[str, object] = {
        "case": status,
        "refusal": refusal,
        "typed": request.POST,
        "sealed": items,
        "reward": reward,
    }
    context |= {"side": case_steps.side(request, status.number, step, refusal), "tried": step}
    return render(request, "portal/case.html", context, status=refusal.status if refusal else 200)


def _has_reward(request: HttpRequest, number: str) -> bool:
    """Whether there is a reward to see for whoever holds the case."""
    return rewards.has_own(case_items.holder(request, number), number)


def _act(request: HttpRequest, number: str, act: Callable[[str], PublicStatus], anchor: str) -> HttpResponse:
    secret = keepsakes.case_secret(request, number)
    if not _has_key(request, number):
        return _ask(request, number)
    try:
        act(secret)
    except Refusal as refusal:
        return _show(request, _status(request, number), refusal)
    return HttpResponseRedirect(f"{reverse('portal:case', args=[number])}?done={anchor}#{anchor}")


def _items(request: HttpRequest, number: str, secret: str) -> tuple[str, ...]:
    actor = selectors.case_of_receipt(number=number, secret=secret, client=client_of(request), actor=actor_of(request))
    pieces = tuple(str(finish(key=key, actor=actor).public_id) for key in request.POST.getlist("upload"))
    return pieces + tuple(
        str(
            store_upload(
                stream=file, filename=file.name or "file", declared_type=file.content_type or "", actor=actor
            ).public_id
        )
        for file in request.FILES.getlist("files")
    )


@require_POST
def message(request: HttpRequest, number: str) -> HttpResponse:
    """Write to the office."""

    def act(secret: str) -> PublicStatus:
        return services.send_message(
            number=number,
            secret=secret,
            body=request.POST.get("body", ""),
            item_ids=_items(request, number, secret),
            client=client_of(request),
            actor=actor_of(request),
        )

    return _act(request, number, act, "messages")


@require_POST
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """Add evidence."""

    def act(secret: str) -> PublicStatus:
        items = _items(request, number, secret)
        if not items:
            raise Invalid(
                t("还没有选择文件。", "No file was chosen."),
                t("请选择文件后再提交。", "Choose a file, then send."),
                field="files",
            )
        return services.add_evidence(
            number=number,
            secret=secret,
            item_ids=items,
            note=request.POST.get("note", ""),
            client=client_of(request),
            actor=actor_of(request),
        )

    return _act(request, number, act, "evidence")


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw the filing."""

    def act(secret: str) -> PublicStatus:
        return services.withdraw(
            number=number,
            secret=secret,
            reason=request.POST.get("reason", ""),
            client=client_of(request),
            actor=actor_of(request),
        )

    return _act(request, number, act, "status")


@require_POST
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close the page on this browser."""
    del request, number
    answer = HttpResponseRedirect(reverse("portal:case_entry"))
    keepsakes.drop_case(answer)
    return answer


@require_GET
def paper(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    """Hand out a paper served on the holder of the receipt."""
    actor = case_items.holder(request, number)
    row = cases.paper_for(actor, str(key))
    return HttpResponse(
        cases.paper_pdf(row),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{key}.pdf"'},
    )
