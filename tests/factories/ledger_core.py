"""Logs, witnesses and proofs for tests: keys are fixed, so that pictures of a failure are the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from zhidun.ledger import checkpoint, entry, log
from zhidun.ledger.checkpoint import Cosigner
from zhidun.ledger.note import Ed25519Signer, Note, parse_signature
from zhidun.ledger.policy import Group, Policy, Witness
from zhidun.ledger.proof import Proof
from zhidun.ledger.store import Memory
from zhidun.ledger.tiles import TileReader, TileStore
from zhidun.ledger.verify import digests

ORIGIN = "log.zhidun.test/2026"
TIME = 1_790_000_000


def private(seed: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def signer(origin: str = ORIGIN, seed: int = 1) -> Ed25519Signer:
    return Ed25519Signer(origin, private(seed))


def cosigner(number: int) -> Cosigner:
    return Cosigner(f"witness.test/w{number}", private(100 + number))


def policy(witnesses: int = 2, least: int | None = None) -> Policy:
    names = tuple(f"w{number}" for number in range(1, witnesses + 1))
    known = tuple(Witness(name, cosigner(place).verifier) for place, name in enumerate(names, 1))
    groups = (Group("all", witnesses if least is None else least, names),) if witnesses else ()
    return Policy((signer().verifier,), known, groups, "all" if witnesses else "none")


def manifest(content: bytes, number: int = 0) -> dict[str, object]:
    found = digests([content])
    return {
        "type": "evidence",
        "at": "2026-11-23T02:00:00Z",
        "office": "510107",
        "number": number,
        "size": found.size,
        "sha256": found.sha256,
        "sm3": found.sm3,
    }


def salt(number: int = 0) -> bytes:
    return number.to_bytes(32, "big")


@dataclass
class Grown:
    """A log in a store, with its guard."""

    guard: log.Guard
    store: TileStore = field(default_factory=Memory)

    def append(self, entries: list[bytes]) -> Note:
        return log.append(self.store, self.guard, signer(), entries)

    @property
    def head(self) -> checkpoint.Checkpoint:
        found = log.head_of(self.store, signer())
        assert found is not None
        return found


def grown(folder: Path, size: int, store: TileStore | None = None) -> Grown:
    made = Grown(log.Guard(folder / "guard.json"), Memory() if store is None else store)
    made.append([f"entry {number}".encode() for number in range(size)])
    return made


def cosign(signed: Note, *numbers: int, time: int = TIME) -> Note:
    lines = [parse_signature(cosigner(number).cosign(signed.text, time).line.rstrip("\n")) for number in numbers]
    return Note(signed.text, (*signed.signatures, *lines))


def sealed(folder: Path, content: bytes, *, before: int = 5, after: int = 7) -> Proof:
    """Return the cosigned proof of a file in a log of `before + 1 + after` entries."""
    found = entry.make(manifest(content), salt())
    made = Grown(log.Guard(folder / "guard.json"))
    signed = made.append(
        [
            *(f"before {n}".encode() for n in range(before)),
            found.encode(),
            *(f"after {n}".encode() for n in range(after)),
        ]
    )
    path = log.path_of(TileReader(made.store, before + 1 + after), before)
    return Proof(before, tuple(path), cosign(signed, 1, 2), entry.extra_of(manifest(content), salt()))
