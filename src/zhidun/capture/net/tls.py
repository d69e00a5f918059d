"""TLS to a checked address: trusted when it can be; when not, made all the same and told as a fact, never silently."""

from __future__ import annotations

import hashlib
import socket
import ssl
import warnings
from base64 import b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from zhidun.capture.errors import TlsFailed
from zhidun.capture.net.policy import Policy
from zhidun.kernel.text import t

ALPN: Final = ["http/1.1"]
MOST_CERTIFICATES: Final = 12


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate of a chain."""

    subject: str
    issuer: str
    serial: str
    not_before: str
    not_after: str
    names: tuple[str, ...]
    sha256: str
    spki_sha256: str
    pem: str


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """What was agreed with a server; `trusted` false: `fault` says why, and it vouches for nothing."""

    host: str
    version: str
    cipher: str
    trusted: bool
    fault: str
    chain: tuple[Certificate, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for the report."""
        return asdict(self)


def secure(
    reopen: Callable[[], socket.socket], link: socket.socket, host: str, policy: Policy
) -> tuple[ssl.SSLSocket, TlsFacts]:
    """Shake hands on a connection; when the certificate is not to be trusted, once more on a new one without trust.

    Args:
        reopen: opens another connection to the same checked address.
        link: the connection.
        host: the name for SNI and for the certificate.
        policy: further roots, in tests.

    Raises:
        TlsFailed: there is no TLS to be had.
    """
    try:
        made = _context(policy, verify=True).wrap_socket(link, server_hostname=host)
        return made, facts(made, host, fault="")
    except ssl.SSLError as error:
        link.close()
        fault = _words(error)
    except OSError as error:
        link.close()
        raise TlsFailed(_failed(host, type(error).__name__)) from error
    try:
        again = _context(policy, verify=False).wrap_socket(reopen(), server_hostname=host)
        return again, facts(again, host, fault=fault)
    except OSError as error:
        raise TlsFailed(_failed(host, fault)) from error


def _failed(host: str, why: str) -> Any:  # noqa: ANN401  a Text; named where it is raised
    return t(f"{host} 的 TLS 连接无法建立:{why}", f"No TLS connection to {host}: {why}")


def _words(error: ssl.SSLError) -> str:
    said = getattr(error, "verify_message", "") or error.reason or str(error)
    return str(said)[:300]


def _context(policy: Policy, *, verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(ALPN)
    if policy.trust:
        context.load_verify_locations(cadata=policy.trust)
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # an old server is a fact to be recorded
            context.minimum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


def facts(link: ssl.SSLSocket, host: str, *, fault: str) -> TlsFacts:
    """Read what was agreed."""
    cipher = link.cipher()
    found = tuple(certificate(der) for der in _chain(link)[:MOST_CERTIFICATES])
    return TlsFacts(host, link.version() or "", cipher[0] if cipher else "", not fault, fault, found)


def _chain(link: ssl.SSLSocket) -> list[bytes]:
    """Return the chain as the server sent it: a public call from Python 3.13 on, else of the inner object."""
    public = getattr(link, "get_unverified_chain", None)
    if public is not None:
        return list(public())
    inner: Any = getattr(link, "_sslobj", None)
    asked = getattr(inner, "get_unverified_chain", None)
    if asked is not None:
        return [one.public_bytes(2) for one in asked() or ()]  # 2: DER
    leaf = link.getpeercert(binary_form=True)
    return [leaf] if leaf else []


def certificate(der: bytes) -> Certificate:
    """Return what a certificate says; one that cannot be read keeps its digest and its bytes."""
    pem = "-----BEGIN CERTIFICATE-----\n" + b64encode(der).decode() + "\n-----END CERTIFICATE-----"
    digest = hashlib.sha256(der).hexdigest()
    try:
        read = x509.load_der_x509_certificate(der)
        key = read.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return Certificate(
            read.subject.rfc4514_string()[:300],
            read.issuer.rfc4514_string()[:300],
            f"{read.serial_number:x}",
            read.not_valid_before_utc.isoformat(),
            read.not_valid_after_utc.isoformat(),
            _names(read),
            digest,
            b64encode(hashlib.sha256(key).digest()).decode(),
            pem,
        )
    except Exception:  # noqa: BLE001  whatever it provokes, its bytes are the fact
        return Certificate("", "", "", "", "", (), digest, "", pem)


def _names(read: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = read.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(one.value) for one in extension.value)[:50]
