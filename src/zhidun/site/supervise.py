"""One process tree: parts started in order, restarted when they die, stopped in reverse order.

The supervisor has one thread: a child's death signal is bound to the thread that started it.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from zhidun.kernel.errors import Refusal
from zhidun.site.parent import die_with_parent

logger = logging.getLogger("zhidun.site")
TICK_SECONDS = 0.1
LONG_ENOUGH_SECONDS = 10.0
"""A part that lived this long is restarted at once; one that dies sooner waits longer each time."""
MAX_WAIT_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class Command:
    """How a part is started and stopped.

    Attributes:
        words: the command line.
        environment: what is added to our own environment.
        death_signal: what the system sends it when the supervisor is gone.
        grace: seconds it gets after SIGTERM before it is killed.
    """

    words: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    death_signal: signal.Signals = signal.SIGKILL
    grace: float = 10.0


@dataclass(kw_only=True)
class Part:
    """One child of the tree.

    Attributes:
        name: what people call it.
        start: starts it and returns its process.
        stop: ends it in good order.
        after: the parts that hold connections to it and are restarted with it.
    """

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop: Callable[[subprocess.Popen[bytes]], None]
    after: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0
    not_before: float = 0.0
    restarts: int = 0


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of a part's process group: an orphan would answer beside its successor."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def command_part(name: str, command: Command) -> Part:
    """Return a part that is one command in its own process group."""

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            list(command.words), env=os.environ | dict(command.environment), stdin=subprocess.DEVNULL,
            process_group=0, preexec_fn=die_with_parent(command.death_signal),  # noqa: PLW1509  one prctl, no lock
        )  # fmt: skip

    def stop(process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        try:
            process.wait(command.grace)
        except subprocess.TimeoutExpired:
            logger.warning("%s did not end in %s s and is killed", name, command.grace)
        kill_group(process)

    return Part(name=name, start=start, stop=stop)


class Supervisor:
    """Keeps parts alive until it is asked to stop; its file `serve.json` names their processes."""

    def __init__(
        self, parts: Sequence[Part], *, state: Path, facts: Mapping[str, object], ends: Callable[[], bool] | None = None
    ) -> None:
        self.ends = ends or (lambda: False)
        self.parts = {part.name: part for part in parts}
        self.state = state
        self.facts = dict(facts)
        self.stopping = False

    def install_signals(self) -> None:
        """Make Ctrl-C, SIGTERM and SIGHUP end the tree in good order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.stopping = True

    def start(self, name: str) -> None:
        """Start one part."""
        part = self.parts[name]
        part.process = part.start()
        part.started = time.monotonic()
        self._write()

    def watch(self) -> None:
        """Look after the parts until asked to stop, or until what was given to say so says it ends."""
        while not self.stopping and not self.ends():
            self.look()
            time.sleep(TICK_SECONDS)

    def look(self) -> None:
        """Restart what died, and what depends on it."""
        now = time.monotonic()
        for part in self.parts.values():
            if part.process is not None and part.process.poll() is not None:
                self._died(part, now)
            if part.process is None and part.started and now >= part.not_before:
                self._restart(part)

    def _died(self, part: Part, now: float) -> None:
        process = part.process
        if process is None:
            return
        kill_group(process)
        part.process = None
        part.quick_deaths = part.quick_deaths + 1 if now - part.started < LONG_ENOUGH_SECONDS else 0
        wait = min(MAX_WAIT_SECONDS, 0.25 * 2**part.quick_deaths) if part.quick_deaths > 1 else 0.0
        part.not_before = now + wait
        logger.warning("%s ended with %s; starting it again", part.name, process.returncode)

    def _restart(self, part: Part) -> None:
        try:
            self.start(part.name)
        except (Refusal, OSError) as error:
            part.quick_deaths += 1
            part.not_before = time.monotonic() + min(MAX_WAIT_SECONDS, 0.25 * 2**part.quick_deaths)
            logger.warning("%s could not be started: %s", part.name, error)
            return
        part.restarts += 1
        for name in part.after:
            follower = self.parts[name]
            if follower.process is not None and follower.process.poll() is None:
                kill_group(follower.process)

    def stop(self) -> None:
        """Stop every part, the last started first."""
        for part in reversed(self.parts.values()):
            process, part.process = part.process, None
            if process is not None:
                part.stop(process)
        self.state.unlink(missing_ok=True)

    def _write(self) -> None:
        running = {name: part.process.pid for name, part in self.parts.items() if part.process is not None}
        body = self.facts | {"pid": os.getpid(), "parts": running}
        draft = self.state.with_suffix(".new")
        draft.write_text(json.dumps(body))
        draft.replace(self.state)
