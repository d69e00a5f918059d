"""Sealing with a master key: AES-256-GCM, a data key per record, each room's master key in a file of its own.

The files lie in `ZHIDUN_HOME/keys`, are readable by their owner only, and are never in a backup of the data.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from zhidun.kernel.errors import Unavailable
from zhidun.kernel.text import t

KEY_BYTES = 32
NONCE_BYTES = 12


class KeyDoesNotFit(Unavailable):
    """What was sealed cannot be opened with the key that is here."""

    code = "access.key_does_not_fit"
    default_reason = t("密钥与密文不符,无法打开。", "The key here does not fit what was sealed.")
    default_remedy = t(
        "请运维人员从密钥备份恢复 keys 目录后重试。",
        "Ask the operator to restore the keys folder from its backup, then try again.",
    )


def _make(file: Path) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(os.urandom(KEY_BYTES))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)  # of two processes that start at once the first wins; a key is never written over
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _sealed(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _opened(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as fault:
        raise KeyDoesNotFit from fault


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One room's master key; the file is made the first time it is needed."""

    name: str

    @property
    def file(self) -> Path:
        """Return the path of the key's file."""
        return Path(settings.HOME) / "keys" / self.name

    def _bytes(self) -> bytes:
        if not self.file.exists():
            _make(self.file)
        key = self.file.read_bytes()
        if len(key) != KEY_BYTES:
            raise KeyDoesNotFit
        return key

    def seal(self, plain: bytes, *, bound: str) -> bytes:
        """Seal under the master key itself; `bound` names the record, so a row cannot be moved to another place."""
        return _sealed(self._bytes(), plain, bound.encode())

    def unseal(self, sealed: bytes, *, bound: str) -> bytes:
        """Open what `seal` made.

        Raises:
            KeyDoesNotFit: another master key, another record, or changed bytes.
        """
        return _opened(self._bytes(), bytes(sealed), bound.encode())

    def seal_apart(self, plain: bytes, *, bound: str) -> tuple[bytes, bytes]:
        """Seal under a new data key; return (sealed, wrapped data key). Destroying the second erases the first."""
        data_key = AESGCM.generate_key(KEY_BYTES * 8)
        return _sealed(data_key, plain, bound.encode()), self.seal(data_key, bound=f"key:{bound}")

    def unseal_apart(self, sealed: bytes, wrapped_key: bytes, *, bound: str) -> bytes:
        """Open what `seal_apart` made.

        Raises:
            KeyDoesNotFit: another key, another record, or changed bytes.
        """
        return _opened(self.unseal(wrapped_key, bound=f"key:{bound}"), bytes(sealed), bound.encode())

    def keyed_hash(self, *parts: str, purpose: str) -> str:
        """Return a hash only the key's holder can compute: equal facts meet, nothing can be guessed."""
        mac = hmac.new(self._bytes(), purpose.encode(), hashlib.sha256)
        for part in parts:
            mac.update(b"\x00" + part.encode())
        return mac.hexdigest()
