"""Time-stamp authorities (RFC 3161) as the operator names them in the environment."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

VARIABLE = "ZHIDUN_TSA"


def named(environment: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Return (name, address, PEM file of roots) of each authority in `ZHIDUN_TSA`.

    One authority a line or between semicolons: `name address file`. Addresses come from here only, never from users.

    Raises:
        ValueError: one is not of this form.
    """
    found = []
    for line in environment.get(VARIABLE, "").replace(";", "\n").splitlines():
        if not line.strip():
            continue
        words = line.split()
        if len(words) != 3 or urlsplit(words[1]).scheme not in {"http", "https"}:  # noqa: PLR2004  name, address, file
            msg = f"{VARIABLE}: expected `name address roots.pem`, got {line.strip()!r}"
            raise ValueError(msg)
        found.append((words[0], words[1], words[2]))
    return tuple(found)
