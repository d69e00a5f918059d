"""What an office took in at its counter or in the field: for offices that file for others and work on no case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhidun.access.actors import Actor
from zhidun.intake.models import FilingCase
from zhidun.intake.pages import KINDS
from zhidun.kernel.text import Text

RECEIVE = "intake:filing:receive"
MOST = 50


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A filing that was handed on: its number, what it is, when it came, whose it is now; never how it stands."""

    number: str
    kind: Text
    at: datetime
    office: Text


def handed_in(actor: Actor) -> tuple[HandedIn, ...]:
    """Return the newest filings the actor's offices took in for somebody, or recorded on the spot."""
    offices = {post.office_id for post in actor.posts if RECEIVE in post.powers}
    found = FilingCase.objects.filter(filing__at_office_id__in=offices).select_related("filing", "case__office")
    return tuple(
        HandedIn(one.case.number, KINDS[one.kind], one.filing.submitted_at, one.case.office.name)
        for one in found.order_by("-filing__submitted_at", "-pk")[:MOST]
    )
