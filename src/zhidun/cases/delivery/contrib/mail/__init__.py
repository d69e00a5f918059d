"""Mail: until an operator names a server this is the Null service, which keeps what it would have sent."""

from __future__ import annotations

from typing import ClassVar

from zhidun.cases.delivery.base import Channel
from zhidun.cases.models import Outbox


class NullMail(Channel):
    """Accepts every mail and sends none; tests and the demo use it."""

    name: ClassVar[str] = "mail"

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def reaches(self, *, account_id: int | None, party_id: int | None) -> bool:
        """Only accounts have an address; a receipt holder stays unknown."""
        del party_id
        return account_id is not None

    def deliver(self, row: Outbox) -> None:
        """Keep the subject by key, newest last; nothing leaves the machine."""
        self.kept[row.key] = row.subject_zh
        while len(self.kept) > MOST_KEPT:
            self.kept.pop(next(iter(self.kept)))


MOST_KEPT = 1000
