"""Jobs of the room; each may run twice without harm."""

from __future__ import annotations

from procrastinate.contrib.django import app

from zhidun.mediation import blind, choosing, consent, performance, referrals


@app.periodic(cron="*/10 * * * *")
@app.task(name="mediation.close_late", queueing_lock="mediation.close_late")
def close_late(timestamp: int) -> None:
    """Close invitations, rounds of sealed offers and draws whose time is over."""
    del timestamp
    consent.lapse_invitations()
    blind.lapse_rounds()
    choosing.void_late_draws()


@app.periodic(cron="5 1 * * *")
@app.task(name="mediation.watch_duties", queueing_lock="mediation.watch_duties")
def watch_duties(timestamp: int) -> None:
    """Remind of what comes due, note what is in default."""
    del timestamp
    performance.watch_duties()


@app.periodic(cron="*/5 * * * *")
@app.task(name="mediation.send_referrals", queueing_lock="mediation.send_referrals")
def send_referrals(timestamp: int) -> None:
    """Send what waits for courts, notaries and arbitration institutions with a system of their own."""
    del timestamp
    referrals.send_waiting()
