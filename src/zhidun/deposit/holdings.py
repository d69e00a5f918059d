"""Who holds what today: the shares at the start, moved by the transfers that were confirmed and not undone."""

from __future__ import annotations

from fractions import Fraction

from zhidun.deposit.models import Deal, DealKind, DealState, Deposit, Holder
from zhidun.deposit.types import Share


def shares_of(deposit: Deposit) -> dict[int, Fraction]:
    """Return the share of each holder by key; those who gave everything away have none.

    An undone transfer has no effect from its beginning: shares are counted as if it had not been.
    """
    held = {one.pk: one.at_start for one in deposit.holders.all()}
    by_party = {one.party_id: one.pk for one in deposit.holders.all()}
    moved = Deal.objects.filter(deposit=deposit, kind=DealKind.TRANSFER, state=DealState.CONFIRMED).order_by("id")
    for deal in moved:
        held[deal.giver_id or 0] = held.get(deal.giver_id or 0, Fraction(0)) - deal.share
        taker = by_party[deal.taker_party_id]
        held[taker] = held.get(taker, Fraction(0)) + deal.share
    return {key: share for key, share in held.items() if share}


def owners_of(deposit: Deposit) -> list[Share]:
    """Return who holds the copyright today, largest share first."""
    held = shares_of(deposit)
    rows = {one.pk: one for one in Holder.objects.filter(pk__in=held)}
    found = [Share(key, rows[key].name, share, rows[key].account_id) for key, share in held.items()]
    return sorted(found, key=lambda one: (-one.share, one.holder_id))
