"""How matters of a way ended, as the rooms that have it on record say: for the past figures of the wizard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from zhidun.damages import selectors as damages
from zhidun.mediation import selectors as mediation

REFERRED: Final = frozenset({"claim", "arbitration"})
"""Ways whose ends courts and institutions answer to what a mediation hands over."""
FILED: Final = frozenset({"claim", "arbitration", "notice", "customs", "police"})
"""Ways whose ends the holder of a file records."""


def endings(way: str, demo: bool) -> Sequence[tuple[date, date, bool | None, Decimal | None]]:  # noqa: FBT001  the shape of intake.past.Source
    """Return how the newest matters of a way ended."""
    if way == "mediation":
        return mediation.mediation_endings(demo=demo)
    referred = mediation.referral_endings(way, demo=demo) if way in REFERRED else []
    return [*referred, *(damages.endings(way, demo=demo) if way in FILED else [])]
