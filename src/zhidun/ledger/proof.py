"""Proof files (c2sp.org/tlog-proof@v1): what a user takes home and checks offline."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from zhidun.kernel.text import t
from zhidun.ledger import checkpoint
from zhidun.ledger.errors import Malformed
from zhidun.ledger.merkle import verify_inclusion
from zhidun.ledger.note import Note, Verifier, unbase64
from zhidun.ledger.policy import Policy

FIRST_LINE = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"
LONGEST_PATH = 63
LONGEST_PROOF = 1_000_000


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that an entry is in a log.

    Attributes:
        index: place of the entry, from zero.
        path: hashes from the leaf's sibling up.
        note: the signed checkpoint, verbatim.
        extra: opaque bytes beside it: ours are the manifest and its salt.
    """

    index: int
    path: tuple[bytes, ...]
    note: Note
    extra: bytes | None = None

    @property
    def head(self) -> checkpoint.Checkpoint:
        """Return the checkpoint of the note, not yet verified."""
        return checkpoint.parse_text(self.note.text)

    def encode(self) -> bytes:
        """Return the bytes of the file."""
        lines = [FIRST_LINE]
        if self.extra is not None:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(step).decode() for step in self.path]
        return ("\n".join(lines) + "\n\n").encode() + self.note.encode()


def parse(content: bytes) -> Proof:
    """Return the proof of a file; nothing is verified yet.

    Raises:
        Malformed: it is none, or was cut short.
    """
    if len(content) > LONGEST_PROOF:
        raise Malformed(t("证明文件过大。", "The proof is too large."))
    head, found, signed = content.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as fault:
        raise Malformed(t("证明文件含非 ASCII 字符。", "The proof holds characters other than ASCII.")) from fault
    if not found or lines.pop(0) != FIRST_LINE:
        raise Malformed(t("不是存证证明文件。", "This is not a proof file."))
    extra = unbase64(lines.pop(0).removeprefix("extra ")) if lines and lines[0].startswith("extra ") else None
    if not lines or not lines[0].startswith("index "):
        raise Malformed(t("证明文件缺少序号。", "The proof gives no index."))
    index = checkpoint.number(lines.pop(0).removeprefix("index "))
    if len(lines) > LONGEST_PATH:
        raise Malformed(t("存证路径过长。", "The path is too long."))
    head_of, note = checkpoint.parse(signed)
    del head_of
    return Proof(index, tuple(checkpoint.hash_of(line) for line in lines), note, extra)


def verify(proof: Proof, *, leaf: bytes, policy: Policy) -> tuple[checkpoint.Cosignature, ...]:
    """Check a proof for a leaf hash under a policy and return the witnesses' cosignatures.

    Raises:
        LogUnknown, SignatureWrong, QuorumMissing, ProofWrong: the first step that fails.
    """
    keys: tuple[Verifier, ...] = policy.logs_of(proof.head.origin)
    head, signed = checkpoint.opened(proof.note.encode(), keys)
    found = checkpoint.cosignatures(signed, policy.witness_keys)
    verify_inclusion(index=proof.index, size=head.size, leaf=leaf, path=proof.path, root=head.root)
    policy.need([cosignature.key for cosignature in found])
    return found
