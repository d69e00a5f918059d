"""Filing at the counter, on behalf of somebody who came, called or wrote."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from zhidun.cases import selectors as cases
from zhidun.desk.staff import actor_of, show, staff, stored_files
from zhidun.evidence import selectors as evidence
from zhidun.intake import answers as reading
from zhidun.intake import pages, selectors, services
from zhidun.intake.types import Channel, Question, Receipt
from zhidun.kernel.errors import Forbidden, NotFound, Refusal
from zhidun.kernel.text import Text, t
from zhidun.offenders import selectors as offenders

if TYPE_CHECKING:
    from zhidun.parties.models import Party

UNPROCESSABLE = 422
CHANNELS: dict[Channel, Text] = {
    "counter": t("窗口", "Counter"),
    "phone": t("电话", "Telephone"),
    "letter": t("来信", "Letter"),
}
CONTROL = frozenset({"csrfmiddlewaretoken", "kind", "_key", "item", "files", "channel", "go"})


def _typed(data: QueryDict, asked: list[Question]) -> dict[str, object]:
    typed: dict[str, object] = {key: data[key] for key in data if key not in CONTROL}
    return typed | {one.key: "" for one in asked if one.kind == "bool" and one.key not in data}


@require_http_methods(["GET", "POST"])
@staff
def page(request: HttpRequest) -> HttpResponse:
    """The whole form on one page; proposes the route, then files."""
    actor = actor_of(request)
    if not actor.can("intake:filing:receive"):
        raise Forbidden
    kind = request.POST.get("kind") or request.GET.get("kind") or "rights_complaint"
    if kind not in pages.KINDS:
        raise NotFound
    raw = pages.start(kind, "zh")
    asked = pages.open_questions(kind, raw)
    if request.method == "POST":
        return _posted(request, kind, raw, asked)
    return show(request, "counter", _form(request, kind, raw, asked, (), {}))


def _posted(request: HttpRequest, kind: str, raw: dict[str, object], asked: list[Question]) -> HttpResponse:
    """Propose the route, or file; files that were stored stay named in the form whatever is wrong."""
    context: dict[str, object] = {}
    raw |= _typed(request.POST, asked)
    answers, wrong = pages.read_all(raw)
    item_ids = tuple(request.POST.getlist("item"))
    try:
        item_ids += stored_files(request)
        if not wrong and request.POST.get("go") == "send":
            return _done(request, _send(request, raw, item_ids))
        if not wrong:
            context["proposal"] = selectors.classify(answers, actor=actor_of(request))
            context["past_of"] = _past_of(request, raw)
    except Refusal as refusal:
        wrong = dict(refusal.errors) or {refusal.field or "": refusal}
    shown = context | _form(request, kind, raw, asked, item_ids, wrong)
    return show(request, "counter", shown, status=UNPROCESSABLE if wrong else 200)


def _past_of(request: HttpRequest, raw: dict[str, object]) -> list[tuple[Party, int, int]]:
    """Return what stands before on whoever is complained of, for a post that may see it."""
    actor = actor_of(request)
    said = [str(raw.get(name) or "") for name in ("respondent_uscc", "respondent_name", "respondent_phone")]
    return offenders.at_intake(actor, said) if actor.can(offenders.VIEW) else []


def _form(
    request: HttpRequest,
    kind: str,
    raw: dict[str, object],
    asked: list[Question],
    item_ids: tuple[str, ...],
    wrong: dict[str, Refusal],
) -> dict[str, object]:
    sections = [
        {"title": title, "questions": here}
        for key, title in reading.form_steps()
        if (here := [one for one in asked if one.step == key])
    ]
    return {
        "kinds": pages.KINDS,
        "kind": kind,
        "sections": sections,
        "typed": raw,
        "errors": wrong,
        "summary": [{"field": key, "reason": one.reason, "remedy": one.remedy} for key, one in wrong.items()],
        "options": pages.options_for(kind, asked, actor_of(request)),
        "known": json.dumps(pages.known(raw), ensure_ascii=False),
        "items": evidence.items(item_ids),
        "channels": list(CHANNELS.items()),
        "channel": request.POST.get("channel", "counter"),
        "form_key": request.POST.get("_key") or secrets.token_urlsafe(16),
    }


def _done(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Show the slip to hand over; a case is opened from here only by a clerk whose office handles it."""
    seen = cases.visible_to(actor_of(request)).filter(number__in=receipt.numbers).values_list("number", flat=True)
    return show(request, "counter_done", {"receipt": receipt, "openable": set(seen)})


def _send(request: HttpRequest, raw: dict[str, object], item_ids: tuple[str, ...]) -> Receipt:
    actor = actor_of(request)
    channel: Channel = next((one for one in CHANNELS if one == request.POST.get("channel")), "counter")
    return services.submit(
        actor=actor,
        answers=raw,
        item_ids=item_ids,
        idempotency_key=f"counter:{actor.key}:{request.POST.get('_key', '')}",
        channel=channel,
        at_office=actor.posts[0].office_code,
    )
