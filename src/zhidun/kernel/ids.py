"""Identities handed to the outside: UUIDv7, case numbers, receipt codes."""

from __future__ import annotations

import os
import secrets
import time
from uuid import UUID

RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RECEIPT_GROUPS = 4
RECEIPT_GROUP_LENGTH = 5


def uuid7() -> UUID:
    """Return a UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def case_number(office_code: str, year: int) -> str:
    """Return `<office code>-<year>-<six random digits>`; the caller retries when the database says it is taken."""
    return f"{office_code}-{year}-{secrets.randbelow(1_000_000):06d}"


def _check_character(body: str) -> str:
    total = 0
    for position, character in enumerate(body):
        total += (position % 7 + 2) * RECEIPT_ALPHABET.index(character)
    return RECEIPT_ALPHABET[total % len(RECEIPT_ALPHABET)]


def receipt_code() -> str:
    """Return a receipt such as `7KQ2M-…`: 4 groups of 4 random characters and a check character (79 random bits)."""
    groups = []
    for _ in range(RECEIPT_GROUPS):
        body = "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(RECEIPT_GROUP_LENGTH - 1))
        groups.append(body + _check_character(body))
    return "-".join(groups)


def normal_receipt(code: str) -> str | None:
    """Return the code in its normal form, or None when a group's check character is wrong (a typing error)."""
    raw = "".join(code.upper().split()).replace("-", "")
    if len(raw) != RECEIPT_GROUPS * RECEIPT_GROUP_LENGTH or any(c not in RECEIPT_ALPHABET for c in raw):
        return None
    groups = [raw[i : i + RECEIPT_GROUP_LENGTH] for i in range(0, len(raw), RECEIPT_GROUP_LENGTH)]
    if any(_check_character(group[:-1]) != group[-1] for group in groups):
        return None
    return "-".join(groups)
