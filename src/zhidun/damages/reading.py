"""A sheet read from its rows: lines for the computation, data of a version."""

from __future__ import annotations

from decimal import Decimal

from zhidun.damages.computing import Claim, Opinion, opinion
from zhidun.damages.evidence_lines import Line
from zhidun.damages.models import DamagesSheet
from zhidun.kernel.money import shown


def contested_of(sheet: DamagesSheet) -> dict[str, list[tuple[str, str]]]:
    """Return who contests what and why: subject → (side, why)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in sheet.contests.filter(ended_at=None).order_by("id"):
        found.setdefault(one.subject, []).append((one.side, one.why))
    return found


def lines_of(sheet: DamagesSheet) -> list[Line]:
    """Return the standing lines as the computation sees them."""
    contested = contested_of(sheet)
    return [
        Line(
            n=one.n,
            kind=one.kind,
            listing=one.listing,
            on=one.on,
            units=one.units,
            amount=one.amount,
            rate=one.rate,
            source=one.source,
            sealed=one.item_id is not None,
            contested=f"line:{one.n}" in contested,
        )
        for one in sheet.lines.filter(struck_at=None).order_by("n")
    ]


def claim_of(sheet: DamagesSheet) -> Claim:
    """Return what the sheet is about."""
    chosen = sheet.settings
    ticked: dict[str, list[str]] = {"intent": [], "gravity": []}
    for one in sheet.factors.filter(ended_at=None).order_by("id"):
        ticked[one.group].append(one.key)
    return Claim(
        right=sheet.right,
        act_from=sheet.act_from,
        act_to=sheet.act_to,
        act=str(chosen.get("act") or ""),
        chosen=str(chosen.get("chosen") or ""),
        licence_multiple=_number(chosen.get("licence_multiple")),
        multiple=_number(chosen.get("multiple")),
        intent=ticked["intent"],
        gravity=ticked["gravity"],
        by_trade=bool(chosen.get("by_trade")),
        fine_paid=bool(chosen.get("fine_paid")),
        claimed_statutory=_number(chosen.get("claimed_statutory")),
    )


def _number(value: object) -> Decimal | None:
    return Decimal(str(value)) if value not in (None, "") else None


def opinion_of(sheet: DamagesSheet) -> Opinion:
    """Compute a sheet from its rows."""
    return opinion(claim_of(sheet), lines_of(sheet))


def data_of(sheet: DamagesSheet) -> dict[str, object]:
    """Return a sheet as JSON data, with its result: what a version keeps."""
    made = opinion_of(sheet)
    return {
        "right": sheet.right,
        "act": [sheet.act_from.isoformat(), sheet.act_to.isoformat()],
        "settings": sheet.settings,
        "lines": [
            {
                "n": one.n, "kind": one.kind, "side": one.side, "listing": one.listing,
                "on": one.on.isoformat() if one.on else None, "units": one.units,
                "amount": shown(one.amount) if one.amount is not None else None,
                "rate": str(one.rate.normalize()) if one.rate is not None else None, "source": one.source,
                "words": one.words, "sha256": one.item.blob.sha256 if one.item else None,
            }
            for one in sheet.lines.filter(struck_at=None).select_related("item__blob").order_by("n")
        ],
        "factors": [
            [one.group, one.key, one.words] for one in sheet.factors.filter(ended_at=None).order_by("group", "key")
        ],
        "contests": {subject: [list(one) for one in said] for subject, said in sorted(contested_of(sheet).items())},
        "result": {
            "taken": made.taken,
            "award": shown(made.award) if made.award is not None else None,
            "total": shown(made.total) if made.total is not None else None,
            "punitive": shown(made.punitive.total) if made.punitive.total is not None else None,
            "rules": list(made.rules),
        },
    }  # fmt: skip
