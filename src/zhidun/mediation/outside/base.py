"""What every way to an outside party can do."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Protocol


class OutsideParty(Protocol):
    """A way to hand a matter to an outside party."""

    def send(self, message: Mapping[str, object]) -> bool:
        """Send a matter; return whether it was sent, or False where the desk of the party reads it here.

        Raises:
            PartnerDown: no answer, or a refusal; it is tried again.
        """


class NullService:
    """Sends nothing: the desk of the party reads the matter on this platform."""

    def send(self, message: Mapping[str, object]) -> bool:
        """Return False: nothing left the house."""
        del message
        return False


def envelope(message: Mapping[str, object], secret: bytes) -> bytes:
    """Return a message as JSON text with HMAC-SHA-256 over it: {"message": text, "hmac_sha256": hex}."""
    text = json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return json.dumps({"message": text, "hmac_sha256": signature(text, secret)}, ensure_ascii=False).encode()


def signature(text: str, secret: bytes) -> str:
    """Return the HMAC-SHA-256 of a text, in hexadecimal."""
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def genuine(text: str, given: str, secret: bytes) -> bool:
    """Whether a signature belongs to a text; without a secret nothing is genuine."""
    return bool(secret) and hmac.compare_digest(signature(text, secret), given.lower())
