"""The one place that opens connections: a name asked once, every address judged, that very address connected.

A name keeps its addresses for the whole capture, so that a resolver that answers differently the second time changes
nothing; the fetcher and the browser's proxy both go through here.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time as clock
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar

from zhidun.capture.errors import NameUnknown, NoConnection, NotPublic, OverBudget, TooSlow
from zhidun.capture.net import addresses
from zhidun.capture.net.policy import Policy
from zhidun.capture.net.targets import check, host_of
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import t

DNS_SECONDS: Final = 8.0
MOST_ADDRESSES: Final = 32
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the resolver said of a name, once."""

    host: str
    addresses: tuple[str, ...]
    at: datetime


@dataclass(slots=True)
class Visit:
    """One connection that was asked for, and what became of it."""

    host: str
    port: int
    at: datetime
    via: str
    address: str = ""
    received: int = 0
    sent: int = 0
    refused: str = ""
    reason: dict[str, str] = field(default_factory=dict)


class Gate:
    """Names, connections and budget of one capture; safe to use from several threads."""

    def __init__(self, policy: Policy, *, seconds: float | None = None, pinned: Gate | None = None) -> None:
        """Open with the names another gate of the same capture has asked for already, if there is one."""
        self.policy = policy
        self.visits: list[Visit] = []
        self._answers: dict[str, Answer | Refusal] = dict(pinned._answers) if pinned else {}  # noqa: SLF001  our own
        self._received = 0
        self._lock = threading.Lock()
        self._ends = clock.monotonic() + (policy.seconds if seconds is None else seconds)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What the resolver said, name by name."""
        with self._lock:
            return tuple(one for one in self._answers.values() if isinstance(one, Answer))

    @property
    def received(self) -> int:
        """Bytes received so far, over all connections."""
        return self._received

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            TooSlow: none.
        """
        rest = self._ends - clock.monotonic()
        if rest <= 0:
            raise TooSlow
        return rest

    def count(self, visit: Visit, *, received: int = 0, sent: int = 0) -> None:
        """Count bytes.

        Raises:
            OverBudget: more than the capture may receive.
        """
        with self._lock:
            visit.received += received
            visit.sent += sent
            self._received += received
            over = self._received > self.policy.total_bytes
        if over:
            raise OverBudget

    def connect(self, host: str, port: int, *, via: str) -> tuple[socket.socket, Visit]:
        """Open a connection to the first checked address of a host that takes it.

        Raises:
            NotPublic, BadAddress: refused; no packet was sent.
            NameUnknown, NoConnection, TooSlow, OverBudget.
        """
        visit = Visit(host, port, time.now(), via)
        with self._lock:
            self.visits.append(visit)
            many = len(self.visits) > self.policy.connections
        try:
            if many:
                raise OverBudget(t("连接次数超出上限。", "More connections than one capture may make."))
            return self._open(visit), visit
        except Refusal as refusal:
            visit.refused, visit.reason = refusal.code, refusal.reason.as_dict()
            raise

    def _open(self, visit: Visit) -> socket.socket:
        answer = self.resolve(visit.host, visit.port)
        fault: OSError | None = None
        for address in answer.addresses:
            link = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
            try:
                link.settimeout(min(self.policy.connect_seconds, self.left()))
                link.connect((address, visit.port))
                self._confirm(link, address)
            except OSError as error:
                link.close()
                fault = error
                continue
            except BaseException:
                link.close()
                raise
            visit.address = address
            link.settimeout(self.policy.idle_seconds)
            return link
        name = type(fault).__name__ if fault else "none"
        raise NoConnection(
            t(f"无法连接 {visit.host}:{visit.port}({name})。", f"No connection to {visit.host}:{visit.port} ({name}).")
        ) from fault

    def _confirm(self, link: socket.socket, address: str) -> None:
        """Hold the other end against what was judged: belt and braces.

        Raises:
            NotPublic: the kernel connected elsewhere, or to an address that is not public.
        """
        shown = str(link.getpeername()[0])
        peer = addresses.parse(shown)
        if peer is None or peer != addresses.parse(address):
            raise NotPublic.because(shown, t("与已校验的地址不同", "not the address that was judged"))
        check(shown, peer, self.policy)

    def resolve(self, host: str, port: int) -> Answer:
        """Return the addresses of a host, asked for once a capture and all judged public.

        Raises:
            NotPublic: one of them is not; BadAddress: the host is written oddly; NameUnknown: there is none.
        """
        name = host_of(host, self.policy)
        with self._lock:
            known = self._answers.get(name)
        if known is None:
            known = self._ask(name, port)
            with self._lock:
                known = self._answers.setdefault(name, known)
        if isinstance(known, Refusal):
            raise type(known)(known.reason, known.remedy)
        return known

    def _ask(self, name: str, port: int) -> Answer | Refusal:
        at = time.now()
        try:
            found = self._addresses(name, port)
            for shown in found:
                number = addresses.parse(shown.partition("%")[0])
                if number is None:
                    raise NotPublic.because(shown, t("无法识别的地址", "not an address"))
                check(f"{name} → {shown}" if shown != name else shown, number, self.policy)
        except Refusal as refusal:
            return refusal
        return Answer(name, found, at)

    def _addresses(self, name: str, port: int) -> tuple[str, ...]:
        if addresses.parse(name) is not None:
            return (name,)
        try:
            found = within(lambda: self.policy.resolver(name, port), seconds=min(DNS_SECONDS, self.left()))
        except (OSError, UnicodeError) as error:
            raise NameUnknown(t(f"域名 {name} 无法解析。", f"The name {name} has no address.")) from error
        if not found:
            raise NameUnknown(t(f"域名 {name} 无法解析。", f"The name {name} has no address."))
        return tuple(found[:MOST_ADDRESSES])


def within(call: Callable[[], Found], *, seconds: float) -> Found:
    """Return what a call gives within some seconds; one that takes longer is left to itself.

    Raises:
        TimeoutError: it took longer; whatever the call raises.
    """
    box: list[Found] = []
    fault: list[BaseException] = []

    def run() -> None:
        try:
            box.append(call())
        except BaseException as error:  # noqa: BLE001  handed to whoever waits
            fault.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if fault:
        raise fault[0]
    if not box:
        raise TimeoutError
    return box[0]


def shut(link: socket.socket) -> None:
    """Close a connection, whatever state it is in."""
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        link.close()
