"""Signed notes (c2sp.org/signed-note): text, signature lines, keys. Ed25519 now, others by the interface."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from zhidun.kernel.text import t
from zhidun.ledger.errors import Malformed, SignatureWrong

ED25519 = 0x01
COSIGNATURE = 0x04
KEY_BYTES = 32
ID_BYTES = 4
MOST_SIGNATURES = 100
LONGEST_NOTE = 1_000_000
DASH = "\N{EM DASH} "


def unbase64(text: str) -> bytes:
    """Return the bytes of canonical base64 (RFC 4648 section 4).

    Raises:
        Malformed: it is not base64, or not the one way to write these bytes.
    """
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Malformed(t("不是规范的 Base64。", "This is not canonical base64.")) from fault
    if base64.b64encode(found).decode() != text:
        raise Malformed(t("不是规范的 Base64。", "This is not canonical base64."))
    return found


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """Return SHA-256(name ‖ 0x0A ‖ kind ‖ public key)[:4]."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:ID_BYTES]


def check_name(name: str) -> str:
    """Return a key name, or refuse it (Malformed): no spaces, no plus, not empty."""
    if not name or "+" in name or any(c.isspace() for c in name):
        raise Malformed(t(f"密钥名称“{name[:60]}”无效。", f"“{name[:60]}” is no name of a key."))
    return name


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: name of the key, its id, and the bytes after the id."""

    name: str
    key_id: bytes
    content: bytes

    @property
    def line(self) -> str:
        """Return the line, with its newline."""
        return f"{DASH}{self.name} {base64.b64encode(self.key_id + self.content).decode()}\n"


def parse_signature(line: str) -> Signature:
    """Return the signature of a line without its newline.

    Raises:
        Malformed: it is none.
    """
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not encoded:
        raise Malformed(t("签名行格式不对。", "A signature line is malformed."))
    content = unbase64(encoded)
    if len(content) <= ID_BYTES:
        raise Malformed(t("签名行过短。", "A signature line is too short."))
    return Signature(check_name(name), content[:ID_BYTES], content[ID_BYTES:])


class Signer(Protocol):
    """Whoever can sign a note: an Ed25519 key in memory, a hardware module, an SM2 service."""

    @property
    def verifier(self) -> Verifier:
        """Return the public side."""

    def sign(self, text: str) -> Signature:
        """Return the signature line over a note's text."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """The public side of a key.

    Attributes:
        name: name of the key.
        kind: signature type: 0x01 Ed25519, 0x04 Ed25519 cosignature with time.
        public: 32 bytes.
    """

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that name the key in a signature line."""
        return key_id(self.name, self.kind, self.public)

    @property
    def vkey(self) -> str:
        """Return the key as text: `name+hex id+base64(kind ‖ public key)`."""
        encoded = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    def fits(self, signature: Signature) -> bool:
        """Whether a signature line names this key."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def check(self, message: bytes, signature: bytes) -> None:
        """Check a raw Ed25519 signature.

        Raises:
            SignatureWrong: it does not verify.
        """
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature as fault:
            raise SignatureWrong(
                t(f"“{self.name}”的签名验证失败。", f"The signature of “{self.name}” does not verify."), field=self.name
            ) from fault


def parse_vkey(text: str) -> Verifier:
    """Return the key of a vkey line.

    Raises:
        Malformed: it is no vkey, its id does not fit, or its kind is not known here.
    """
    name, _, rest = text.strip().partition("+")
    hexed, _, encoded = rest.partition("+")
    content = unbase64(encoded)
    key = Verifier(check_name(name), content[0] if content else 0, content[1:])
    if key.kind not in {ED25519, COSIGNATURE} or len(key.public) != KEY_BYTES:
        raise Malformed(t("不支持该公钥类型。", "This kind of key is not supported."))
    if hexed != key.key_id.hex():
        raise Malformed(t("公钥编号与公钥不符。", "The id in the key does not fit the key."))
    return key


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """An Ed25519 key held in memory that signs notes (type 0x01)."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def verifier(self) -> Verifier:
        """Return the public side."""
        return Verifier(self.name, ED25519, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """Return the signature line over a note's text."""
        return Signature(self.name, self.verifier.key_id, self.private.sign(text.encode()))


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note: its text, ending in a newline, and its signature lines."""

    text: str
    signatures: tuple[Signature, ...]

    def encode(self) -> bytes:
        """Return the bytes of the note."""
        return (self.text + "\n" + "".join(signature.line for signature in self.signatures)).encode()

    def signed_by(self, key: Verifier) -> tuple[Signature, ...]:
        """Return the lines that name a key, not yet verified."""
        return tuple(signature for signature in self.signatures if key.fits(signature))


def parse(content: bytes) -> Note:
    """Return the note of some bytes; signatures are not yet verified.

    Raises:
        Malformed: it is no note.
    """
    if len(content) > LONGEST_NOTE:
        raise Malformed(t("签名文档过大。", "The note is too large."))
    try:
        text = content.decode()
    except UnicodeDecodeError as fault:
        raise Malformed(t("签名文档不是 UTF-8。", "The note is not UTF-8.")) from fault
    if any(ord(c) < ord(" ") and c != "\n" for c in text):
        raise Malformed(t("签名文档含控制字符。", "The note holds control characters."))
    body, found, lines = text.rpartition("\n\n")
    if not found or not lines.endswith("\n"):
        raise Malformed(t("签名文档没有签名部分。", "The note has no signatures."))
    rows = lines[:-1].split("\n")
    if len(rows) > MOST_SIGNATURES:
        raise Malformed(t("签名过多。", "The note has too many signatures."))
    return Note(body + "\n", tuple(parse_signature(row) for row in rows))


def sign(text: str, signers: Sequence[Signer]) -> Note:
    """Return a note over `text` (which ends in a newline) with a line of each signer."""
    return Note(text, tuple(signer.sign(text) for signer in signers))


def verify(note: Note, keys: Sequence[Verifier]) -> tuple[Verifier, ...]:
    """Return the known keys that signed; unknown lines are ignored.

    Raises:
        SignatureWrong: a known key's line does not verify, or no known key signed.
    """
    found = []
    for key in keys:
        for signature in note.signed_by(key):
            key.check(note.text.encode(), signature.content)
            found.append(key)
    if not found:
        raise SignatureWrong(t("没有已知公钥的签名。", "None of the known keys signed this."))
    return tuple(dict.fromkeys(found))
