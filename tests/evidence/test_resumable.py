"""Uploads in pieces: they go on where they broke off, nothing half is ever taken for whole, keys are secrets."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tracemalloc
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client

from tests.factories.evidence import png
from tests.factories.sealing import own_log
from zhidun.access.actors import ANONYMOUS, SYSTEM
from zhidun.cases.evidence_packages import package
from zhidun.evidence import bagit, receiving, resumable, running, services
from zhidun.evidence.digests import sm3
from zhidun.evidence.errors import FileEmpty, FileTooLarge, UploadCut
from zhidun.evidence.models import PartUpload
from zhidun.evidence.running import Running
from zhidun.evidence.sequencing import Sequencer
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound

CONTENT = png()
HALF = len(CONTENT) // 2

pytestmark = pytest.mark.django_db


def parts() -> list[Path]:
    return list((Path(django_settings.BLOBS).parent / "parts").glob("*"))


def sm3_of(content: bytes) -> str:
    running = sm3()
    running.update(content)
    return running.hexdigest()


def begun() -> str:
    return resumable.begin(filename="照片.png", size=len(CONTENT), declared_type="image/png").key


def test_a_broken_upload_goes_on_where_it_broke_off_and_becomes_one_item() -> None:
    key = begun()
    resumable.append(key=key, offset=0, piece=CONTENT[:HALF])
    with pytest.raises(UploadCut):
        resumable.finish(key=key, actor=ANONYMOUS)
    with pytest.raises(resumable.NotThere) as told:
        resumable.append(key=key, offset=0, piece=CONTENT)
    assert told.value.offset == resumable.progress(key=key).offset == HALF
    done = resumable.append(key=key, offset=HALF, piece=CONTENT[HALF:])
    assert done.sha256 == hashlib.sha256(CONTENT).hexdigest()
    item = resumable.finish(key=key, actor=ANONYMOUS)
    assert (item.blob.sha256, item.filename) == (done.sha256, "照片.png")
    with pytest.raises(NotFound):
        resumable.finish(key=key, actor=ANONYMOUS)


def test_bytes_of_a_piece_that_was_not_acknowledged_are_written_over() -> None:
    key = begun()
    row = PartUpload.objects.get()
    resumable._path(row).write_bytes(b"half a piece that never came to its end" * 9)
    resumable.append(key=key, offset=0, piece=CONTENT[:HALF])
    resumable.append(key=key, offset=HALF, piece=CONTENT[HALF:])
    assert resumable.finish(key=key, actor=ANONYMOUS).blob.size == len(CONTENT)


def test_what_is_empty_too_large_or_more_than_announced_is_refused() -> None:
    with pytest.raises(FileEmpty):
        resumable.begin(filename="x", size=0)
    with pytest.raises(FileTooLarge):
        resumable.begin(filename="x", size=10**12)
    key = begun()
    with pytest.raises(FileTooLarge):
        resumable.append(key=key, offset=0, piece=CONTENT + b"x")
    with pytest.raises(NotFound):
        resumable.append(key="guessed", offset=0, piece=b"x")


def test_uploads_nobody_went_on_with_are_forgotten() -> None:
    begun()
    assert resumable.sweep() == 0
    with patch.object(time, "now", return_value=time.now() + timedelta(days=3)):
        assert resumable.sweep() == 1
    assert PartUpload.objects.count() == 0


def test_the_door_takes_pieces_and_the_form_takes_the_key() -> None:
    client = Client()
    said = client.post("/uploads/", {"name": "a.png", "size": len(CONTENT), "type": "image/png"}).json()
    address = f"/uploads/{said['key']}"
    assert client.put(f"{address}?offset=0", CONTENT[:HALF]).json()["offset"] == HALF
    again = client.put(f"{address}?offset=0", CONTENT[:HALF])
    assert (again.status_code, again.json()["offset"]) == (409, HALF)
    assert client.get(address).json()["offset"] == HALF
    client.put(f"{address}?offset={HALF}", CONTENT[HALF:])
    page = client.post("/file/report/evidence", {"upload": said["key"], "go": "upload"}, follow=True)
    assert hashlib.sha256(CONTENT).hexdigest() in page.content.decode()
    assert client.put(f"{address}?offset=x", b"").status_code == 422
    assert client.post("/uploads/", {"name": "a", "size": "no"}).status_code == 422


def test_a_file_that_waits_whole_becomes_evidence_without_being_written_again() -> None:
    key = begun()
    resumable.append(key=key, offset=0, piece=CONTENT)
    (part,) = parts()
    inode = part.stat().st_ino
    item = resumable.finish(key=key, actor=ANONYMOUS)
    blob = Path(django_settings.BLOBS) / item.blob.sha256[:2] / item.blob.sha256[2:4] / item.blob.sha256
    assert (blob.stat().st_ino, blob.stat().st_mode & 0o777) == (inode, 0o400)
    assert item.blob.sm3 == sm3_of(CONTENT)


def test_a_finish_that_fails_can_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    key = begun()
    resumable.append(key=key, offset=0, piece=CONTENT)
    with monkeypatch.context() as patched:
        patched.setattr(services, "seal_item", Mock(side_effect=RuntimeError))
        with pytest.raises(RuntimeError), transaction.atomic():
            resumable.finish(key=key, actor=ANONYMOUS)
    assert parts()
    assert resumable.finish(key=key, actor=ANONYMOUS).blob.size == len(CONTENT)


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EPERM])
def test_where_no_second_name_is_possible_the_file_is_copied(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    key = begun()
    resumable.append(key=key, offset=0, piece=CONTENT)
    monkeypatch.setattr(os, "link", Mock(side_effect=OSError(number, "no")))
    assert resumable.finish(key=key, actor=ANONYMOUS).blob.sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_a_file_whose_pieces_came_one_after_the_other_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    key = begun()
    resumable.append(key=key, offset=0, piece=CONTENT[:HALF])
    resumable.append(key=key, offset=HALF, piece=CONTENT[HALF:])
    monkeypatch.setattr(receiving, "chunks_of", Mock(side_effect=AssertionError("the file was read")))
    item = resumable.finish(key=key, actor=ANONYMOUS)
    assert (item.blob.sha256, item.blob.sm3) == (hashlib.sha256(CONTENT).hexdigest(), sm3_of(CONTENT))
    assert item.blob.size == len(CONTENT)


@pytest.mark.parametrize("when", ["between the pieces", "after the last"])
def test_a_file_whose_running_digests_were_lost_is_read_once_it_is_whole(
    monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    key = begun()
    resumable.append(key=key, offset=0, piece=CONTENT[:HALF])
    if when == "between the pieces":
        monkeypatch.setattr(resumable, "_running", Running())
    done = resumable.append(key=key, offset=HALF, piece=CONTENT[HALF:])
    assert bool(done.sha256) == (when == "after the last")
    monkeypatch.setattr(resumable, "_running", Running())
    assert resumable.progress(key=key).sha256 == ""
    assert resumable.finish(key=key, actor=ANONYMOUS).blob.sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_a_piece_that_was_taken_back_is_not_in_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    key = begun()
    resumable.append(key=key, offset=0, piece=CONTENT[:HALF])
    with monkeypatch.context() as patched:
        patched.setattr(PartUpload, "save", Mock(side_effect=RuntimeError))
        with pytest.raises(RuntimeError):
            resumable.append(key=key, offset=HALF, piece=b"x" * (len(CONTENT) - HALF))
    done = resumable.append(key=key, offset=HALF, piece=CONTENT[HALF:])
    assert done.sha256 == hashlib.sha256(CONTENT).hexdigest()


def test_only_so_many_running_digests_are_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "KEPT", 2)
    carried = Running()
    for name in "abc":
        carried.feed(name, 0, b"x")
    carried.feed("c", 5, b"does not follow on")
    assert [carried.found(name, 1) is not None for name in "abc"] == [False, True, False]
    carried.forget("b")
    assert carried.found("b", 1) is None


def test_other_faults_of_the_disk_are_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    key = begun()
    resumable.append(key=key, offset=0, piece=CONTENT)
    monkeypatch.setattr(os, "link", Mock(side_effect=OSError(errno.EIO, "no")))
    with pytest.raises(OSError, match="no"), transaction.atomic():
        resumable.finish(key=key, actor=ANONYMOUS)
    assert resumable.progress(key=key).offset == len(CONTENT)


def test_a_large_file_never_lies_in_memory(settings: Any, tmp_path: Path) -> None:
    """The way of 2 GB with 80 MB: upload, digests, seal, package, check."""
    own_log(settings, tmp_path)
    size = 80 * resumable.PIECE
    head = b"\x00\x00\x00\x20ftypisom"
    piece = bytes(resumable.PIECE)
    key = resumable.begin(filename="录屏.mp4", size=size, declared_type="video/mp4").key
    tracemalloc.start()
    try:
        for offset in range(0, size, resumable.PIECE):
            resumable.append(key=key, offset=offset, piece=head + piece[len(head) :] if offset == 0 else piece)
        item = resumable.finish(key=key, actor=ANONYMOUS)
        Sequencer().round()
        with package(item=item, actor=SYSTEM) as made, (tmp_path / "package.zip").open("wb") as out:
            shutil.copyfileobj(made, out, 1 << 20)
        with zipfile.ZipFile(tmp_path / "package.zip") as pack:
            faults = bagit.check(bagit.ZipSource.of(pack))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert faults == []
    assert (tmp_path / "package.zip").stat().st_size > size
    assert peak < size / 2, peak
