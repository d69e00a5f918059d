"""One request and its answer over a checked connection, kept as they were on the wire; and chains of redirects."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import h11

from zhidun import __version__
from zhidun.capture.errors import BadAnswer, OverBudget, TooManyRedirects, TooSlow
from zhidun.capture.net import tls
from zhidun.capture.net.gate import Gate, Visit, shut
from zhidun.capture.net.targets import Target, next_hop
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import t

Headers = tuple[tuple[str, str], ...]
AGENT: Final = f"Mozilla/5.0 (compatible; Zhidun-Capture/{__version__})"
CHUNK: Final = 64 * 1024
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(slots=True, kw_only=True)
class Exchange:
    """A request and what came back, or why nothing did.

    Attributes:
        body: as on the wire but for chunks: still compressed when the server compressed it.
        decoded: the body was unpacked already (a browser gives it so).
        truncated: "length" or "time" when the rest of the body was left out.
        failure: why there is no answer, for requests of a page that failed.
        kind: document, image, script …
    """

    url: str
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    status: int = 0
    status_text: str = ""
    headers: Headers = ()
    body: bytes = b""
    decoded: bool = False
    address: str = ""
    started_at: datetime
    finished_at: datetime | None = None
    tls: tls.TlsFacts | None = None
    truncated: str = ""
    failure: str = ""
    kind: str = "document"
    main: bool = False
    warnings: list[str] = field(default_factory=list)

    def header(self, name: str) -> str:
        """Return the first value of a header, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def media_type(self) -> str:
        """Return the declared type without its parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()


def fetch(target: Target, gate: Gate, *, kind: str = "document") -> Exchange:
    """Ask for one address; redirects are not followed.

    Raises:
        Refusal: refused, unreachable, too slow, no HTTP, over the budget.
    """
    link, visit = gate.connect(target.host, target.port, via="http")
    try:
        facts: tls.TlsFacts | None = None
        if target.scheme == "https":
            link.settimeout(min(gate.policy.connect_seconds, gate.left()))
            link, facts = tls.secure(lambda: _again(gate, target, visit), link, target.host, gate.policy)
        link.settimeout(min(gate.policy.idle_seconds, gate.left()))
        exchange = _Conversation(target, gate, link, visit).hold(kind)
        exchange.tls = facts
        return exchange
    finally:
        shut(link)


def _again(gate: Gate, target: Target, visit: Visit) -> socket.socket:
    link, second = gate.connect(target.host, target.port, via="http")
    visit.address = second.address
    link.settimeout(min(gate.policy.connect_seconds, gate.left()))
    return link


class _Conversation:
    """HTTP/1.1 over one connection, with caps on header, body and time."""

    def __init__(self, target: Target, gate: Gate, link: socket.socket | ssl.SSLSocket, visit: Visit) -> None:
        self._target, self._gate, self._link, self._visit = target, gate, link, visit
        self._wire = h11.Connection(our_role=h11.CLIENT, max_incomplete_event_size=gate.policy.header_bytes)

    def hold(self, kind: str) -> Exchange:
        asked: Headers = (
            ("Host", self._target.authority),
            ("User-Agent", AGENT),
            ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
            ("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5"),
            ("Accept-Encoding", "gzip, deflate"),
            ("Connection", "close"),
        )
        made = Exchange(
            url=self._target.url,
            request_headers=asked,
            address=self._visit.address,
            started_at=time.now(),
            kind=kind,
        )
        try:
            self._send(asked)
            self._head(made)
        except (OSError, h11.ProtocolError) as error:
            raise self._fault(error) from error
        self._body(made)
        made.finished_at = time.now()
        return made

    def _send(self, asked: Headers) -> None:
        request = h11.Request(method="GET", target=self._target.path, headers=list(asked))
        raw = (self._wire.send(request) or b"") + (self._wire.send(h11.EndOfMessage()) or b"")
        self._link.sendall(raw)
        self._gate.count(self._visit, sent=len(raw))

    def _head(self, made: Exchange) -> None:
        while True:
            event = self._next()
            if isinstance(event, h11.Response):
                made.status = event.status_code
                made.status_text = event.reason.decode("latin-1")
                raw = event.headers.raw_items()
                made.headers = tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in raw)
                return
            if not isinstance(event, h11.InformationalResponse):
                raise BadAnswer(t("服务器没有给出 HTTP 应答。", "The server did not answer in HTTP."))

    def _body(self, made: Exchange) -> None:
        """Read the body; what goes over a cap or comes too late is left out, and the record says so."""
        found = bytearray()
        limit = self._gate.policy.body_bytes
        try:
            while isinstance(event := self._next(), h11.Data):
                found += event.data
                if len(found) > limit:
                    del found[limit:]
                    made.truncated = "length"
                    break
        except OverBudget:
            made.truncated = "length"
        except (TimeoutError, TooSlow):
            made.truncated = "time"
        except (OSError, h11.ProtocolError) as error:
            made.truncated = "disconnect"
            made.warnings.append(type(error).__name__)
        made.body = bytes(found)

    def _next(self) -> object:
        while True:
            event = self._wire.next_event()
            if event is not h11.NEED_DATA:
                return event
            self._link.settimeout(min(self._gate.policy.idle_seconds, self._gate.left()))
            raw = self._link.recv(CHUNK)
            self._wire.receive_data(raw)
            self._gate.count(self._visit, received=len(raw))

    def _fault(self, error: Exception) -> Refusal:
        host = self._target.host
        if isinstance(error, TimeoutError):
            return TooSlow(t(f"{host} 长时间没有应答。", f"{host} was silent for too long."))
        name = type(error).__name__
        return BadAnswer(t(f"{host} 的应答无法识别({name})。", f"The answer of {host} cannot be read ({name})."))


def follow(target: Target, gate: Gate) -> tuple[Exchange, ...]:
    """Ask for an address and go after its redirects, each judged like the first; the last of the chain is no redirect.

    Raises:
        TooManyRedirects: it does not end, or goes round in a circle.
        Refusal: as `fetch`; a hop into what is not public is refused before it is asked for.
    """
    chain: list[Exchange] = []
    seen: set[str] = set()
    here = target
    while True:
        if here.url in seen or len(chain) > gate.policy.redirects:
            raise TooManyRedirects(
                t(f"网址连续跳转超过 {gate.policy.redirects} 次或循环跳转。",
                  f"The address redirects more than {gate.policy.redirects} times, or in a circle.")
            )  # fmt: skip
        seen.add(here.url)
        answer = fetch(here, gate)
        chain.append(answer)
        place = answer.header("location")
        if answer.status not in REDIRECTS or not place:
            answer.main = True
            return tuple(chain)
        here = next_hop(here, place, gate.policy)
