"""The child process that decodes hostile bytes: reads a file, prints one line of JSON, writes at most one preview.

Run as `python -I child.py KIND SOURCE TARGET LIMITS`. It imports nothing of the product and sets its own limits before
it opens the file: address space, processor time, bytes written, open files, processes. It makes no sockets and starts
no programs (audit hook); where the machine allows, the parent has put it in a network of its own as well.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

TEXT_BYTES = 20_000
PREVIEW_SIDE = 1600
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")
ENTRY_CHUNK = 1 << 20


class Shut(Exception):  # noqa: N818  an answer, not a fault
    """The file must stay shut; the message is the code of the verdict."""


def limit(memory: int, seconds: int, written: int) -> None:
    """Set the limits of this process; they cannot be raised again."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if os.geteuid() != 0:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def no_network() -> None:
    """Refuse every socket in this process, whatever a library tries."""

    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")):
            msg = f"not allowed in the child: {event}"
            raise PermissionError(msg)

    sys.addaudithook(refuse)


def image(source: str, target: str, caps: dict[str, int]) -> dict[str, Any]:
    """Decode a picture wholly and write a small JPEG of it without metadata."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = caps["pixels"]
    with Image.open(source, formats=FORMATS) as whole:
        if whole.format == "PNG" and whole.width * whole.height <= caps["pixels"]:
            whole.verify()  # the check sums of every part
    with Image.open(source, formats=FORMATS) as picture:
        if picture.width * picture.height > caps["pixels"]:
            raise Shut("image-too-large")
        frames = _frames(picture, caps["frames"])
        picture.seek(0)
        picture.draft("RGB", (PREVIEW_SIDE, PREVIEW_SIDE))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
        flat = Image.new("RGB", upright.size, "white")
        rgba = upright.convert("RGBA")
        flat.paste(rgba, mask=rgba.getchannel("A"))
        flat.save(target, "JPEG", quality=85)
    return {"preview": "image/jpeg", "frames": frames}


def _frames(picture: Image.Image, most: int) -> int:
    count = 0
    try:
        while count <= most:
            picture.seek(count)
            count += 1
    except EOFError:
        return count
    raise Shut("image-too-large")


def _active(root: Any) -> bool:  # noqa: ANN401  pypdf does not say
    """Say whether a document does something by itself, or carries files."""
    from pypdf.generic import DictionaryObject

    named, first = root.get("/Names"), root.get("/OpenAction")
    names: Any = {} if named is None else named.get_object()
    opening: Any = first.get_object() if first is not None else None
    scripted = isinstance(opening, DictionaryObject) and opening.get("/S") not in {None, "/GoTo"}
    return bool(scripted or "/AA" in root or "/JavaScript" in names or "/EmbeddedFiles" in names)


def pdf(source: str, target: str, caps: dict[str, int]) -> dict[str, Any]:
    """Count the pages, look for actions, take the text of the first page."""
    import pypdf

    del caps
    reader = pypdf.PdfReader(source, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Shut("encrypted")
    if _active(reader.root_object):
        raise Shut("active-pdf")
    pages = len(reader.pages)
    if not pages:
        raise Shut("damaged")
    text = reader.pages[0].extract_text()[:TEXT_BYTES]
    if text.strip():
        _write(target, text)
    return {"preview": "text/plain" if text.strip() else "", "pages": pages}


def text(source: str, target: str, caps: dict[str, int]) -> dict[str, Any]:
    """Copy the beginning of a text as UTF-8."""
    del caps
    with open(source, "rb") as file:  # noqa: PTH123  the child imports as little as it can
        raw = file.read(TEXT_BYTES)
    for encoding in ("utf-16",) if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "gb18030"):
        for cut in range(4):
            try:
                found = raw[: len(raw) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            _write(target, found)
            return {"preview": "text/plain"}
    raise Shut("damaged")


def archive(source: str, target: str, caps: dict[str, int]) -> dict[str, Any]:
    """Unpack every entry into nothing and hold it against its table; look for outside templates in documents."""
    import zipfile

    del target
    total = 0
    with zipfile.ZipFile(source) as pack:
        for entry in pack.infolist():
            size, kept = 0, b""
            with pack.open(entry) as file:
                while chunk := file.read(ENTRY_CHUNK):
                    size += len(chunk)
                    total += len(chunk)
                    if total > caps["archive_bytes"] or size > entry.file_size:
                        raise Shut("archive-bomb")
                    if entry.filename.endswith(".rels"):
                        kept += chunk
            if size != entry.file_size:
                raise Shut("archive-broken")
            if b"attachedTemplate" in kept or b"oleObject" in kept or b"frame" in kept:
                raise Shut("active-office")
    return {"preview": ""}


def _write(target: str, content: str) -> None:
    with open(target, "w", encoding="utf-8") as file:  # noqa: PTH123  the child imports as little as it can
        file.write(content)


def main(arguments: list[str]) -> int:
    """Look into one file; the answer is one line of JSON on the standard output."""
    kind, source, target, raw = arguments
    caps: dict[str, int] = json.loads(raw)
    looks = {"image": image, "pdf": pdf, "text": text, "archive": archive}
    limit(caps["memory"], caps["seconds"], caps["written"])
    no_network()
    sys.setrecursionlimit(500)
    try:
        answer = looks[kind](source, target, caps)
    except Shut as why:
        answer = {"verdict": str(why)}
    except MemoryError:
        answer = {"verdict": "too-costly"}
    except Exception as error:  # noqa: BLE001  whatever a decoder raises, the file is not readable
        bomb = type(error).__name__ in {"DecompressionBombError", "DecompressionBombWarning"}
        answer = {"verdict": "image-too-large" if bomb else "damaged", "why": type(error).__name__}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
