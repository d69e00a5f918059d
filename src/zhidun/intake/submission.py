"""What came in at the window, before it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhidun.access.actors import Actor
from zhidun.intake.types import Channel

OFFICIAL: frozenset[Channel] = frozenset({"transfer", "inspection"})
"""Channels by which authorities hand a matter on: who filed may be unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What came in, before it is read.

    Attributes:
        official: filed by staff through a channel of the administration.
    """

    actor: Actor
    raw: Mapping[str, object]
    item_ids: tuple[str, ...]
    channel: Channel
    at_office: str | None
    received_at: datetime
    demo: bool
    source: Mapping[str, object]

    @property
    def official(self) -> bool:
        """True when an authority handed the matter on."""
        return self.channel in OFFICIAL

    @property
    def on_behalf(self) -> bool:
        """True when staff file for somebody else."""
        return self.actor.is_staff
