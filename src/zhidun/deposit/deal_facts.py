"""What the record of an agreement says, for the chain and for reading."""

from __future__ import annotations

from zhidun.deposit.models import Deal, DealKind
from zhidun.deposit.shares import show


def facts_of(deal: Deal) -> dict[str, object]:
    """Return an agreement as its record names it."""
    facts: dict[str, object] = {
        "deal": str(deal.public_id),
        "giver": deal.giver_name,
        "taker": deal.taker_name,
        "from_on": deal.from_on.isoformat(),
        "terms": deal.terms,
        "confirmed_by": [
            {"role": side.role, "account": f"account:{side.account_id}", "answered_at": side.answered_at.isoformat()}
            for side in deal.sides.order_by("id")
            if side.answered_at
        ],
    }
    if deal.kind == DealKind.TRANSFER:
        return {**facts, "share": show(deal.share)}
    if deal.undoes is not None:
        return {**facts, "undoes": str(deal.undoes.public_id), "what": deal.undoes.kind}
    return {
        **facts,
        "licence": deal.licence_kind,
        "powers": list(deal.powers),
        "territory": list(deal.territory),
        "to_on": deal.to_on.isoformat() if deal.to_on else None,
        "sublicensing": deal.sublicensing,
        "most_copies": deal.most_copies,
        "parent": str(deal.parent.public_id) if deal.parent else None,
    }
