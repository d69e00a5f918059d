"""A web site of the test's own on this machine, good and bad pages, and the policy by which a capture may reach it."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.factories.access import make_actor, make_citizen
from tests.factories.evidence import png
from tests.factories.rights import make_right
from zhidun.access.actors import Actor
from zhidun.capture import running
from zhidun.capture.models import Capture
from zhidun.capture.net.policy import Policy
from zhidun.rights import services as rights

HOST = "shop.example.com"
PUBLIC = "127.0.83.1"
"""Stands for the public Internet in these tests: the only loopback address the policy lets through."""
PRIVATE = "127.0.0.1"
HOME = """<!doctype html><html lang=zh><head><meta charset=utf-8><title>蜀绣 旗舰店</title>
<link rel=stylesheet href=/style.css></head><body><h1>蜀绣礼盒</h1><img src=/gift.png alt=礼盒>
<div id=late></div><script src=/late.js></script></body></html>"""
LATE = "document.getElementById('late').textContent = 'price: 199'"
ENDLESS = """<!doctype html><title>endless</title><body><script>
const add = () => { for (let i = 0; i < 40; i++) { const p = document.createElement('p');
p.textContent = 'goods ' + i; p.style.height = '80px'; document.body.append(p) } }
add(); addEventListener('scroll', add)</script>"""
TRICKS = """<!doctype html><title>tricks</title><body><p>tricks</p><a id=d href=/download download>d</a><script>
alert('hello'); window.open('/'); document.getElementById('d').click()
for (const url of ['http://127.0.0.1:{port}/secret', 'http://localhost:{port}/secret', 'http://169.254.169.254/latest/',
  'http://[::1]:{port}/secret', 'http://2130706433:{port}/secret', 'http://0x7f000001:{port}/secret',
  'http://inner.example.com:{port}/secret', 'http://10.0.0.1/', 'http://metadata.google.internal/'])
  fetch(url, {{mode: 'no-cors'}}).then(() => 0, () => 0)
