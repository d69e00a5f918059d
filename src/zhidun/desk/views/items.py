"""The evidence viewer: digests, place in the log, witnesses, time stamps, custody, and what one takes home to check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhidun.access.selectors import account_by_id, staff_of
from zhidun.access.selectors import offices as all_offices
from zhidun.cases import certificates, selectors
from zhidun.cases.evidence_packages import package as packed
from zhidun.desk.staff import actor_of, show, staff
from zhidun.evidence import handing, links, proofs
from zhidun.evidence import selectors as evidence
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text
from zhidun.ledger.proof import SUFFIX

if TYPE_CHECKING:
    from zhidun.evidence.models import Item


def _item(request: HttpRequest, key: UUID) -> Item:
    return selectors.item_for(actor_of(request), str(key))


@require_GET
@staff
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show all that is known of an item."""
    return _shown(request, _item(request, key))


def _shown(request: HttpRequest, item: Item, refusal: Refusal | None = None) -> HttpResponse:
    actor = actor_of(request)
    forms: tuple[Literal["image", "text"], ...] = ("image", "text")
    previews = {
        kind: links.signed_path(item=item, actor=actor, form=kind)
        for kind in forms
        if evidence.preview_of(item, kind) is not None
    }
    custody = [(link, certificates.action_title(link.action)) for link in evidence.custody(item)]
    context = {
        "item": item,
        "seal": proofs.view(proofs.seal_of(item)),
        "reason": evidence.reason_of(item),
        "custody": custody,
        "previews": previews,
        "offer": handing.open_offer(item),
        "may_give": actor.can(handing.GIVE),
        "colleagues": _colleagues(request),
        "refusal": refusal,
        "typed": request.POST,
    }
    return show(request, "item", context, status=refusal.status if refusal else 200)


def _colleagues(request: HttpRequest) -> list[dict[str, object]]:
    """Return who may receive: colleagues of the actor's own offices."""
    actor = actor_of(request)
    mine = {post.office_id for post in actor.posts}
    found = {}
    for office in all_offices():
        if office.pk in mine:
            for one in staff_of(office):
                if one.pk != actor.account_id:
                    label = Text(f"{one.name.zh}（{office.name.zh}）", f"{one.name.en} ({office.name.en})")
                    found[one.username] = {"value": one.username, "label": label}
    return list(found.values())


@require_GET
@staff
def proof(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand out the proof file."""
    item = _item(request, key)
    return proof_answer(item)


def proof_answer(item: Item) -> HttpResponse:
    """Return the proof file of an item as an attachment.

    Raises:
        ProofPending, SealErased: there is none.
    """
    seal = proofs.seal_of(item)
    content = proofs.proof_file(seal) if seal else b""
    return HttpResponse(
        content, content_type="text/plain; charset=utf-8", headers=links.headers(item.filename + SUFFIX)
    )


@require_GET
@staff
def certificate(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand out the certificate as PDF."""
    content = certificates.certificate_pdf(_item(request, key))
    name = {"Content-Disposition": f'inline; filename="certificate-{key}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=name)


@require_GET
@staff
def package(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """Hand out the evidence package; the chain of custody says who took it."""
    made = packed(item=_item(request, key), actor=actor_of(request))
    return FileResponse(made, as_attachment=True, filename=f"evidence-{key}.zip", content_type="application/zip")


@require_POST
@staff
def offer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Offer the item to a colleague."""
    item = _item(request, key)
    words = {name: request.POST.get(name, "") for name in ("receiver", "medium", "note")}
    try:
        handing.offer_item(item=item, actor=actor_of(request), **words)
    except Refusal as refusal:
        return _shown(request, item, refusal)
    return HttpResponseRedirect(f"{reverse('desk:item', args=[key])}#hand-over")


@require_GET
@staff
def waiting(request: HttpRequest) -> HttpResponse:
    """List the hand-overs that wait for the reader."""
    return show(request, "hand_overs", {"rows": handing.waiting_for(actor_of(request))})


@require_http_methods(["GET", "POST"])
@staff
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a hand-over to its two sides, and take their answer."""
    actor = actor_of(request)
    refusal: Refusal | None = None
    row = handing.hand_over(actor=actor, public_id=str(key))
    if request.method == "POST":
        words = {name: request.POST.get(name, "") for name in ("answer", "words", "sha256")}
        try:
            row = handing.answer_offer(public_id=str(key), actor=actor, **words)
        except Refusal as wrong:
            refusal = wrong
        else:
            return HttpResponseRedirect(reverse("desk:hand_over", args=[key]))
    context = {
        "row": row,
        "giver": account_by_id(row.giver_id).name,
        "receiver": account_by_id(row.receiver_id).name,
        "mine": row.receiver_id == actor.account_id,
        "refusal": refusal,
        "typed": request.POST,
    }
    return show(request, "hand_over", context, status=refusal.status if refusal else 200)
