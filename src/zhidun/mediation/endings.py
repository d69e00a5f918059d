"""How mediations and the matters handed over from them ended, for the city's own figures: days and sums, no names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from zhidun.kernel import time
from zhidun.mediation.models import Agreement, AgreementState, Mediation, Referral
from zhidun.mediation.statistics import SETTLED

NEWEST: Final = 1000
Ending = tuple[date, date, bool | None, Decimal | None]
"""Begun, ended, whether something was granted or settled, yuan."""
GRANTED: Final = frozenset({"confirmed", "awarded"})


def referral_endings(kind: str, *, demo: bool) -> list[Ending]:
    """Return how the newest matters of a kind ended that courts, notaries and institutions answered.

    Whether a judgment was for or against the claim is not in the answer: None, unless it awards an amount; a refusal
    to take the matter is no ending of the way and is left out.
    """
    rows = Referral.objects.filter(kind=kind, answered_at__isnull=False, result__in=GRANTED, mediation__case__demo=demo)
    found = rows.order_by("-answered_at").values_list("made_at", "answered_at", "paper_on", "amount")
    made: list[Ending] = []
    for begun, answered, paper_on, amount in found[:NEWEST]:
        first, last = time.local_date(begun), paper_on or time.local_date(answered or begun)
        made.append((first, max(first, last), True if amount else None, amount))
    return made


def mediation_endings(*, demo: bool) -> list[Ending]:
    """Return how the newest mediations that began ended: settled or not, and for how much."""
    rows = Mediation.objects.filter(case__demo=demo, case__state__in=("ended", *SETTLED))
    listed = list(rows.select_related("case").order_by("-id")[:NEWEST])
    agreements = Agreement.objects.filter(mediation__in=listed, state=AgreementState.SIGNED)
    signed = {one.mediation_id: one for one in agreements}
    made: list[Ending] = []
    for row in listed:
        agreement = signed.get(row.pk)
        ended = agreement.effective_at if agreement else row.case.closed_at
        if ended is not None:
            first = time.local_date(row.opened_at)
            amount = agreement.amount if agreement else None
            made.append((first, max(first, time.local_date(ended)), agreement is not None, amount))
    return made
