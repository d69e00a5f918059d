"""Faults of the disk at every call the store makes: said as what they are, and nothing half-kept stays behind."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.evidence.conftest import kept
from zhidun.evidence import receiving, storage
from zhidun.evidence.errors import BytesMissing, FileEmpty, FileTooLarge
from zhidun.evidence.storage import LocalBlobStore
from zhidun.kernel.errors import OutOfSpace

CONTENT = b"evidence" * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()
FULL = [errno.ENOSPC, errno.EDQUOT, errno.EFBIG]
BROKEN = [errno.EIO, errno.EROFS, errno.EACCES, errno.ENODEV, errno.ESTALE, errno.EMFILE]


@pytest.fixture
def store(tmp_path: Path) -> LocalBlobStore:
    return LocalBlobStore(tmp_path / "store")


def keep(store: LocalBlobStore, content: bytes = CONTENT) -> str:
    """Take bytes in and keep them, as the service does."""
    incoming = store.begin()
    try:
        incoming.write(content)
    except BaseException:
        incoming.drop()
        raise
    digest = hashlib.sha256(content).hexdigest()
    incoming.keep(digest)
    return digest


def fail(number: int) -> Callable[..., object]:
    def raiser(*_arguments: object, **_named: object) -> object:
        raise OSError(number, os.strerror(number))

    return raiser


# what the store calls, where it is looked up
CALLS = [
    ("os.open", "begin: the temporary file"),
    ("os.fchmod", "keep: made read-only"),
    ("os.fsync", "keep: made durable"),
    ("pathlib.Path.replace", "keep: moved to its place"),
    ("pathlib.Path.mkdir", "begin and keep: folders"),
]


@pytest.mark.parametrize("number", FULL)
@pytest.mark.parametrize(("call", "why"), CALLS)
def test_a_full_disk_is_said_at_every_call(
    call: str, why: str, number: int, store: LocalBlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(call, fail(number))
        with pytest.raises(OutOfSpace) as caught:
            keep(store)
    assert caught.value.status == 507, why
    assert "未被接收" in caught.value.reason.zh and "not accepted" in caught.value.reason.en
    assert not store.has(DIGEST)
    assert kept(store.root) == []
    assert keep(store) == DIGEST  # when there is space again


@pytest.mark.parametrize("number", BROKEN)
@pytest.mark.parametrize(("call", "why"), CALLS)
def test_another_fault_is_not_called_a_full_disk(
    call: str, why: str, number: int, store: LocalBlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(call, fail(number))
        with pytest.raises(OSError, match=r"\[Errno") as caught:
            keep(store)
    assert caught.value.errno == number, why
    assert not store.has(DIGEST)
    assert kept(store.root) == []


@pytest.mark.parametrize("number", FULL)
@pytest.mark.parametrize("after", [0, 1, 7999])
def test_a_disk_that_fills_up_in_the_middle_of_a_write(
    number: int, after: int, store: LocalBlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    incoming = store.begin()
    real, written = incoming._file, [0]

    class Filling:
        """A disk with a few bytes left."""

        def write(self, view: memoryview) -> int:
            if written[0] >= after:
                raise OSError(number, "full")
            written[0] += 1
            return real.write(view[:1]) or 0

        def close(self) -> None:
            real.close()

    monkeypatch.setattr(incoming, "_file", Filling())
    with pytest.raises(OutOfSpace):
        incoming.write(CONTENT)
    incoming.drop()
    assert kept(store.root) == []


def test_short_writes_are_carried_on(store: LocalBlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    incoming = store.begin()
    real = incoming._file

    class Slow:
        """A disk that takes three bytes at a time."""

        def write(self, view: memoryview) -> int:
            return real.write(view[:3]) or 0

        def fileno(self) -> int:
            return real.fileno()

        def close(self) -> None:
            real.close()

    monkeypatch.setattr(incoming, "_file", Slow())
    incoming.write(CONTENT)
    incoming.keep(DIGEST)
    with store.open(DIGEST) as file:
        assert file.read() == CONTENT


def test_the_folder_s_own_sync_may_fail_and_is_said(store: LocalBlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, b"other")
    monkeypatch.setattr(storage, "_sync_folder", fail(errno.EIO))
    with pytest.raises(OSError, match="Errno 5"):
        keep(store)


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, RuntimeError, OSError])
def test_a_stream_that_breaks_leaves_nothing(error: type[BaseException], blobs: Path) -> None:
    def stream() -> object:
        yield b"first"
        raise error

    with pytest.raises(error):
        receiving.receive(stream=stream(), filename="a.txt")  # type: ignore[arg-type]  # a generator is an iterable
    assert kept(blobs) == []


@pytest.mark.parametrize(
    ("chunks", "size"),
    [
        ([b"a"], 1),
        ([b"", b"a", b""], 1),
        ([b"a" * 255, b"b"], 256),
        ([bytes([n]) for n in range(256)], 256),
        ([b"x" * receiving.CHUNK] * 3, 3 * receiving.CHUNK),
    ],
)
def test_however_bytes_are_cut_they_are_hashed_the_same(chunks: list[bytes], size: int, blobs: Path) -> None:
    whole = b"".join(chunks)
    pieces = receiving.receive(stream=chunks, filename="a")
    stream = receiving.receive(stream=io.BytesIO(whole), filename="a")
    assert pieces.size == stream.size == size
    assert pieces.sha256 == stream.sha256 == hashlib.sha256(whole).hexdigest()
    assert pieces.sm3 == stream.sm3
    assert pieces.media_type == stream.media_type
    for one in (pieces, stream):
        one.drop()
    assert kept(blobs) == []


@pytest.mark.parametrize(("size", "taken"), [(1, True), (999, True), (1000, True), (1001, False), (5000, False)])
@pytest.mark.parametrize("piece", [1000, 7])
def test_the_cap_counts_bytes_whatever_the_pieces(
    size: int,
    *,
    taken: bool,
    piece: int,
    blobs: Path,
    settings: object,
) -> None:
    settings.UPLOAD_FILE_LIMIT = 1000  # type: ignore[attr-defined]  # pytest-django's settings take any name
    content = b"t" * size
    chunks = [content[i : i + piece] for i in range(0, size, piece)]
    if taken:
        received = receiving.receive(stream=chunks, filename="a.txt")
        assert received.size == size
        received.drop()
    else:
        with pytest.raises(FileTooLarge) as caught:
            receiving.receive(stream=chunks, filename="a.txt")
        assert caught.value.status == 413
        assert "0.001 MB" in caught.value.reason.en
        assert "窗口" in caught.value.remedy.zh
    assert kept(blobs) == []


@pytest.mark.parametrize("chunks", [[], [b""], [b"", b""]])
def test_nothing_is_no_file(chunks: list[bytes], blobs: Path) -> None:
    with pytest.raises(FileEmpty) as caught:
        receiving.receive(stream=chunks, filename="a.txt")
    assert caught.value.field == "files"
    assert kept(blobs) == []


@pytest.mark.parametrize(
    "digest",
    [
        "",
        "a",
        "a" * 63,
        "a" * 65,
        "A" * 64,
        "g" * 64,
        "../" + "a" * 61,
        "/" + "a" * 63,
        "a" * 63 + "\n",
        "a" * 63 + "\x00",
        "\uff41" * 64,
        "." * 64,
    ],
)
def test_only_a_digest_names_a_place(digest: str, store: LocalBlobStore) -> None:
    for ask in (store.path, store.has, store.open, store.remove):
        with pytest.raises(ValueError, match="SHA-256"):
            ask(digest)


def test_what_is_not_there_is_said_or_ignored_as_fits(store: LocalBlobStore) -> None:
    assert not store.has(DIGEST)
    assert not store.is_older(DIGEST, than=10**12)
    store.remove(DIGEST)
    with pytest.raises(BytesMissing) as caught:
        store.open(DIGEST)
    assert caught.value.status == 503
    assert "备份" in caught.value.remedy.zh


@pytest.mark.parametrize(("age", "removed"), [(0, 0), (99, 0), (101, 1), (10**6, 1)])
def test_unfinished_uploads_are_swept_by_age(age: int, removed: int, store: LocalBlobStore) -> None:
    incoming = store.begin()
    incoming.write(b"half")
    moment = incoming._path.stat().st_mtime
    os.utime(incoming._path, (moment - age, moment - age))
    assert store.sweep_incoming(older_than=moment - 100) == removed
    assert incoming._path.exists() is not bool(removed)
    incoming.drop()
    incoming.drop()  # twice is harmless
    assert store.sweep_incoming(older_than=moment + 10) == 0


def test_digests_come_in_order_and_strangers_are_left_out(store: LocalBlobStore) -> None:
    wanted = sorted(keep(store, bytes([n])) for n in range(20))
    assert list(store.digests(older_than=10**12)) == wanted
    assert list(store.digests(older_than=0)) == []
    for digest in wanted:
        assert (store.path(digest).stat().st_mode & 0o777) == 0o400
