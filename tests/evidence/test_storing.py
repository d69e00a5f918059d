"""Bytes on their way in: hashed, capped, durable, or nothing at all."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from django.db import DatabaseError, transaction
from pytest_django.fixtures import Settings

from tests.evidence.conftest import kept
from tests.factories.access import make_actor, make_citizen
from tests.factories.evidence import archive, make_item, png
from zhidun.access.actors import ANONYMOUS, SYSTEM
from zhidun.evidence import digests, jobs, receiving, selectors, services, storage
from zhidun.evidence.errors import BytesMissing, FileEmpty, FileTooLarge, ItemNotFound, Quarantined
from zhidun.evidence.models import Blob, CustodyEvent, Item, ItemState
from zhidun.kernel import events, time
from zhidun.kernel.errors import Forbidden, Invalid, OutOfSpace

pytestmark = pytest.mark.django_db


def test_the_original_is_kept_as_it_came_under_its_digest(blobs: Path) -> None:
    content = png()
    item = make_item(content=content, filename="..\\现场.png")
    digest = hashlib.sha256(content).hexdigest()
    assert item.blob.sha256 == digest
    assert (blobs / digest[:2] / digest[2:4] / digest).read_bytes() == content
    assert (item.filename, item.blob.size, item.state) == ("现场.png", len(content), ItemState.CLEAN)
    with selectors.open_original(item) as file:
        assert file.read() == content
    assert (blobs / digest[:2] / digest[2:4] / digest).stat().st_mode & 0o777 == 0o400
    assert not list((blobs / "incoming").iterdir())
    (first,) = selectors.custody(item)
    assert (first.action, first.sha256, first.actor_key) == ("received", digest, "system")
    assert "..\\现场.png" in first.note


def test_both_digests_are_those_of_the_standards() -> None:
    received = receiving.receive(stream=[b"a", b"", b"bc"], filename="abc.txt")
    assert received.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert received.sha256 == hashlib.sha256(b"abc").hexdigest()
    received.drop()
    own = digests.OwnSm3()
    own.update(b"abc")
    assert own.hexdigest() == received.sm3


def test_the_event_names_both_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[events.Event] = []
    monkeypatch.setattr(events, "_handlers", {events.EvidenceReceived: [seen.append]})
    item = make_item()
    assert isinstance(seen[0], events.EvidenceReceived)
    assert (seen[0].item, seen[0].sm3) == (str(item.public_id), item.blob.sm3)


def test_the_same_bytes_twice_are_one_blob_and_two_items(blobs: Path) -> None:
    content = png()
    first, second = make_item(content=content), make_item(content=content)
    assert first.blob_id == second.blob_id
    assert first.pk != second.pk
    assert len(kept(blobs)) == 1


def _endless(total: int, taken: list[int]) -> Iterator[bytes]:
    piece = bytes(1_000_000)
    for _ in range(total // len(piece)):
        taken.append(len(piece))
        yield piece


def test_three_gigabytes_stop_at_the_cap_and_leave_nothing(blobs: Path, settings: Settings) -> None:
    settings.UPLOAD_FILE_LIMIT = 5_000_000
    taken: list[int] = []
    with pytest.raises(FileTooLarge) as refused:
        services.store_upload(stream=_endless(3_000_000_000, taken), filename="a.mp4", actor=ANONYMOUS)
    assert sum(taken) <= 6_000_000
    assert (refused.value.status, "5 MB" in refused.value.reason.zh) == (413, True)
    assert kept(blobs) == []
    assert not Item.objects.exists()


def test_an_empty_file_is_refused(blobs: Path) -> None:
    with pytest.raises(FileEmpty):
        make_item(content=b"")
    assert kept(blobs) == []


def test_a_stream_that_breaks_leaves_nothing(blobs: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"abc"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        services.store_upload(stream=broken(), filename="a.txt", actor=ANONYMOUS)
    assert kept(blobs) == []


def _no_space(*_: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "no space")


@pytest.mark.parametrize("call", ["fsync", "open", "fchmod"])
def test_a_full_disk_is_said_and_nothing_is_acknowledged(
    call: str, blobs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.os, call, _no_space)
    with pytest.raises(OutOfSpace) as refused:
        make_item()
    monkeypatch.undo()
    assert refused.value.status == 507
    assert not Item.objects.exists()
    assert not Blob.objects.exists()
    assert [path for path in kept(blobs) if path.suffix == ".part"] == []


def test_a_full_disk_in_the_middle_of_a_write(blobs: Path) -> None:
    received = receiving.Received(filename="a.txt", declared_type="")
    received.incoming._file.close()  # type: ignore[attr-defined]  # a disk that fills up cannot be had here
    with open("/dev/full", "wb", buffering=0) as full:  # noqa: PTH123  a device
        received.incoming._file = full  # type: ignore[attr-defined]
        with pytest.raises(OutOfSpace):
            received.feed(b"x")
    assert kept(blobs) == []


def test_other_disk_faults_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> NoReturn:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(storage.os, "fsync", fault)
    with pytest.raises(OSError, match="broken"):
        make_item()


def test_file_and_folders_are_synced_before_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def watch(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        assert not Item.objects.exists()
        real(handle)

    monkeypatch.setattr(storage.os, "fsync", watch)
    digest = make_item().blob.sha256
    assert synced[0].endswith(".part")
    assert {digest[:2], digest[2:4], "blobs"} <= set(synced[1:])


@pytest.mark.parametrize("digest", ["../../etc/passwd", "AB" * 32, "ab"])
def test_no_path_is_smuggled_in_as_a_digest(digest: str, blobs: Path) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        storage.LocalBlobStore(blobs).path(digest)


def test_missing_bytes_are_said() -> None:
    item = make_item()
    storage.blob_store().remove(item.blob.sha256)
    storage.blob_store().remove(item.blob.sha256)
    assert not storage.blob_store().has(item.blob.sha256)
    with pytest.raises(BytesMissing):
        selectors.open_original(item)


def test_another_store_may_stand_behind_the_interface(settings: Settings) -> None:
    settings.BLOB_STORE = "tests.evidence.test_storing.other_store"
    assert storage.blob_store().has("ab" * 32) is False


def other_store() -> storage.LocalBlobStore:
    return storage.LocalBlobStore(Path("/nonexistent"))


def test_the_sweeper_removes_only_what_no_row_names(blobs: Path) -> None:
    item = make_item()
    orphan = receiving.receive(stream=[b"orphan"], filename="a.txt")
    orphan.incoming.keep(orphan.sha256)
    begun = storage.LocalBlobStore(blobs).begin()
    begun.write(b"half")
    assert jobs.sweep() == 0  # all of it is younger than a day
    for path in kept(blobs):
        os.utime(path, (0, 0))
    assert jobs.sweep(grace=timedelta(hours=1)) == 2
    assert [path.name for path in kept(blobs)] == [item.blob.sha256]
    jobs.sweep_nightly(0)
    assert storage.LocalBlobStore(blobs).is_older("ab" * 32, than=9e9) is False


def test_a_rolled_back_upload_leaves_bytes_for_the_sweeper_only(blobs: Path) -> None:
    with transaction.atomic():
        make_item()
        transaction.set_rollback(True)
    assert not Item.objects.exists()
    assert len(kept(blobs)) == 1


def test_a_shut_item_keeps_its_bytes_reason_and_remedy() -> None:
    item = make_item(content=archive({"inner.zip": b"x"}), filename="a.zip")
    assert item.state == ItemState.QUARANTINED
    reason, remedy = selectors.reason_of(item), selectors.remedy_of(item)
    assert reason is not None
    assert remedy is not None
    assert "压缩包" in reason.zh
    with pytest.raises(Quarantined), selectors.open_clean(item):
        pass
    with selectors.open_original(item) as file:
        assert hashlib.sha256(file.read()).hexdigest() == item.blob.sha256
    assert selectors.preview_of(item, "image") is None


def test_custody_is_appended_and_the_database_refuses_else() -> None:
    officer = make_actor("enforcement-officer")
    item = make_item()
    services.take_custody(item=item, actor=officer, action="viewed", note="开庭前核对")
    assert [(one.seq, one.action) for one in selectors.custody(item)] == [(1, "received"), (2, "viewed")]
    with pytest.raises(Invalid):
        services.take_custody(item=item, actor=officer, action=" ")
    for change in (
        lambda: CustodyEvent.objects.filter(item=item).update(note="x"),
        lambda: CustodyEvent.objects.filter(item=item).delete(),
        lambda: Blob.objects.filter(pk=item.blob_id).update(size=1),
        lambda: Item.objects.filter(pk=item.pk).update(filename="other.png"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_only_an_officer_with_the_power_opens_a_shut_item() -> None:
    item = make_item(content=archive({"inner.zip": b"x"}), filename="a.zip")
    with pytest.raises(Forbidden):
        services.release(item=item, actor=make_citizen(), reason="急用")
    with pytest.raises(Invalid):
        services.release(item=item, actor=SYSTEM, reason=" ")
    opened = services.release(item=item, actor=SYSTEM, reason="技术调查官隔离检查后放行")
    assert opened.state == ItemState.CLEAN
    assert selectors.custody(item)[-1].action == "released"
    again = services.quarantine(item=opened, actor=SYSTEM, code="archive-nested")
    assert services.quarantine(item=again, actor=SYSTEM, code="damaged").finding == "archive-nested"
    program = make_item(content=b"MZ" + bytes(80), filename="a.exe")
    with pytest.raises(Quarantined):
        services.release(item=program, actor=SYSTEM, reason="相信我")


def test_notes_and_sources_are_checked(blobs: Path) -> None:
    for note, source in (("长" * 2001, "upload"), ("", "dream")):
        with pytest.raises(Invalid):
            services.store_upload(stream=io.BytesIO(png()), filename="a.png", actor=ANONYMOUS, note=note, source=source)
    assert kept(blobs) == []


def test_items_are_found_by_public_id_in_the_order_asked_for() -> None:
    citizen = make_citizen()
    first, second = make_item(actor=citizen), make_item()
    assert selectors.item(first.public_id) == first
    assert selectors.items([second.public_id, str(first.public_id)]) == [second, first]
    assert list(selectors.handed_in_by(citizen)) == [first]
    assert not selectors.handed_in_by(ANONYMOUS).exists()
    for wrong in ("x", "00000000-0000-7000-8000-000000000000"):
        with pytest.raises(ItemNotFound):
            selectors.item(wrong)
        with pytest.raises(ItemNotFound):
            selectors.items([wrong])
    assert first.uploaded_at <= time.now()


def test_a_look_that_fails_leaves_nothing(blobs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(receiving, "look", fault)
    with pytest.raises(RuntimeError):
        make_item()
    assert kept(blobs) == []


@pytest.mark.django_db(transaction=True)
def test_bytes_about_to_be_named_are_safe_from_the_sweeper(blobs: Path) -> None:
    """The sweeper waits for the lock that an upload shares until it commits, and then sees the row."""
    import threading

    from django.db import connection

    content, swept, held = png(), [], threading.Event()

    def sweep() -> None:
        held.wait(10)
        try:
            swept.append(jobs.sweep(grace=timedelta(days=-1)))
        finally:
            connection.close()

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    with transaction.atomic():
        item = make_item(content=content)
        held.set()
        sweeper.join(0.5)  # it is waiting, or has not come that far: either way the bytes stay
        assert storage.blob_store().has(item.blob.sha256)
    sweeper.join(10)
    assert swept == [0]
    assert storage.blob_store().has(item.blob.sha256)
