"""What an owner takes home: a BagIt bag with records, files, proofs, certificate, chain of title and verify.html."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Final

from zhidun.access.actors import Actor
from zhidun.cases.certificates import ISSUER
from zhidun.deposit import records, selectors
from zhidun.deposit.certificates import certificate_pdf, chain_pdf
from zhidun.deposit.models import Deposit
from zhidun.evidence import proofs
from zhidun.evidence import selectors as evidence
from zhidun.evidence import services as keeping
from zhidun.evidence.bagit import CHUNK, BagWriter, ZipSink
from zhidun.evidence.errors import ProofPending
from zhidun.evidence.logbook import logbook
from zhidun.evidence.models import Seal
from zhidun.evidence.package_check import ORIGINALS, PROOFS, STAMPS
from zhidun.evidence.stamping import tokens_of
from zhidun.kernel import time
from zhidun.ledger import pages
from zhidun.ledger.proof import SUFFIX

IN_MEMORY: Final = 8_000_000
README: Final = """作品存证包 Deposit package

data/original/    存证记录与作品文件 records and files of the work, byte for byte
data/proof/       每个文件的证明 a proof for each (C2SP tlog-proof)
data/timestamps/  可信时间戳 RFC 3161 tokens over the checkpoints
data/certificate.pdf  存证证书 certificate · data/chain.pdf  权属链 chain of title
verify.html       离线核验页 offline page: drop a file and its proof

zhidun verify <this package> --key <the log's published key>
存证证明内容和时间,不是著作权登记。A deposit proves content and time; it is no registration.
"""


def record_proof(row: Deposit, seq: int = 1) -> tuple[str, bytes]:
    """Return name and bytes of the proof file of a record of the chain.

    Raises:
        ProofPending: its proof is not there yet.
        DepositNotFound: the chain has no such entry.
    """
    entry = row.chain.filter(seq=seq).first()
    seal = records.seal_of(entry) if entry else None
    if entry is None or seal is None:
        raise ProofPending
    return entry.filename + SUFFIX, proofs.proof_file(seal)


def package(*, row: Deposit, actor: Actor) -> IO[bytes]:
    """Return the package of a deposit as a ZIP, at its beginning; custody of its files says who took it.

    Raises:
        ProofPending: a proof is not there yet.
        Quarantined: a file was shut.
    """
    certificate, chain = certificate_pdf(row), chain_pdf(row)
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  handed to the answer, which closes it
    with zipfile.ZipFile(out, "w") as pack:
        writer = BagWriter(ZipSink(pack, f"deposit-{row.number}"))
        seals = [*_write_records(row, writer), *_write_files(row, writer, actor)]
        writer.add("certificate.pdf", certificate)
        writer.add("chain.pdf", chain)
        _write_stamps(writer, seals)
        book = logbook()
        policy = book.published_policy()
        writer.tag("verify.html", pages.page(policy).encode())
        writer.tag("policy", policy.text.encode())
        writer.tag("log.vkey", f"{book.key.vkey}\n".encode())
        writer.tag("README.txt", README.encode())
        source = ("Source-Organization", f"{ISSUER.zh} {ISSUER.en}")
        writer.close([source, ("Bagging-Date", time.today().isoformat()), ("External-Identifier", row.number)])
    out.seek(0)
    return out


def _write_records(row: Deposit, writer: BagWriter) -> Iterator[Seal]:
    for entry, _ in selectors.chain(row):
        seal = records.seal_of(entry)
        if seal is None:
            raise ProofPending
        _add(writer, entry.filename, entry.record.encode(), seal)
        yield seal


def _write_files(row: Deposit, writer: BagWriter, actor: Actor) -> Iterator[Seal]:
    for place, item in enumerate(selectors.items_of(row), start=1):
        seal = proofs.seal_of(item)
        if seal is None:
            raise ProofPending
        with evidence.open_clean(item) as stream:
            _add(writer, f"{place:02d}-{item.filename}", _chunks(stream), seal)
        keeping.take_custody(item=item, actor=actor, action="package-made")
        yield seal


def _add(writer: BagWriter, name: str, content: bytes | Iterator[bytes], seal: Seal) -> None:
    writer.add(ORIGINALS.removeprefix("data/") + name, content)
    writer.add(PROOFS.removeprefix("data/") + name + SUFFIX, proofs.proof_file(seal))


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _write_stamps(writer: BagWriter, seals: list[Seal]) -> None:
    heads = {row.size: row for row in map(proofs.covering, seals) if row is not None}
    stamps = STAMPS.removeprefix("data/")
    for size, head in heads.items():
        writer.add(f"{stamps}checkpoint-{size}.txt", head.text.encode())
        for token in tokens_of(head):
            writer.add(f"{stamps}{size}-{token.authority}.tsr", bytes(token.token or b""))
