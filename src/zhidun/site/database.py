"""How Django reaches PostgreSQL: the embedded server's socket, or the server named in `ZHIDUN_DATABASE_URL`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypedDict
from urllib.parse import parse_qsl, unquote, urlsplit

from zhidun.site.home import socket_folder

EMBEDDED_ROLE = "zhidun"
EMBEDDED_DATABASE = "zhidun"
POOL_SIZE = 16


class Configuration(TypedDict):
    """One entry of Django's DATABASES."""

    ENGINE: str
    NAME: str
    USER: str
    PASSWORD: str
    HOST: str
    PORT: str
    CONN_MAX_AGE: int
    CONN_HEALTH_CHECKS: bool
    OPTIONS: dict[str, object]
    TEST: dict[str, object]


def _options() -> dict[str, object]:
    size = int(os.environ.get("ZHIDUN_POOL", str(POOL_SIZE)))
    if not size:
        return {}
    return {"pool": {"min_size": 1, "max_size": size, "timeout": 3}}


def named() -> bool:
    """Say whether the operator named a server of their own."""
    return bool(os.environ.get("ZHIDUN_DATABASE_URL"))


def configuration(home: Path) -> Configuration:
    """Return the connection for this installation.

    Raises:
        ValueError: `ZHIDUN_DATABASE_URL` is not a PostgreSQL address.
    """
    url = urlsplit(os.environ.get("ZHIDUN_DATABASE_URL", ""))
    if url.scheme and url.scheme not in {"postgresql", "postgres"}:
        msg = f"ZHIDUN_DATABASE_URL: expected postgresql://user:password@host:port/name, got scheme {url.scheme!r}"
        raise ValueError(msg)
    extra = dict(parse_qsl(url.query))
    host = extra.pop("host", None) or url.hostname or str(socket_folder(home))
    options = _options() | extra
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")) or EMBEDDED_DATABASE,
        "USER": unquote(url.username or "") or EMBEDDED_ROLE,
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": 0 if "pool" in options else 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        "TEST": {},
    }
