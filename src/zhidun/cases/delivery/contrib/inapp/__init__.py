"""Notices in the person's own box here."""

from __future__ import annotations

from typing import ClassVar

from zhidun.cases.delivery.base import Channel
from zhidun.cases.models import Notice, Outbox
from zhidun.kernel import time


class InApp(Channel):
    """Writes a notice; the outbox row it belongs to keeps it single."""

    name: ClassVar[str] = "inapp"

    def reaches(self, *, account_id: int | None, party_id: int | None) -> bool:
        """Everybody who can open the case: an account, or a receipt."""
        return account_id is not None or party_id is not None

    def deliver(self, row: Outbox) -> None:
        """Write the notice unless it is there."""
        Notice.objects.get_or_create(
            outbox=row,
            defaults={
                "account_id": row.account_id,
                "party_id": row.party_id,
                "case_id": row.case_id,
                "subject_zh": row.subject_zh,
                "subject_en": row.subject_en,
                "body_zh": row.body_zh,
                "body_en": row.body_en,
                "at": time.now(),
            },
        )
