"""The browser's way out: each connection passes the gate; what is no request to a proxy is refused."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.factories.capture import HOST, Shop
from zhidun.capture.errors import BadAddress, SchemeRefused
from zhidun.capture.net.gate import Gate
from zhidun.capture.net.proxy import Proxy, read_request
from zhidun.kernel.errors import Refusal


def through(path: Path, raw: bytes) -> bytes:
    """What the proxy answers."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(10)
        link.connect(str(path))
        link.sendall(raw)
        link.shutdown(socket.SHUT_WR)
        found = b""
        while piece := link.recv(65536):
            found += piece
        return found


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("GET http://127.0.0.1:{port}/ HTTP/1.1", b"capture.not_public"),
        ("GET http://inner.example.com:{port}/ HTTP/1.1", b"capture.not_public"),
        ("GET http://mixed.example.com:{port}/ HTTP/1.1", b"capture.not_public"),
        ("CONNECT 127.0.0.1:{port} HTTP/1.1", b"capture.not_public"),
        ("CONNECT [::1]:{port} HTTP/1.1", b"capture.not_public"),
        ("CONNECT 169.254.169.254:80 HTTP/1.1", b"capture.not_public"),
        ("CONNECT localhost:{port} HTTP/1.1", b"capture.bad_address"),
        ("CONNECT shop.example.com:22 HTTP/1.1", b"capture.port"),
        ("GET /etc/passwd HTTP/1.1", b"capture.scheme"),
        ("GET file:///etc/passwd HTTP/1.1", b"capture.scheme"),
        ("nonsense", b"capture.bad_address"),
    ],
)
def test_what_is_not_public_is_refused_and_told(site: Shop, tmp_path: Path, line: str, code: bytes) -> None:
    gate = Gate(site.policy())
    with Proxy(gate, tmp_path / "p"):
        said = through(tmp_path / "p", f"{line.format(port=site.port)}\r\nHost: x\r\n\r\n".encode())
    assert said.startswith(b"HTTP/1.1 403") and code in said


def test_a_public_page_passes_and_is_counted_and_its_hop_headers_are_not_sent_on(site: Shop, tmp_path: Path) -> None:
    gate = Gate(site.policy())
    with Proxy(gate, tmp_path / "p"), socket.socket(socket.AF_UNIX) as link:
        link.connect(str(tmp_path / "p"))
        link.sendall(f"GET {site.url('/style.css')} HTTP/1.1\r\nHost: {HOST}\r\nProxy-Connection: x\r\n\r\n".encode())
        link.settimeout(10)
        said = link.makefile("rb").read()
    assert b"200 OK" in said and b"c8102e" in said
    assert gate.visits[0].address == "127.0.83.1"
    assert gate.visits[0].received == len(said)


def test_the_budget_ends_a_connection(site: Shop, tmp_path: Path) -> None:
    gate = Gate(site.policy(total_bytes=100_000))
    with Proxy(gate, tmp_path / "p"), socket.socket(socket.AF_UNIX) as link:
        link.connect(str(tmp_path / "p"))
        link.sendall(f"GET {site.url('/big')} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        link.settimeout(10)
        assert len(link.makefile("rb").read()) < 3_000_000
    assert gate.visits[0].refused == "capture.over_budget"


def test_one_request_a_connection_so_that_each_passes_the_gate() -> None:
    head = b"GET http://a.example/x?y HTTP/1.1\r\nHost: a.example\r\nConnection: keep-alive"
    assert read_request(head) == ("a.example", 80, b"GET /x?y HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n")
    assert read_request(b"CONNECT a.example:443 HTTP/1.1") == ("a.example", 443, b"")
    for bad, refusal in ((b"GET https://a.example/ HTTP/1.1", SchemeRefused), (b"X", BadAddress),
                         (b"CONNECT a:b:c HTTP/1.1", BadAddress)):  # fmt: skip
        with pytest.raises(refusal):
            read_request(bad)
    assert issubclass(SchemeRefused, Refusal)
