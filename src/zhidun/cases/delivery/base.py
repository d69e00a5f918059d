"""What a channel of delivery is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from zhidun.cases.models import Outbox


class Channel(ABC):
    """One way to reach people. Delivering the same row twice must do no harm: `row.key` tells."""

    name: ClassVar[str]

    @abstractmethod
    def reaches(self, *, account_id: int | None, party_id: int | None) -> bool:
        """Whether the channel has an address for them."""

    @abstractmethod
    def deliver(self, row: Outbox) -> None:
        """Deliver one row; any exception means: try again later."""
