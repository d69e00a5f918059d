"""Effects outside the database while the worker is killed: each arrives at least once, and its key tells a double."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from tests.factories.cases import make_case, make_cast
from zhidun.cases import outbox
from zhidun.cases.models import Outbox, OutboxState
from zhidun.kernel.text import t

pytestmark = pytest.mark.django_db(transaction=True)
EACH = 3
SAMPLE, POINTS = 12, 200
STATEMENTS = 40
"""Statements of one delivery run after which the points begin again, at the next of them."""


class Outside:
    """A receiver whose memory outlives the worker: a line a delivery, written through to the disk."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.at: Callable[[str], None] = lambda _point: None

    def deliver(self, row: Outbox) -> None:
        self.at("before")
        with self.file.open("a") as out:
            out.write(f"{row.key}\n")
            out.flush()
            os.fsync(out.fileno())
        self.at("after")

    def received(self) -> Counter[str]:
        return Counter(self.file.read_text().split()) if self.file.exists() else Counter()


def worker_killed(outside: Outside, point: int) -> bool:
    """Let a worker deliver and kill it at its `point`-th act: a statement, or just before or after an effect."""
    close_every_connection()
    child = os.fork()
    if child == 0:
        _work_until(outside, point)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def close_every_connection() -> None:
    """Close the connections of both kinds of code in this thread: a child must share none of them.

    A browser of an earlier test keeps a loop running here, and to Django this thread is asynchronous since: what it
    connected before lies apart, and a child without a loop finds it again, long cut off with its database.
    """
    connections.close_all()
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    connections.close_all()
    asyncio._set_running_loop(loop)


def _work_until(outside: Outside, point: int) -> None:
    left = point

    def act(_name: str = "") -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        act()
        return execute(sql, params, many, context)

    outside.at = act
    asyncio._set_running_loop(None)  # a browser of an earlier test left one; a worker has none
    try:
        with connection.execute_wrapper(counted):
            outbox.deliver_due()
    finally:
        os._exit(0)


def play(outside: Outside, points: int) -> int:
    """Queue effects and kill the worker at each point in turn; return how often it died."""
    cast = make_cast()
    case = make_case(cast)
    Outbox.objects.all().delete()
    died = 0
    for round_ in range(points):
        for n in range(EACH):
            outbox.notify(
                key=f"kill:{round_}:{n}", case=case, subject=t("通知", "Notice"), body=t("内容", "Body"),
                account_id=cast.officer.account_id, channels=["inapp"],
            )  # fmt: skip
        died += worker_killed(outside, 1 + round_ % STATEMENTS)
    return died


def check(monkeypatch: pytest.MonkeyPatch, folder: Path, points: int) -> None:
    outside = Outside(folder / "received")
    monkeypatch.setattr(outbox, "channel", lambda _name: outside)
    died = play(outside, points)
    assert died > points // 3, "the worker was hardly ever killed: nothing was tested"
    while outbox.deliver_due():
        pass
    keys = set(Outbox.objects.values_list("key", flat=True))
    received = outside.received()
    assert len(keys) == points * EACH
    assert set(received) == keys  # at least once, and nothing nobody queued
    assert Outbox.objects.exclude(state=OutboxState.SENT).count() == 0
    assert sum(received.values()) - len(keys) <= died  # at most one double a death, under the key it had


def test_effects_survive_a_worker_killed_at_a_dozen_points(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    check(monkeypatch, tmp_path, SAMPLE)


@pytest.mark.soak
def test_effects_survive_a_worker_killed_at_two_hundred_points(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    check(monkeypatch, tmp_path, POINTS)