new WebSocket('ws://127.0.0.1:{port}/secret'); navigator.sendBeacon('http://127.0.0.1:{port}/secret', 'x')
new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{port}'}}]}}).createOffer()
document.body.append(Object.assign(document.createElement('iframe'), {{src: 'file:///etc/passwd'}}))
</script>"""
Page = Callable[["_Handler", dict[str, list[str]]], None]


@dataclass
class Shop:
    """A site that serves; `asked` has the paths it was asked for.

    `trapped` counts connections to the same port of 127.0.0.1, which nobody may reach.
    """

    port: int = 0
    asked: list[str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    trapped: list[str] = field(default_factory=list)

    def url(self, path: str = "/", *, host: str = HOST, scheme: str = "http") -> str:
        """Return an address of the site as a visitor writes it."""
        return f"{scheme}://{host}:{self.port}{path}"

    def policy(self, **words: Any) -> Policy:
        """Return limits for tests: the site's port, and its loopback as if it were public, under public names only."""

        def resolver(host: str, port: int) -> tuple[str, ...]:
            self.resolved.append(host)
            if host == "nowhere.example.com":
                raise socket.gaierror
            inner = {"inner.example.com": (PRIVATE,), "mixed.example.com": (PUBLIC, PRIVATE)}
            return inner.get(host, (PUBLIC,))

        usual: dict[str, Any] = {
            "ports": frozenset({80, 443, self.port}), "resolver": resolver, "connect_seconds": 3.0, "idle_seconds": 2.0,
            "seconds": 10.0, "browser_seconds": 45.0, "exceptions": (ip_network(f"{PUBLIC}/32"),),
        }  # fmt: skip
        return Policy(**{**usual, **words})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    shop: Shop
    over: threading.Event

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.shop.asked.append(self.path)
        page = PAGES.get(parts.path, _missing)
        with suppress(OSError):
            page(self, parse_qs(parts.query))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def say(self, body: bytes, media: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> None:
        """Answer with a body."""
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


def _missing(to: _Handler, query: dict[str, list[str]]) -> None:
    to.say(b"<title>none</title>none", status=404)


def _redirect(to: _Handler, query: dict[str, list[str]]) -> None:
    to.say(b"", status=302, Location=query["to"][0])


def _hops(to: _Handler, query: dict[str, list[str]]) -> None:
    left = int(query["n"][0])
    to.say(b"", status=302, Location=f"/hops?n={left - 1}" if left else "/")


def _drip(to: _Handler, query: dict[str, list[str]]) -> None:
    """A body that never ends, a few bytes at a time."""
    to.send_response(200)
    to.send_header("Content-Type", "text/html")
    to.end_headers()
    while not to.over.wait(0.02):
        to.wfile.write(b"<p>more</p>" * 50)


def _silent(to: _Handler, query: dict[str, list[str]]) -> None:
    to.over.wait(30)


def _broken(to: _Handler, query: dict[str, list[str]]) -> None:
    to.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")
    to.close_connection = True


def _cut(to: _Handler, query: dict[str, list[str]]) -> None:
    to.send_response(200)
    to.send_header("Content-Type", "text/html")
    to.send_header("Content-Length", "1000000")
    to.end_headers()
    to.wfile.write(b"<title>cut</title>half")
    to.close_connection = True


PAGES: dict[str, Page] = {
    "/": lambda to, _: to.say(HOME.encode()),
    "/style.css": lambda to, _: to.say(b"h1 { color: #c8102e }", "text/css"),
    "/late.js": lambda to, _: to.say(LATE.encode(), "text/javascript"),
    "/gift.png": lambda to, _: to.say(png(), "image/png"),
    "/redirect": _redirect,
    "/hops": _hops,
    "/circle": lambda to, _: to.say(b"", status=302, Location="/circle"),
    "/endless": lambda to, _: to.say(ENDLESS.encode()),
    "/tricks": lambda to, _: to.say(TRICKS.format(port=to.shop.port).encode()),
    "/download": lambda to, _: to.say(b"MZ" + bytes(900), "application/octet-stream",
                                      Content_Disposition='attachment; filename="setup.exe"'),
    "/big": lambda to, _: to.say(b"x" * 3_000_000, "text/plain"),
    "/bomb": lambda to, _: to.say(gzip.compress(bytes(30_000_000)), Content_Encoding="gzip"),
    "/gbk": lambda to, _: to.say("<title>假冒豆瓣</title>郫县".encode("gb18030"), "text/html; charset=gb2312"),
    "/old": lambda to, _: to.say(b"<title>gone</title>gone", status=410),
    "/headers": lambda to, _: to.say(b"x", X_Long="y" * 200_000),
    "/drip": _drip,
    "/silent": _silent,
    "/broken": _broken,
    "/cut": _cut,
}  # fmt: skip


@contextmanager
def shop() -> Iterator[Shop]:
    """Serve the site at the address that counts as public, and a trap at the same port of the private one."""
    made, over = Shop(), threading.Event()
    handler = type("Handler", (_Handler,), {"shop": made, "over": over})
    server = ThreadingHTTPServer((PUBLIC, 0), handler)
    server.daemon_threads = True
    made.port = server.server_address[1]
    trap = socket.create_server((PRIVATE, made.port))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    threading.Thread(target=_spring, args=(trap, made), daemon=True).start()
    try:
        yield made
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        trap.close()


def _spring(trap: socket.socket, made: Shop) -> None:
    with suppress(OSError):
        while True:
            link, peer = trap.accept()
            made.trapped.append(str(peer))
            link.close()


def done(row: Capture, made: Shop) -> Capture:
    """Do a queued capture as the job would, against the site."""
    claimed = running.claim(str(row.public_id))
    assert claimed is not None
    return running.run(claimed, policy=made.policy(), time_servers=())


def verified_holder(username: str | None = None) -> Actor:
    """A citizen who holds a right that an officer verified."""
    actor = make_citizen(username)
    right = make_right(actor=actor)
    rights.verify_right(actor=make_actor("enforcement-officer"), right=right, reason="当面出示注册证原件")
    return actor
