"""Signing keys in files: made once, readable by their owner only, never printed."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhidun.kernel.text import t
from zhidun.ledger.errors import Malformed
from zhidun.ledger.note import KEY_BYTES
from zhidun.ledger.store import sync_folder


def load_or_make(file: Path) -> Ed25519PrivateKey:
    """Return the Ed25519 key of a file, made at the first call; of two that make it at once the first wins.

    Raises:
        Malformed: the file holds something else.
        OSError: it cannot be read or written.
    """
    if not file.exists():
        _make(file)
    content = file.read_bytes()
    if len(content) != KEY_BYTES:
        raise Malformed(t(f"密钥文件 {file.name} 已损坏。", f"The key file {file.name} is damaged."))
    return Ed25519PrivateKey.from_private_bytes(content)


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(Ed25519PrivateKey.generate().private_bytes_raw())
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    sync_folder(file.parent)
