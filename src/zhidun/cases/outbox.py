"""The outbox: effects outside the database, written in the transaction and delivered at least once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from zhidun.access import selectors as access
from zhidun.access.actors import actor_for
from zhidun.access.personal import substitutes_of
from zhidun.cases.deferring import defer
from zhidun.cases.delivery.registry import channel, channels_for
from zhidun.cases.models import Case, CaseParty, Outbox, OutboxState
from zhidun.cases.visibility import visible_to
from zhidun.kernel import time
from zhidun.kernel.text import Text

MOST_ATTEMPTS = 12
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
BATCH = 200


def notify(
    *,
    key: str,
    case: Case | None,
    subject: Text,
    body: Text,
    party: CaseParty | None = None,
    account_id: int | None = None,
    channels: Sequence[str] = (),
) -> list[Outbox]:
    """Queue a notice to a party or an account, one row a channel; a repeated key queues nothing.

    Officers who are away get it all the same, and so does who stands in for them, where that person may see the case.
    `channels` narrows the ways it goes.
    """
    made = []
    reached = account_id if account_id is not None else (party.account_id if party else None)
    if party is None and account_id is not None and case is not None:
        for other in _stand_ins(account_id, case):
            made += notify(
                key=f"{key}:for:{other}", case=case, subject=subject, body=body, account_id=other, channels=channels
            )
    for name in channels_for(account_id=reached, party_id=party.pk if party else None):
        if channels and name not in channels:
            continue
        row, new = Outbox.objects.get_or_create(
            key=f"{key}:{name}",
            defaults={
                "channel": name,
                "case": case,
                "party": party,
                "account_id": reached,
                "subject_zh": subject.zh,
                "subject_en": subject.en,
                "body_zh": body.zh,
                "body_en": body.en,
                "next_try_at": time.now(),
            },
        )
        if new:
            made.append(row)
    if made:
        defer("cases.deliver_outbox", queue="outbox")
    return made


def _stand_ins(account_id: int, case: Case) -> list[int]:
    """Return who stands in today for an absent officer and may see the case themselves."""
    found = []
    for other in substitutes_of(account_id):
        actor = actor_for(access.account_by_id(other))
        if other not in substitutes_of(other) and visible_to(actor).filter(pk=case.pk).exists():
            found.append(other)
    return found


def deliver_due() -> int:
    """Deliver what is due, each row in its own transaction; return how many went out.

    A row is locked while it is delivered, so two workers never take the same one. A worker that dies in between
    leaves it queued: the receiver may see it twice and tells by the key.
    """
    sent = 0
    for pk in list(_due().values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            row = _due().select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
            if row is not None:
                sent += _deliver(row)
    return sent


def _due() -> QuerySet[Outbox]:
    return Outbox.objects.filter(state=OutboxState.QUEUED, next_try_at__lte=time.now()).order_by("next_try_at", "id")


def _deliver(row: Outbox) -> int:
    row.attempts += 1
    try:
        with transaction.atomic():
            channel(row.channel).deliver(row)
    except Exception as fault:  # noqa: BLE001  whatever the outside does, the row stays and is tried again
        row.last_error = f"{type(fault).__name__}: {fault}"[:2000]
        wait = min(FIRST_WAIT * 2 ** (row.attempts - 1), LONGEST_WAIT)
        row.next_try_at = time.now() + wait
        row.state = OutboxState.FAILED if row.attempts >= MOST_ATTEMPTS else OutboxState.QUEUED
        row.save()
        return 0
    row.state, row.delivered_at, row.last_error = OutboxState.SENT, time.now(), ""
    row.save()
    return 1
