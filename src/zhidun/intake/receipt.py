"""What the holder of a receipt, or a signed-in party, may do: read the status, add evidence, write, withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhidun.access.actors import ANONYMOUS, Actor, receipt_actor
from zhidun.access.rate_limits import hit
from zhidun.cases import selectors as cases
from zhidun.cases import services as moves
from zhidun.cases.types import CasePage, ClockWhy, PaperCard, TimelineEntry
from zhidun.evidence import selectors as evidence
from zhidun.intake.codes import checked, wipe_replays
from zhidun.intake.faults import NotOpenForThis, NotYourItem, ReceiptUnknown
from zhidun.intake.models import FilingCase
from zhidun.intake.types import DueWhy, PartyPeriod, PublicMessage, PublicPaper, PublicStatus, StatusStep
from zhidun.kernel import time
from zhidun.kernel.text import t

if TYPE_CHECKING:
    from zhidun.cases.models import Case

__all__ = ["add_evidence", "case_of_receipt", "send_message", "status", "wipe_replays", "withdraw"]

TRIES = 20
TRIES_SECONDS = 600
"""Wrong codes from one source, and for one number, in ten minutes: our own limit against guessing."""
WITHDRAW_STEPS = ("withdraw", "withdraw-after-filing", "withdraw-in-mediation")
SUPPLEMENT_STEP = "supplement"


@dataclass(frozen=True, slots=True)
class _Held:
    """A case somebody may act in, and the actor they act as."""

    case: Case
    actor: Actor
    link: FilingCase | None


def _opened(number: str, secret: str, client: str, actor: Actor | None = None) -> _Held:
    """Check the code, or that a signed-in actor is a party of the case.

    Only wrong codes count as tries, so the holder is never shut out by somebody else's guesses; call it outside a
    transaction, or the refusal un-counts the try.
    """
    link = checked(number, secret)
    if link is not None:
        return _Held(link.case, receipt_actor(link.case.number), link)
    if actor is not None and actor.signed_in and not secret:
        return _own(number, actor)
    for source in (f"receipt-client:{client}" if client else "", f"receipt-number:{number.strip().upper()}"):
        if source:
            hit(source, TRIES, TRIES_SECONDS)
    raise ReceiptUnknown


def _own(number: str, actor: Actor) -> _Held:
    case = cases.visible_to(actor).select_related("office").filter(number=number).first()
    if case is None or not cases.relations_of(actor, case):
        raise ReceiptUnknown
    link = (
        FilingCase.objects.select_related("case", "filing").filter(case=case, filing__filed_by=actor.account_id).first()
    )
    return _Held(case, actor, link)


def case_of_receipt(*, number: str, secret: str, client: str = "", actor: Actor | None = None) -> Actor:
    """Check number and code and return the actor they stand for.

    Args:
        number: case number.
        secret: the receipt code; may be empty when `actor` is given.
        client: address the call came from; only a keyed hash is kept, and only of wrong codes.
        actor: a signed-in party, who needs no code.

    Raises:
        ReceiptUnknown: for an unknown number, a wrong code and another's case alike, after the same work.
        TooOften: too many wrong codes from `client` or for this number.
    """
    return _opened(number, secret, client, actor).actor


def status(*, number: str, secret: str, client: str = "", actor: Actor | None = None) -> PublicStatus:
    """Return where the case stands, in plain words, for the holder of the code or a signed-in party.

    Raises:
        ReceiptUnknown, TooOften: as `case_of_receipt`.
    """
    return _status(_opened(number, secret, client, actor))


def _steps(timeline: Sequence[TimelineEntry]) -> tuple[StatusStep, ...]:
    """Return when the case came to each of its stages: steps that leave the plain words as they were are no news."""
    found = [StatusStep(on=time.local_date(entry.at), words=entry.words) for entry in timeline]
    return tuple(one for at, one in enumerate(found) if not at or one.words != found[at - 1].words)


def _status(held: _Held) -> PublicStatus:
    number, actor = held.case.number, held.actor
    page = cases.case_page(actor=actor, number=number)
    clock = _next_clock(page)
    open_steps = {entry.step.key for entry in cases.open_steps_for(actor=actor, number=number) if entry.allowed}
    office = held.case.office
    return PublicStatus(
        number=number,
        title=page.card.procedure_title,
        state=page.card.state,
        words=page.words,
        next_words=page.next_words,
        due_on=clock.due_on if clock else None,
        due_provisional=clock.provisional if clock else False,
        due_why=_why(clock) if clock else None,
        periods=_periods(page),
        office=office.name,
        office_phone=office.phone,
        received_at=page.card.received_at,
        closed=page.card.closed_at is not None,
        can_withdraw=bool(open_steps & set(WITHDRAW_STEPS)),
        steps=_steps(page.timeline),
        messages=tuple(
            PublicMessage(
                from_office=message.from_side == "office",
                body=message.body,
                sent_at=message.sent_at,
                read_at=message.read_at,
                items=tuple(name for _, name in message.items),
            )
            for message in page.messages
        ),
        linked=_linked(held.link),
        papers=tuple(_paper(one) for one in page.papers if one.ready),
    )


def _linked(link: FilingCase | None) -> tuple[str, ...]:
    if link is None:
        return ()
    return tuple(other.case.number for other in link.filing.cases.exclude(pk=link.pk).select_related("case"))


def _paper(card: PaperCard) -> PublicPaper:
    return PublicPaper(
        paper=card.public_id,
        title=card.title,
        number=card.number,
        issued_on=time.local_date(card.issued_at),
        served_on=time.local_date(card.served_at) if card.served_at else None,
    )


def _why(clock: ClockWhy) -> DueWhy:
    return DueWhy(
        title=clock.title,
        statement=clock.statement,
        citation=clock.citation,
        started_on=clock.started_on,
        steps=clock.steps,
    )


def _periods(page: CasePage) -> tuple[PartyPeriod, ...]:
    running = _running(page, "party")
    return tuple(PartyPeriod(title=one.title, due_on=one.due_on, provisional=one.provisional) for one in running)


def _next_clock(page: CasePage) -> ClockWhy | None:
    return next(iter(_running(page, "office")), None)


def _running(page: CasePage, binds: str) -> list[ClockWhy]:
    """Return the running periods of one side, the nearest end first."""
    found = [clock for clock in page.clocks if clock.state in ("running", "extended") and clock.binds == binds]
    return sorted(found, key=lambda clock: clock.due_at)


def send_message(
    *, number: str, secret: str, body: str, item_ids: Sequence[str] = (), client: str = "", actor: Actor | None = None
) -> PublicStatus:
    """Write to the office through the receipt and return the status.

    Raises:
        ReceiptUnknown, TooOften: as `case_of_receipt`. NotYourItem: a file of somebody else.
    """
    held = _opened(number, secret, client, actor)
    items = _own_items(item_ids, held.actor)
    moves.post_message(case_number=held.case.number, actor=held.actor, body=body, items=items)
    return _status(held)


def add_evidence(
    *, number: str, secret: str, item_ids: Sequence[str], note: str = "", client: str = "", actor: Actor | None = None
) -> PublicStatus:
    """Lay uploaded items into the file through the receipt and return the status.

    Raises:
        ReceiptUnknown, TooOften: as `case_of_receipt`. NotYourItem: a file of somebody else.
        NotOpenForThis: the case is closed.
    """
    held = _opened(number, secret, client, actor)
    if held.case.closed_at is not None:
        raise NotOpenForThis
    facts: dict[str, object] = {
        "supplement_text": note or t("补充证据", "More evidence").zh,
        "supplement_items": _own_items(item_ids, held.actor),
    }
    return _stepped(held, SUPPLEMENT_STEP, facts)


def withdraw(*, number: str, secret: str, reason: str, client: str = "", actor: Actor | None = None) -> PublicStatus:
    """Withdraw the filing through the receipt and return the status.

    Raises:
        ReceiptUnknown, TooOften: as `case_of_receipt`. Refusals of `cases.take_step` where it is too late.
    """
    held = _opened(number, secret, client, actor)
    offered = cases.open_steps_for(actor=held.actor, number=held.case.number)
    open_steps = {entry.step.key for entry in offered if entry.allowed}
    step = next((step for step in WITHDRAW_STEPS if step in open_steps), None)
    if step is None:
        raise NotOpenForThis
    return _stepped(held, step, {"withdrawal_note": reason})


def _stepped(held: _Held, step: str, facts: dict[str, object]) -> PublicStatus:
    moves.take_step(
        case_number=held.case.number, step=step, actor=held.actor, facts=facts, expected_version=held.case.version
    )
    held.case.refresh_from_db()
    return _status(held)


def _own_items(item_ids: Sequence[str], actor: Actor) -> list[str]:
    found = evidence.items(item_ids)
    if any(item.uploaded_by not in (actor.key, ANONYMOUS.key) for item in found):
        raise NotYourItem(field="items")
    return [str(item.public_id) for item in found]
