"""The city's own past figures of a route: how many ended, how long they took, how many were granted, for how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from statistics import median

from django.conf import settings

from zhidun.cases.models import Case
from zhidun.intake.types import Past
from zhidun.kernel import time

LEAST = 3
"""Ended matters below which no figure is shown."""
NEWEST = 1000
STEP = Decimal(1000)
"""Amounts are rounded to whole thousands of yuan."""
Ending = tuple[date, date, bool | None, Decimal | None]
"""Begun, ended, whether something was granted (None: not known), yuan."""
Source = Callable[[str, bool], Sequence[Ending]]
"""Returns how the matters of a way ended: its word (`court`, `notice`, …), whether those of the demonstration."""
_sources: list[Source] = []


def use_endings(source: Source) -> None:
    """Take a room's record of how matters ended; wired once in `site.wiring`."""
    if source not in _sources:
        _sources.append(source)


def past_of(procedures: Sequence[str], endings: Sequence[str] = ()) -> Past | None:
    """Return the figures of the newest ended matters of a route; None: fewer than three.

    In a demonstration the demonstration's own matters are counted, elsewhere none of them.

    Args:
        procedures: procedures whose closed cases count.
        endings: words of the ways whose ends other rooms have on record: answers of courts and institutions, what
            became of files the holders handed in.
    """
    found = [*_closed(procedures), *(one for word in endings for source in _sources for one in source(word, _demo()))]
    if len(found) < LEAST:
        return None
    known = [granted for _, _, granted, _ in found if granted is not None]
    amounts = [amount for _, _, _, amount in found if amount]
    middle = (median(amounts) / STEP).quantize(Decimal(1)) * STEP if len(amounts) >= LEAST else None
    return Past(
        closed=len(found),
        days=int(median((end - begun).days for begun, end, _, _ in found)),
        judged=len(known) if len(known) >= LEAST else 0,
        granted=sum(known) if len(known) >= LEAST else 0,
        amount=middle,
    )


def _demo() -> bool:
    return bool(settings.DEMO)


def _closed(procedures: Sequence[str]) -> list[Ending]:
    if not procedures:
        return []
    closed = Case.objects.filter(procedure__in=procedures, closed_at__isnull=False, demo=_demo())
    rows = closed.order_by("-closed_at").values_list("received_at", "closed_at")[:NEWEST]
    return [(time.local_date(begun), time.local_date(end), None, None) for begun, end in rows if end is not None]
