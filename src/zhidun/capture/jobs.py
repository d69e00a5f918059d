"""Jobs of the capture room: one capture at a time (a lock of the queue), each may run twice without harm."""

from __future__ import annotations

from procrastinate.contrib.django import app

from zhidun.capture import running
from zhidun.capture.services import QUEUE, ask_for_next


@app.task(name="capture.one", queue=QUEUE)
def one(capture: str) -> None:
    """Do one capture."""
    row = running.claim(capture)
    if row is not None:
        running.run(row)


@app.task(name="capture.next", queue=QUEUE)
def following(captures: str) -> None:
    """Do the next page of a list and ask for the one after it."""
    row = running.claim_next(captures)
    if row is None:
        return
    try:
        running.run(row)
    finally:
        ask_for_next(captures)


@app.periodic(cron="*/5 * * * *")
@app.task(name="capture.pick_up", queueing_lock="capture.pick_up")
def pick_up(timestamp: int) -> None:
    """Go on with what a dead worker left."""
    del timestamp
    singles, lists = running.pick_up()
    for key in singles:
        app.configure_task("capture.one", queue=QUEUE, lock=QUEUE).defer(capture=key)
    for key in lists:
        ask_for_next(key)
