"""Jobs of the house itself: jobs of a dead worker are tried again, and what has had its day is forgotten.

Rooms with jobs of their own sweep there: evidence bytes and the audit trail each night, papers and the outbox at once.
"""

from __future__ import annotations

import procrastinate
from django.core.management import call_command
from django.db import connection
from procrastinate import builtin_tasks
from procrastinate.contrib.django import app

from zhidun.api import idempotency
from zhidun.intake import codes, drafts
from zhidun.kernel import time

HEARTBEAT_SECONDS = 30.0
KEEP_HOURS = 72


@app.periodic(cron="* * * * *")
@app.task(name="site.retry_stalled", queueing_lock="site.retry_stalled", pass_context=True)
async def retry_stalled(context: procrastinate.JobContext, timestamp: int) -> None:
    """Hand jobs whose worker gave no sign for 30 seconds to another; jobs are written to bear a second run."""
    del timestamp
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=HEARTBEAT_SECONDS):
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="site.clear_old_jobs", queueing_lock="site.clear_old_jobs", pass_context=True)
async def clear_old_jobs(context: procrastinate.JobContext, timestamp: int) -> None:
    """Delete jobs that succeeded three days ago; failed ones stay for the operator."""
    del timestamp
    await builtin_tasks.remove_old_jobs(context, max_hours=KEEP_HOURS)


@app.periodic(cron="7 * * * *")
@app.task(name="site.forget_hourly", queueing_lock="site.forget_hourly")
def forget_hourly(timestamp: int) -> None:
    """Forget receipt codes kept for a repeated sending, and cache entries whose time is over."""
    del timestamp
    codes.wipe_replays()
    clear_cache()


@app.periodic(cron="29 2 * * *")
@app.task(name="site.forget_nightly", queueing_lock="site.forget_nightly")
def forget_nightly(timestamp: int) -> None:
    """Forget drafts past their date, answers kept for repeated API calls, and sessions that ended."""
    del timestamp
    drafts.delete_expired_drafts()
    idempotency.forget_old()
    call_command("clearsessions")


def clear_cache() -> int:
    """Delete entries of the shared cache whose time is over and return how many (Django waits until it is full)."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM site_cache WHERE expires < %s", [time.now()])
        return int(cursor.rowcount)
