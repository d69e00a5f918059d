"""Who may do what with the radar, and from which score a watch tells: pure decisions."""

from __future__ import annotations

from typing import Final

from zhidun.access.actors import Actor
from zhidun.access.policies import who_may
from zhidun.kernel.errors import SignInNeeded
from zhidun.radar.errors import RadarForbidden
from zhidun.radar.settings import settings

VIEW: Final = "radar:hit:view"
JUDGE: Final = "radar:hit:judge"
ACT: Final = "radar:hit:act"
WATCH: Final = "radar:watch:edit"
SWEEP: Final = "radar:sweep:run"
ADOPT: Final = "radar:threshold:adopt"
PUBLISH: Final = "radar:warning:publish"
REBUILD: Final = "radar:index:rebuild"
ANYBODY_ASKS, ANYBODY_SECONDS = 30, 60
"""Searches of one visitor in a minute."""


def need(actor: Actor, power: str) -> None:
    """Go on only with a power.

    Raises:
        SignInNeeded: nobody is signed in.
        RadarForbidden: no post carries the power.
    """
    if actor.can(power):
        return
    if actor.kind == "anonymous":
        raise SignInNeeded
    raise RadarForbidden(remedy=who_may(power))


def least_of(sensitivity: str, threshold: float) -> float:
    """Return the score from which a watch tells, given the threshold in force."""
    return round(min(0.99, max(0.3, threshold + settings().sensitivity.get(sensitivity, 0.0))), 4)
