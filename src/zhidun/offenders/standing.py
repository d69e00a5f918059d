"""Powers of the room and who stands aside."""

from __future__ import annotations

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.offenders.errors import Interested
from zhidun.parties.models import Party

VIEW = "offenders:profile:view"
TRACE = "offenders:trace:add"
JUDGE = "parties:party:judge"
PROPOSE = "offenders:claim:propose"
DECIDE = "offenders:claim:decide"
IMPORT = "offenders:past:import"


def interested(actor: Actor, *parties: Party) -> bool:
    """Whether the officer declared an interest in one of the parties."""
    if actor.account_id is None:
        return False
    subjects = [f"party:{key}" for party in parties for key in (party.pk, party.public_id)]
    return access.conflicts_of(actor.account_id, subjects)


def entitled(actor: Actor, power: str, *parties: Party, office_id: int | None = None) -> None:
    """Go on only with the power and without an interest.

    Raises:
        SignInNeeded, Forbidden, Interested.
    """
    need(actor, power, office_id)
    if interested(actor, *parties):
        raise Interested
