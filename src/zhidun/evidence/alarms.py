"""Alarms about the log: one open row a matter, counted, and a line in the process's log."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import F

from zhidun.evidence.models import LedgerAlarm
from zhidun.kernel import time
from zhidun.kernel.text import Text

logger = logging.getLogger("zhidun.ledger")
LONGEST = 600


@transaction.atomic
def alarm(*, code: str, subject: str = "", detail: Text) -> LedgerAlarm:
    """Record that something is wrong; the same thing again counts up the open row."""
    now = time.now()
    row, made = LedgerAlarm.objects.select_for_update().get_or_create(
        code=code,
        subject=subject[:200],
        cleared_at=None,
        defaults={
            "detail_zh": detail.zh[:LONGEST],
            "detail_en": detail.en[:LONGEST],
            "first_at": now,
            "last_at": now,
        },
    )
    if made:
        logger.warning("%s %s: %s", code, subject, detail.en)
        return row
    LedgerAlarm.objects.filter(pk=row.pk).update(
        times=F("times") + 1, last_at=now, detail_zh=detail.zh[:LONGEST], detail_en=detail.en[:LONGEST]
    )
    return row


def clear(*, code: str, subject: str = "") -> int:
    """Close the open alarm of a matter, once it is right again; return how many were open."""
    return LedgerAlarm.objects.filter(code=code, subject=subject[:200], cleared_at=None).update(cleared_at=time.now())


def open_alarms() -> list[LedgerAlarm]:
    """Return what is wrong now, oldest first."""
    return list(LedgerAlarm.objects.filter(cleared_at=None).order_by("first_at"))
