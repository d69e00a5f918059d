"""A witness (c2sp.org/tlog-witness): cosigns the heads of logs it knows, and never two that contradict each other."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from zhidun.kernel.errors import Refusal
from zhidun.ledger import checkpoint, note
from zhidun.ledger.checkpoint import Checkpoint, Cosigner
from zhidun.ledger.errors import Malformed, ProofWrong, SignatureWrong
from zhidun.ledger.merkle import EMPTY, verify_consistency
from zhidun.ledger.note import Verifier
from zhidun.ledger.store import write_durably

MOST_LINES = 63
LONGEST_REQUEST = 64 * 1024
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the witness says: HTTP status, body, content type."""

    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """A parsed `add-checkpoint` request."""

    old: int
    proof: tuple[bytes, ...]
    signed: bytes


def parse_request(body: bytes) -> Request:
    """Return the parts of an `add-checkpoint` body.

    Raises:
        Malformed: it is none.
    """
    head, found, signed = body.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as fault:
        raise Malformed from fault
    if not found or not lines[0].startswith("old ") or len(lines) > MOST_LINES + 1:
        raise Malformed
    old = checkpoint.number(lines[0].removeprefix("old "))
    return Request(old, tuple(checkpoint.hash_of(line) for line in lines[1:]), signed)


def request_body(old: int, proof: Sequence[bytes], signed: bytes) -> bytes:
    """Return the body of an `add-checkpoint` request, as a log sends it."""
    lines = [f"old {old}", *(base64.b64encode(step).decode() for step in proof)]
    return ("\n".join(lines) + "\n\n").encode() + signed


class HeadStore:
    """The last head cosigned of each log: one small durable file a log."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _file(self, origin: str) -> Path:
        return self.folder / f"{sha256(origin.encode()).hexdigest()}.json"

    def read(self, origin: str) -> Checkpoint:
        """Return the last head; an empty tree when none was cosigned yet.

        Raises:
            Malformed: the file is damaged: a witness that has forgotten must not cosign.
        """
        try:
            said = json.loads(self._file(origin).read_bytes())
            return Checkpoint(origin, int(said["size"]), bytes.fromhex(said["root"]))
        except FileNotFoundError:
            return Checkpoint(origin, 0, EMPTY)
        except (ValueError, KeyError, TypeError) as fault:
            raise Malformed from fault

    def keep(self, head: Checkpoint) -> None:
        """Remember a head; when this returns it outlives a crash."""
        said = {"origin": head.origin, "size": head.size, "root": head.root.hex()}
        write_durably(self._file(head.origin), json.dumps(said, ensure_ascii=False).encode())


@dataclass(slots=True)
class Witness:
    """One witness.

    Attributes:
        cosigner: its key.
        logs: keys of the logs it knows, by origin.
        heads: what it has cosigned.
        now: POSIX seconds.
    """

    cosigner: Cosigner
    logs: Mapping[str, Sequence[Verifier]]
    heads: HeadStore
    now: Callable[[], int]
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add_checkpoint(self, body: bytes) -> Answer:
        """Answer `add-checkpoint`: 200 with the cosignature, or 400, 403, 404, 409, 422 as the protocol says."""
        if len(body) > LONGEST_REQUEST:
            return Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            request = parse_request(body)
            claimed = checkpoint.parse(request.signed)[0]
        except Refusal:
            return Answer(HTTPStatus.BAD_REQUEST)
        keys = self.logs.get(claimed.origin)
        if keys is None:
            return Answer(HTTPStatus.NOT_FOUND)
        try:
            _opened(request.signed, keys)
        except SignatureWrong:
            return Answer(HTTPStatus.FORBIDDEN)
        if request.old > claimed.size:
            return Answer(HTTPStatus.BAD_REQUEST)
        with self._lock:
            return self._decide(request, claimed)

    def _decide(self, request: Request, head: Checkpoint) -> Answer:
        last = self.heads.read(head.origin)
        if request.old != last.size:
            return Answer(HTTPStatus.CONFLICT, f"{last.size}\n".encode(), SIZE_TYPE)
        try:
            _need_consistent(last, head, request.proof)
        except ProofWrong:
            return Answer(HTTPStatus.UNPROCESSABLE_ENTITY)
        if head.size > last.size:
            self.heads.keep(head)
        line = self.cosigner.cosign(checkpoint.parse(request.signed)[1].text, self.now()).line
        return Answer(HTTPStatus.OK, line.encode())


def _opened(signed: bytes, keys: Sequence[Verifier]) -> None:
    head, parsed = checkpoint.parse(signed)
    note.verify(parsed, [key for key in keys if key.name == head.origin])


def _need_consistent(last: Checkpoint, head: Checkpoint, proof: Sequence[bytes]) -> None:
    if head.size == 0 and head.root != EMPTY:
        raise ProofWrong
    if last.size == 0:
        if proof:
            raise ProofWrong
        return
    verify_consistency(old=last.size, new=head.size, old_root=last.root, new_root=head.root, proof=proof)
