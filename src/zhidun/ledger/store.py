"""Where a log's files lie: a folder with durable, atomic writes; a memory for tests."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from zhidun.kernel.text import t
from zhidun.ledger.errors import Malformed

DRAFT = ".draft"


def checked(name: str) -> str:
    """Return a file name of a log, or refuse it (Malformed): relative, no dots that climb."""
    parts = name.split("/")
    if not name or name.startswith("/") or "\\" in name or "\x00" in name or any(p in {"", ".", ".."} for p in parts):
        raise Malformed(t(f"文件名“{name[:80]}”无效。", f"“{name[:80]}” is no name of a file."))
    return name


def write_durably(target: Path, content: bytes) -> None:
    """Write a file so that it is whole or not there: draft, fsync, rename, fsync of the folder.

    Raises:
        OSError: what was there before is untouched.
    """
    made = _make_folders(target.parent)
    draft = target.with_name(f"{target.name}{DRAFT}{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    for folder in {target.parent, *made}:
        sync_folder(folder)


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; return the folders that got a new entry."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
    return [path.parent for path in missing]


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Folder:
    """A log in a folder (a `TileStore`): the C2SP tree of files, servable as it is."""

    path: Path

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None when it is not there."""
        try:
            return (self.path / checked(name)).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def write(self, name: str, content: bytes) -> None:
        """Keep a file durably; the same bytes are not written again."""
        if self.read(name) != content:
            write_durably(self.path / checked(name), content)


@dataclass(frozen=True, slots=True)
class Memory:
    """A log in memory (a `TileStore`), for tests and for an export being put together."""

    files: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None when it is not there."""
        return self.files.get(checked(name))

    def write(self, name: str, content: bytes) -> None:
        """Keep a file."""
        self.files[checked(name)] = bytes(content)
