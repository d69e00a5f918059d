"""A job whose worker died is handed to another; jobs that succeeded long ago are cleared."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from procrastinate.contrib.django import app

from zhidun.access.actors import ANONYMOUS
from zhidun.api.models import RepeatableCall
from zhidun.intake import drafts
from zhidun.intake.models import Draft
from zhidun.kernel import time
from zhidun.site import prepare, upkeep, wiring


def _status() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs ORDER BY id")
        return {int(number): str(status) for number, status in cursor.fetchall()}


def _insert(status: str, *, worker: int | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) "
            "VALUES ('default', 'x', %s::procrastinate_job_status, %s) RETURNING id",
            [status, worker],
        )
        return int(cursor.fetchone()[0])


def _worker(seconds_ago: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) "
            "RETURNING id",
            [seconds_ago],
        )
        return int(cursor.fetchone()[0])


async def _in_a_worker(name: str) -> None:
    """Run a job of the house as a worker does: with the connection a worker has."""
    with app.with_connector(app.connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            task = worker_app.tasks[name]
            context = type("Context", (), {"app": worker_app})()
            await task.func(context, 0)


@pytest.mark.django_db(transaction=True)
def test_a_stalled_job_is_tried_again_and_a_running_one_left_alone() -> None:
    stalled = _insert("doing", worker=_worker(seconds_ago=120))
    running = _insert("doing", worker=_worker(seconds_ago=1))
    with ThreadPoolExecutor(1) as pool:  # a browser of an earlier test may hold this thread's loop
        pool.submit(asyncio.run, _in_a_worker(upkeep.retry_stalled.name)).result()
    assert _status() == {stalled: "todo", running: "doing"}


def test_everything_that_must_be_swept_has_its_hour() -> None:
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert crons["site.retry_stalled"] == "* * * * *"
    assert crons["site.forget_hourly"] == "7 * * * *"
    nightly = {"site.clear_old_jobs", "site.forget_nightly", "access.nightly", "evidence.sweep_nightly"}
    assert nightly <= crons.keys()
    assert all(crons[name].split()[0].isdigit() and crons[name].split()[1] in {"2", "3"} for name in nightly)
    assert {"cases.mark_overdue", "cases.deliver_waiting", "cases.render_left_over", "rights.follow_dates"} <= set(
        crons
    )


@pytest.mark.django_db
def test_the_cache_is_shared_and_what_has_had_its_day_leaves_it() -> None:
    at = time.now()
    cache.set("totp:used:123456", 1, 60)
    cache.set("long", 1, 86_400)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM site_cache")
        assert cursor.fetchone()[0] == 2, "a code used at one web process is known to every other"
    with time.pinned(at + timedelta(hours=1)):
        upkeep.forget_hourly(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM site_cache")
        assert [row[0] for row in cursor.fetchall()] == [":1:long"]


@pytest.mark.django_db
def test_drafts_answers_and_sessions_are_forgotten_by_night() -> None:
    at = time.now()
    drafts.save_draft(actor=ANONYMOUS, kind="report", answers={"facts": "x"})
    with time.pinned(at):
        RepeatableCall.objects.create(caller="c", key="k", fingerprint="f", body="{}")
    Session.objects.create(session_key="old", session_data="", expire_date=at - timedelta(days=1))
    upkeep.forget_nightly(0)
    assert (Draft.objects.count(), RepeatableCall.objects.count(), Session.objects.count()) == (1, 1, 0)
    with time.pinned(at + timedelta(days=31)):
        upkeep.forget_nightly(0)
    assert (Draft.objects.count(), RepeatableCall.objects.count()) == (0, 0)


def test_the_folders_are_closed_to_others(tmp_path: Path) -> None:
    prepare.folders(tmp_path / "home")
    for name in ("blobs", "outbox", "log"):
        assert oct((tmp_path / "home" / name).stat().st_mode & 0o777) == "0o700"


def test_wiring_twice_wires_once() -> None:
    from zhidun.kernel import events

    before = {kind: list(handlers) for kind, handlers in events._handlers.items()}
    wiring.wire()
    assert events._handlers == before
