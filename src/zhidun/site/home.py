"""Where the installation keeps what it makes: `ZHIDUN_HOME` and the folders in it."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from pathlib import Path

from zhidun.kernel.home import checkout, home

__all__ = ["SOCKET_LIMIT", "checkout", "home", "secret", "socket_folder"]

SOCKET_LIMIT = 100
"""Bytes a Unix socket's path may have: the system allows 107, less the longest file name we put there."""


def socket_folder(base: Path) -> Path:
    """Return the folder of the database's socket: in `base`, or a short one of this user's when `base` is long."""
    near = base / "run"
    if len(os.fsencode(near)) <= SOCKET_LIMIT - len(".s.PGSQL.5432.lock"):
        return near
    mark = hashlib.sha256(os.fsencode(base)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"zd-{os.getuid()}-{mark}"


def secret(base: Path, name: str) -> str:
    """Return the secret `name` from `base/keys`, made on first use in a file only the owner can read."""
    folder = base / "keys"
    file = folder / name
    if not file.exists():
        base.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        draft = folder / f".{name}.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(draft, file)  # the first of two that start at once wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()
