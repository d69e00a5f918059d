"""Jobs of the window; each may run twice without harm."""

from __future__ import annotations

from procrastinate.contrib.django import app

from zhidun.intake import codes, drafts


@app.periodic(cron="7 * * * *")
@app.task(name="intake.wipe_replays", queueing_lock="intake.wipe_replays")
def wipe_replays(timestamp: int) -> None:
    """Forget receipt codes kept for repeated sending whose day has passed."""
    del timestamp
    codes.wipe_replays()


@app.periodic(cron="23 3 * * *")
@app.task(name="intake.delete_expired_drafts", queueing_lock="intake.delete_expired_drafts")
def delete_expired_drafts(timestamp: int) -> None:
    """Remove drafts past their date."""
    del timestamp
    drafts.delete_expired_drafts()
