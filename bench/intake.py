"""Acknowledged complaints per second, each an HTTP form with one 200 KB file, against a bare Django view.

Both store the same bytes with the same fsyncs in PostgreSQL with `synchronous_commit = on`, served by the same server
with the same workers; runs are interleaved A B A B. Correctness first: every acknowledgement is counted again in the
database before a figure is printed.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from tests.faults.house import ROOT, House, free_port

from bench.machine import percentile, spread
from zhidun.site.postgres import Embedded

FILE_BYTES = 200_000
CLIENTS = 16
SECONDS = 15.0
ROUNDS = 3
WORKERS = 2
BOUNDARY = "bench-boundary-7e1f"
GOAL_RATIO, GOAL_PER_SECOND = 0.60, 100.0


@dataclass
class Side:
    """One side of the comparison."""

    name: str
    port: int
    path: str
    headers: dict[str, str]


@dataclass
class Run:
    """One run: acknowledgements, seconds, milliseconds of each."""

    acknowledged: int
    seconds: float
    milliseconds: list[float]
    failed: int


ANSWERS = json.dumps(
    {
        "intent": "report",
        "anonymous": True,
        "right_kind": "trademark",
        "right_name": "演示商标",
        "facts": "店铺销售假冒注册商标的商品,包装与正品近似。" * 20,
        "happened_on": "2026-11-01",
        "district": "510107",
        "respondent": {"kind": "organisation", "name": "演示商店"},
    },
    ensure_ascii=False,
)


def body(mark: str) -> bytes:
    """Return a multipart form whose file is unlike every other one."""
    content = (mark.encode().ljust(64, b".") + os.urandom(64)) * (FILE_BYTES // 128)
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="answers"\r\n\r\n{ANSWERS}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{mark}.txt"\r\n'
        "Content-Type: text/plain\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def load(side: Side, seconds: float) -> Run:
    """Send forms from sixteen clients for some seconds."""
    end = time.monotonic() + seconds
    times: list[float] = []
    failed: list[str] = []
    lock = threading.Lock()

    def client(number: int) -> None:
        link = http.client.HTTPConnection("127.0.0.1", side.port, timeout=60)
        headers = side.headers | {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        turn = 0
        while time.monotonic() < end:
            turn += 1
            form = body(f"{side.name}-{number}-{turn}-{time.monotonic_ns()}")
            began = time.monotonic()
            link.request("POST", side.path, form, headers)
            answer = link.getresponse()
            text = answer.read()
            took = (time.monotonic() - began) * 1000
            with lock:
                if answer.status == http.client.CREATED:
                    times.append(took)
                else:
                    failed.append(text[:200].decode(errors="replace"))

    began = time.monotonic()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        print(f"{side.name}: {len(failed)} refused, such as {failed[0]}", file=sys.stderr)
    return Run(len(times), time.monotonic() - began, times, len(failed))


def start_peer(folder: Path, server: Embedded, port: int) -> subprocess.Popen[bytes]:
    """Serve the bare view with the same server and workers."""
    blobs = folder / "peer"
    blobs.mkdir()
    with psycopg.connect(host=str(server.socket), user="zhidun", dbname="zhidun", autocommit=True) as link:
        link.execute("CREATE TABLE complaint (id bigserial PRIMARY KEY, body text, file text)")
    words = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", "4", "--log-level", "warning", "bench.peer:application",
    ]  # fmt: skip
    environment = os.environ | {
        "BENCH_HOME": str(blobs),
        "BENCH_SOCKET": str(server.socket),
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    return subprocess.Popen(words, env=environment, cwd=ROOT)


def measure(rounds: int = ROUNDS, seconds: float = SECONDS) -> dict[str, object]:
    """Run both sides in turn and return the figures."""
    folder = Path(tempfile.mkdtemp(prefix="zdb-"))
    house = House(folder / "house", workers=WORKERS)
    house.folder.mkdir()
    server = Embedded(folder / "peerdb")
    server.start()
    port = free_port()
    peer = start_peer(folder, server, port)
    house.start()
    try:
        token = house.run("tests.faults.prepare")["token"]
        ours = Side("zhidun", house.port, "/api/v1/filings/with-files", {"Authorization": f"Bearer {token}"})
        bare = Side("bare", port, "/receive", {})
        for side in (ours, bare):
            load(side, 3.0)  # warm-up
        before = house.run("tests.faults.examine")["cases"]
        runs: dict[str, list[Run]] = {"zhidun": [], "bare": []}
        for _ in range(rounds):
            for side in (ours, bare):
                runs[side.name].append(load(side, seconds))
        found = house.run("tests.faults.examine")
        return figures(runs, found["cases"] - before, found)
    finally:
        house.stop()
        peer.terminate()
        peer.wait()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def figures(runs: dict[str, list[Run]], counted: int, found: dict[str, list[str]]) -> dict[str, object]:
    """Return rates, latencies and the ratio, after the count held."""
    acknowledged = sum(run.acknowledged for run in runs["zhidun"])
    rates = {name: [run.acknowledged / run.seconds for run in side] for name, side in runs.items()}
    ratios = [ours / bare for ours, bare in zip(rates["zhidun"], rates["bare"], strict=True)]
    latencies = [took for run in runs["zhidun"] for took in run.milliseconds]
    return {
        "correct": acknowledged == counted and not found["broken"] and not found["half"],
        "acknowledged": acknowledged,
        "in_database": counted,
        "refused": sum(run.failed for run in runs["zhidun"]),
        "file_bytes": FILE_BYTES,
        "clients": CLIENTS,
        "per_second": {name: spread(values) for name, values in rates.items()},
        "ratio": spread(ratios),
        "p95_ms": round(percentile(latencies, 0.95), 1) if latencies else None,
        "goals": {"ratio": GOAL_RATIO, "per_second": GOAL_PER_SECOND},
    }
