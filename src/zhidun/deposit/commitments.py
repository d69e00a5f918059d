r"""Commitments to a work that stays with its maker: HMAC-SHA-256 of digest and size under a salt of 32 random bytes.

message = "zhidun-work-v1\n<SHA-256 of the file, hex>\n<size in bytes>\n"; commitment = HMAC-SHA-256(salt, message).
The browser, the command `zhidun deposit commit` and anybody else compute the same; without the salt nobody can guess
the work from the commitment.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from zhidun.deposit.errors import FieldUnfit
from zhidun.kernel.text import t

SALT_BYTES: Final = 32
VERSION: Final = "zhidun-work-v1"
_HEX: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Digest:
    """A file's size in bytes and SHA-256 in hexadecimal."""

    sha256: str
    size: int


def digest_of(chunks: Iterable[bytes]) -> Digest:
    """Return size and SHA-256 of a stream."""
    made, size = hashlib.sha256(), 0
    for chunk in chunks:
        made.update(chunk)
        size += len(chunk)
    return Digest(made.hexdigest(), size)


def commit(digest: Digest, salt: bytes) -> str:
    """Return the commitment to a file, hexadecimal."""
    message = f"{VERSION}\n{digest.sha256}\n{digest.size}\n".encode()
    return hmac.new(salt, message, "sha256").hexdigest()


def read_hex(text: str, *, field: str) -> str:
    """Return 64 hexadecimal digits as typed or pasted.

    Raises:
        FieldUnfit: it is something else.
    """
    words = "".join(text.split()).lower()
    if not _HEX.fullmatch(words):
        raise FieldUnfit(
            t(
                f"应为 64 位十六进制,现为 {len(words)} 位。",
                f"64 hexadecimal digits are needed; these are {len(words)}.",
            ),
            t(
                "请从计算承诺值时保存的文件中复制,不要手工输入。",
                "Copy it from the file that was kept when the commitment was made; do not type it.",
            ),
            field=field,
        )
    return words
