"""First look at stored bytes: their type, and whether they must stay shut. Reads structure, never decodes or unpacks.

Decoding happens later, in a child process with limits (`previews`), and may still shut what passed here.
"""

from __future__ import annotations

import html
import re
import struct
from typing import TYPE_CHECKING, BinaryIO, Final

from zhidun.evidence import archives, detection
from zhidun.evidence.policies import TYPES, Family, Limits, fits_declared, fits_extension, limits

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK: Final = 1024 * 1024
_OVERLAP: Final = 256
_EICAR: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_MARKUP: Final = re.compile(rb"<script|<\?php|<html|<iframe", re.IGNORECASE)
_PDF_ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|GoToR|GoToE|SubmitForm|ImportData|Movie)(?![A-Za-z0-9])"
)
_PDF_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_SVG_ACTIVE: Final = re.compile(
    r"<!doctype|<!entity|<\?xml-stylesheet|<(?:\w+:)?(?:script|foreignobject|iframe|embed|object|animate|set|handler)\b"
    r"|[\s\"'/]on\w+\s*=|javascript:|vbscript:|data:(?!image/(?:png|jpe?g|gif|webp))|@import"
    r"|(?:href|src)\s*=\s*[\"']?\s*(?:[a-z][a-z0-9+.-]*:)?//|url\(\s*[\"']?\s*(?:[a-z][a-z0-9+.-]*:)?//",
    re.IGNORECASE,
)
_SVG_BYTES: Final = 20_000_000


def look(file: BinaryIO, *, filename: str, declared: str, caps: Limits | None = None) -> tuple[str, str]:
    """Return (media type, code of the verdict or an empty string) of a stored file."""
    caps = caps or limits()
    file.seek(0)
    head = file.read(detection.HEAD_BYTES)
    kind = detection.detect(head, filename)
    entries: list[archives.Entry] = []
    broken = ""
    if kind == detection.ZIP:
        try:
            entries = archives.contents(file, caps)
            kind = archives.office_type(entries) or kind
        except archives.Broken as why:
            broken = why.code
    code = (
        broken
        or _by_kind(head, kind)
        or ("" if fits_extension(kind, filename) and fits_declared(kind, declared) else "type-mismatch")
        or _two_types(file, head, kind)
    )
    return kind, code or _by_content(file, kind, entries, caps)


def _by_kind(head: bytes, kind: str) -> str:
    if _EICAR in head[:1024]:
        return "malware"
    named = {
        detection.EXECUTABLE: "executable",
        detection.PAGE: "active-page",
        detection.OTHER_ARCHIVE: "archive-kind",
    }.get(kind, "")
    return named or ("" if kind in TYPES else "type-unknown")


def _two_types(file: BinaryIO, head: bytes, kind: str) -> str:
    family = TYPES[kind].family
    if family == "pdf" and not head.startswith(b"%PDF-"):
        return "polyglot"
    if family not in {"image", "pdf", "media"}:
        return ""
    if kind == "image/gif" and head[6:8] in {b"/*", b"=1", b"='", b'="', b"//"}:
        return "polyglot"
    if family == "image" and kind != "image/jpeg" and _MARKUP.search(head[:4096]):
        return "polyglot"  # a JPEG's comments may hold anything; its preview is made without them
    return "polyglot" if _second_at_the_end(file, kind, family) else ""


def _second_at_the_end(file: BinaryIO, kind: str, family: Family) -> bool:
    """Say whether a file of another type hangs behind: a ZIP's directory, or markup after an image."""
    tail = _tail(file)
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and b"PK\x01\x02" in tail[:at]:
        return True
    after = tail.rpartition(b"\xff\xd9")[2] if kind == "image/jpeg" else tail
    return family == "image" and _MARKUP.search(after[-4096:]) is not None


def _tail(file: BinaryIO) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - 128 * 1024))
    return file.read()


def _by_content(file: BinaryIO, kind: str, entries: list[archives.Entry], caps: Limits) -> str:
    if entries:
        return archives.fault(file, entries, caps)
    checks: dict[str, Callable[[BinaryIO, Limits], str]] = {
        "application/pdf": _pdf,
        "image/svg+xml": _svg,
        "image/png": _png,
        "image/gif": _gif,
    }
    check = checks.get(kind)
    return check(file, caps) if check else ""


def _pdf(file: BinaryIO, _caps: Limits) -> str:
    file.seek(0)
    before = b""
    while chunk := file.read(CHUNK):
        plain = _PDF_ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), before + chunk)
        if _PDF_ACTIVE.search(plain):
            return "active-pdf"
        before = chunk[-_OVERLAP:]
    return ""


def _svg(file: BinaryIO, _caps: Limits) -> str:
    file.seek(0)
    raw = file.read(_SVG_BYTES + 1)
    if len(raw) > _SVG_BYTES:
        return "too-costly"
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "active-svg"
    bare = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", html.unescape(text))
    return "active-svg" if _SVG_ACTIVE.search(bare) or _SVG_ACTIVE.search(re.sub(r"\s", "", bare)) else ""


def _png(file: BinaryIO, caps: Limits) -> str:
    file.seek(16)
    raw = file.read(8)
    if len(raw) < 8:  # noqa: PLR2004  width and height
        return "damaged"
    width, height = struct.unpack(">2L", raw)
    return "image-too-large" if width * height > caps.pixels else ""


def _gif(file: BinaryIO, caps: Limits) -> str:
    file.seek(6)
    raw = file.read(4)
    if len(raw) < 4:  # noqa: PLR2004  width and height
        return "damaged"
    width, height = struct.unpack("<2H", raw)
    return "image-too-large" if width * height > caps.pixels else ""
