"""The sweep on a real standalone Spark cluster of two workers writes the file a single machine writes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.radar import cluster, files
from zhidun.radar.engine import filesweep, spark


@pytest.fixture
def two_workers(tmp_path: Path) -> Iterator[cluster.Cluster]:
    home = tmp_path / "cluster"
    home.mkdir()
    with cluster.running(home) as found:
        yield found


def test_two_workers_write_the_same_rows(
    tmp_path: Path, two_workers: cluster.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "PART", 100)
    rights, feed = files.rights(tmp_path), files.feed(tmp_path, 400)
    alone, together = tmp_path / "alone.jsonl", tmp_path / "together.jsonl"
    here = filesweep.sweep(feed, rights, alone)
    there = spark.sweep(feed, rights, together, master=two_workers.url)
    assert together.read_bytes() == alone.read_bytes() != b""
    assert (there.rows, there.hits, there.left_out) == (here.rows, here.hits, here.left_out)
    assert there.workers in {1, 2}  # processes that answered: the second may come when all parts are done


@pytest.mark.soak
def test_a_worker_killed_in_the_middle_changes_nothing(
    tmp_path: Path, two_workers: cluster.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "PART", 1_000)
    rights, feed = files.rights(tmp_path), files.feed(tmp_path, 30_000)
    alone, together = tmp_path / "alone.jsonl", tmp_path / "together.jsonl"
    filesweep.sweep(feed, rights, alone)
    killer = threading.Timer(0, lambda: cluster.kill_when_busy(two_workers))
    killer.start()
    there = spark.sweep(feed, rights, together, master=two_workers.url)
    killer.join()
    assert two_workers.workers[0].poll() is not None
    assert together.read_bytes() == alone.read_bytes()
    assert there.rows == 30_000
