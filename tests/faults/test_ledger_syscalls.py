"""R2: EIO, ENOSPC and KILL at every write, fsync and rename of the signer and tile writer, by the kernel itself.

After each fault what is stored checks clean, nothing that was published is taken back, and the next run goes on.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.factories import ledger_core as make
from tests.faults.ledger_writer import GROUPS, grow
from zhidun.ledger import checkpoint
from zhidun.ledger.fsck import check
from zhidun.ledger.store import Folder

CALLS = ("write", "fsync", "rename")
FAULTS = ("error=EIO", "error=ENOSPC", "signal=KILL")
KEYS = [make.signer().verifier]
SIZE = GROUPS[-1]
FIRST = GROUPS[0]
pytestmark = pytest.mark.needs_ptrace


def traced(folder: Path, *words: str, log: Path | None = None) -> int:
    """Run the writer under strace; return how it ended."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    environment = kept | {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "",
    }
    line = ["strace", "-f", "-qq", "-o", str(log or os.devnull), "-e", f"trace={','.join(CALLS)}", *words,
            sys.executable, "-m", "tests.faults.ledger_writer", str(folder), str(SIZE)]  # fmt: skip
    return subprocess.run(line, check=False, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL).returncode


def begun(folder: Path) -> Path:
    """A log that has its first group already, as every log in the field has."""
    folder.mkdir()
    grow(folder, FIRST)
    return folder


@cache
def _counted(folder: Path) -> dict[str, int]:
    out = folder / "trace.txt"
    assert traced(begun(folder / "whole"), log=out) == 0
    assert check(Folder(folder / "whole" / "log"), KEYS).size == SIZE
    found = re.findall(r"^\d+ +(\w+)\(", out.read_text(), re.MULTILINE)
    return {name: found.count(name) for name in CALLS}


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """How often the writer makes each call when nothing goes wrong."""
    return _counted(tmp_path_factory.mktemp("counted"))


def survives(folder: Path, call: str, fault: str, at: int) -> int:
    """Let one call go wrong; check what is stored; go on. Return the size that was published before."""
    begun(folder)
    ended = traced(folder, "-e", f"inject={call}:{fault}:when={at}")
    assert ended != 0, f"{call} {fault} at {at} went unnoticed"
    store = Folder(folder / "log")
    report = check(store, KEYS)
    assert report.ok, (call, fault, at, report.damages)
    note = store.read("checkpoint")
    assert note is not None
    before = checkpoint.opened(note, KEYS)[0]
    assert before.size >= FIRST
    grow(folder, SIZE)
    after = check(store, KEYS)
    assert (after.ok, after.size) == (True, SIZE), (call, fault, at, after.damages)
    assert not list((folder / "log").rglob("*.draft*")) or fault == "signal=KILL"
    return before.size


def test_a_sample_of_faults_leaves_a_clean_log_and_the_next_run_goes_on(tmp_path: Path, counts: dict[str, int]) -> None:
    assert all(counts[name] >= 15 for name in CALLS), counts
    chance = random.Random(20261130)
    sizes = {
        survives(tmp_path / f"{call}{number}", call, fault, chance.randint(1, counts[call]))
        for call in CALLS
        for number, fault in enumerate(FAULTS)
    }
    assert len(sizes) > 1  # faults met the writer in different groups


@pytest.mark.soak
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", CALLS)
def test_every_fault_leaves_a_clean_log_and_the_next_run_goes_on(
    tmp_path: Path, counts: dict[str, int], call: str, fault: str
) -> None:
    for at in range(1, counts[call] + 1):
        survives(tmp_path / str(at), call, fault, at)
