"""Limits and the list of types: what is taken, what may be opened, what is only kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from django.conf import settings

Family = Literal["image", "pdf", "text", "office", "archive", "media", "mail", "legacy", "web-archive"]

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of one installation, in bytes, seconds and counts.

    Attributes:
        file_bytes: one file.
        request_bytes: one request with all its files.
        files: files in one request.
        archive_entries: entries of one archive.
        archive_bytes: bytes of all entries together, unpacked.
        archive_ratio: unpacked to packed size, for archives that unpack to more than `archive_ratio_from`.
        pixels: width times height of an image.
        frames: frames of an animation.
        child_memory: address space of the child process.
        child_seconds: its processor time; twice that on the wall.
    """

    file_bytes: int = 200 * MEGABYTE
    request_bytes: int = 1000 * MEGABYTE
    files: int = 50
    archive_entries: int = 10_000
    archive_bytes: int = 1000 * MEGABYTE
    archive_ratio: int = 100
    archive_ratio_from: int = 20 * MEGABYTE
    pixels: int = 100_000_000
    frames: int = 1_000
    child_memory: int = 512 * 1024 * 1024
    child_seconds: int = 10


def limits() -> Limits:
    """Return the caps, with what the settings change of them."""
    usual = Limits()
    return Limits(
        file_bytes=int(getattr(settings, "UPLOAD_FILE_LIMIT", usual.file_bytes)),
        request_bytes=int(getattr(settings, "UPLOAD_REQUEST_LIMIT", usual.request_bytes)),
        files=int(getattr(settings, "DATA_UPLOAD_MAX_NUMBER_FILES", usual.files)),
        child_seconds=int(getattr(settings, "PREVIEW_SECONDS", usual.child_seconds)),
    )


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that may be opened: its name, family and the extensions it may bear."""

    media_type: str
    family: Family
    extensions: tuple[str, ...]


TYPES: Final[dict[str, FileType]] = {
    kind.media_type: kind
    for kind in (
        FileType("image/jpeg", "image", ("jpg", "jpeg", "jpe", "jfif")),
        FileType("image/png", "image", ("png",)),
        FileType("image/gif", "image", ("gif",)),
        FileType("image/webp", "image", ("webp",)),
        FileType("image/tiff", "image", ("tif", "tiff")),
        FileType("image/bmp", "image", ("bmp", "dib")),
        FileType("image/svg+xml", "text", ("svg",)),
        FileType("image/heic", "media", ("heic", "heif")),
        FileType("application/pdf", "pdf", ("pdf",)),
        FileType("text/plain", "text", ("txt", "log", "md", "json", "jsonl", "ndjson", "ini", "srt", "csv", "tsv")),
        FileType("text/csv", "text", ("csv", "tsv", "txt")),
        FileType("application/json", "text", ("json", "txt")),
        FileType("message/rfc822", "mail", ("eml", "mht", "mhtml", "txt")),
        FileType("application/zip", "archive", ("zip",)),
        FileType("application/wacz", "web-archive", ("wacz",)),
        FileType("application/ofd", "office", ("ofd",)),
        FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "office", ("docx",)),
        FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "office", ("xlsx",)),
        FileType("application/vnd.openxmlformats-officedocument.presentationml.presentation", "office", ("pptx",)),
        FileType("application/x-ole-storage", "legacy", ("doc", "xls", "ppt", "wps", "et", "dps")),
        FileType("video/mp4", "media", ("mp4", "m4v", "m4a", "mov", "3gp")),
        FileType("video/quicktime", "media", ("mov", "qt")),
        FileType("video/webm", "media", ("webm", "mkv")),
        FileType("video/x-msvideo", "media", ("avi",)),
        FileType("audio/mpeg", "media", ("mp3",)),
        FileType("audio/wav", "media", ("wav",)),
        FileType("audio/amr", "media", ("amr",)),
        FileType("audio/ogg", "media", ("ogg", "oga", "opus")),
        FileType("application/vnd.apache.parquet", "media", ("parquet",)),
    )
}

# Declared by browsers when they do not know; says nothing.
UNSAID: Final = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-download"})

# Other names of the same thing, as browsers and systems declare them.
SYNONYMS: Final[dict[str, str]] = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/x-ms-bmp": "image/bmp",
    "image/heif": "image/heic",
    "application/x-zip-compressed": "application/zip",
    "application/x-zip": "application/zip",
    "application/wacz+zip": "application/wacz",
    "application/x-pdf": "application/pdf",
    "application/msword": "application/x-ole-storage",
    "application/vnd.ms-excel": "application/x-ole-storage",
    "application/vnd.ms-powerpoint": "application/x-ole-storage",
    "application/kswps": "application/x-ole-storage",
    "audio/mp3": "audio/mpeg",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/x-m4a": "video/mp4",
    "audio/mp4": "video/mp4",
    "video/avi": "video/x-msvideo",
    "video/x-m4v": "video/mp4",
}

# Where the declaration may differ without anything being wrong: Windows declares every CSV as an Excel sheet, a text
# editor's file may be declared as any text.
TEXT_LIKE: Final = frozenset({"text/plain", "text/csv", "application/json", "message/rfc822"})


def extension(filename: str) -> str:
    """Return the last extension of a file name, in lower case, without the point."""
    stem, point, last = filename.rpartition(".")
    return last.lower() if point and stem else ""


def fits_extension(media_type: str, filename: str) -> bool:
    """Say whether a file of a type may bear this name; a name without extension fits."""
    last = extension(filename)
    known = TYPES.get(media_type)
    return not last or known is None or last in known.extensions


def fits_declared(media_type: str, declared: str) -> bool:
    """Say whether what was declared agrees with what was found."""
    said = declared.partition(";")[0].strip().lower()
    if said in UNSAID:
        return True
    said = SYNONYMS.get(said, said)
    if media_type in TEXT_LIKE:
        return said.startswith("text/") or said in TEXT_LIKE or said == "application/x-ole-storage"
    return said == media_type or (media_type == "video/mp4" and said == "video/quicktime")
