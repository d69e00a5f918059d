"""TLS facts: trusted where it can be; a certificate nobody vouches for is recorded, never taken in silence."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.factories.capture import HOST, PUBLIC, Shop, _Handler
from zhidun.capture import engine
from zhidun.capture.errors import TlsFailed
from zhidun.capture.net.fetching import fetch
from zhidun.capture.net.gate import Gate
from zhidun.capture.net.policy import Policy
from zhidun.capture.net.targets import read


def _certificate(folder: Path) -> tuple[Path, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    start = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(start).not_valid_after(start + dt.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "site.pem"
    path.write_bytes(private + pem)
    return path, pem.decode()


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, str]]:
    """The site over TLS, and the certificate that would have to be trusted."""
    path, pem = _certificate(tmp_path_factory.mktemp("tls"))
    made = Shop()
    handler = type("Handler", (_Handler,), {"shop": made, "over": threading.Event()})
    server = ThreadingHTTPServer((PUBLIC, 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield made, pem
    server.shutdown()
    server.server_close()


def _asked(site: Shop, host: str = HOST, **words: object) -> tuple[bool, str, str]:
    policy: Policy = site.policy(**words)
    page = fetch(read(site.url("/", host=host, scheme="https"), policy), Gate(policy))
    assert page.tls is not None and page.status == 200
    assert page.tls.version.startswith("TLSv1") and page.tls.chain[0].serial == "7"
    assert page.tls.chain[0].names == (HOST,)
    return page.tls.trusted, page.tls.fault, page.tls.chain[0].sha256


def test_a_certificate_that_is_trusted_says_so(secure: tuple[Shop, str]) -> None:
    site, pem = secure
    assert _asked(site, trust=pem)[:2] == (True, "")


@pytest.mark.parametrize("host", [HOST, "other.example.com"])
def test_one_that_is_not_is_recorded_with_the_fault(secure: tuple[Shop, str], host: str) -> None:
    site, pem = secure
    trusted, fault, digest = _asked(site, host=host, trust="" if host == HOST else pem)
    assert not trusted and fault and len(digest) == 64


def test_the_report_says_it_and_the_capture_goes_on(secure: tuple[Shop, str], tmp_path: Path) -> None:
    site, _ = secure
    order = engine.Order(url=site.url("/", scheme="https"), how="http", key="k")
    made = engine.capture(order, folder=tmp_path, policy=site.policy())
    assert "tls-untrusted" in {one["code"] for one in made.report["notes"]}
    checks = {one["key"]: one for one in made.report["checks"]}
    assert checks["tls"]["ok"] is False and "self" in checks["tls"]["detail"]["en"]
    assert made.report["tls"]["chain"][0]["pem"].startswith("-----BEGIN CERTIFICATE")


@pytest.mark.needs_chromium
@pytest.mark.needs_netns
def test_the_browser_takes_that_one_certificate_and_no_other(secure: tuple[Shop, str], tmp_path: Path) -> None:
    site, _ = secure
    order = engine.Order(url=site.url("/", scheme="https"), how="browser", key="k")
    made = engine.capture(order, folder=tmp_path, policy=site.policy())
    assert made.report["title"] == "蜀绣 旗舰店"
    assert made.report["browser"]["chain"][:1] == [made.report["tls"]["chain"][0]["sha256"]]


def test_where_there_is_no_tls_at_all_it_is_refused(site: Shop) -> None:
    policy = site.policy()
    with pytest.raises(TlsFailed) as told:
        fetch(read(site.url("/", scheme="https"), policy), Gate(policy))
    assert told.value.remedy.zh
