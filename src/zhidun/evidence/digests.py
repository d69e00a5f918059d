"""SHA-256 and SM3 of the same bytes. No framework and no database: packages are checked with it anywhere.

Both are OpenSSL's, which lets go of the interpreter while it works; SM3 takes about four times as long as SHA-256 where
the processor has instructions for SHA. A `Pair` computes SHA-256 on another core meanwhile, so that a stream goes at
the pace of SM3 alone.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Lock
from typing import Final, Protocol

from cryptography.hazmat.primitives import hashes

OURS: Final = ("sha256", "sm3")
BESIDE: Final = 64 * 1024
"""Bytes from which on it pays to hand a piece to another core."""
MOST_BEHIND: Final = 8
BUFFER: Final = 256 * 1024
"""Bytes read at a time: they stay in the cache of the core from the first digest to the second."""


class Digest(Protocol):
    """A running digest."""

    def update(self, data: bytes | memoryview, /) -> None:
        """Take more bytes in."""

    def hexdigest(self) -> str:
        """Return the digest in hexadecimal."""


class OwnSm3:
    """SM3 by the cryptography package, for a Python whose OpenSSL was built without it."""

    def __init__(self) -> None:
        self._hash = hashes.Hash(hashes.SM3())

    def update(self, data: bytes | memoryview, /) -> None:
        """Take more bytes in."""
        self._hash.update(data)

    def hexdigest(self) -> str:
        """Return the digest in hexadecimal."""
        return self._hash.copy().finalize().hex()


def digest(name: str) -> Digest:
    """Return a fresh digest of an algorithm, by its name in hashlib."""
    if name == "sm3" and "sm3" not in hashlib.algorithms_available:
        return OwnSm3()
    return hashlib.new(name, usedforsecurity=False)


def sm3() -> Digest:
    """Return a fresh SM3 (GB/T 32905)."""
    return digest("sm3")


@cache
def _helpers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="digest")


os.register_at_fork(after_in_child=_helpers.cache_clear)


class Pair:
    """SHA-256 and SM3 of one stream, side by side: SM3 here, SHA-256 by whoever is free, a few pieces behind."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sm3 = sm3()
        self._behind: deque[bytes] = deque()
        self._one = Lock()
        self._helped = False

    def update(self, data: bytes | bytearray | memoryview, /) -> None:
        """Take more bytes in."""
        data = bytes(data)  # what may change later is copied; bytes are themselves
        if len(data) < BESIDE and not self._behind:
            self._sha256.update(data)
        else:
            self._behind.append(data)
            if not self._helped:
                self._helped = True
                _helpers().submit(self._help)
        self._sm3.update(data)
        if len(self._behind) >= MOST_BEHIND:  # no core is free: it is done here
            self._catch_up()

    def _help(self) -> None:
        self._catch_up()
        self._helped = False

    def _catch_up(self) -> None:
        with self._one:
            while self._behind:
                self._sha256.update(self._behind[0])
                self._behind.popleft()

    def found(self) -> Mapping[str, str]:
        """Return both digests in hexadecimal, by the names in `OURS`."""
        self._catch_up()
        return {"sha256": self._sha256.hexdigest(), "sm3": self._sm3.hexdigest()}
