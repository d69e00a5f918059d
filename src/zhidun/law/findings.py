"""One fault of a pack, as the check prints it."""

from __future__ import annotations

from dataclasses import dataclass

from zhidun.kernel.text import Text
from zhidun.law.model import Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    Attributes:
        place: file and line.
        code: stable name of the sort of fault.
        what: what is wrong.
        remedy: what to do.
    """

    place: Place
    code: str
    what: Text
    remedy: Text

    def as_dict(self) -> dict[str, object]:
        """Return the finding for JSON."""
        return {
            "file": f"{self.place.pack}/{self.place.file}",
            "line": self.place.line,
            "code": self.code,
            "what": self.what.as_dict(),
            "remedy": self.remedy.as_dict(),
        }
