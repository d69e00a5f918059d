"""File names as others gave them, made harmless."""

from __future__ import annotations

import unicodedata
from typing import Final

MAX_NAME: Final = 120
_RESERVED: Final = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})


def clean_name(filename: str) -> str:
    """Return a file name without folders, control and direction-changing characters, of at most 120 characters.

    Names that a system reserves and names that begin with a point get an underscore in front.
    """
    name = unicodedata.normalize("NFC", filename).replace("\\", "/").rpartition("/")[2]
    kept = (
        c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and c not in '<>:"|?*'
    )
    name = " ".join("".join(kept).split()).rstrip(". ")
    if not name or name.startswith(".") or name.partition(".")[0].rstrip().lower() in _RESERVED:
        name = f"_{name}"
    if len(name) > MAX_NAME:
        stem, point, last = name.rpartition(".")
        tail = point + last if stem and len(last) <= 10 else ""  # noqa: PLR2004  longer is no extension
        name = (name[: MAX_NAME - len(tail)] + tail).rstrip(". ")
    return name
