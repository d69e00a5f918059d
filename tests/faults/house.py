"""A whole house of its own for fault tests and benches: `zhidun serve` on a free port with a data folder of its own."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 400


def free_port() -> int:
    """Return a port whose successor is free too (the files' origin takes it)."""
    while True:
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
        with socket.socket() as second:
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
        return port


@dataclass
class House:
    """One running installation."""

    folder: Path
    workers: int = 2
    extra: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIDUN_", "DJANGO_"))}
        return kept | {"ZHIDUN_HOME": str(self.folder), "PYTHONPATH": str(ROOT / "src"), **self.extra}

    def start(self) -> None:
        words = [
            sys.executable, "-m", "zhidun.site.command", "serve",
            "--port", str(self.port), "--workers", str(self.workers), "--json",
        ]  # fmt: skip
        log = (self.folder / "serve.log").open("a")
        self.process = subprocess.Popen(
            words, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT
        )
        assert self.process.stdout is not None
        readable, _, _ = select.select([self.process.stdout], [], [], READY_SECONDS)
        line = self.process.stdout.readline() if readable else ""
        assert line and json.loads(line)["event"] == "ready", (self.folder / "serve.log").read_text()[-3000:]

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:  # the parts die with it
                self.process.kill()
                self.process.wait(60)

    def parts(self) -> dict[str, int]:
        """Return the process of each part as the supervisor names it."""
        try:
            found: dict[str, int] = json.loads((self.folder / "serve.json").read_text())["parts"]
        except (OSError, ValueError):
            return {}
        return found

    def run(self, module: str, *words: str) -> Any:
        """Run a script of the tests inside this house's records and return the JSON it prints last."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.environment
            | {"DJANGO_SETTINGS_MODULE": "zhidun.site.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            capture_output=True, text=True, check=False, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.strip().splitlines()[-1])

    def healthy(self, seconds: float = 60) -> bool:
        """Wait until the site answers."""
        end = time.monotonic() + seconds
        with httpx.Client(timeout=5, verify=False) as client:  # noqa: S501  plain http
            while time.monotonic() < end:
                try:
                    if client.get(f"{self.url}/health").status_code == httpx.codes.OK:
                        return True
                except httpx.HTTPError:
                    pass
                time.sleep(0.1)
        return False


def children(pid: int) -> list[int]:
    """Return the children of a process, from /proc."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(word) for word in text.split()]
