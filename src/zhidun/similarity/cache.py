"""Tables made once from packages and fonts, kept under `var/similarity`, never fetched from a hub."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping
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

    A damaged file is made again; a folder that cannot be written only costs the time of making them each start.
    """
    file = folder() / f"{name}.npz"
    try:
        with np.load(file, allow_pickle=False) as found:
            return {key: found[key] for key in found.files}
    except (OSError, ValueError, EOFError, KeyError):
        pass
    made = dict(make())
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=file.parent, suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                np.savez(stream, allow_pickle=False, **made)
            Path(draft).replace(file)
        finally:
            Path(draft).unlink(missing_ok=True)
    return made
