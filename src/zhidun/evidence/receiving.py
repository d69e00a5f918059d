"""Bytes on their way in: counted, hashed twice in one pass, capped, judged. No database here."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from zhidun.evidence.digests import Pair
from zhidun.evidence.errors import FileEmpty, FileTooLarge
from zhidun.evidence.names import clean_name
from zhidun.evidence.policies import Limits, limits
from zhidun.evidence.screening import look
from zhidun.evidence.storage import BlobStore, Incoming, blob_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from zhidun.kernel.errors import Refusal

CHUNK: Final = 256 * 1024


class Received:
    """A file that has fully arrived and is hashed, but that no row names yet.

    Either hand it to `services.keep` or `drop` it; `refusal` says why it cannot be kept, if it cannot.
    """

    def __init__(
        self, *, filename: str, declared_type: str, store: BlobStore | None = None, there: Path | None = None
    ) -> None:
        self.original_name = filename
        self.filename = clean_name(filename)
        self.declared_type = declared_type[:100]
        self.size = 0
        self.sha256 = ""
        self.sm3 = ""
        self.media_type = ""
        self.verdict = ""
        self.refusal: Refusal | None = None
        self._caps: Limits = limits()
        self._pair = Pair()
        place = store or blob_store()
        self.incoming: Incoming = place.begin() if there is None else place.adopt(there)
        self._writes = there is None

    def feed(self, chunk: bytes) -> None:
        """Take bytes in.

        Raises:
            FileTooLarge: over the cap; what came is dropped already.
            OutOfSpace: the store is full; what came is dropped already.
        """
        self.size += len(chunk)
        if self.size > self._caps.file_bytes:
            self.incoming.drop()
            raise FileTooLarge.over(self._caps.file_bytes)
        try:
            if self._writes:
                self.incoming.write(chunk)
        except BaseException:
            self.incoming.drop()
            raise
        self._pair.update(chunk)

    def finish(self) -> Received:
        """Close the digests and judge the file.

        Raises:
            FileEmpty: nothing came.
        """
        return self.judge(self._pair.found())

    def judge(self, found: Mapping[str, str]) -> Received:
        """Judge the file whose digests are `found` and whose `size` is set.

        Raises:
            FileEmpty: nothing came.
        """
        if not self.size:
            self.incoming.drop()
            raise FileEmpty(field="files")
        self.sha256, self.sm3 = found["sha256"], found["sm3"]
        try:
            with self.incoming.reader() as file:
                self.media_type, self.verdict = look(
                    file, filename=self.filename, declared=self.declared_type, caps=self._caps
                )
        except BaseException:
            self.incoming.drop()
            raise
        return self

    def drop(self) -> None:
        """Forget the bytes."""
        self.incoming.drop()


def chunks_of(stream: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    """Yield the bytes of a file or of an iterable in pieces."""
    read = getattr(stream, "read", None)
    if read is None:
        yield from stream
        return
    while chunk := read(CHUNK):
        yield chunk


def receive(*, stream: BinaryIO | Iterable[bytes], filename: str, declared_type: str = "") -> Received:
    """Take a whole stream in.

    Raises:
        FileTooLarge, FileEmpty, OutOfSpace: nothing is kept.
    """
    received = Received(filename=filename, declared_type=declared_type)
    try:
        for chunk in chunks_of(stream):
            received.feed(chunk)
    except BaseException:
        received.drop()
        raise
    return received.finish()


def receive_file(
    *, path: Path, filename: str, declared_type: str = "", found: Mapping[str, str] | None = None
) -> Received:
    """Take in a whole file of ours that is on disk already: it is read at most once, and not written again.

    Digests computed while it was written may be given as `found`, by the names in `digests.OURS`.

    Raises:
        FileTooLarge, FileEmpty, OutOfSpace: nothing is kept.
    """
    received = Received(filename=filename, declared_type=declared_type, there=path)
    if found is not None:
        received.size = path.stat().st_size
        return received.judge(found)
    try:
        with path.open("rb", buffering=0) as stream:
            for chunk in chunks_of(stream):
                received.feed(chunk)
    except BaseException:
        received.drop()
        raise
    return received.finish()
