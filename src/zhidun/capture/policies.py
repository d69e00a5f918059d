"""Who may capture pages, how many, and with which limits."""

from __future__ import annotations

from typing import Final

from zhidun.access.actors import Actor
from zhidun.capture.errors import NotAllowed
from zhidun.capture.net.policy import Policy
from zhidun.rights import selectors as rights

ADD: Final = "evidence:item:add"
OFFICER_HOURLY: Final = 120
HOLDER_DAILY: Final = 20
LISTS_DAILY: Final = 20
MOST_ROWS: Final = 500
LIST_BYTES: Final = 2_000_000


def may_capture(actor: Actor) -> bool:
    """Say whether an actor may capture: officers who lay in evidence, and holders of a verified right."""
    if actor.account_id is None:
        return False
    return actor.can(ADD) or (not actor.is_staff and rights.has_verified(actor))


def need(actor: Actor) -> int:
    """Return the account behind an actor who may capture.

    Raises:
        NotAllowed.
    """
    if actor.account_id is None or not may_capture(actor):
        raise NotAllowed
    return actor.account_id


def usual() -> Policy:
    """Return the limits of this installation. Tests hand in their own; nothing of the environment widens these."""
    return Policy()
