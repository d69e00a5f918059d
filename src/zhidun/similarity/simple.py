"""Simplified form of Chinese characters, one to one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def table() -> Mapping[int, str]:
    """Return the table from traditional to simplified characters, one to one."""
    place = resources.files("opencc") / "dictionary"
    found: dict[int, str] = {}
    for name in ("TSCharacters.txt", "JPVariantsRev.txt"):
        file = place / name
        if not file.is_file():
            continue
        for line in file.read_text(encoding="utf-8").splitlines():
            sign, _, forms = line.partition("\t")
            first = forms.split()[:1]
            if len(sign) == 1 and first and len(first[0]) == 1:
                found.setdefault(ord(sign), first[0])
    found.pop(ord("乾"), None)
    return found


def simplified(text: str) -> str:
    """Return a text in simplified characters, character by character."""
    return text.translate(table())
