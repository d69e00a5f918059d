"""Checking a file against its proof, with the operator switched off; what differs is named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes

from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, listed, t
from zhidun.ledger import entry, proof
from zhidun.ledger.checkpoint import Cosignature
from zhidun.ledger.errors import Malformed
from zhidun.ledger.policy import Policy

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One step of the check.

    Attributes:
        step: `file`, `proof`, `commitment`, `log`, `signature`, `inclusion` or `quorum`.
        ok: whether it holds.
        says: what was found, or what was expected and what was got.
    """

    step: str
    ok: bool
    says: Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found.

    Attributes:
        findings: each step, in order.
        origin: name of the log.
        index: place of the entry.
        size: size of the tree.
        manifest: what was sealed.
        cosignatures: verified statements of known witnesses.
    """

    findings: tuple[Finding, ...]
    origin: str = ""
    index: int | None = None
    size: int | None = None
    manifest: Mapping[str, object] | None = None
    cosignatures: tuple[Cosignature, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every step holds."""
        return bool(self.findings) and all(finding.ok for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Digests:
    """Size and digests of a file, in hexadecimal."""

    size: int
    sha256: str
    sm3: str


def digests(chunks: Iterable[bytes]) -> Digests:
    """Return the SHA-256 and SM3 of a stream, in one pass."""
    size, one, two = 0, hashlib.sha256(), hashes.Hash(hashes.SM3())
    for chunk in chunks:
        size += len(chunk)
        one.update(chunk)
        two.update(chunk)
    return Digests(size, one.hexdigest(), two.finalize().hex())


def verify(found: Digests, proof_file: bytes, policy: Policy) -> Verdict:
    """Check a file (by its digests) against a proof file under a policy; never raises for what was altered."""
    try:
        given = proof.parse(proof_file)
        head = given.head
        opened, manifest = entry.opened(_needed(given.extra))
    except Refusal as refusal:
        return Verdict((Finding("proof", ok=False, says=refusal.reason),))
    steps = [*_file_steps(found, manifest)]
    witnesses: tuple[Cosignature, ...] = ()
    try:
        witnesses = proof.verify(given, leaf=opened.leaf, policy=policy)
        who = listed([c.key.name for c in witnesses] or ["—"])
        says = t(
            f"第 {given.index} 条在“{head.origin}”的检查点(共 {head.size} 条)之内;见证:{who.zh}。",
            f"Entry {given.index} is in the checkpoint of “{head.origin}” ({head.size} entries); witnesses: {who.en}.",
        )
        steps.append(Finding("inclusion", ok=True, says=says))
    except Refusal as refusal:
        steps.append(Finding(refusal.code.removeprefix("ledger."), ok=False, says=refusal.reason))
    return Verdict(tuple(steps), head.origin, given.index, head.size, manifest, witnesses)


def _needed(extra: bytes | None) -> bytes:
    if extra is None:
        raise Malformed(
            t("证明文件不含清单,无法与文件核对。", "The proof carries no manifest to compare the file with.")
        )
    return extra


def _file_steps(found: Digests, manifest: Mapping[str, object]) -> Iterable[Finding]:
    """Compare a file with what its manifest says: size, SHA-256, SM3."""
    for name, got in (("size", found.size), ("sha256", found.sha256), ("sm3", found.sm3)):
        wanted = manifest.get(name)
        if wanted is None and name != "sha256":
            continue
        same = wanted == got
        says = (
            t(f"{name} 一致:{got}", f"{name} fits: {got}")
            if same
            else t(f"{name} 应为 {wanted},实为 {got}", f"{name}: expected {wanted}, got {got}")
        )
        yield Finding("file", ok=same, says=says)
