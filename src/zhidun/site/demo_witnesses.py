"""The demo's two witnesses: processes of their own beside the log, so that receipts are really cosigned (2 of 2).

A real installation names witnesses of other bodies in its policy file; ours in one house prove the protocol, not trust.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from zhidun.ledger import policy as policies
from zhidun.ledger.checkpoint import Cosigner
from zhidun.ledger.keys import load_or_make
from zhidun.ledger.policy import Group, Policy, Witness
from zhidun.ledger.store import write_durably
from zhidun.site.parent import die_with_parent
from zhidun.site.supervise import Part, kill_group

NAMES = ("witness-1", "witness-2")
POLICY = "ledger.policy"
MARK = "# demo: two witnesses on this machine\n"
KEY = "witness.key"
READY_SECONDS = 20.0


def name_them(home: Path) -> Policy | None:
    """Write the demo's policy with keys and free ports; a policy file of the operator's own stays."""
    from zhidun.evidence.logbook import logbook

    file = home / POLICY
    if file.exists() and not file.read_text("utf-8").startswith(MARK):
        return None
    named = tuple(
        Witness(name, _cosigner(home, name).verifier, f"http://127.0.0.1:{port}")
        for name, port in zip(NAMES, _free_ports(len(NAMES)), strict=True)
    )
    made = Policy((logbook().key,), named, (Group("both", len(NAMES), NAMES),), "both")
    write_durably(file, (MARK + made.text).encode())
    return made


def _cosigner(home: Path, name: str) -> Cosigner:
    return Cosigner(f"demo/{name}", load_or_make(home / name / KEY))


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _words(home: Path, name: str, policy: Policy) -> list[str]:
    one = next(witness for witness in policy.witnesses if witness.name == name)
    logs = [word for key in policy.logs for word in ("--log", key.vkey)]
    return [
        sys.executable, "-m", "zhidun.site.command", "witness", "serve", "--json", "--home", str(home / name),
        "--listen", urlsplit(one.url).netloc, "--name", one.key.name, *logs,
    ]  # fmt: skip


def _policy(home: Path) -> Policy:
    return policies.parse((home / POLICY).read_text("utf-8"))


def witness_parts(home: Path) -> list[Part]:
    """Return the witnesses as parts of the served tree; none outside the demo.

    Their addresses are read when they start: they are chosen while the house is prepared.
    """
    if os.environ.get("ZHIDUN_DEMO") != "1":
        return []
    return [_part(home, name) for name in NAMES]


def _part(home: Path, name: str) -> Part:
    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            _words(home, name, _policy(home)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            process_group=0, preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509  one prctl, no lock
        )  # fmt: skip

    def stop(process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        kill_group(process)

    return Part(name=name, start=start, stop=stop)


@contextmanager
def serving(home: Path) -> Iterator[None]:
    """Run the two witnesses while the demo is played."""
    policy = name_them(home)
    if policy is None:
        yield
        return
    parts = [_part(home, name) for name in NAMES]
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes.extend(part.start() for part in parts)
        _await(policy)
        yield
    finally:
        for part, process in zip(parts, processes, strict=False):
            part.stop(process)


def _await(policy: Policy) -> None:
    import threading
    import time

    end, pause = time.monotonic() + READY_SECONDS, threading.Event()
    for one in policy.witnesses:
        place = urlsplit(one.url)
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex((place.hostname or "", place.port or 0)) == 0:
                    break
            pause.wait(0.05)
