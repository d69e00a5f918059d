"""A served process tree of a test's own: started, looked at, hit, stopped."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[2] / "src"
PATIENCE_SECONDS = 150.0


def until(answer: Callable[[], Any], what: str) -> Any:
    """Ask again and again until the answer is true; fail naming what was waited for."""
    pause, end = threading.Event(), time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        found = answer()
        if found:
            return found
        pause.wait(0.05)
    raise AssertionError(f"waited {PATIENCE_SECONDS} s in vain for {what}")


def free_port() -> int:
    """Return a port that is free, and whose next is free too."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def environment(home: Path, **extra: str) -> dict[str, str]:
    """Return the environment of an installation of its own, free of the test run's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIDUN_", "DJANGO_", "PYTEST_"))}
    return kept | {"ZHIDUN_HOME": str(home), "PYTHONPATH": str(SOURCE), "PYTHONWARNINGS": "ignore"} | extra


@dataclass
class Tree:
    """One `zhidun serve`."""

    home: Path
    port: int
    process: subprocess.Popen[str]

    @property
    def parts(self) -> dict[str, int]:
        """The process id of each part."""
        try:
            state = json.loads((self.home / "serve.json").read_text())
        except FileNotFoundError:
            return {}
        return {str(name): int(pid) for name, pid in state["parts"].items()}

    def get(self, path: str, *, port: int | None = None) -> int:
        """Return the status of a GET, 0 when nobody answers."""
        link = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        try:
            link.request("GET", path)
            return link.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            link.close()

    def kill(self, name: str) -> int:
        """Kill a part at once; return the process id it had."""
        pid = self.parts[name]
        os.kill(pid, signal.SIGKILL)
        return pid

    def interrupt(self) -> int:
        """Press Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_SECONDS)


def processes_of(home: Path) -> list[int]:
    """Return every process whose environment or command names the data folder."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            text = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
            state = (folder / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except (OSError, IndexError):
            continue
        if os.fsencode(home) in text and state != "Z":
            found.append(int(folder.name))
    return found


def log_of(home: Path) -> Path:
    """Return the file that keeps what a served tree says to the operator."""
    return home.parent / f"{home.name}.log"


def serve(home: Path, *, port: int | None = None, **extra: str) -> Tree:
    """Start `zhidun serve` on a data folder and wait until it says it is ready."""
    chosen = port or free_port()
    words = [sys.executable, "-m", "zhidun.site.command", "serve", "--port", str(chosen), "--workers", "1", "--json"]
    log = log_of(home).open("a")
    process = subprocess.Popen(words, env=environment(home, **extra), stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, Path(log.name).read_text()[-2000:]
    assert json.loads(line).get("event") == "ready", line
    return Tree(home, chosen, process)
