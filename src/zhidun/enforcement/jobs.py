"""Jobs of the room; each may run twice without harm."""

from __future__ import annotations

from procrastinate.contrib.django import app

from zhidun.enforcement import lapsing, urgent


@app.periodic(cron="*/5 * * * *")
@app.task(name="enforcement.lapse_due", queueing_lock="enforcement.lapse_due")
def lapse_due(timestamp: int) -> None:
    """Lift measures whose period is over."""
    del timestamp
    lapsing.lapse_due()


@app.periodic(cron="* * * * *")
@app.task(name="enforcement.alarm_late", queueing_lock="enforcement.alarm_late")
def alarm_late(timestamp: int) -> None:
    """Tell the head of urgent cases nobody took."""
    del timestamp
    urgent.alarm_late()
