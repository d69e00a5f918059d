"""Contestants of a race: each in its own process, so that processor time and peak memory are its own; run by turns.

A contestant is a program that prints one JSON line when it is ready, then answers each line `FROM TO` by doing the
questions FROM to TO and printing one JSON line. Peers live in folders of their own, in none of our locks.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

PLACE = Path(os.environ.get("ZHIDUN_BENCH_PEERS", str(Path(__file__).resolve().parents[1] / "var" / "bench-peers")))
"""Where peers are installed, each in a folder of its own."""
PEERS: Mapping[str, tuple[str, ...]] = {
    "hnswlib": ("hnswlib",),
    "lancedb": ("lancedb",),
    "milvus-lite": ("milvus-lite", "pymilvus", "setuptools<81"),
    "nomenklatura": ("nomenklatura",),
    "imagehash": ("imagehash",),
    "pdqhash": ("pdqhash", "pillow"),
}
PATIENCE = 3600.0
PATIENCE_WITH_PEERS = float(os.environ.get("ZHIDUN_BENCH_PATIENCE", "180"))
"""Seconds until a contestant must be ready, or done with a turn; then it is left out and says so."""


class Absent(Exception):  # noqa: N818  no fault: a peer that is not there is left out, with the reason
    """A contestant that cannot run here."""


def install(names: Sequence[str]) -> dict[str, str]:
    """Install peers apart, and return the last words of those that did not let themselves be installed."""
    failed: dict[str, str] = {}
    uv = Path(sys.executable).with_name("uv")
    for name in names:
        target = PLACE / name
        if target.exists():
            continue
        how = [str(uv), "pip", "install", "-q", "--python", sys.executable] if uv.exists() else [
            sys.executable, "-m", "pip", "install", "-q"
        ]  # fmt: skip
        words = [*how, "--target", str(target), *PEERS[name]]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            failed[name] = (done.stderr or done.stdout).strip().splitlines()[-1][:300] if done.stderr else "failed"
    return failed


class Contestant:
    """A running contestant."""

    def __init__(self, name: str, words: Sequence[str], *, peer: str = "", limit: float = PATIENCE) -> None:
        self.name = name
        path = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]
        if peer:
            if not (PLACE / peer).is_dir():
                raise Absent("not installed: --install-peers installs it apart")
            path = [str(PLACE / peer)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path), "OMP_NUM_THREADS": "1"}
        self._said = tempfile.TemporaryFile("w+")  # noqa: SIM115  a pipe nobody reads stops who warns often
        self._process = subprocess.Popen(
            [sys.executable, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True,
            stderr=self._said,
        )  # fmt: skip
        self._limit = PATIENCE_WITH_PEERS if peer else limit
        self.ready = self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        alarm = threading.Timer(self._limit, self._process.kill)
        alarm.start()
        try:
            for line in self._process.stdout:
                if line.startswith("{"):
                    return dict(json.loads(line))
            late = not alarm.is_alive()
        finally:
            alarm.cancel()
        if late:
            raise Absent(f"not ready or no answer after {self._limit:.0f} s")
        self._said.seek(0)
        said = self._said.read().strip().splitlines()
        raise Absent(said[-1][:300] if said else "ended without a word")

    def ask(self, begin: int, end: int) -> dict[str, Any]:
        """Have questions done and return what they took."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{begin} {end}\n")
        self._process.stdin.flush()
        return self._answer()

    def end(self) -> None:
        """Let it go."""
        self._process.kill()
        self._process.wait()
        self._said.close()


def race(
    contestants: Mapping[str, Callable[[], Contestant]], *, questions: int, rounds: int
) -> dict[str, dict[str, Any]]:
    """Run contestants by turns, some questions a turn, and return what each took; one that cannot run says why."""
    found: dict[str, dict[str, Any]] = {}
    running: dict[str, Contestant] = {}
    try:
        for name, make in contestants.items():
            try:
                running[name] = make()
            except Absent as reason:
                found[name] = {"left_out": str(reason)}
        took: dict[str, list[dict[str, Any]]] = {name: [] for name in running}
        for turn in range(rounds):
            for name, one in list(running.items()):
                begin = questions * turn // rounds
                try:
                    took[name].append(one.ask(begin, questions * (turn + 1) // rounds))
                except Absent as reason:
                    found[name] = {"left_out": str(reason)}
                    running.pop(name).end()
        for name, one in running.items():
            found[name] = one.ready | summary(took[name])
    finally:
        for one in running.values():
            one.end()
    return found


def summary(turns: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return wall time and processor time a question over all turns."""
    wall = sorted(ms for turn in turns for ms in turn["ms"])
    if not wall:
        return {}
    cpu = sum(float(turn["cpu_ms"]) for turn in turns) / len(wall)
    return {
        "questions": len(wall),
        "cpu_ms": round(cpu, 3),
        "p50_ms": round(wall[len(wall) // 2], 3),
        "p99_ms": round(wall[min(len(wall) - 1, int(len(wall) * 0.99))], 3),
        "peak_mib": max(int(turn["peak_mib"]) for turn in turns),
    }


def serve(
    ready: Mapping[str, object], ask: Callable[[int], object], *, more: Callable[[], float] | None = None
) -> None:
    """Be a contestant: say that it is ready, then answer lines until there are no more.

    `more` returns processor seconds spent elsewhere for us, such as by a server.
    """
    import resource

    print(json.dumps(dict(ready)), flush=True)
    for line in sys.stdin:
        begin, end = map(int, line.split())
        ms: list[float] = []
        outside, inside = (more() if more else 0.0), time.process_time()
        for place in range(begin, end):
            began = time.perf_counter()
            ask(place)
            ms.append((time.perf_counter() - began) * 1000)
        spent = time.process_time() - inside + ((more() - outside) if more else 0.0)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps({"ms": ms, "cpu_ms": spent * 1000, "peak_mib": peak}), flush=True)
