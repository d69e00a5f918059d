"""Jobs of the room; each may run twice without harm."""

from __future__ import annotations

from procrastinate.contrib.django import app

from zhidun.cases import overdue, recounting, reminders
from zhidun.cases.models import Paper
from zhidun.cases.outbox import deliver_due
from zhidun.cases.rendering import ensure_rendered
from zhidun.kernel.errors import Refusal

BATCH = 100


@app.task(name="cases.render_paper", queue="papers")
def render_paper(paper: str) -> None:
    """Make the PDF of one issued paper; one whose data no font can print waits for an officer."""
    row = Paper.objects.filter(public_id=paper).first()
    if row is not None:
        ensure_rendered(paper=row)


@app.periodic(cron="*/10 * * * *")
@app.task(name="cases.render_left_over", queue="papers", queueing_lock="cases.render_left_over")
def render_left_over(timestamp: int) -> None:
    """Make PDFs whose job was lost or failed."""
    del timestamp
    for row in Paper.objects.filter(pdf=None).order_by("id")[:BATCH]:
        try:
            ensure_rendered(paper=row)
        except Refusal:  # the next run, or an officer, will see it again
            continue


@app.task(name="cases.deliver_outbox", queue="outbox")
def deliver_outbox() -> None:
    """Deliver what is due now."""
    deliver_due()


@app.periodic(cron="* * * * *")
@app.task(name="cases.deliver_waiting", queue="outbox", queueing_lock="cases.deliver_waiting")
def deliver_waiting(timestamp: int) -> None:
    """Deliver what has to be tried again."""
    del timestamp
    deliver_due()


@app.periodic(cron="*/5 * * * *")
@app.task(name="cases.mark_overdue", queueing_lock="cases.mark_overdue")
def mark_overdue(timestamp: int) -> None:
    """Mark clocks that ran out; see `overdue.mark_overdue`."""
    del timestamp
    overdue.mark_overdue()


@app.task(name="cases.recompute_provisional")
def recompute_provisional(year: int) -> None:
    """Count provisional clocks again after a year's notice was loaded."""
    recounting.recompute_provisional(year)


@app.periodic(cron="30 0 * * *")
@app.task(name="cases.morning", queueing_lock="cases.morning")
def morning(timestamp: int) -> None:
    """At half past eight in the city (00:30 UTC): remind of what is due soon, and send the digest."""
    del timestamp
    reminders.remind()
    reminders.digest()
