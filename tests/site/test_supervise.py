"""The supervisor by itself: restart, back-off, followers, the end of a whole group."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.site.tree import until
from zhidun.kernel.errors import Unavailable
from zhidun.site.supervise import Command, Part, Supervisor, command_part, kill_group

FOREVER = "import threading; threading.Event().wait()"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); {FOREVER}"


def _part(name: str, code: str = FOREVER, *, grace: float = 5.0) -> Part:
    return command_part(name, Command(words=[sys.executable, "-c", code], grace=grace))


def _tree(tmp_path: Path, *parts: Part) -> Supervisor:
    return Supervisor(parts, state=tmp_path / "serve.json", facts={"url": "u"})


def test_a_dead_part_is_started_again_and_named_in_the_file(tmp_path: Path) -> None:
    part = _part("a")
    tree = _tree(tmp_path, part)
    tree.start("a")
    first = part.process
    assert first is not None
    first.kill()
    first.wait()
    tree.look()
    assert part.process is not None
    assert part.process.pid != first.pid
    assert json.loads(tree.state.read_text()) == {"url": "u", "pid": os.getpid(), "parts": {"a": part.process.pid}}
    tree.stop()
    assert not tree.state.exists()
    assert part.process is None


def test_a_part_that_dies_at_once_waits_longer_each_time(tmp_path: Path) -> None:
    part = _part("a", "raise SystemExit(3)")
    tree = _tree(tmp_path, part)
    tree.start("a")
    until(lambda: tree.look() or part.quick_deaths >= 3, "three deaths")
    assert part.process is None
    assert part.not_before - part.started >= 1.0
    tree.look()
    assert part.process is None, "not before its time"
    tree.stop()


def test_followers_are_restarted_with_what_they_hold_on_to(tmp_path: Path) -> None:
    base, follower = _part("base"), _part("follower")
    base.after = ("follower",)
    tree = _tree(tmp_path, base, follower)
    tree.start("base")
    tree.start("follower")
    assert base.process is not None
    assert follower.process is not None
    old = follower.process.pid
    base.process.kill()
    until(lambda: tree.look() or (follower.process is not None and follower.process.pid != old), "a new follower")
    tree.stop()


def test_a_part_that_cannot_be_started_is_tried_again(tmp_path: Path) -> None:
    part = _part("a")
    start, tries = part.start, []

    def fail_once() -> object:
        tries.append(1)
        if len(tries) == 2:
            raise Unavailable
        return start()

    part.start = fail_once  # type: ignore[assignment]
    tree = _tree(tmp_path, part)
    tree.start("a")
    assert part.process is not None
    part.process.kill()
    until(lambda: tree.look() or part.restarts, "the third try")
    assert len(tries) == 3
    tree.stop()


def test_who_does_not_listen_is_killed(tmp_path: Path) -> None:
    part = _part("a", DEAF, grace=0.5)
    tree = _tree(tmp_path, part)
    tree.start("a")
    process = part.process
    assert process is not None
    until(lambda: Path(f"/proc/{process.pid}/status").read_text().count("SigIgn:\t0000000001005"), "a deaf child")
    tree.stop()
    assert process.returncode == -signal.SIGKILL


def test_a_killed_parents_children_go_with_its_group() -> None:
    import subprocess

    code = f"import os, sys; sys.stdout.write(str(os.fork()) + '\\n'); sys.stdout.flush(); {FOREVER}"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, process_group=0)
    assert process.stdout is not None
    children = {int(process.stdout.readline()), int(process.stdout.readline())} - {0}
    os.kill(process.pid, signal.SIGKILL)
    kill_group(process)  # type: ignore[arg-type]  # text or bytes makes no difference here
    for child in children:
        until(lambda child=child: not _alive(child), "the orphan's end")


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_signal_ends_the_watch(tmp_path: Path) -> None:
    tree = _tree(tmp_path)
    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        tree.install_signals()
        os.kill(os.getpid(), signal.SIGTERM)
        tree.watch()
        assert tree.stopping
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_child_ends_with_its_parent(number: signal.Signals) -> None:
    import subprocess

    code = (
        "import os, signal, subprocess, sys\n"
        "from zhidun.site.parent import die_with_parent\n"
        f"words, ask = [sys.executable, '-c', {FOREVER!r}], die_with_parent(signal.{number.name})\n"
        "child = subprocess.Popen(words, preexec_fn=ask)\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    child = int(done.stdout)
    until(lambda: not _alive(child), "the child's end")
