"""Checking an evidence package (a folder or a ZIP) with the operator switched off: bag, proofs, time stamps."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from zhidun.evidence import bagit
from zhidun.evidence.bagit import FolderSource, Source, ZipSource
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import t
from zhidun.ledger import proof as proofs
from zhidun.ledger.policy import Policy
from zhidun.ledger.proof import LONGEST_PROOF, SUFFIX
from zhidun.ledger.verify import Finding, Verdict, digests, verify

ORIGINALS, PROOFS, STAMPS = "data/original/", "data/proof/", "data/timestamps/"
LONGEST_TOKEN = 1_000_000


class NotAPackage(Invalid):
    """A file that is no evidence package."""

    code = "evidence.not_a_package"
    default_reason = t("这不是证据包(文件夹或ZIP)。", "This is no evidence package (a folder or a ZIP).")
    default_remedy = t("请选择从平台下载的证据包。", "Choose the package that was downloaded from the platform.")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a package found.

    Attributes:
        findings: each step, in order.
        verdicts: what the check of each original against its proof said, by file name.
    """

    findings: tuple[Finding, ...]
    verdicts: dict[str, Verdict]

    @property
    def ok(self) -> bool:
        """Whether everything holds, and at least one original has its proof."""
        return bool(self.verdicts) and all(finding.ok for finding in self.findings)


def check(path: Path, policy: Policy, *, roots: Path | None = None) -> Checked:
    """Check a package under a policy; never raises for what was altered inside.

    Args:
        path: the folder or the ZIP.
        policy: whose log and which witnesses are believed; never taken from the package itself.
        roots: PEM file of time-stamp roots; without it tokens are only held against the checkpoint.

    Raises:
        NotAPackage: neither a folder nor a ZIP.
    """
    with _opened(path) as source:
        findings = list(_bag(source))
        names = list(source.names()) if all(f.ok for f in findings) else _names(source)
        verdicts = dict(_originals(source, names, policy))
        for name, verdict in verdicts.items():
            findings += [
                Finding(one.step, ok=one.ok, says=t(f"{name}:{one.says.zh}", f"{name}: {one.says.en}"))
                for one in verdict.findings
            ]
        findings += _stamps(source, names, roots)
    if not verdicts:
        findings.append(
            Finding("proof", ok=False, says=t("包内没有原件及证明。", "It holds no original with its proof."))
        )
    return Checked(tuple(findings), verdicts)


@contextmanager
def _opened(path: Path) -> Iterator[Source]:
    if path.is_dir():
        yield FolderSource(path)
        return
    try:
        pack = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as fault:
        raise NotAPackage from fault
    with pack:
        yield ZipSource.of(pack)


def _names(source: Source) -> list[str]:
    try:
        return list(source.names())
    except Refusal:
        return []


def _bag(source: Source) -> Iterator[Finding]:
    try:
        faults = bagit.check(source)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as fault:
        yield Finding("bag", ok=False, says=t(f"证据包已损坏:{fault}", f"The package is damaged: {fault}"))
        return
    for one in faults:
        says = t(f"{one.file}:{one.says.zh}", f"{one.file}: {one.says.en}")
        yield Finding("bag", ok=False, says=says)
    if not faults:
        yield Finding("bag", ok=True, says=t("证据包完整(BagIt)。", "The package is complete (BagIt)."))


def _read(source: Source, name: str, most: int) -> bytes:
    with source.open(name) as file:
        return file.read(most + 1)


def _chunks(source: Source, name: str) -> Iterator[bytes]:
    with source.open(name) as file:
        while chunk := file.read(1 << 20):
            yield chunk


def _originals(source: Source, names: list[str], policy: Policy) -> Iterator[tuple[str, Verdict]]:
    for name in names:
        if not name.startswith(ORIGINALS):
            continue
        short = name.removeprefix(ORIGINALS)
        proof = f"{PROOFS}{short}{SUFFIX}"
        try:
            if proof not in names:
                says = t("缺少证明文件。", "Its proof is missing.")
                yield short, Verdict((Finding("proof", ok=False, says=says),))
                continue
            yield short, verify(digests(_chunks(source, name)), _read(source, proof, LONGEST_PROOF), policy)
        except (zipfile.BadZipFile, OSError, EOFError) as fault:
            says = t(f"无法读取:{fault}", f"It cannot be read: {fault}")
            yield short, Verdict((Finding("file", ok=False, says=says),))


def _stamps(source: Source, names: list[str], roots: Path | None) -> Iterator[Finding]:
    heads = {
        proofs.parse(_read(source, name, LONGEST_PROOF)).note.text
        for name in names
        if name.startswith(PROOFS) and _parses(_read(source, name, LONGEST_PROOF))
    }
    for name in names:
        if name.startswith(STAMPS) and name.endswith(".tsr"):
            yield _stamp(name.removeprefix(STAMPS), _read(source, name, LONGEST_TOKEN), heads, roots)


def _parses(content: bytes) -> bool:
    try:
        proofs.parse(content)
    except Refusal:
        return False
    return True


def _stamp(name: str, content: bytes, heads: set[str], roots: Path | None) -> Finding:
    import rfc3161_client as tsp

    try:
        answer = tsp.decode_timestamp_response(content)
        imprint, at = answer.tst_info.message_imprint.message, answer.tst_info.gen_time
    except ValueError:
        return Finding("timestamp", ok=False, says=t(f"{name}:令牌无法读取。", f"{name}: the token cannot be read."))
    head = next((text for text in heads if sha256(text.encode()).digest() == imprint), None)
    if head is None:
        says = t(f"{name}:令牌不属于该检查点。", f"{name}: the token is over another checkpoint.")
        return Finding("timestamp", ok=False, says=says)
    if roots is not None:
        from zhidun.evidence.tokens import granted

        try:
            granted(content, message=head.encode(), roots=roots)
        except Refusal as refusal:
            return Finding("timestamp", ok=False, says=refusal.reason)
    checked = (
        t("已核验", "verified") if roots else t("签名未核验(未给根证书)", "signature not checked (no roots given)")
    )
    says = t(f"{name}:{at.isoformat()},{checked.zh}", f"{name}: {at.isoformat()}, {checked.en}")
    return Finding("timestamp", ok=True, says=says)
