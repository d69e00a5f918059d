"""The table of contents of a ZIP, read without unpacking anything: bombs, locks, lies and programs show there."""

from __future__ import annotations

import os
import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from zhidun.evidence.policies import Limits, extension

if TYPE_CHECKING:
    from collections.abc import Sequence

_END: Final = struct.Struct("<4s4H2LH")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_TAIL: Final = 22 + 0xFFFF
_TABLE_BYTES: Final = 8_000_000
_ENCRYPTED, _SIZES_LATER = 0x1, 0x8
_ARCHIVES: Final = frozenset({"zip", "7z", "rar", "gz", "tgz", "bz2", "xz", "tar", "cab", "jar", "apk", "iso", "zst"})
_PROGRAMS: Final = frozenset(
    {"exe", "dll", "com", "scr", "bat", "cmd", "ps1", "vbs", "js", "jse", "wsf", "hta", "lnk", "msi", "elf", "so", "sh"}
)
WEB_ARCHIVE: Final = "application/wacz"
_WEB_RECORD: Final = re.compile(r"archive/[\w.-]+\.warc(?:\.gz)?")
_WEB_INDEX: Final = re.compile(r"indexes/[\w.-]+\.gz")
_OFFICE: Final[tuple[tuple[str, str], ...]] = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("OFD.xml", "application/ofd"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of contents."""

    name: str
    flags: int
    packed: int
    unpacked: int
    offset: int


class Broken(Exception):  # noqa: N818  an answer inside this room, turned into a verdict
    """The archive contradicts itself; `code` names the verdict."""

    def __init__(self, code: str = "archive-broken") -> None:
        self.code = code
        super().__init__(code)


def contents(file: BinaryIO, limits: Limits) -> list[Entry]:
    """Read the table of contents.

    Raises:
        Broken: there is no readable table, or it is larger than the limits.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise Broken
    _, disk, start_disk, here, total, table_bytes, start, _ = _END.unpack_from(tail, at)
    if total > limits.archive_entries or table_bytes > _TABLE_BYTES:
        raise Broken("archive-bomb")
    if disk or start_disk or here != total or start + table_bytes > size:
        raise Broken
    file.seek(start)
    return _entries(file.read(table_bytes), total)


def _entries(table: bytes, total: int) -> list[Entry]:
    entries, at = [], 0
    for _ in range(total):
        if at + _CENTRAL.size > len(table):
            raise Broken
        row = _CENTRAL.unpack_from(table, at)
        if row[0] != b"PK\x01\x02":
            raise Broken
        name_length, extra_length, comment_length = row[10], row[11], row[12]
        raw = table[at + _CENTRAL.size : at + _CENTRAL.size + name_length]
        at += _CENTRAL.size + name_length + extra_length + comment_length
        entries.append(Entry(raw.decode("utf-8", "replace"), row[3], row[8], row[9], row[16]))
    if at > len(table):
        raise Broken
    return entries


def office_type(entries: Sequence[Entry]) -> str:
    """Return the media type of a document or of an archived web page by its entries; empty for a plain archive."""
    names = {entry.name for entry in entries}
    if "datapackage.json" in names and any(_WEB_RECORD.fullmatch(name) for name in names):
        return WEB_ARCHIVE
    return next((kind for name, kind in _OFFICE if name in names), "")


def _bomb(entries: Sequence[Entry], limits: Limits) -> bool:
    unpacked, packed = sum(e.unpacked for e in entries), sum(e.packed for e in entries)
    heavy = unpacked > limits.archive_ratio_from and unpacked > limits.archive_ratio * max(packed, 1)
    return heavy or unpacked > limits.archive_bytes


def fault(file: BinaryIO, entries: Sequence[Entry], limits: Limits) -> str:
    """Return the code of the first fault of an archive, or an empty string.

    The records and indexes of an archived web page are compressed by its format; nobody unpacks them here.
    """
    names = [entry.name for entry in entries]
    web = office_type(entries) == WEB_ARCHIVE
    plain = [name for name in names if not web or not (_WEB_RECORD.fullmatch(name) or _WEB_INDEX.fullmatch(name))]
    checks = (
        (any(e.flags & _ENCRYPTED for e in entries), "archive-encrypted"),
        (_bomb(entries, limits), "archive-bomb"),
        (len(set(names)) != len(names) or any(map(_leaves, names)), "archive-names"),
        (any(extension(name) in _ARCHIVES for name in plain), "archive-nested"),
        (any(extension(name) in _PROGRAMS for name in names), "archive-program"),
        (any(name.endswith("vbaProject.bin") or "/embeddings/" in name for name in names), "active-office"),
    )
    found = next((code for bad, code in checks if bad), "")
    return found or ("" if _agrees(file, entries) else "archive-broken")


def _leaves(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":" or "\x00" in name


def _agrees(file: BinaryIO, entries: Sequence[Entry]) -> bool:
    """Say whether each local header repeats its line of the table and no two entries share bytes."""
    end = 0
    for entry in sorted(entries, key=lambda e: e.offset):
        if entry.offset < end:
            return False
        file.seek(entry.offset)
        raw = file.read(_LOCAL.size)
        if len(raw) < _LOCAL.size:
            return False
        row = _LOCAL.unpack(raw)
        name = file.read(row[9]).decode("utf-8", "replace")
        sizes_fit = row[2] & _SIZES_LATER or (row[7], row[8]) == (entry.packed, entry.unpacked)
        if row[0] != b"PK\x03\x04" or name != entry.name or not sizes_fit:
            return False
        end = entry.offset + _LOCAL.size + row[9] + row[10] + entry.packed
    return True
