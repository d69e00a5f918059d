"""A job whose worker died is handed to another; jobs that succeeded long ago are cleared."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django import app

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
    asyncio.run(_in_a_worker(upkeep.retry_stalled.name))
    assert _status() == {stalled: "todo", running: "doing"}


def test_the_upkeep_is_periodic() -> None:
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert crons[upkeep.retry_stalled.name] == "* * * * *"
    assert upkeep.clear_old_jobs.name in crons


def test_half_arrived_uploads_of_a_former_run_are_dropped(tmp_path: Path) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    (incoming / "half").write_bytes(b"x")
    prepare.folders(tmp_path, incoming)
    assert list(incoming.iterdir()) == []
    assert (tmp_path / "blobs").is_dir()
    assert oct(incoming.stat().st_mode & 0o777) == "0o700"


def test_wiring_twice_wires_once() -> None:
    from zhidun.kernel import events

    before = {kind: list(handlers) for kind, handlers in events._handlers.items()}
    wiring.wire()
    assert events._handlers == before
