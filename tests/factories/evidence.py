"""Files good and bad, and evidence items, for tests; everything is made here, nothing is read from elsewhere."""

from __future__ import annotations

import io
import itertools
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image

from zhidun.access.actors import SYSTEM, Actor
from zhidun.evidence import services
from zhidun.evidence.models import Item

_numbers = itertools.count(1)


def png(*, width: int = 40, height: int = 30) -> bytes:
    """A picture, different each time."""
    out = io.BytesIO()
    number = next(_numbers)
    Image.new("RGB", (width, height), (number % 256, number // 256 % 256, 90)).save(out, "PNG")
    return out.getvalue()


def jpeg_with_position() -> bytes:
    """A photograph whose EXIF names a place and a comment with markup."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 39.0, 0.0), 3: "E", 4: (104.0, 3.0, 0.0)})
    Image.new("RGB", (64, 32), (10, 200, 90)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def pdf(*, text: str = "Evidence", extra: bytes = b"") -> bytes:
    """A PDF of one page; `extra` goes into its catalogue."""
    stream = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(out)


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of some files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    return out.getvalue()


def docx(files: Mapping[str, bytes] | None = None) -> bytes:
    """The smallest thing that is a Word document, with more parts if wished."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **(files or {})})


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""
    header = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">L", 13) + b"IHDR" + header + struct.pack(">L", zlib.crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def make_item(
    *, content: bytes | None = None, filename: str = "证据.png", declared_type: str = "", actor: Actor = SYSTEM
) -> Item:
    """A stored item; a picture unless said otherwise."""
    stream = io.BytesIO(png() if content is None else content)
    return services.store_upload(stream=stream, filename=filename, declared_type=declared_type, actor=actor)
