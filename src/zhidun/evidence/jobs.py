"""Jobs of the evidence room: looking into new items, sweeping what no row names."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from procrastinate.contrib.django import app

from zhidun.evidence import resumable, sealing, stamping
from zhidun.evidence.models import Blob, Item
from zhidun.evidence.services import lock_number
from zhidun.evidence.storage import blob_store
from zhidun.kernel import time

GRACE: Final = timedelta(hours=24)


@app.task(name="evidence.examine")
def examine(item: str) -> None:
    """Look into one item with the child process; harmless when run twice, and where the item has gone.

    The job is enqueued in the transaction that makes the item, so an item not there is gone for good.
    """
    from zhidun.evidence import previews

    row = Item.objects.select_related("blob").filter(public_id=item).first()
    if row is not None and row.examined_at is None:
        previews.examine(row)


@app.periodic(cron="41 2 * * *")
@app.task(name="evidence.sweep_nightly", queueing_lock="evidence.sweep")
def sweep_nightly(timestamp: int) -> None:
    """Each night remove bytes that no row names, and uploads nobody went on with."""
    del timestamp
    sweep()
    resumable.sweep()


@app.periodic(cron="* * * * *")
@app.task(name="evidence.stamp", queueing_lock="evidence.stamp")
def stamp(timestamp: int) -> None:
    """Each minute queue time stamps on the newest checkpoint and ask for those that are due."""
    del timestamp
    if stamping.authorities():
        stamping.queue()
        stamping.run_due()


@app.periodic(cron="3 16 * * *")
@app.task(name="evidence.seal_audit_head", queueing_lock="evidence.seal_audit_head")
def seal_audit_head(timestamp: int) -> None:
    """Each day, just after midnight in the city (16:03 UTC), seal the heads of the audit trail."""
    del timestamp
    sealing.seal_audit_heads()


@app.periodic(cron="23 18 * * *")
@app.task(name="evidence.seal_missing", queueing_lock="evidence.seal_missing")
def seal_missing(timestamp: int) -> None:
    """Each night seal items that have no seal: those that came before there was a log."""
    del timestamp
    sealing.seal_missing()


def sweep(*, grace: timedelta = GRACE) -> int:
    """Remove stored bytes and unfinished uploads older than `grace` that no row names; return how many.

    Each removal holds the advisory lock that `services.hold` shares, so bytes whose row is about to commit stay.
    """
    store = blob_store()
    before = (time.now() - grace).timestamp()
    removed = store.sweep_incoming(older_than=before)
    for digest in store.digests(older_than=before):
        if Blob.objects.filter(sha256=digest).exists():
            continue
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(digest)])
            stale = store.is_older(digest, than=before)
            if stale and not Blob.objects.filter(sha256=digest).exists():
                store.remove(digest)
                removed += 1
    return removed
