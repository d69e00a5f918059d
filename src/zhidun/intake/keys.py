"""Sealing with the window's own master key (`access.keys`)."""

from __future__ import annotations

from pathlib import Path

from zhidun.access.keys import KEY_BYTES, KeyDoesNotFit, MasterKey

__all__ = [
    "KEY_BYTES",
    "MASTER_FILE",
    "KeyDoesNotFit",
    "keyed_hash",
    "master_file",
    "seal",
    "seal_apart",
    "unseal",
    "unseal_apart",
]

MASTER_FILE = "reporter-vault.key"
_KEY = MasterKey(MASTER_FILE)
seal, unseal, keyed_hash = _KEY.seal, _KEY.unseal, _KEY.keyed_hash
seal_apart, unseal_apart = _KEY.seal_apart, _KEY.unseal_apart


def master_file() -> Path:
    """Return the path of the master key file."""
    return _KEY.file
