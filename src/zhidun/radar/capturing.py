"""The page behind a hit: captured by the room of captures at one click, and what it made laid to the hit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import UUID

from django.db import transaction

from zhidun.access import audit
from zhidun.access.actors import actor_for
from zhidun.access.selectors import account_by_id
from zhidun.kernel.events import PageCaptured
from zhidun.radar import policies
from zhidun.radar.acting import lay_in, locked
from zhidun.radar.errors import NoLink
from zhidun.radar.models import Hit

if TYPE_CHECKING:
    from zhidun.access.actors import Actor

LINKS: Final = ("http://", "https://")


class Ask(Protocol):
    """The way into the room of captures, handed over by the door: siblings do not import each other."""

    def __call__(self, *, actor: Actor, url: str, case_number: str) -> Any:  # noqa: ANN401  the room's own row
        """Ask for a page to be captured and return the order, which has a `public_id`."""


def link_of(hit: Hit) -> str:
    """Return the web address a listing names; blank when it names none."""
    said = str(hit.seller.get("link", "")).strip()
    return said if said.lower().startswith(LINKS) else ""


@transaction.atomic
def capture_hit(*, actor: Actor, hit: Hit, ask: Ask) -> UUID:
    """Ask for the page behind a hit to be captured and return the key of the order; a job does it.

    What it makes is sealed and laid to the hit, and into the case when there is one.

    Raises:
        RadarForbidden: the actor's posts do not carry `radar:hit:act`.
        NoLink: the listing names no address.
        Refusal: the room of captures refuses the address, or cannot capture on this machine.
    """
    policies.need(actor, policies.ACT)
    row = locked(hit)
    url = link_of(row)
    if not url:
        raise NoLink
    row.capture = UUID(str(ask(actor=actor, url=url, case_number=row.case_number).public_id))
    row.save(update_fields=["capture"])
    facts = {"capture": str(row.capture), "url": url[:500]}
    audit.record(
        actor=actor, action="radar.hit_capture_asked", object_kind="hit", object_key=str(row.public_id), facts=facts
    )
    return row.capture


@transaction.atomic
def on_page_captured(event: PageCaptured) -> None:
    """Lay what a capture made to the hit it was asked for; wired in `site.wiring`."""
    for row in Hit.objects.select_for_update().filter(capture=UUID(event.capture)):
        fresh = [one for one in event.items if one not in row.captured]
        row.captured = [*row.captured, *fresh]
        row.save(update_fields=["captured"])
        if row.case_number:
            lay_in(actor_for(account_by_id(event.account)), row.case_number, fresh)
