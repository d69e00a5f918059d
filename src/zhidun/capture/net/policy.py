"""How far a capture may go: ports, redirects, bytes, seconds; and the seams by which tests reach their server."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from typing import Final

Resolver = Callable[[str, int], tuple[str, ...]]
"""Gives every address of a name, in the order they are to be tried; raises OSError when there is none."""

MEGABYTE: Final = 1_000_000
PORTS: Final = frozenset({80, 81, 443, 8000, 8008, 8080, 8081, 8088, 8443, 8888, 9443})


def system_resolver(host: str, port: int) -> tuple[str, ...]:
    """Ask the system: its hosts file and its name servers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Limits of one capture, in bytes, seconds and counts.

    Attributes:
        ports: ports that may be asked.
        redirects: hops of a chain of redirects.
        connect_seconds: one attempt to connect, the handshake of TLS included.
        idle_seconds: the longest silence.
        seconds: one capture by HTTP, from first to last byte.
        browser_seconds: one capture by browser.
        header_bytes: header of one answer.
        body_bytes: one body; the rest is left out and the record says so.
        total_bytes: all that one capture receives.
        decoded_bytes: one body unpacked.
        connections: connections of one capture.
        requisites: pictures, styles and scripts fetched with a page by HTTP.
        page_height: CSS pixels of a page that are scrolled and pictured; the rest is left out and the report says so.
        resolver: who turns names into addresses.
        exceptions: networks that count as public although they are not. Empty but in tests.
        trust: PEM of further roots to trust. Empty but in tests.
    """

    ports: frozenset[int] = PORTS
    redirects: int = 10
    connect_seconds: float = 10.0
    idle_seconds: float = 15.0
    seconds: float = 60.0
    browser_seconds: float = 120.0
    header_bytes: int = 64 * 1024
    body_bytes: int = 50 * MEGABYTE
    total_bytes: int = 150 * MEGABYTE
    decoded_bytes: int = 60 * MEGABYTE
    connections: int = 600
    requisites: int = 60
    page_height: int = 20_000
    resolver: Resolver = system_resolver
    exceptions: tuple[IPv4Network | IPv6Network, ...] = ()
    trust: str = ""
