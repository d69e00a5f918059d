"""Nightly: forget keys of repeated calls that are past their days."""

from __future__ import annotations

from procrastinate.contrib.django import app

from zhidun.api import idempotency


@app.periodic(cron="20 3 * * *")
@app.task(name="api.forget_old_calls", queueing_lock="api.forget_old_calls")
def forget_old_calls(timestamp: int) -> int:
    """Forget keys older than two days."""
    del timestamp
    return idempotency.forget_old()
