"""The writer of a log, as a process of its own: `python -m tests.faults.ledger_writer FOLDER SIZE` grows it to SIZE.

It says nothing, so that every write it makes is one of the log's. Entries come in groups that begin a bundle, fill one,
and pass into the next.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.factories import ledger_core as make
from zhidun.ledger import log
from zhidun.ledger.store import Folder

GROUPS = (3, 254, 257, 300)
"""Sizes the log has after each group."""


def entries(first: int, last: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(first, last)]


def grow(folder: Path, size: int) -> None:
    """Go on from whatever is there, group by group."""
    store, guard, signer = Folder(folder / "log"), log.Guard(folder / "guard.json"), make.signer()
    for upto in (*(one for one in GROUPS if one < size), size):
        before = log.resume(store, guard, signer).size
        if before < upto:
            log.append(store, guard, signer, entries(before, upto))


if __name__ == "__main__":
    grow(Path(sys.argv[1]), int(sys.argv[2]))
