"""What the doctor says of one thing it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhidun.kernel.text import Text, t

Level = Literal["ok", "warning", "error"]
NOTHING = t("无需处理。", "Nothing to do.")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at.

    Attributes:
        key: stable name for machines.
        level: ok, warning (works, but know it) or error (something will not work).
        what: what was found.
        remedy: what to do.
        facts: the figures behind it.
    """

    key: str
    level: Level
    what: Text
    remedy: Text = NOTHING
    facts: dict[str, object]

    @property
    def ok(self) -> bool:
        """Whether nothing needs doing."""
        return self.level == "ok"

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        words = {"what": self.what.as_dict(), "remedy": self.remedy.as_dict()}
        return {"key": self.key, "level": self.level, **words, "facts": self.facts}
