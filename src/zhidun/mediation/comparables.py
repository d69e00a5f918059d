"""Comparables: what closed mediations of the city settled at, without names, only where nobody can be told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from zhidun.access.actors import Actor
from zhidun.damages.rights import RIGHTS, right_of
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound
from zhidun.mediation.models import AgreementState, Mediation
from zhidun.mediation.moving import names
from zhidun.mediation.standing import find

LEAST = 3
"""Settlements below which nothing is shown: fewer would point at somebody."""
STEP = Decimal(1000)
"""Amounts are rounded to whole thousands of yuan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparables:
    """What closed matters about the same right settled at; no rows where there are too few."""

    count: int
    low: Decimal | None
    middle: Decimal | None
    high: Decimal | None
    rows: tuple[tuple[int, Decimal], ...]


def comparables(right: str) -> Comparables:
    """Return settlements of closed mediations about a right (its Chinese title or word), by year, rounded."""
    words = {title.zh: word for word, title in RIGHTS.items()}
    wanted = words.get(right, right)
    closed = Mediation.objects.filter(case__state__in=("settled", "agreed", "enforced"), case__demo=False)
    closed = closed.filter(agreements__state=AgreementState.SIGNED, agreements__amount__isnull=False)
    found = sorted(
        (time.local_date(at).year, _rounded(amount))
        for at, amount, kind in closed.values_list("agreements__effective_at", "agreements__amount", "case__kind")
        if at is not None and amount is not None and right_of(kind) == wanted
    )
    if len(found) < LEAST:
        return Comparables(count=len(found), low=None, middle=None, high=None, rows=())
    amounts = [amount for _, amount in found]
    return Comparables(
        count=len(found), low=min(amounts), middle=median(amounts), high=max(amounts), rows=tuple(found[-10:])
    )


def _rounded(amount: Decimal) -> Decimal:
    return (amount / STEP).quantize(Decimal(1)) * STEP


def known_for_sheet(actor: Actor, number: str) -> Mapping[str, str]:
    """Return what a damages sheet of a mediation starts with: names, right, story; for its sides.

    Raises:
        NotFound: there is no such mediation, or the actor has no part in it.
    """
    row, _ = find(actor, number)
    who = names(row)
    if not who:
        raise NotFound
    return {
        "holder_name": who.get("complainant", ""),
        "other_name": who.get("respondent", ""),
        "right": right_of(row.case.kind),
        "story": str(row.case.facts.get("request") or ""),
    }
