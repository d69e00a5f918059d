"""Listings to be swept: a table, a folder of pictures or a ZIP of them; a bad row is told, the rest goes on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Final

from zhidun.kernel.text import t
from zhidun.similarity import tables
from zhidun.similarity.normal import LONGEST
from zhidun.similarity.tables import Problem, Row, TableUnfit

SELLER: Final = ("seller", "code", "phone", "payee", "link", "district")
"""What a feed may say of who offers: shop name, credit code, telephone, payee, address of the listing, district."""
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"})
OUTSIDE: Final = t(
    "图片路径指向文件夹之外,未读取;标题仍已比对。",
    "the picture's path leads out of the folder of the file: not read, the title was compared all the same",
)
MOST_PICTURES: Final = 100_000
MOST_UNPACKED: Final = 2 * 2**30
"""Bytes all pictures of a ZIP may take when unpacked."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of a feed.

    Attributes:
        line: its line in the file; of a folder, its place.
        image: a file, the bytes themselves, or None.
        seller: what is known of who offers it, by the names of `SELLER`.
    """

    id: str
    title: str
    image: Path | bytes | None = None
    seller: Mapping[str, str] = field(default_factory=dict)
    line: int = 0


def read(feed: Path) -> Iterator[Listing | Problem]:
    """Yield the listings of a feed in order, and a problem for each row that cannot be used.

    Raises:
        TableUnfit: not a feed at all.
        UnsupportedType: a kind of file that is not read.
    """
    if feed.is_dir():
        rows: Iterator[Listing | Problem] = _folder(feed)
    elif feed.suffix.lower() == ".zip":
        rows = _zip(feed)
    else:
        rows = from_rows(tables.rows(feed, ("title",), others=("id", "image", *SELLER)), feed.parent)
    yield from _once(rows)


def from_rows(rows: Iterable[Row | Problem], folder: Path | None) -> Iterator[Listing | Problem]:
    """Yield listings from rows of a table; pictures are named relative to `folder` (None: there are none)."""
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        title = row["title"]
        if len(title) > LONGEST:
            yield Problem(
                row.line,
                t(
                    f"标题超过 {LONGEST} 字,只比对前面部分。",
                    f"title over {LONGEST} characters: cut",
                ),
            )
            title = title[:LONGEST]
        image = _inside(folder, row["image"]) if folder and row["image"] else None
        if folder and row["image"] and image is None:
            yield Problem(row.line, OUTSIDE)
        if not title and image is None:
            yield Problem(row.line, t("既无标题也无图片。", "neither title nor picture"))
            continue
        seller = {name: row[name][:300] for name in SELLER if row[name]}
        yield Listing(row["id"] or f"line-{row.line}", title, image, seller, row.line)


def _inside(folder: Path, name: str) -> Path | None:
    """Return the picture a row names; a name that leads out of the feed's folder names nothing."""
    root = folder.resolve()
    found = tables.placed(root, name).resolve()
    return found if found.is_relative_to(root) else None


def _once(rows: Iterable[Listing | Problem]) -> Iterator[Listing | Problem]:
    """Leave out a listing whose id was there before; 8 bytes are remembered of each."""
    seen: set[bytes] = set()
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        mark = blake2b(row.id.encode("utf-8", "replace"), digest_size=8).digest()
        if mark in seen:
            yield Problem(row.line, t(f"编号“{row.id[:40]}”重复。", f"id “{row.id[:40]}” is there twice"))
            continue
        seen.add(mark)
        yield row


def _folder(folder: Path) -> Iterator[Listing | Problem]:
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in PICTURES and file.is_file())
    for place, file in enumerate(files, 1):
        yield Listing(file.relative_to(folder).as_posix(), "", file, {}, place)


def _zip(file: Path) -> Iterator[Listing | Problem]:
    try:
        packed = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError) as error:
        raise TableUnfit(t("不是可读取的 ZIP 文件。", "Not a ZIP file that can be read.")) from error
    with packed:
        names = [one for one in packed.infolist() if PurePosixPath(one.filename).suffix.lower() in PICTURES]
        if len(names) > MOST_PICTURES or sum(one.file_size for one in names) > MOST_UNPACKED:
            raise TableUnfit(
                t(
                    "压缩包中的图片过多或解压后过大。",
                    "The ZIP holds too many pictures or too large ones.",
                ),
                t("请分成几个压缩包。", "Split it into several."),
            )
        for place, one in enumerate(sorted(names, key=lambda info: info.filename), 1):
            yield _packed(packed, one, place)


def _packed(packed: zipfile.ZipFile, one: zipfile.ZipInfo, place: int) -> Listing | Problem:
    from zhidun.similarity.pictures import MOST_BYTES

    if one.file_size > MOST_BYTES:
        return Problem(place, t(f"“{one.filename[:60]}”过大。", f"“{one.filename[:60]}” is too large"))
    try:
        with packed.open(one) as stream:
            content = io.BytesIO(stream.read(MOST_BYTES + 1)).getvalue()
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return Problem(place, t(f"“{one.filename[:60]}”无法解压。", f"“{one.filename[:60]}” cannot be unpacked"))
    return Listing(one.filename, "", content, {}, place)
