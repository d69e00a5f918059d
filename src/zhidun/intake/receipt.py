"""What the holder of a receipt may do: read the status, add evidence, write, withdraw."""

from __future__ import annotations

from collections.abc import Sequence

from zhidun.access.actors import ANONYMOUS, Actor, receipt_actor
from zhidun.access.rate_limits import hit
from zhidun.cases import selectors as cases
from zhidun.cases import services as moves
from zhidun.cases.types import CasePage, ClockWhy
from zhidun.evidence import selectors as evidence
from zhidun.intake.codes import checked, wipe_replays
from zhidun.intake.faults import NotOpenForThis, NotYourItem, ReceiptUnknown
from zhidun.intake.models import FilingCase
from zhidun.intake.types import PublicMessage, PublicStatus, StatusStep
from zhidun.kernel import time
from zhidun.kernel.text import t

__all__ = ["add_evidence", "case_of_receipt", "send_message", "status", "wipe_replays", "withdraw"]

TRIES = 20
TRIES_SECONDS = 600
"""Tries of one source, and of one number, in ten minutes: our own limit against guessing."""
WITHDRAW_STEPS = ("withdraw", "withdraw-after-filing", "withdraw-in-mediation")
SUPPLEMENT_STEP = "supplement"


def _opened(number: str, secret: str, client: str) -> FilingCase:
    """Count the try, then check number and code; call it outside a transaction, or a refusal un-counts the try."""
    for source in (f"receipt-client:{client}" if client else "", f"receipt-number:{number.strip().upper()}"):
        if source:
            hit(source, TRIES, TRIES_SECONDS)
    link = checked(number, secret)
    if link is None:
        raise ReceiptUnknown
    return link


def case_of_receipt(*, number: str, secret: str, client: str = "") -> Actor:
    """Check number and code and return the actor they stand for.

    Raises:
        ReceiptUnknown: for an unknown number and for a wrong code alike, after the same work.
        TooOften: too many tries from `client` or on this number.
    """
    return receipt_actor(_opened(number, secret, client).case.number)


def status(*, number: str, secret: str, client: str = "") -> PublicStatus:
    """Return where the case stands, in plain words; of `client` only a keyed hash is kept.

    Raises:
        ReceiptUnknown, TooOften: as `case_of_receipt`.
    """
    return _status(_opened(number, secret, client))


def _status(link: FilingCase) -> PublicStatus:
    number = link.case.number
    actor = receipt_actor(number)
    page = cases.case_page(actor=actor, number=number)
    clock = _next_clock(page)
    open_steps = {entry.step.key for entry in cases.open_steps_for(actor=actor, number=number) if entry.allowed}
    office = link.case.office
    return PublicStatus(
        number=number,
        title=page.card.procedure_title,
        state=page.card.state,
        words=page.words,
        next_words=page.next_words,
        due_on=clock.due_on if clock else None,
        due_provisional=clock.provisional if clock else False,
        office=office.name,
        office_phone=office.phone,
        received_at=page.card.received_at,
        closed=page.card.closed_at is not None,
        can_withdraw=bool(open_steps & set(WITHDRAW_STEPS)),
        steps=tuple(StatusStep(on=time.local_date(entry.at), words=entry.words) for entry in page.timeline),
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
        linked=tuple(other.case.number for other in link.filing.cases.exclude(pk=link.pk).select_related("case")),
        papers=tuple(paper.public_id for paper in page.papers),
    )


def _next_clock(page: CasePage) -> ClockWhy | None:
    running = [clock for clock in page.clocks if clock.state in ("running", "extended") and clock.binds == "office"]
    return min(running, key=lambda clock: clock.due_at, default=None)


def send_message(
    *, number: str, secret: str, body: str, item_ids: Sequence[str] = (), client: str = ""
) -> PublicStatus:
    """Write to the office through the receipt and return the status.

    Raises:
        ReceiptUnknown, TooOften: as `case_of_receipt`. NotYourItem: a file of somebody else.
    """
    link = _opened(number, secret, client)
    actor = receipt_actor(link.case.number)
    moves.post_message(case_number=link.case.number, actor=actor, body=body, items=_own_items(item_ids, actor))
    return _status(link)


def add_evidence(
    *, number: str, secret: str, item_ids: Sequence[str], note: str = "", client: str = ""
) -> PublicStatus:
    """Lay uploaded items into the file through the receipt and return the status.

    Raises:
        ReceiptUnknown, TooOften: as `case_of_receipt`. NotYourItem: a file of somebody else.
        NotOpenForThis: the case is closed.
    """
    link = _opened(number, secret, client)
    if link.case.closed_at is not None:
        raise NotOpenForThis
    actor = receipt_actor(link.case.number)
    facts: dict[str, object] = {
        "supplement_text": note or t("补充证据", "More evidence").zh,
        "supplement_items": _own_items(item_ids, actor),
    }
    return _stepped(link, SUPPLEMENT_STEP, facts, actor)


def withdraw(*, number: str, secret: str, reason: str, client: str = "") -> PublicStatus:
    """Withdraw the filing through the receipt and return the status.

    Raises:
        ReceiptUnknown, TooOften: as `case_of_receipt`. Refusals of `cases.take_step` where it is too late.
    """
    link = _opened(number, secret, client)
    actor = receipt_actor(link.case.number)
    open_steps = {
        entry.step.key for entry in cases.open_steps_for(actor=actor, number=link.case.number) if entry.allowed
    }
    step = next((step for step in WITHDRAW_STEPS if step in open_steps), None)
    if step is None:
        raise NotOpenForThis
    return _stepped(link, step, {"withdrawal_note": reason}, actor)


def _stepped(link: FilingCase, step: str, facts: dict[str, object], actor: Actor) -> PublicStatus:
    number = link.case.number
    moves.take_step(case_number=number, step=step, actor=actor, facts=facts, expected_version=link.case.version)
    link.case.refresh_from_db()
    return _status(link)


def _own_items(item_ids: Sequence[str], actor: Actor) -> list[str]:
    found = evidence.items(item_ids)
    if any(item.uploaded_by not in (actor.key, ANONYMOUS.key) for item in found):
        raise NotYourItem(field="items")
    return [str(item.public_id) for item in found]
