"""How far the machine's clock is off, by several sources; a source that cannot be reached is told as such."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from zhidun.capture.net import addresses
from zhidun.capture.net.fetching import Exchange
from zhidun.capture.net.policy import Policy
from zhidun.kernel import time

SERVERS: Final = ("ntp.ntsc.ac.cn", "cn.ntp.org.cn", "ntp.aliyun.com")
"""National Time Service Center first; an operator names others by `ZHIDUN_TIME_SERVERS`."""
PORT: Final = 123
SECONDS: Final = 2.0
ERA: Final = datetime(1900, 1, 1, tzinfo=UTC)
TOLERATED: Final = 5.0
_PACKET: Final = 48
_UNSYNCHRONISED: Final = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source said: seconds to add to our clock, to how many seconds exactly; or why it said nothing."""

    source: str
    kind: str
    offset: float | None
    within: float
    why: str = ""


def servers() -> tuple[str, ...]:
    """Return the time servers an operator named, else the usual ones; the word `none` means none."""
    named = os.environ.get("ZHIDUN_TIME_SERVERS")
    if named is None:
        return SERVERS
    return tuple(word.strip() for word in named.split(",") if word.strip() and word.strip() != "none")


def readings(names: Sequence[str], main: Exchange | None, policy: Policy) -> list[Reading]:
    """Ask every source at once."""
    found: list[Reading] = [_kernel()]
    if main is not None and main.header("date"):
        found.append(from_answer(main))
    rows: dict[str, Reading] = {}

    def ask(name: str) -> None:
        rows[name] = _sntp(name, policy)

    threads = [threading.Thread(target=ask, args=(name,), daemon=True) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS + 1)
    return found + [rows.get(name, Reading(name, "ntp", None, 0, "timeout")) for name in names]


def from_answer(main: Exchange) -> Reading:
    """Return the offset by the site's own Date header: whole seconds, and only as right as that site's clock."""
    try:
        said = parsedate_to_datetime(main.header("date"))
    except (ValueError, TypeError):
        return Reading("Date", "http", None, 0, "unreadable")
    end = main.finished_at or main.started_at
    middle = main.started_at + (end - main.started_at) / 2
    offset = (said.astimezone(UTC) + timedelta(seconds=0.5) - middle).total_seconds()
    return Reading("Date", "http", round(offset, 3), round(0.5 + (end - main.started_at).total_seconds() / 2, 3))


def _kernel() -> Reading:
    """Say whether the kernel believes that its clock is kept in step."""
    try:
        call = ctypes.CDLL(None, use_errno=True).adjtimex
        state = int(call(ctypes.create_string_buffer(512)))
    except (OSError, AttributeError):
        return Reading("kernel", "kernel", None, 0, "unsupported")
    return Reading("kernel", "kernel", None, 0, "unsynchronised" if state == _UNSYNCHRONISED else "synchronised")


def _sntp(name: str, policy: Policy) -> Reading:
    """Ask one server (RFC 4330); its address is judged like any other."""
    try:
        found = policy.resolver(name, PORT)
        shown = found[0]
        number = addresses.parse(shown)
        if number is None or addresses.why_not_public(number, policy.exceptions) is not None:
            return Reading(name, "ntp", None, 0, "not-public")
        return _asked(name, shown)
    except (OSError, IndexError, struct.error) as error:
        return Reading(name, "ntp", None, 0, "timeout" if isinstance(error, TimeoutError) else "unreachable")


def _asked(name: str, address: str, port: int = PORT) -> Reading:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as link:
        link.settimeout(SECONDS)
        link.connect((address, port))
        sent = time.now()
        link.send(b"\x23" + bytes(39) + _ntp(sent))
        raw = link.recv(512)
        back = time.now()
    if len(raw) < _PACKET or raw[0] & 7 != 4 or raw[1] == 0 or raw[24:32] != _ntp(sent):  # noqa: PLR2004  a server's answer
        return Reading(name, "ntp", None, 0, "unreadable")
    received, answered = _moment(raw[32:40]), _moment(raw[40:48])
    offset = ((received - sent) + (answered - back)).total_seconds() / 2
    trip = ((back - sent) - (answered - received)).total_seconds()
    return Reading(name, "ntp", round(offset, 4), round(max(trip, 0) / 2, 4))


def _ntp(at: datetime) -> bytes:
    whole = (at - ERA).total_seconds()
    return struct.pack(">II", int(whole) & 0xFFFFFFFF, int((whole % 1) * 2**32))


def _moment(raw: bytes) -> datetime:
    seconds, part = struct.unpack(">II", raw)
    return ERA + timedelta(seconds=seconds + part / 2**32)


def judged(found: Sequence[Reading]) -> tuple[bool | None, float | None]:
    """Return whether the clock is right and the largest offset: None when no independent source could be reached."""
    offsets = [abs(one.offset) - one.within for one in found if one.offset is not None and one.kind == "ntp"]
    if not offsets:
        return None, None
    worst = max(abs(one.offset) for one in found if one.offset is not None and one.kind == "ntp")
    return max(offsets) <= TOLERATED, worst
