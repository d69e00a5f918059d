"""Where bytes lie: an interface, and the store on a local disk (content-addressed, durable before acknowledged)."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from zhidun.evidence.errors import BytesMissing
from zhidun.kernel.errors import OutOfSpace

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NO_LINKS = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP})
COPIED = 1 << 20


class Incoming(Protocol):
    """Bytes on their way in; nobody can see them yet."""

    def write(self, chunk: bytes) -> None:
        """Append bytes.

        Raises:
            OutOfSpace: the store is full; what was written is dropped by `drop`.
        """

    def head(self, size: int) -> bytes:
        """Return the first `size` bytes written so far."""

    def reader(self) -> BinaryIO:
        """Open what was written, from the beginning."""

    def keep(self, sha256: str) -> None:
        """Make the bytes durable under their digest; returns only when a power cut can no longer lose them.

        Raises:
            OutOfSpace: the store is full; nothing is kept.
        """

    def drop(self) -> None:
        """Forget the bytes; harmless after `keep`."""


class BlobStore(Protocol):
    """Bytes by SHA-256. An object store may stand behind it in production."""

    def begin(self) -> Incoming:
        """Begin to take bytes in."""

    def adopt(self, path: Path) -> Incoming:
        """Begin to take in a whole file of ours that lies in a folder of this machine, without writing it again.

        The file stays where it is, too; whoever made it removes it.
        """

    def open(self, sha256: str) -> BinaryIO:
        """Open stored bytes for reading.

        Raises:
            BytesMissing: the store does not have them.
        """

    def has(self, sha256: str) -> bool:
        """Say whether the bytes are there."""

    def remove(self, sha256: str) -> None:
        """Remove bytes that no row names."""

    def digests(self, *, older_than: float) -> Iterator[str]:
        """Yield the digests of bytes last stored before a POSIX time in seconds."""

    def is_older(self, sha256: str, *, than: float) -> bool:
        """Say whether bytes are there and were last stored before a POSIX time in seconds."""

    def sweep_incoming(self, *, older_than: float) -> int:
        """Remove uploads that were never finished, begun before a POSIX time in seconds; return how many."""


@contextmanager
def space_refused() -> Iterator[None]:
    """Turn “disk full” into the refusal OutOfSpace."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_SPACE:
            raise OutOfSpace from error
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class LocalIncoming:
    """A file in the incoming folder of a local store; `there` is a whole file that gets a second name instead."""

    def __init__(self, store: LocalBlobStore, there: Path | None = None) -> None:
        self._store = store
        self._path = store.incoming / f"{secrets.token_hex(16)}.part"
        with space_refused():
            store.incoming.mkdir(parents=True, exist_ok=True)
            if there is None:
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
                self._file = os.fdopen(handle, "w+b", buffering=0)
            else:
                os.link(there, self._path)
                self._file = self._path.open("rb", buffering=0)

    def write(self, chunk: bytes) -> None:
        """Append bytes; raises OutOfSpace."""
        view = memoryview(chunk)
        with space_refused():
            while view:
                view = view[self._file.write(view) or 0 :]

    def head(self, size: int) -> bytes:
        """Return the first bytes."""
        return os.pread(self._file.fileno(), size, 0)

    def reader(self) -> BinaryIO:
        """Open what was written."""
        return self._path.open("rb")

    def keep(self, sha256: str) -> None:
        """Sync the file, move it to its place, sync the folder (and each folder made on the way)."""
        target = self._store.path(sha256)
        try:
            with space_refused():
                os.fchmod(self._file.fileno(), stat.S_IRUSR)
                os.fsync(self._file.fileno())
                self._store.make_folder(target.parent)
                self._path.replace(target)
                _sync_folder(target.parent)
        finally:
            self.drop()

    def drop(self) -> None:
        """Close and remove the temporary file."""
        self._file.close()
        with suppress(FileNotFoundError):
            self._path.unlink()


class LocalBlobStore:
    """Files under `<root>/ab/cd/<sha256>`, read-only once they are there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"

    def path(self, sha256: str) -> Path:
        """Return where bytes with this digest lie.

        Raises:
            ValueError: not a SHA-256 in lower-case hexadecimal (so no path can be smuggled in).
        """
        if len(sha256) != 64 or any(c not in "0123456789abcdef" for c in sha256):  # noqa: PLR2004  hex of SHA-256
            msg = "a SHA-256 in hexadecimal is needed"
            raise ValueError(msg)
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def make_folder(self, folder: Path) -> None:
        """Make a folder and sync each parent that got a new entry."""
        missing = []
        while not folder.is_dir():
            missing.append(folder)
            folder = folder.parent
        for new in reversed(missing):
            new.mkdir(exist_ok=True)
            _sync_folder(new.parent)

    def begin(self) -> LocalIncoming:
        """Begin an upload."""
        return LocalIncoming(self)

    def adopt(self, path: Path) -> LocalIncoming:
        """Give a whole file a second name here; on another file system it is copied."""
        try:
            return LocalIncoming(self, path)
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
        incoming = LocalIncoming(self)
        try:
            with path.open("rb") as stream:
                while chunk := stream.read(COPIED):
                    incoming.write(chunk)
        except BaseException:
            incoming.drop()
            raise
        return incoming

    def open(self, sha256: str) -> BinaryIO:
        """Open stored bytes."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise BytesMissing from error

    def has(self, sha256: str) -> bool:
        """Say whether the bytes are there."""
        return self.path(sha256).is_file()

    def remove(self, sha256: str) -> None:
        """Remove bytes; nothing happens when they are gone already."""
        with suppress(FileNotFoundError):
            self.path(sha256).unlink()

    def digests(self, *, older_than: float) -> Iterator[str]:
        """Yield digests of files last written before `older_than`, in order of their names."""
        for path in sorted(self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            if self.is_older(path.name, than=older_than):
                yield path.name

    def is_older(self, sha256: str, *, than: float) -> bool:
        """Say whether bytes were last stored before a moment."""
        try:
            return self.path(sha256).stat().st_mtime < than
        except FileNotFoundError:
            return False

    def sweep_incoming(self, *, older_than: float) -> int:
        """Remove unfinished uploads."""
        removed = 0
        for path in self.incoming.glob("*.part"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < older_than:
                    path.unlink()
                    removed += 1
        return removed


def blob_store() -> BlobStore:
    """Return the store of this installation (`BLOB_STORE` names another class; it gets no arguments)."""
    name: str = getattr(settings, "BLOB_STORE", "")
    if name:
        store: BlobStore = import_string(name)()
        return store
    return LocalBlobStore(Path(settings.BLOBS))
