"""What bytes are, judged by the bytes: own signatures of every type that may be opened, puremagic for the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import puremagic

from zhidun.evidence.policies import extension

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD_BYTES: Final = 64 * 1024
EXECUTABLE: Final = "application/x-executable"
PAGE: Final = "text/html"
OTHER_ARCHIVE: Final = "application/x-other-archive"
UNKNOWN: Final = "application/octet-stream"
ZIP: Final = "application/zip"
SVG: Final = "image/svg+xml"

_PREFIXES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"\x7fELF", EXECUTABLE),
    (b"MZ", EXECUTABLE),
    (b"\xca\xfe\xba\xbe", EXECUTABLE),
    (b"\xcf\xfa\xed\xfe", EXECUTABLE),
    (b"\xfe\xed\xfa\xce", EXECUTABLE),
    (b"dex\n", EXECUTABLE),
    (b"\x00asm", EXECUTABLE),
    (b"#!/", EXECUTABLE),
    (b"#! /", EXECUTABLE),
    (b"7z\xbc\xaf\x27\x1c", OTHER_ARCHIVE),
    (b"Rar!\x1a\x07", OTHER_ARCHIVE),
    (b"\x1f\x8b", OTHER_ARCHIVE),
    (b"BZh", OTHER_ARCHIVE),
    (b"\xfd7zXZ\x00", OTHER_ARCHIVE),
    (b"\x28\xb5\x2f\xfd", OTHER_ARCHIVE),
    (b"MSCF", OTHER_ARCHIVE),
    (b"WARC/", "application/warc"),
    (b"PAR1", "application/vnd.apache.parquet"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo", b"WAVE": "audio/wav"}
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"heim", b"hevc"})
_MP3_FRAME: Final = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")
_PAGE_MARKS: Final = re.compile(r"<!doctype\s+html|<html|<head|<body|<script|<iframe", re.IGNORECASE)
_MAIL_HEADER: Final = re.compile(
    r"(?:received|from|to|subject|date|mime-version|return-path|message-id):", re.IGNORECASE
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def detect(head: bytes, filename: str) -> str:
    """Return the media type of a file by its first bytes; the name only tells kinds of text apart.

    `head` is at least the first `HEAD_BYTES` of the file or all of it. Office documents are ZIP here: `archives` knows.
    """
    for rule in (_by_prefix, _by_structure):
        found = rule(head)
        if found:
            return found
    text = read_text(head)
    return _kind_of_text(text, filename) if text is not None else _by_puremagic(head)


def _by_prefix(head: bytes) -> str:
    return next((kind for prefix, kind in _PREFIXES if head.startswith(prefix)), "")


def _by_structure(head: bytes) -> str:
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "image/heic" if brand in _HEIC_BRANDS else "video/quicktime" if brand == b"qt  " else "video/mp4"
    if head[:2] == b"BM" and len(head) > 26 and head[6:10] == bytes(4):  # noqa: PLR2004  the size of a BMP header
        return "image/bmp"
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head[257:262] == b"ustar":
        return OTHER_ARCHIVE
    return "audio/mpeg" if _MP3_FRAME.match(head) else ""


def read_text(head: bytes) -> str | None:
    """Return the bytes as text (UTF-8, UTF-16 with its mark, GB18030), or None when they are no text."""
    if not head:
        return None
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return _decoded(head, "utf-16", 4)
    if b"\x00" in head:
        return None
    return _decoded(head, "utf-8-sig", 4) or _decoded(head, "gb18030", 4)


def _decoded(head: bytes, encoding: str, tail: int) -> str | None:
    for cut in range(tail):  # the head may end inside a character
        try:
            text = head[: len(head) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _kind_of_text(text: str, filename: str) -> str:
    start, last = text.lstrip()[:4096], extension(filename)
    marked = start.startswith("<")
    if marked and re.search(r"<(?:\w+:)?svg[\s>]", start, re.IGNORECASE):
        return SVG
    tests: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: last == "svg", SVG),
        (lambda: last in {"htm", "html", "xhtml", "shtml", "js", "vbs", "hta"}, PAGE),
        (lambda: last == "txt", "text/plain"),
        (lambda: marked and bool(_PAGE_MARKS.search(start)), PAGE),
        (lambda: start.startswith("<?xml") or last == "xml", "text/xml"),
        (lambda: last in {"csv", "tsv"}, "text/csv"),
        (lambda: last == "json", "application/json"),
        (lambda: last in {"eml", "mht", "mhtml"} and bool(_MAIL_HEADER.match(start)), "message/rfc822"),
    )
    return next((kind for test, kind in tests if test()), "text/plain")


def _by_puremagic(head: bytes) -> str:
    try:
        named = str(puremagic.from_string(head, mime=True))
    except (puremagic.PureError, ValueError, IndexError):
        return UNKNOWN
    return named if re.fullmatch(r"[\w.+-]+/[\w.+-]+", named) and len(named) <= 100 else UNKNOWN  # noqa: PLR2004
