"""Sweeps: asked for, cancelled, taken up again; the work itself is in `running`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from zhidun.access import audit
from zhidun.kernel import time
from zhidun.radar import policies
from zhidun.radar.errors import NothingToGuard, SweepOpen
from zhidun.radar.models import Feed, Sweep, SweepState, Watch

if TYPE_CHECKING:
    from zhidun.access.actors import Actor

QUEUE: Final = "radar"
ENDED: Final = frozenset({SweepState.DONE, SweepState.CANCELLED, SweepState.FAILED})


def start_sweep(*, actor: Actor, feed: Feed, item: UUID, filename: str, watches: Sequence[str] = ()) -> Sweep:
    """Ask for a sweep of an evidence item's rows against some watches, or all active ones; a job does it.

    Raises:
        RadarForbidden: the actor's posts do not carry `radar:sweep:run`.
        NothingToGuard: there is no active watch.
    """
    policies.need(actor, policies.SWEEP)
    if not watches_of(watches):
        raise NothingToGuard(field="watches")
    with transaction.atomic():
        row = Sweep.objects.create(
            feed=feed,
            item=item,
            filename=filename[:200],
            watches=[str(one) for one in watches],
            started_by=actor.key,
            started_at=time.now(),
        )
        _ask(row)
        _audit(actor, row, "radar.sweep_started")
    return row


def watches_of(keys: Sequence[str]) -> list[Watch]:
    """Return the active watches named, or all of them when none is."""
    rows = Watch.objects.filter(active=True).select_related("right").order_by("pk")
    return list(rows.filter(public_id__in=_uuids(keys)) if keys else rows)


def _uuids(keys: Sequence[str]) -> list[UUID]:
    found = []
    for key in keys:
        try:
            found.append(UUID(str(key)))
        except ValueError:
            continue
    return found


def _ask(row: Sweep) -> None:
    key = str(row.public_id)
    app.configure_task("radar.sweep", queue=QUEUE, lock=f"radar.sweep:{key}").defer(sweep=key)


@transaction.atomic
def cancel_sweep(*, actor: Actor, sweep: Sweep) -> Sweep:
    """End a sweep after its present chunk; what was found stays.

    Raises:
        RadarForbidden, SweepOpen: it has ended.
    """
    policies.need(actor, policies.SWEEP)
    row = Sweep.objects.select_for_update().get(pk=sweep.pk)
    if row.state in ENDED:
        raise SweepOpen
    row.state, row.ended_at = SweepState.CANCELLED, time.now()
    row.save(update_fields=["state", "ended_at"])
    _audit(actor, row, "radar.sweep_cancelled")
    return row


@transaction.atomic
def resume_sweep(*, actor: Actor, sweep: Sweep) -> Sweep:
    """Take a cancelled or failed sweep up again where it stopped.

    Raises:
        RadarForbidden, SweepOpen: it is done, or it runs.
    """
    policies.need(actor, policies.SWEEP)
    row = Sweep.objects.select_for_update().get(pk=sweep.pk)
    if row.state not in {SweepState.CANCELLED, SweepState.FAILED}:
        raise SweepOpen
    row.state, row.ended_at, row.failure_zh, row.failure_en = SweepState.WAITING, None, "", ""
    row.attempts = 0
    row.save(update_fields=["state", "ended_at", "failure_zh", "failure_en", "attempts"])
    _ask(row)
    _audit(actor, row, "radar.sweep_resumed")
    return row


def _audit(actor: Actor, row: Sweep, action: str) -> None:
    facts = {"file": row.filename, "rows": row.rows_done}
    audit.record(actor=actor, action=action, object_kind="sweep", object_key=str(row.public_id), facts=facts)
