"""What the holder of a receipt takes home of the evidence handed in: proof, certificate, package."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from zhidun.access.actors import Actor
from zhidun.cases import certificates
from zhidun.cases import selectors as cases
from zhidun.cases.evidence_packages import package
from zhidun.evidence import links, proofs
from zhidun.evidence import selectors as evidence
from zhidun.intake import selectors
from zhidun.kernel.errors import NotFound, Refusal
from zhidun.ledger.proof import SUFFIX
from zhidun.portal import keepsakes
from zhidun.portal.actor import actor_of, client_of


def holder(request: HttpRequest, number: str) -> Actor:
    """Return as whom the visitor holds a case: by the code this browser showed, or by account.

    Raises:
        ReceiptUnknown: neither.
    """
    secret = keepsakes.case_secret(request, number)
    return selectors.case_of_receipt(number=number, secret=secret, client=client_of(request), actor=actor_of(request))


def sealed(request: HttpRequest, number: str) -> Sequence[tuple[object, object]]:
    """Return the items of a filing that its filer may see, each with where its seal stands."""
    try:
        actor = holder(request, number)
        cards = cases.case_page(actor, number).evidence
    except Refusal:
        return []
    return [(card, proofs.view(proofs.seal_of(evidence.item(card.item)))) for card in cards]


@require_GET
def take(request: HttpRequest, number: str, key: UUID, what: str) -> HttpResponseBase:
    """Hand out the proof, the certificate or the package of an item."""
    actor = holder(request, number)
    item = cases.item_for(actor, str(key))
    if what == "package":
        made = package(item=item, actor=actor)
        return FileResponse(made, as_attachment=True, filename=f"evidence-{key}.zip", content_type="application/zip")
    if what == "certificate":
        headers = {"Content-Disposition": f'inline; filename="certificate-{key}.pdf"'}
        return HttpResponse(certificates.certificate_pdf(item), content_type="application/pdf", headers=headers)
    seal = proofs.seal_of(item)
    if what != "proof" or seal is None:
        raise NotFound
    named = links.headers(item.filename + SUFFIX)
    return HttpResponse(proofs.proof_file(seal), content_type="text/plain; charset=utf-8", headers=named)
