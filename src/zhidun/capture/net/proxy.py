"""The filtering proxy of a browser capture: every connection of the browser passes the gate, or is refused and noted.

It listens at a Unix socket that only the relay inside the browser's own network can reach. CONNECT for https, whole
addresses for http; TLS is not opened.
"""

from __future__ import annotations

import select
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from zhidun.capture.errors import BadAddress, OverBudget, PortRefused, SchemeRefused, TooSlow
from zhidun.capture.net.gate import Gate, Visit, shut
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import t

HEAD_LIMIT: Final = 64 * 1024
HEAD_SECONDS: Final = 15.0
PUMP: Final = 64 * 1024
AT_ONCE: Final = 128
HOUSEKEEPING: Final = frozenset(
    {
        *(f"clients{n}.google.com" for n in ("", 1, 2, 3, 4, 5, 6)),
        "update.googleapis.com",
        "optimizationguide-pa.googleapis.com",
        "content-autofill.googleapis.com",
        "safebrowsing.googleapis.com",
        "safebrowsingohttpgateway.googleapis.com",
        "edgedl.me.gvt1.com",
        "redirector.gvt1.com",
        "android.clients.google.com",
    }
)
"""What a browser asks for of its own accord; no page needs it, so it is refused and not counted against the page."""
WAIT: Final = 0.5
_HOP_BY_HOP: Final = frozenset({b"proxy-connection", b"proxy-authorization", b"connection", b"keep-alive", b"upgrade"})


class Proxy:
    """A proxy for one capture; use it as a context manager."""

    def __init__(self, gate: Gate, path: Path) -> None:
        self._gate, self._path = gate, path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._socket.bind(str(self._path))
        self._socket.listen(AT_ONCE)
        self._socket.settimeout(WAIT)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        shut(self._socket)
        self._path.unlink(missing_ok=True)

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                client, _ = self._socket.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            if not self._places.acquire(blocking=False):
                shut(client)
                continue
            threading.Thread(target=self._one, args=(client,), daemon=True).start()

    def _one(self, client: socket.socket) -> None:
        try:
            client.settimeout(HEAD_SECONDS)
            self._handle(client)
        except OSError:
            pass
        finally:
            shut(client)
            self._places.release()

    def _handle(self, client: socket.socket) -> None:
        head, rest = _read_head(client)
        if not head:
            return
        try:
            host, port, onward = read_request(head)
            if host.lower() in HOUSEKEEPING:
                client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            if port not in self._gate.policy.ports:
                self._note(host, port, PortRefused(t(f"端口 {port} 不允许。", f"Port {port} is not allowed.")))
            server, visit = self._gate.connect(host, port, via="browser")
        except Refusal as refusal:
            client.sendall(_refusal(refusal))
            return
        try:
            if onward:
                self._gate.count(visit, sent=len(onward))
                server.sendall(onward + rest)
            else:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                server.sendall(rest)
            self._pump(client, server, visit)
        finally:
            shut(server)

    def _note(self, host: str, port: int, refusal: Refusal) -> None:
        visit = Visit(host, port, time.now(), "browser", refused=refusal.code, reason=refusal.reason.as_dict())
        self._gate.visits.append(visit)
        raise refusal

    def _pump(self, client: socket.socket, server: socket.socket, visit: Visit) -> None:
        """Carry bytes both ways until one side ends, the time is over or the budget is spent."""
        pair = {client: server, server: client}
        while not self._over.is_set():
            try:
                self._gate.left()
                ready, _, _ = select.select(list(pair), [], [], WAIT)
                for one in ready:
                    raw = one.recv(PUMP)
                    if not raw:
                        return
                    if one is server:
                        self._gate.count(visit, received=len(raw))
                    else:
                        self._gate.count(visit, sent=len(raw))
                    pair[one].sendall(raw)
            except (OverBudget, TooSlow) as refusal:
                visit.refused, visit.reason = refusal.code, refusal.reason.as_dict()
                return


def _read_head(client: socket.socket) -> tuple[bytes, bytes]:
    """Return (head, what came behind it); an empty head when there is none within the limits."""
    raw = bytearray()
    while b"\r\n\r\n" not in raw:
        piece = client.recv(PUMP)
        if not piece or len(raw) > HEAD_LIMIT:
            return b"", b""
        raw += piece
    head, _, rest = bytes(raw).partition(b"\r\n\r\n")
    return head, rest


def read_request(head: bytes) -> tuple[str, int, bytes]:
    """Return host, port and the head to send on (empty for CONNECT).

    Raises:
        BadAddress, SchemeRefused: it is no request to a proxy.
    """
    lines = head.split(b"\r\n")
    words = lines[0].decode("latin-1").split(" ")
    if len(words) != 3:  # noqa: PLR2004  method, address, version
        raise BadAddress
    method, address, _ = words
    try:
        if method.upper() == "CONNECT":
            parts = urlsplit(f"//{address}")
            return parts.hostname or "", parts.port or 443, b""
        parts = urlsplit(address)
        if parts.scheme != "http":
            raise SchemeRefused
        host, port = parts.hostname or "", parts.port or 80
    except ValueError as error:
        raise BadAddress from error
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [line for line in lines[1:] if line.partition(b":")[0].strip().lower() not in _HOP_BY_HOP]
    first = f"{method} {path} HTTP/1.1".encode("latin-1")
    # one request a connection: the next one, to whatever host, passes the gate again
    return host, port, b"\r\n".join([first, *kept, b"Connection: close"]) + b"\r\n\r\n"


def _refusal(refusal: Refusal) -> bytes:
    body = f"{refusal.code}\n{refusal.reason.zh}\n{refusal.reason.en}\n".encode()
    head = f"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
    return f"{head}X-Zhidun-Refused: {refusal.code}\r\nConnection: close\r\n\r\n".encode() + body
