"""Jobs of the house itself: a job whose worker died is tried again, old jobs are cleared."""

from __future__ import annotations

import procrastinate
from procrastinate import builtin_tasks
from procrastinate.contrib.django import app

HEARTBEAT_SECONDS = 30.0
KEEP_HOURS = 72


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: procrastinate.JobContext, timestamp: int) -> None:
    """Hand jobs whose worker gave no sign for 30 seconds to another; jobs are written to bear a second run."""
    del timestamp
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=HEARTBEAT_SECONDS):
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="clear_old_jobs", pass_context=True)
async def clear_old_jobs(context: procrastinate.JobContext, timestamp: int) -> None:
    """Delete jobs that succeeded three days ago; failed ones stay for the operator."""
    del timestamp
    await builtin_tasks.remove_old_jobs(context, max_hours=KEEP_HOURS)
