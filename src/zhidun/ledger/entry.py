"""Entries of our log: salted commitments to a manifest, never the fact itself.

Manifest: canonical JSON (RFC 8785) of what is sealed. Commitment: HMAC of the manifest with a salt of 32 random bytes,
once with SHA-256 and once with SM3. Entry: canonical JSON of {v, type, sha256, sm3, at, office}. The proof's `extra` is
base64 of canonical JSON {manifest, salt}, so that file → manifest → commitment → entry → checkpoint can be followed
offline. Erasing salt and manifest leaves the log whole and says nothing any more (个人信息保护法 47).
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass

import rfc8785
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as sealed

from zhidun.kernel.text import t
from zhidun.ledger.errors import Malformed
from zhidun.ledger.merkle import leaf_hash

VERSION = 1
SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        kind: what is sealed, such as `evidence`, `paper`, `audit`.
        sha256: HMAC-SHA-256 of the manifest, hexadecimal.
        sm3: HMAC-SM3 of the manifest, hexadecimal.
        at: moment, ISO 8601 in UTC.
        office: code of the office.
    """

    kind: str
    sha256: str
    sm3: str
    at: str
    office: str

    def encode(self) -> bytes:
        """Return the bytes of the leaf."""
        said = {"type": self.kind, "sha256": self.sha256, "sm3": self.sm3, "at": self.at, "office": self.office}
        return rfc8785.dumps({"v": VERSION, **said})

    @property
    def leaf(self) -> bytes:
        """Return the leaf hash."""
        return leaf_hash(self.encode())


def new_salt() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(SALT_BYTES)


def canonical(value: Mapping[str, object]) -> bytes:
    """Return canonical JSON (RFC 8785).

    Raises:
        Malformed: it holds what JSON cannot say.
    """
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as fault:
        raise Malformed(t("内容无法写成规范 JSON。", "The content cannot be written as canonical JSON.")) from fault


def commitments(manifest: bytes, salt: bytes) -> tuple[str, str]:
    """Return (HMAC-SHA-256, HMAC-SM3) of a manifest, hexadecimal."""
    mac = sealed.HMAC(salt, hashes.SM3())
    mac.update(manifest)
    return hmac.new(salt, manifest, "sha256").hexdigest(), mac.finalize().hex()


def make(manifest: Mapping[str, object], salt: bytes) -> Entry:
    """Return the entry that commits to a manifest, whose own `type`, `at` and `office` stand in the entry too.

    Raises:
        Malformed: the manifest lacks one of them.
    """
    said = [manifest.get(name) for name in ("type", "at", "office")]
    kind, at, office = (word if isinstance(word, str) else None for word in said)
    if kind is None or at is None or office is None:
        raise Malformed(t("清单缺少 type、at 或 office。", "The manifest lacks type, at or office."))
    sha256, sm3 = commitments(canonical(manifest), salt)
    return Entry(kind, sha256, sm3, at, office)


def extra_of(manifest: Mapping[str, object], salt: bytes) -> bytes:
    """Return the bytes that a proof file carries beside the path: what opens the commitment."""
    return canonical({"manifest": dict(manifest), "salt": salt.hex()})


def opened(extra: bytes) -> tuple[Entry, Mapping[str, object]]:
    """Return the entry that a proof's `extra` leads to, and the manifest.

    Raises:
        Malformed: it is not ours, or not canonical.
    """
    try:
        value = json.loads(extra)
        manifest, salt = value["manifest"], bytes.fromhex(value["salt"])
        found = make(manifest, salt)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise Malformed(
            t("证明文件的附加内容无效。", "What the proof carries beside the path is not valid.")
        ) from fault
    if len(salt) != SALT_BYTES or canonical(value) != extra:
        raise Malformed(t("证明文件的附加内容不是规范形式。", "What the proof carries is not in its canonical form."))
    return found, manifest
