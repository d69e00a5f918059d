"""Jobs of the room; each may run twice without harm."""

from __future__ import annotations

from procrastinate.contrib.django import app

from zhidun.rewards import claiming


@app.periodic(cron="15 1 * * *")
@app.task(name="rewards.lapse_unclaimed", queueing_lock="rewards.lapse_unclaimed")
def lapse_unclaimed(timestamp: int) -> None:
    """Close rewards that nobody claimed in time."""
    del timestamp
    claiming.lapse_unclaimed()
