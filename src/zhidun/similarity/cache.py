"""Tables made once from packages and fonts, kept under `var/similarity`, never fetched from a hub."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zhidun.kernel.home import checkout, home

Arrays = Mapping[str, NDArray[Any]]


def folder() -> Path:
    """Return the folder of made tables: they come from packages, so a checkout has them once, whatever its data."""
    tree = checkout()
    return (tree / "var" if tree else home()) / "similarity"


def keep(name: str, make: Callable[[], Arrays]) -> dict[str, NDArray[Any]]:
    """Return the arrays kept under `name`, making them on first use.

    Processes that need the same table at once wait for the one that makes it. A damaged file is made again; a folder
    that cannot be written only costs the time of making them each start.
    """
    file = folder() / f"{name}.npz"
    found = _read(file)
    if found is not None:
        return found
    with _one_at_a_time(file):
        found = _read(file)  # another process made it meanwhile
        if found is not None:
            return found
        made = dict(make())
        with contextlib.suppress(OSError):
            _write(file, made)
        return made


def _read(file: Path) -> dict[str, NDArray[Any]] | None:
    try:
        with np.load(file, allow_pickle=False) as found:
            return {key: found[key] for key in found.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None


def _write(file: Path, made: Arrays) -> None:
    descriptor, draft = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            np.savez(stream, allow_pickle=False, **made)
        Path(draft).replace(file)
    finally:
        Path(draft).unlink(missing_ok=True)


@contextlib.contextmanager
def _one_at_a_time(file: Path) -> Iterator[None]:
    """Hold the lock of one table; without a folder to write to there is nothing to wait for."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = file.with_suffix(".lock").open("w")
    except OSError:
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
