"""Jobs of the radar; each may run twice without harm."""

from __future__ import annotations

import contextlib

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from zhidun.kernel.errors import Refusal
from zhidun.radar import feeding, indexing, running
from zhidun.radar.models import Feed, IndexedMark, IndexRun, MarkPicture, RunState
from zhidun.radar.sweeping import QUEUE


@app.task(name="radar.sweep", queue=QUEUE)
def sweep(sweep: str) -> None:
    """Do a sweep, or what is left of it."""
    running.run(sweep)


@app.task(name="radar.rebuild", queue=QUEUE, queueing_lock="radar.rebuild")
def rebuild(run: str) -> None:
    """Make the index anew, or what is left of that."""
    row = IndexRun.objects.filter(public_id=run).first()
    if row is not None:
        indexing.rebuild(row)


@app.task(name="radar.poll", queue=QUEUE)
def poll(feed: str) -> None:
    """Ask one address for its rows."""
    row = Feed.objects.filter(public_id=feed, active=True).first()
    if row is not None:
        with contextlib.suppress(Refusal):  # no watch is active: asked again next time
            feeding.poll(row)


@app.task(name="radar.meanings", queue=QUEUE, queueing_lock="radar.meanings")
def meanings() -> None:
    """Read the meaning of all marks that wait for it."""
    with contextlib.suppress(Refusal):  # the package is not installed: found by sound, look and spelling alone
        while indexing.read_meanings():
            pass


@app.task(name="radar.writing", queue=QUEUE, queueing_lock="radar.writing")
def writing() -> None:
    """Read the text in all pictures that wait for it."""
    with contextlib.suppress(Refusal):  # nothing here can read: found by their look alone
        while indexing.read_writing():
            pass


@app.periodic(cron="*/5 * * * *")
@app.task(name="radar.pick_up", queueing_lock="radar.pick_up")
def pick_up(timestamp: int) -> None:
    """Ask for polls whose time has come, go on with sweeps and rebuilds a dead worker left, read what waits."""
    del timestamp
    for feed in feeding.due():
        key = str(feed.public_id)
        wanted = app.configure_task("radar.poll", queue=QUEUE, lock=f"poll:{key}", queueing_lock=f"poll:{key}")
        with contextlib.suppress(AlreadyEnqueued):
            wanted.defer(feed=key)
    for key in running.pick_up():
        lock = f"radar.sweep:{key}"
        wanted = app.configure_task("radar.sweep", queue=QUEUE, lock=lock, queueing_lock=f"again:{key}")
        with contextlib.suppress(AlreadyEnqueued):
            wanted.defer(sweep=key)
    for run in IndexRun.objects.filter(state=RunState.RUNNING):
        with contextlib.suppress(AlreadyEnqueued):
            app.configure_task("radar.rebuild", queue=QUEUE, queueing_lock="radar.rebuild").defer(
                run=str(run.public_id)
            )
    if MarkPicture.objects.filter(place=0, read_at=None).exists():
        with contextlib.suppress(AlreadyEnqueued):
            app.configure_task("radar.writing", queue=QUEUE, queueing_lock="radar.writing").defer()
    if IndexedMark.objects.filter(meaning_at=None).exists():
        with contextlib.suppress(AlreadyEnqueued):
            app.configure_task("radar.meanings", queue=QUEUE, queueing_lock="radar.meanings").defer()


@app.periodic(cron="41 2 * * *")
@app.task(name="radar.mend", queueing_lock="radar.mend")
def mend(timestamp: int) -> None:
    """Each night index what is missing or was made with older keys."""
    del timestamp
    while indexing.mend():
        pass
