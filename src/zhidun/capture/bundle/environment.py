"""The machine a capture is made on: what it runs, what could have led it astray, the digests of every tool."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import ssl
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from zhidun import __version__

HOSTS: Final = Path("/etc/hosts")
RESOLV: Final = Path("/etc/resolv.conf")
RELEASE: Final = Path("/etc/os-release")
PROXY_WORDS: Final = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
LIBRARIES: Final = ("warcio", "h11", "idna", "cryptography", "playwright", "pillow", "opencv-contrib-python-headless")
ROOM: Final = Path(__file__).resolve().parents[1]
_LIKELY: Final = (
    "/usr/lib/chromium/chromium",
    "/usr/lib/chromium-browser/chromium-browser",
    "/opt/google/chrome/chrome",
)


@dataclass(frozen=True, slots=True)
class Environment:
    """What was found before the capture began.

    Attributes:
        system: operating system, kernel, machine, interpreter, TLS library.
        tools: name, version and SHA-256 of every tool that has a part in the capture.
        hosts: digest of the hosts file, how many names it has, and those of its names that the capture asks for.
        proxies: variables that would lead other programs through a proxy; the capture reads none of them.
        name_servers: who answers for names.
    """

    system: dict[str, str]
    tools: tuple[dict[str, str], ...]
    hosts: dict[str, Any]
    proxies: tuple[str, ...]
    name_servers: tuple[str, ...]


def look(asked: Sequence[str], browser: Path | None) -> Environment:
    """Look at the machine; `asked` are the names the capture will ask for."""
    return Environment(
        system={
            "os": _release(),
            "kernel": platform.release(),
            "machine": platform.machine(),
            "host": platform.node(),
            "python": platform.python_version(),
            "openssl": ssl.OPENSSL_VERSION,
            "user": str(os.geteuid()),
        },
        tools=tools(browser),
        hosts=hosts_file(HOSTS, asked),
        proxies=tuple(sorted(name for name in os.environ if name.lower() in PROXY_WORDS)),
        name_servers=name_servers(RESOLV),
    )


def _release() -> str:
    try:
        found = re.search(r'^PRETTY_NAME="?([^"\n]*)', RELEASE.read_text("utf-8", "replace"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.system()


def hosts_file(path: Path, asked: Sequence[str]) -> dict[str, Any]:
    """Return digest, number of names and the asked names that the hosts file answers for."""
    try:
        raw = path.read_bytes()
    except OSError:
        return {"there": False, "sha256": "", "names": 0, "asked": []}
    lines = (line.partition("#")[0].split() for line in raw.decode("utf-8", "replace").splitlines())
    names = {name.lower() for words in lines for name in words[1:]}
    met = sorted({name.lower() for name in asked} & names)
    return {"there": True, "sha256": hashlib.sha256(raw).hexdigest(), "names": len(names), "asked": met}


def name_servers(path: Path) -> tuple[str, ...]:
    """Return the name servers the system asks."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()
    return tuple(words[1] for line in lines if (words := line.split())[:1] == ["nameserver"] and len(words) > 1)


def tools(browser: Path | None) -> tuple[dict[str, str], ...]:
    """Return name, version and digest of every tool."""
    found = [{"name": "zhidun.capture", "version": __version__, "sha256": own_digest()}]
    found.append({"name": "python", "version": platform.python_version(), "sha256": digest(Path(sys.executable))})
    for name in LIBRARIES:
        try:
            found.append({"name": name, "version": metadata.version(name), "sha256": _record(name)})
        except metadata.PackageNotFoundError:
            continue
    if browser is not None:
        real = program(browser)
        found.append({"name": "chromium", "version": "", "sha256": digest(real), "path": str(real)})
    return tuple(found)


def program(launcher: Path) -> Path:
    """Return the browser's program behind a launcher script."""
    with launcher.open("rb") as file:
        if file.read(2) != b"#!":
            return launcher.resolve()
    return next((Path(one) for one in _LIKELY if Path(one).is_file()), launcher)


def digest(path: Path) -> str:
    """Return the SHA-256 of a program; read again only when it changed."""
    try:
        known = path.resolve().stat()
    except OSError:
        return ""
    return _digest(str(path.resolve()), known.st_mtime_ns, known.st_size)


@lru_cache(maxsize=16)
def _digest(path: str, _changed: int, _size: int) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _record(name: str) -> str:
    """Return the digest of a package's own list of files and digests."""
    text = metadata.distribution(name).read_text("RECORD")
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


@lru_cache(maxsize=1)
def own_digest() -> str:
    """Return one digest over every source file of this room, in order."""
    whole = hashlib.sha256()
    for path in sorted(ROOM.rglob("*.py")):
        whole.update(f"{path.relative_to(ROOM).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
