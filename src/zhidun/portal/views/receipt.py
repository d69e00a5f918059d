"""The receipt: numbers, secret, QR code, and the same on paper."""

from __future__ import annotations

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from zhidun.cases import selectors as cases
from zhidun.intake import selectors as intake
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound
from zhidun.portal import keepsakes
from zhidun.portal.actor import client_of


def _address(number: str, secret: str) -> str:
    """Return the address of the case page; the secret stands behind the `#`, which browsers never send."""
    shown = f"#{urlencode({'secret': secret})}" if secret else ""
    return f"{settings.ORIGIN}{reverse('portal:case', args=[number])}{shown}"


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the receipt just given."""
    kept = keepsakes.receipt(request)
    if kept is None:
        return redirect(f"{reverse('portal:case_entry')}?receipt=gone")
    numbers, secret = kept
    drawn = segno.make(_address(numbers[0], secret), error="m").svg_inline(
        scale=4, border=1, svgclass="zd-qr", omitsize=True
    )
    return render(request, "portal/receipt.html", {"numbers": numbers, "secret": secret, "qr": drawn})


@require_GET
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Return the receipt on paper, while this browser still has it."""
    kept = keepsakes.receipt(request)
    if kept is None or number not in kept[0]:
        raise NotFound
    status = intake.status(number=kept[0][0], secret=kept[1], client=client_of(request))
    made = cases.receipt_pdf(
        numbers=kept[0],
        office=status.office.as_dict() | {"address": "", "phone": status.office_phone},
        received_on=time.local_date(status.received_at),
        title=status.title.zh,
        status_url=_address(number, kept[1]),
        secret=kept[1],
        demo=settings.DEMO,
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="receipt-{number}.pdf"'
    return answer
