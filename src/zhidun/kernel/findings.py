"""What a check says about a number that others hand out, and how a typed number is made plain."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Final, Literal

from zhidun.kernel.text import Text

Severity = Literal["fine", "warn", "refuse"]
_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check says about one number.

    Attributes:
        kind: the kind of number that was asked about.
        ok: whether the number may be taken (a warning may).
        severity: fine, warn (shown, taken) or refuse.
        normal: the normal form, to be stored and compared.
        reason: what is wrong, in both languages; None when fine.
        remedy: what to do about it; None when fine.
        expected: the check character that would fit, where there is one.
        parts: what the number says of itself (year, kind, region …).
    """

    kind: str
    normal: str
    severity: Severity = "fine"
    reason: Text | None = None
    remedy: Text | None = None
    expected: str = ""
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Return whether the number may be taken."""
        return self.severity != "refuse"


def plain(number: str) -> str:
    """Return a number as typed in half-width capitals, without blanks, with one kind of dash."""
    return "".join(unicodedata.normalize("NFKC", number).translate(_DASHES).upper().split())
