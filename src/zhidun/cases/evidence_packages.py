"""The evidence package: a BagIt bag with the original, its proof, time stamps, custody, certificate and verify.html."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Final

from zhidun.access.actors import Actor
from zhidun.cases.certificates import ISSUER, action_title, certificate_pdf
from zhidun.evidence import proofs, selectors
from zhidun.evidence import services as evidence
from zhidun.evidence.bagit import CHUNK, BagWriter, ZipSink
from zhidun.evidence.errors import ProofPending
from zhidun.evidence.logbook import logbook
from zhidun.evidence.models import Item, ItemState
from zhidun.evidence.package_check import ORIGINALS, PROOFS, STAMPS
from zhidun.evidence.sealing import moment
from zhidun.evidence.stamping import tokens_of
from zhidun.kernel import time
from zhidun.ledger import pages
from zhidun.ledger.proof import SUFFIX

IN_MEMORY: Final = 8_000_000
README: Final = """证据包 Evidence package

data/original/     原件 the original, byte for byte
                   网页固定的各件一并放入 with a captured page: picture, document, archive, report
data/proof/        证明文件 proof that it stands in the public log (C2SP tlog-proof)
data/timestamps/   可信时间戳 RFC 3161 tokens over the checkpoint's text
data/custody.json  保管链 chain of custody
data/certificate.pdf  存证证明 certificate
verify.html        离线核验页:断网打开,放入原件与证明 offline page: open it without a network, drop original and proof

zhidun verify <this package> --key <the log's published key>
日志公钥请从平台公布处另行取得,不要只信任包内的副本。
Take the log's key from where it is published; do not rely on the copy in this package alone.
"""


def package(*, item: Item, actor: Actor) -> IO[bytes]:
    """Return the package of an item as a ZIP, at its beginning; who took it stands in the chain of custody.

    An item that a capture made brings the others of that capture, its report among them, each with its proof.

    Raises:
        Quarantined: the item is shut; its original is not handed out.
        ProofPending: its proof, or that of what was captured with it, is not there yet.
        SealErased: what opens its seal was erased.
    """
    seal = proofs.seal_of(item)
    row = proofs.covering(seal) if seal else None
    if seal is None or row is None:
        raise ProofPending
    proof = proofs.proof_file(seal)
    together = _together(item)
    original = selectors.open_clean(item)
    evidence.take_custody(item=item, actor=actor, action="package-made")
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  handed to the answer, which closes it
    with original, zipfile.ZipFile(out, "w") as pack:
        writer = BagWriter(ZipSink(pack, f"evidence-{item.public_id}"))
        name = item.filename
        writer.add(ORIGINALS.removeprefix("data/") + name, _chunks(original))
        writer.add(PROOFS.removeprefix("data/") + name + SUFFIX, proof)
        for one, its_proof in together:
            with selectors.open_original(one) as stream:
                writer.add(ORIGINALS.removeprefix("data/") + one.filename, _chunks(stream))
            writer.add(PROOFS.removeprefix("data/") + one.filename + SUFFIX, its_proof)
        writer.add("manifest.json", seal.manifest.encode())
        writer.add("custody.json", _custody(item))
        writer.add("certificate.pdf", certificate_pdf(item))
        stamps = STAMPS.removeprefix("data/")
        writer.add(f"{stamps}checkpoint.txt", row.text.encode())
        for token in tokens_of(row):
            writer.add(f"{stamps}{token.authority}.tsr", bytes(token.token or b""))
        book = logbook()
        policy = book.published_policy()
        writer.tag("verify.html", pages.page(policy).encode())
        writer.tag("policy", policy.text.encode())
        writer.tag("log.vkey", f"{book.key.vkey}\n".encode())
        writer.tag("README.txt", README.encode())
        writer.close(
            [
                ("Source-Organization", f"{ISSUER.zh} {ISSUER.en}"),
                ("Bagging-Date", time.today().isoformat()),
                ("External-Identifier", str(item.public_id)),
            ]
        )
    out.seek(0)
    return out


def _together(item: Item) -> list[tuple[Item, bytes]]:
    """Return what was captured with an item and may be opened, each with its proof."""
    found = []
    for one in selectors.made_together(item):
        seal = proofs.seal_of(one)
        if one.state != ItemState.CLEAN:
            continue
        if seal is None or proofs.covering(seal) is None:
            raise ProofPending
        found.append((one, proofs.proof_file(seal)))
    return found


def _chunks(original: IO[bytes]) -> Iterator[bytes]:
    while chunk := original.read(CHUNK):
        yield chunk


def _custody(item: Item) -> bytes:
    links = [
        {
            "seq": link.seq,
            "at": moment(link.at),
            "action": link.action,
            "title": action_title(link.action).as_dict(),
            "by": {"zh": link.actor_name_zh, "en": link.actor_name_en},
            "note": link.note,
            "sha256": link.sha256,
        }
        for link in selectors.custody(item)
    ]
    return json.dumps(links, ensure_ascii=False, indent=1).encode()
