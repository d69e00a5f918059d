"""A log of the test's own, witnesses that are honest or not, a time-stamp authority; all on this machine."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhidun.evidence.logbook import logbook
from zhidun.kernel import time
from zhidun.ledger.checkpoint import Cosigner
from zhidun.ledger.policy import Group, Policy
from zhidun.ledger.policy import Witness as Named
from zhidun.ledger.witness import Answer, HeadStore, Witness
from zhidun.ledger.witness_server import WitnessServer

Twist = Callable[[bytes, Answer], Answer]


def own_log(settings: Any, folder: Path) -> None:
    """Give the test a log of its own."""
    settings.LEDGER = folder / "ledger"
    settings.LEDGER_GUARD = folder / "guard" / "ledger.json"
    settings.LEDGER_KEY = folder / "keys" / "ledger.key"
    settings.LEDGER_POLICY = str(folder / "ledger.policy")
    settings.LEDGER_AUTHORITIES = ()


@dataclass
class Crowd:
    """Witnesses that serve; `twists` make one lie, `down` silences it."""

    witnesses: list[Witness] = field(default_factory=list)
    servers: list[WitnessServer] = field(default_factory=list)
    twists: dict[int, Twist] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)

    def policy(self, least: int) -> Policy:
        """Return the policy under which `least` of them are enough."""
        named = tuple(
            Named(f"w{i}", one.cosigner.verifier, f"http://127.0.0.1:{server.server_address[1]}")
            for i, (one, server) in enumerate(zip(self.witnesses, self.servers, strict=True))
        )
        group = Group("enough", least, tuple(one.name for one in named))
        return Policy((logbook().key,), named, (group,), "enough")

    def save(self, settings: Any, least: int) -> None:
        """Write the policy where the log looks for it."""
        Path(settings.LEDGER_POLICY).write_text(self.policy(least).text, "utf-8")

    def down(self, index: int) -> None:
        """Stop one."""
        self.servers[index].shutdown()
        self.servers[index].server_close()


class _Twisted(Witness):
    __slots__ = ("crowd", "index")

    def add_checkpoint(self, body: bytes) -> Answer:
        self.crowd.asked.append(self.index)
        honest = super().add_checkpoint(body)
        twist = self.crowd.twists.get(self.index)
        return twist(body, honest) if twist else honest


@contextmanager
def crowd(folder: Path, count: int = 2) -> Iterator[Crowd]:
    """Serve some witnesses of our log."""
    key = logbook().key
    made = Crowd()
    for index in range(count):
        cosigner = Cosigner(f"w{index}.example", Ed25519PrivateKey.generate())
        witness = _Twisted(
            cosigner, {key.name: [key]}, HeadStore(folder / f"w{index}"), now=lambda: int(time.now().timestamp())
        )
        witness.crowd, witness.index = made, index
        server = WitnessServer(("127.0.0.1", 0), witness)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        made.witnesses.append(witness)
        made.servers.append(server)
    try:
        yield made
    finally:
        for server in made.servers:
            server.shutdown()
            server.server_close()


TSA_CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[ca]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[stamp]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = critical,CA:false
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[req]
distinguished_name = dn
[dn]
"""


def _openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def authority(folder: Path) -> Path:
    """Make a certificate authority and a time-stamp key with `openssl`; return the folder, roots in `ca.pem`."""
    folder.mkdir(parents=True)
    config = folder / "tsa.cnf"
    config.write_text(TSA_CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    ca, own = str(folder / "ca.pem"), str(folder / "tsa.pem")
    common = ("-config", str(config), "-newkey", "rsa:2048", "-nodes", "-keyout")
    _openssl("req", "-x509", *common, str(folder / "ca.key"), "-subj", "/CN=Test TSA root", "-days", "3650",
             "-extensions", "ca", "-out", ca)  # fmt: skip
    _openssl("req", *common, str(folder / "tsa.key"), "-subj", "/CN=Test TSA", "-out", str(folder / "tsa.csr"))
    signing = ("-CA", ca, "-CAkey", str(folder / "ca.key"), "-CAcreateserial", "-days", "3650")
    _openssl("x509", "-req", "-in", str(folder / "tsa.csr"), *signing, "-extfile", str(config),
             "-extensions", "stamp", "-out", own)  # fmt: skip
    return folder


def stamp(folder: Path, query: bytes) -> bytes:
    """Answer a time-stamp query as the authority in `folder`."""
    asked, said = folder / "query.tsq", folder / "reply.tsr"
    asked.write_bytes(query)
    _openssl("ts", "-reply", "-config", str(folder / "tsa.cnf"), "-queryfile", str(asked), "-out", str(said))
    return said.read_bytes()


@dataclass
class Office:
    """A time-stamp authority that serves; `answer` may be replaced by one that fails or lies."""

    url: str
    roots: Path
    answer: Callable[[bytes], tuple[int, bytes]]


@contextmanager
def stamping_office(folder: Path) -> Iterator[Office]:
    """Serve an authority over HTTP."""
    authority(folder)
    office = Office("", folder / "ca.pem", lambda query: (200, stamp(folder, query)))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, body = office.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    office.url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield office
    finally:
        server.shutdown()
        server.server_close()
