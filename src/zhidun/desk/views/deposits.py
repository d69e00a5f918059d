"""Deposits at the desk: search, look, note, link an owner to an account, deposit for somebody at the counter."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access import places
from zhidun.access.policies import need
from zhidun.deposit import certificates, selectors, services, words
from zhidun.deposit.questions import STEPS, questions
from zhidun.deposit.reading import read
from zhidun.deposit.shares import show as share_of
from zhidun.desk.staff import actor_of, paged, show, staff, stored_files
from zhidun.evidence import selectors as evidence
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.kernel.text import t

RECEIVE, VIEW, VERIFY = "deposit:deposit:receive", "deposit:deposit:view", "deposit:deposit:verify"
ROWS = 3
"""Rows of authors and of owners on the counter's one page."""
PEOPLE = (("author", t("作者", "Author")), ("owner", t("著作权人", "Owner")))
KINDS = (("person", t("个人", "A person")), ("organisation", t("单位", "An organisation")))
CONTROL = frozenset({"csrfmiddlewaretoken", "item", "files", "depositor"})


@require_GET
@staff
def page(request: HttpRequest) -> HttpResponse:
    """List deposits."""
    actor = actor_of(request)
    need(actor, VIEW)
    text, category, district, state = (request.GET.get(key, "") for key in ("text", "category", "district", "state"))
    rows = selectors.search(actor, text, category=category, district=district, state=state)
    names = {one.code: one.name for one in places.units()}
    found = paged(rows, request)
    context = {
        "page": found,
        "rows": [(one, words.said(words.CATEGORIES, one.category), names[one.district]) for one in found],
        "text": text,
        "category": category,
        "district": district,
        "state": state,
        "categories": list(words.CATEGORIES.items()),
        "districts": list(names.items()),
        "states": list(words.STATES.items()),
        "may_receive": actor.can(RECEIVE),
    }
    return show(request, "deposits", context)


@require_GET
@staff
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show a deposit with its chain."""
    need(actor_of(request), VIEW)
    return _detail(request, number)


def _detail(request: HttpRequest, number: str, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    row = selectors.by_number(actor, number)
    context = {
        "row": row,
        "category": words.said(words.CATEGORIES, row.category),
        "authorship": words.said(words.AUTHORSHIP, row.authorship),
        "visibility": words.said(words.VISIBILITY, row.visibility),
        "district": places.unit(row.district).name,
        "owners": [(one, share_of(one.share)) for one in selectors.owners_of(row)],
        "items": selectors.items_of(row),
        "chain": [(entry, seal, words.said(words.ENTRIES, entry.kind)) for entry, seal in selectors.chain(row)],
        "broken": selectors.broken(row),
        "may_note": actor.can(VERIFY),
        "may_link": actor.can(RECEIVE),
        "refusal": refusal,
        "typed": request.POST,
    }
    return show(request, "deposit", context, status=refusal.status if refusal else 200)


@require_GET
@staff
def paper(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Hand out the certificate or the chain of title as PDF."""
    need(actor_of(request), VIEW)
    row = selectors.by_number(actor_of(request), number)
    makers = {"certificate": certificates.certificate_pdf, "chain": certificates.chain_pdf}
    if what not in makers:
        raise NotFound
    name = {"Content-Disposition": f'inline; filename="{what}-{row.number}.pdf"'}
    return HttpResponse(makers[what](row), content_type="application/pdf", headers=name)


@require_POST
@staff
def note(request: HttpRequest, number: str) -> HttpResponse:
    """Record what the officer found."""
    actor = actor_of(request)
    need(actor, VERIFY)
    try:
        services.note_verification(
            actor=actor, number=selectors.by_number(actor, number).number, note=request.POST.get("note", "")
        )
    except Refusal as refusal:
        return _detail(request, number, refusal)
    return HttpResponseRedirect(reverse("desk:deposit", args=[number]))


@require_POST
@staff
def link(request: HttpRequest, number: str) -> HttpResponse:
    """Let an account act for an owner, after the papers were compared."""
    actor = actor_of(request)
    need(actor, RECEIVE)
    said = request.POST.get("holder", "")
    try:
        services.link_owner(
            actor=actor,
            number=selectors.by_number(actor, number).number,
            holder=int(said) if said.isdecimal() and len(said) < len("1000000000000000000") else 0,
            username=request.POST.get("username", ""),
            reason=request.POST.get("reason", ""),
        )
    except Refusal as refusal:
        return _detail(request, number, refusal)
    return HttpResponseRedirect(reverse("desk:deposit", args=[number]))


@require_http_methods(["GET", "POST"])
@staff
def new(request: HttpRequest) -> HttpResponse:
    """Deposit a work for somebody at the counter: the whole form on one page."""
    actor = actor_of(request)
    need(actor, RECEIVE)
    raw: dict[str, object] = {"form": "file", "visibility": "public", "authorship": "original"}
    wrong: dict[str, Refusal] = {}
    item_ids: tuple[str, ...] = ()
    if request.method == "POST":
        raw = {key: request.POST[key] for key in request.POST if key not in CONTROL}
        item_ids = tuple(request.POST.getlist("item"))
        try:
            item_ids += stored_files(request)
            row = services.deposit_work(
                actor=actor, work=read(raw), item_ids=item_ids, depositor=request.POST.get("depositor", "")
            )
        except Refusal as refusal:
            wrong = dict(refusal.errors) or {refusal.field or "": refusal}
        else:
            return HttpResponseRedirect(reverse("desk:deposit", args=[row.number]))
    return show(request, "deposit_new", _form(request, raw, item_ids, wrong), status=422 if wrong else 200)


def _form(
    request: HttpRequest, raw: Mapping[str, object], item_ids: tuple[str, ...], wrong: Mapping[str, Refusal]
) -> dict[str, object]:
    parts = ("kind", "name", "uscc", "account", "share")
    people = [
        {
            "role": role,
            "title": title,
            "place": place,
            "key": f"{role}-{place}",
            "typed": {part: raw.get(f"{role}-{place}-{part}", "") for part in parts},
            "errors": {part: wrong.get(f"{role}-{place}-{part}") for part in parts},
        }
        for role, title in PEOPLE
        for place in range(ROWS)
    ]
    return {
        "sections": [(title, [one for one in questions() if one.step == key]) for key, title in STEPS],
        "raw": raw,
        "errors": wrong,
        "summary": [{"field": key, "reason": one.reason, "remedy": one.remedy} for key, one in wrong.items()],
        "people": people,
        "kinds": KINDS,
        "items": evidence.items(item_ids),
        "depositor": request.POST.get("depositor", ""),
    }
