"""Uploads in pieces: each piece is on disk before it is acknowledged, a lost connection goes on where it broke off."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.evidence.errors import FileEmpty, FileTooLarge, UploadCut
from zhidun.evidence.models import Item, PartUpload
from zhidun.evidence.policies import limits
from zhidun.evidence.receiving import receive_file
from zhidun.evidence.running import Running
from zhidun.evidence.services import keep
from zhidun.kernel import time
from zhidun.kernel.errors import Conflict, NotFound
from zhidun.kernel.text import t

PIECE: Final = 1 << 20
"""Bytes of a piece a browser sends; larger ones are refused."""
KEPT: Final = timedelta(days=2)
_running: Final = Running()


class NotThere(Conflict):
    """The piece does not begin where the file ends; `offset` says where it does."""

    code = "evidence.not_there"
    default_reason = t("续传位置不一致。", "The piece does not fit where the file ends.")
    default_remedy = t("页面会从已收到的位置继续。", "The page goes on from what has arrived.")

    def __init__(self, offset: int) -> None:
        super().__init__(field="offset")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is; `sha256` once it is whole, where its digest was carried along (else the item has it)."""

    key: str
    offset: int
    size: int
    sha256: str = ""


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _path(row: PartUpload) -> Path:
    folder = Path(settings.BLOBS).parent / "parts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / str(row.public_id)


def begin(*, filename: str, size: int, declared_type: str = "") -> Progress:
    """Announce a file and return the key by which its pieces come.

    Raises:
        FileEmpty, FileTooLarge: nothing is begun.
    """
    if size <= 0:
        raise FileEmpty(field="files")
    if size > limits().file_bytes:
        raise FileTooLarge.over(limits().file_bytes)
    key = secrets.token_urlsafe(24)
    row = PartUpload.objects.create(
        key_hash=_hash(key), filename=filename[:300] or "file", declared_type=declared_type[:100], size=size
    )
    _path(row).touch()
    return Progress(key, 0, size)


def _find(key: str, *, lock: bool = False) -> PartUpload:
    rows = PartUpload.objects.select_for_update() if lock else PartUpload.objects.all()
    row = rows.filter(key_hash=_hash(key)).first()
    if row is None:
        raise NotFound
    return row


def progress(*, key: str) -> Progress:
    """Return how far an upload is. Raises NotFound."""
    row = _find(key)
    return Progress(key, row.received, row.size, _digest(row))


def append(*, key: str, offset: int, piece: bytes) -> Progress:
    """Take the piece that begins at `offset`; it is on disk when this returns.

    Raises:
        NotFound: no such upload.
        NotThere: the file ends elsewhere; the refusal says where.
        FileTooLarge: more than was announced, or a piece larger than `PIECE`.
    """
    with transaction.atomic():
        row = _find(key, lock=True)
        if offset != row.received:
            raise NotThere(row.received)
        if len(piece) > PIECE or row.received + len(piece) > row.size:
            raise FileTooLarge.over(row.size)
        with _path(row).open("r+b") as file:
            file.seek(offset)  # bytes of a piece that was never acknowledged are written over
            file.write(piece)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        row.received += len(piece)
        row.save(update_fields=["received"])
    _running.feed(str(row.public_id), offset, piece)  # after the commit: what is taken back must not be in the digest
    return Progress(key, row.received, row.size, _digest(row))


def _digest(row: PartUpload) -> str:
    found = _running.found(str(row.public_id), row.size)
    return found["sha256"] if found else ""


@transaction.atomic
def finish(*, key: str, actor: Actor) -> Item:
    """Turn a whole upload into an evidence item; the key is used up.

    The file is not read again where its digests were carried along; where they were not, it is read before the lock.

    Raises:
        NotFound, UploadCut: not all of it is here.
        FileTooLarge, OutOfSpace: as `receive_file`.
    """
    row = _find(key)
    if row.received != row.size:
        raise UploadCut(field="files")
    name, path = str(row.public_id), _path(row)
    found = _running.found(name, row.size) if path.stat().st_size == row.size else None
    received = receive_file(path=path, filename=row.filename, declared_type=row.declared_type, found=found)
    try:
        row = _find(key, lock=True)  # somebody else may have finished it meanwhile
        item = keep(received=received, actor=actor)
    except BaseException:
        received.drop()
        raise
    row.delete()
    transaction.on_commit(lambda: _forget(name, path))
    return item


def _forget(name: str, path: Path) -> None:
    _running.forget(name)
    path.unlink(missing_ok=True)


def sweep() -> int:
    """Forget uploads nobody went on with for two days; return how many."""
    gone = 0
    for row in PartUpload.objects.filter(started_at__lt=time.now() - KEPT):
        _forget(str(row.public_id), _path(row))
        row.delete()
        gone += 1
    return gone
