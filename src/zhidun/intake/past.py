"""The city's own past figures of a route: how many were closed, and how long they took."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from django.conf import settings

from zhidun.cases.models import Case
from zhidun.intake.types import Past

LEAST = 3
"""Closed matters below which no figure is shown."""
NEWEST = 1000


def past_of(procedures: Sequence[str]) -> Past | None:
    """Return the figures of the newest closed matters of some procedures; None: fewer than three, or none named.

    In a demonstration the demonstration's own matters are counted, elsewhere none of them.
    """
    if not procedures:
        return None
    closed = Case.objects.filter(procedure__in=procedures, closed_at__isnull=False, demo=bool(settings.DEMO))
    spans = [
        (end - begun).days
        for begun, end in closed.order_by("-closed_at").values_list("received_at", "closed_at")[:NEWEST]
        if end is not None
    ]
    return Past(closed=len(spans), days=int(median(spans))) if len(spans) >= LEAST else None
