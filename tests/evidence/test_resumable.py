"""Uploads in pieces: they go on where they broke off, nothing half is ever taken for whole, keys are secrets."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.factories.evidence import png
from zhidun.access.actors import ANONYMOUS
from zhidun.evidence import resumable
from zhidun.evidence.errors import FileEmpty, FileTooLarge, UploadCut
from zhidun.evidence.models import PartUpload
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound

CONTENT = png()
HALF = len(CONTENT) // 2

pytestmark = pytest.mark.django_db


def parts() -> list[Path]:
    return list((Path(django_settings.BLOBS).parent / "parts").glob("*"))


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
