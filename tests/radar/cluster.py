"""A real standalone Spark cluster for tests: one master, its workers, started and ended by the test."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyspark

from zhidun.radar.engine.spark import java_home

SPARK_CLASS = Path(pyspark.__file__).parent / "bin" / "spark-class"
PATIENCE = 60.0


@dataclass
class Cluster:
    """A running cluster."""

    url: str
    master: subprocess.Popen[bytes]
    work: Path = Path()
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def kill_a_worker(self) -> None:
        """Kill one worker with everything it runs, as a machine that loses power would."""
        os.killpg(self.workers[0].pid, signal.SIGKILL)
        self.workers[0].wait()


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _started(folder: Path, name: str, *words: str) -> subprocess.Popen[bytes]:
    home = java_home()
    environment = os.environ | ({"JAVA_HOME": home} if home else {}) | {
        "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1", "SPARK_DAEMON_MEMORY": "384m",
    }  # fmt: skip
    log = (folder / f"{name}.log").open("wb")
    return subprocess.Popen(
        [str(SPARK_CLASS), *words], env=environment, stdout=log, stderr=log, start_new_session=True, cwd=folder
    )


def _until(file: Path, words: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if file.exists() and re.search(words, file.read_text(errors="replace")):
            return
        time.sleep(0.1)
    raise AssertionError(file.read_text(errors="replace")[-2000:])


@contextmanager
def running(folder: Path, *, workers: int = 2) -> Iterator[Cluster]:
    """Start a master and workers of one core each, and end them again."""
    port = _free()
    url = f"spark://127.0.0.1:{port}"
    where = ["--host", "127.0.0.1", "--webui-port"]
    deploy = "org.apache.spark.deploy"
    master = _started(folder, "master", f"{deploy}.master.Master", *where, str(_free()), "--port", str(port))
    cluster = Cluster(url, master, folder / "work1")
    try:
        _until(folder / "master.log", "I have been elected leader")
        for number in range(1, workers + 1):
            size = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work{number}"), url]
            one = _started(folder, f"worker{number}", f"{deploy}.worker.Worker", *where, str(_free()), *size)
            cluster.workers.append(one)
        for number in range(1, workers + 1):
            _until(folder / f"worker{number}.log", "Successfully registered with master")
        yield cluster
    finally:
        for one in (*cluster.workers, master):
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait()


def kill_when_busy(cluster: Cluster) -> None:
    """Kill a worker once its executor has begun to work on tasks."""
    folder = Path(cluster.work)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        logs = list(folder.rglob("stderr"))
        if any("Running task" in log.read_text(errors="replace") for log in logs):
            break
        time.sleep(0.05)
    cluster.kill_a_worker()
