"""Checkpoints (c2sp.org/tlog-checkpoint) and their cosignatures (c2sp.org/tlog-cosignature, v1, Ed25519)."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhidun.kernel.text import t
from zhidun.ledger import note
from zhidun.ledger.errors import Malformed, SignatureWrong
from zhidun.ledger.merkle import EMPTY, HASH_BYTES
from zhidun.ledger.note import COSIGNATURE, Note, Signature, Signer, Verifier

TIME_BYTES = 8
LEAST_LINES = 3
MOST_LEAVES = 1 << 63


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log.

    Attributes:
        origin: name of the log.
        size: number of leaves.
        root: 32 bytes.
        extra: extension lines; we write none.
    """

    origin: str
    size: int
    root: bytes
    extra: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the text that is signed."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extra]
        return "".join(f"{line}\n" for line in lines)


def number(text: str) -> int:
    """Return a decimal without leading zeroes.

    Raises:
        Malformed: it is none, or 2**63 or more.
    """
    if not (text.isascii() and text.isdigit()) or (len(text) > 1 and text[0] == "0") or len(text) > 19:  # noqa: PLR2004  digits of 2**63
        raise Malformed(t(f"“{text[:30]}”不是规范的十进制数。", f"“{text[:30]}” is no plain decimal number."))
    found = int(text)
    if found >= MOST_LEAVES:
        raise Malformed(t("数值过大。", "The number is too large."))
    return found


def hash_of(text: str) -> bytes:
    """Return the 32 bytes of a base64 hash.

    Raises:
        Malformed: it is none.
    """
    found = note.unbase64(text)
    if len(found) != HASH_BYTES:
        raise Malformed(t("哈希值应为 32 字节。", "A hash has 32 bytes."))
    return found


def parse_text(text: str) -> Checkpoint:
    """Return the checkpoint of a note's text.

    Raises:
        Malformed: it is none.
    """
    lines = text.removesuffix("\n").split("\n")
    if not text.endswith("\n") or len(lines) < LEAST_LINES or not all(lines):
        raise Malformed(t("检查点至少应有三行。", "A checkpoint has three lines at least."))
    return Checkpoint(lines[0], number(lines[1]), hash_of(lines[2]), tuple(lines[3:]))


def parse(content: bytes) -> tuple[Checkpoint, Note]:
    """Return the checkpoint of some bytes and the note around it; signatures are not yet verified.

    Raises:
        Malformed: it is none.
    """
    signed = note.parse(content)
    return parse_text(signed.text), signed


def opened(content: bytes, keys: Sequence[Verifier]) -> tuple[Checkpoint, Note]:
    """Return a checkpoint that a known key of its origin signed.

    Raises:
        Malformed: it is no checkpoint, or an empty tree has another root.
        SignatureWrong: no key of this origin signed it, or one's line does not verify.
    """
    found, signed = parse(content)
    note.verify(signed, [key for key in keys if key.name == found.origin])
    if found.size == 0 and found.root != EMPTY:
        raise Malformed(t("空日志的根值不对。", "The root of an empty log is wrong."))
    return found, signed


def sign(head: Checkpoint, signers: Sequence[Signer]) -> Note:
    """Return the signed note of a head."""
    return note.sign(head.text, signers)


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A witness's statement: at `time` (POSIX seconds) the largest consistent head it had seen was this one."""

    key: Verifier
    time: int


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness key held in memory (type 0x04)."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def verifier(self) -> Verifier:
        """Return the public side."""
        return Verifier(self.name, COSIGNATURE, self.private.public_key().public_bytes_raw())

    def cosign(self, text: str, time: int) -> Signature:
        """Return the signature line over a checkpoint's text at a POSIX time (seconds, positive)."""
        stamp = time.to_bytes(TIME_BYTES, "big")
        return Signature(self.name, self.verifier.key_id, stamp + self.private.sign(cosigned(text, time)))


def cosigned(text: str, time: int) -> bytes:
    """Return the message of a cosignature."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosignatures(signed: Note, witnesses: Sequence[Verifier]) -> tuple[Cosignature, ...]:
    """Return the valid cosignatures of known witnesses; lines of unknown keys are ignored.

    Raises:
        SignatureWrong: a known witness's line does not verify.
    """
    return tuple(
        Cosignature(key, cosignature_time(signed.text, signature, key))
        for key in witnesses
        for signature in signed.signed_by(key)
    )


def cosignature_time(text: str, signature: Signature, key: Verifier) -> int:
    """Return the time of one cosignature line once it is verified.

    Raises:
        SignatureWrong: it does not verify, or its time is zero or beyond 2**63.
    """
    time = int.from_bytes(signature.content[:TIME_BYTES], "big")
    if not 0 < time < MOST_LEAVES:
        raise SignatureWrong(t(f"“{key.name}”的见证时间无效。", f"The time of witness “{key.name}” is not valid."))
    key.check(cosigned(text, time), signature.content[TIME_BYTES:])
    return time
