"""BagIt (RFC 8493): writing a bag in one pass with SHA-256 and SM3, and checking any bag from version 0.93 on.

No framework and no database: `zhidun verify` checks packages with it on a machine that never saw this house.
"""

from __future__ import annotations

import os
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Protocol

from zhidun.evidence.digests import BUFFER, OURS, Pair, digest
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import Text, t

if TYPE_CHECKING:
    from io import FileIO

CHUNK = 1 << 20
TINY = 32 * 1024
KNOWN = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sm3")
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_VERSION = re.compile(r"BagIt-Version: ([0-9]+)\.([0-9]+)[ \t]*\Z")
_STRICT = re.compile(r"BagIt-Version: ([0-9]+)\.([0-9]+)\Z")
_ENCODING = re.compile(r"Tag-File-Character-Encoding: ([A-Za-z0-9_-]+)[ \t]*\Z")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)\Z")


class BagInvalid(Invalid):
    """A bag that is not whole, or not a bag."""

    code = "evidence.bag_invalid"
    default_remedy = t(
        "请使用原始的证据包;被改动的包无法核验。", "Use the original package; an altered one cannot be checked."
    )


# --- writing


class Sink(Protocol):
    """Where a bag is written."""

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write one file."""


@dataclass(frozen=True, slots=True)
class FolderSink:
    """A bag in a folder."""

    folder: Path

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write one file."""
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb", buffering=0) as file:
            for chunk in chunks:
                file.write(chunk)


@dataclass(frozen=True, slots=True)
class ZipSink:
    """A bag in a ZIP, uncompressed, under one folder: evidence seldom compresses and stays readable as it is."""

    pack: zipfile.ZipFile
    top: str

    def write(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write one file."""
        entry = zipfile.ZipInfo(f"{self.top}/{name}", (1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o644 << 16
        with self.pack.open(entry, "w", force_zip64=True) as file:
            for chunk in chunks:
                file.write(chunk)


@dataclass
class BagWriter:
    """Writes a bag in one pass: each file is read once, written once and hashed by each algorithm on the way."""

    sink: Sink
    _payload: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _tags: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _bytes: int = 0

    def add(self, name: str, content: bytes | Iterable[bytes]) -> Mapping[str, str]:
        """Add a file under `data/` and return its digests."""
        path = f"data/{name}"
        self._payload[path] = found = self._write(path, content, counted=True)
        return found

    def tag(self, name: str, content: bytes) -> None:
        """Add a tag file beside `data/`."""
        self._tags[name] = self._write(name, content, counted=False)

    def close(self, info: Sequence[tuple[str, str]]) -> None:
        """Write bag-info, declaration and manifests; the bag is whole after this."""
        lines = [*info, ("Payload-Oxum", f"{self._bytes}.{len(self._payload)}")]
        self.tag("bag-info.txt", "".join(f"{key}: {value}\n" for key, value in lines).encode())
        self.tag("bagit.txt", DECLARATION.encode())
        for name in OURS:
            self.tag(f"manifest-{name}.txt", _manifest(self._payload, name))
        tags = dict(self._tags)
        for name in OURS:
            self.sink.write(f"tagmanifest-{name}.txt", [_manifest(tags, name)])

    def _write(self, name: str, content: bytes | Iterable[bytes], *, counted: bool) -> Mapping[str, str]:
        if not safe(name):
            raise BagInvalid(t(f"文件名“{name[:80]}”无效。", f"“{name[:80]}” is no name of a file."))
        pair = Pair()
        chunks = [content] if isinstance(content, bytes) else content
        self.sink.write(name, self._hashed(chunks, pair, counted=counted))
        return pair.found()

    def _hashed(self, chunks: Iterable[bytes], pair: Pair, *, counted: bool) -> Iterator[bytes]:
        for chunk in chunks:
            pair.update(chunk)
            self._bytes += len(chunk) if counted else 0
            yield chunk


def _manifest(found: Mapping[str, Mapping[str, str]], name: str) -> bytes:
    return "".join(f"{found[path][name]}  {encoded(path)}\n" for path in sorted(found)).encode()


def bag_folder(folder: Path, info: Sequence[tuple[str, str]] = (), *, threads: int | None = None) -> None:
    """Turn a folder into a bag where it lies: its files move under `data/`, hashed side by side."""
    there = sorted(folder.iterdir())
    data = folder / "data.new"
    data.mkdir()
    for path in there:
        path.rename(data / path.name)
    data = data.rename(folder / "data")
    sizes = dict(_files(str(folder), "data"))
    writer = BagWriter(FolderSink(folder))
    writer._payload.update(_digests_of(str(folder), sizes, threads or os.cpu_count() or 1))  # noqa: SLF001  the same module
    writer._bytes = sum(sizes.values())  # noqa: SLF001
    writer.close(info)


def _files(top: str, below: str) -> Iterator[tuple[str, int]]:
    """Yield path from the bag's folder and size of every file in a folder of it."""
    with os.scandir(f"{top}/{below}") as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(top, f"{below}/{entry.name}")
            elif entry.is_file():
                yield f"{below}/{entry.name}", entry.stat().st_size


def _digests_of(top: str, sizes: Mapping[str, int], threads: int) -> dict[str, Mapping[str, str]]:
    """Return the digests of files by path. Large files come first; one that would keep a core alone has two.

    Tiny files are one worker's: between several, their short digests would pass the interpreter to and fro.
    """
    ordered = sorted(sizes, key=lambda path: sizes[path], reverse=True)
    large = iter([path for path in ordered if sizes[path] >= TINY])
    tiny = [path for path in ordered if sizes[path] < TINY]
    share = max(sum(sizes.values()) / threads, CHUNK)
    found: dict[str, Mapping[str, str]] = {}

    def work(first: Iterable[str]) -> None:
        buffer = bytearray(BUFFER)
        for path in chain(first, large):
            with open(f"{top}/{path}", "rb", buffering=0) as file:  # noqa: PTH123  a Path for each file costs a third
                found[path] = _large(file) if sizes[path] > share else _small(file, buffer)

    with ThreadPoolExecutor(threads) as pool:
        for one in [pool.submit(work, tiny if number == 0 else ()) for number in range(threads)]:
            one.result()
    return found


def _large(file: IO[bytes]) -> Mapping[str, str]:
    pair = Pair()
    while chunk := file.read(CHUNK):
        pair.update(chunk)
    return pair.found()


def _small(file: FileIO, buffer: bytearray) -> Mapping[str, str]:
    sha256, sm3 = digest("sha256"), digest("sm3")
    with memoryview(buffer) as view:
        while count := file.readinto(buffer):
            sha256.update(view[:count])
            sm3.update(view[:count])
    return {"sha256": sha256.hexdigest(), "sm3": sm3.hexdigest()}


def encoded(path: str) -> str:
    """Return a path as manifests write it: line ends and percent signs are percent-encoded."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def safe(path: str) -> bool:
    """Say whether a path stays inside the bag on every system."""
    parts = PurePosixPath(path).parts
    if not path or path.startswith(("/", "~", "\\")) or "\x00" in path or ".." in parts:
        return False
    return not re.match(r"[A-Za-z]:", path) and "..\\" not in path and not path.startswith("%")


# --- reading


class Source(Protocol):
    """A bag to be checked."""

    def names(self) -> Sequence[str]:
        """Return the path of every file, relative to the bag."""

    def open(self, name: str) -> IO[bytes]:
        """Open a file."""


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A bag in a folder. Links are not followed."""

    folder: Path

    def names(self) -> Sequence[str]:
        """Return the path of every file."""
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file() and not path.is_symlink()
        )

    def open(self, name: str) -> IO[bytes]:
        """Open a file."""
        return (self.folder / name).open("rb")


@dataclass(frozen=True, slots=True)
class ZipSource:
    """A bag in a ZIP, under one folder or at its top."""

    pack: zipfile.ZipFile
    top: str = ""

    @classmethod
    def of(cls, pack: zipfile.ZipFile) -> ZipSource:
        """Return the bag of an open archive."""
        tops = [name.removesuffix("bagit.txt") for name in pack.namelist() if name.split("/")[-1] == "bagit.txt"]
        return cls(pack, min(tops, key=len, default=""))

    def names(self) -> Sequence[str]:
        """Return the path of every file.

        Raises:
            BagInvalid: two entries have one name.
        """
        found = [one.filename for one in self.pack.infolist() if not one.is_dir()]
        if len(set(found)) != len(found):
            raise BagInvalid(t("压缩包内的文件名重复。", "Names in the archive repeat."))
        outside = [name for name in found if not name.startswith(self.top)]
        if outside:
            raise BagInvalid(t(f"包外还有文件:{outside[0]}", f"There are files outside the bag: {outside[0]}"))
        return sorted(name.removeprefix(self.top) for name in found)

    def open(self, name: str) -> IO[bytes]:
        """Open a file."""
        return self.pack.open(self.top + name)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a bag."""

    file: str
    says: Text


def check(source: Source, *, tell: Callable[[str], None] | None = None) -> list[Fault]:
    """Check a bag and return every fault, in order; an empty list means complete and valid."""
    try:
        names = set(source.names())
        version, encoding = _declaration(source, names)
    except BagInvalid as refusal:
        return [Fault("bagit.txt", refusal.reason)]
    try:
        manifests = {name: _read(source, name, version, encoding) for name in sorted(names) if _is_manifest(name)}
        fetched = _fetch(source, names, version, encoding)
    except BagInvalid as refusal:
        return [Fault(refusal.field or "manifest", refusal.reason)]
    if not any(name.startswith("manifest-") for name in manifests):
        return [Fault("manifest", t("没有清单文件。", "There is no payload manifest."))]
    faults = list(_missing(names, manifests, fetched, version))
    return faults + list(_compare(source, names, manifests, tell))


def _is_manifest(name: str) -> bool:
    found = re.match(r"(tag)?manifest-([a-z0-9]+)\.txt\Z", name)
    return bool(found and found[2] in KNOWN)


def _declaration(source: Source, names: set[str]) -> tuple[tuple[int, int], str]:
    if "bagit.txt" not in names:
        raise BagInvalid(t("缺少 bagit.txt。", "bagit.txt is missing."))
    with source.open("bagit.txt") as file:
        raw = file.read(1000)
    lines = raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    said = _VERSION.match(lines[0])
    told = _ENCODING.match(lines[1]) if len(lines) > 1 else None
    if said is None or told is None:
        raise BagInvalid(t("bagit.txt 的声明无效。", "The declaration in bagit.txt is not valid."))
    version = (int(said[1]), int(said[2]))
    if version >= (1, 0) and not _STRICT.match(lines[0]):
        raise BagInvalid(t("bagit.txt 的声明无效。", "The declaration in bagit.txt is not valid."))
    try:
        "".encode(told[1])
    except LookupError as fault:
        raise BagInvalid(t("bagit.txt 的编码未知。", "The encoding in bagit.txt is not known.")) from fault
    return version, told[1]


def _text(source: Source, name: str, encoding: str) -> list[str]:
    with source.open(name) as file:
        raw = file.read()
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as fault:
        raise BagInvalid(t(f"{name} 无法解码。", f"{name} cannot be decoded."), field=name) from fault
    return [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]


def _read(source: Source, name: str, version: tuple[int, int], encoding: str) -> dict[str, str]:
    """Return digests by path; a path named twice is refused from version 1.0 on, before that when they differ."""
    found: dict[str, str] = {}
    for line in _text(source, name, encoding):
        parts = _LINE.match(line)
        if parts is None or not safe(parts[2]):
            raise BagInvalid(t(f"{name} 中有无效的行。", f"{name} holds a line that is not valid."), field=name)
        path, value = _decoded(parts[2], version), parts[1].lower()
        if path in found and (version >= (1, 0) or found[path] != value):
            raise BagInvalid(t(f"{name} 重复列出 {path}。", f"{name} names {path} twice."), field=name)
        found[path] = value
    return found


def _decoded(path: str, version: tuple[int, int]) -> str:
    path = re.sub(r"\A(\./)+", "", path)
    path = re.sub("%0a", "\n", re.sub("%0d", "\r", path, flags=re.IGNORECASE), flags=re.IGNORECASE)
    return path.replace("%25", "%") if version >= (1, 0) else path


def _fetch(source: Source, names: set[str], version: tuple[int, int], encoding: str) -> set[str]:
    """Return the paths that may be fetched; nothing is fetched here, so what is missing stays missing."""
    if "fetch.txt" not in names:
        return set()
    found = set()
    for line in _text(source, "fetch.txt", encoding):
        parts = line.split(None, 2)
        if len(parts) < 3 or not safe(parts[2]) or not parts[2].removeprefix("./").startswith("data/"):  # noqa: PLR2004
            raise BagInvalid(
                t("fetch.txt 中有越界路径。", "fetch.txt names a path outside the bag."), field="fetch.txt"
            )
        found.add(_decoded(parts[2], version))
    return found


def _missing(
    names: set[str], manifests: Mapping[str, Mapping[str, str]], fetched: set[str], version: tuple[int, int]
) -> Iterator[Fault]:
    payload = {_same(name) for name in names if name.startswith("data/")}
    listed: set[str] = set()
    for manifest, rows in manifests.items():
        if manifest.startswith("tag"):
            continue
        here = {_same(path) for path in rows}
        listed |= here
        if version >= (1, 0):
            for path in sorted(payload - here):
                yield Fault(path, t(f"{manifest} 未列出该文件。", f"{manifest} does not name this file."))
    if version < (1, 0):
        for path in sorted(payload - listed):
            yield Fault(path, t("清单未列出该文件。", "No manifest names this file."))
    for path in sorted(fetched):
        if _same(path) not in listed:
            yield Fault(path, t("fetch.txt 列出的文件不在清单中。", "fetch.txt names a file no manifest does."))


def _same(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _compare(
    source: Source,
    names: set[str],
    manifests: Mapping[str, Mapping[str, str]],
    tell: Callable[[str], None] | None,
) -> Iterator[Fault]:
    """Read each file once and hold it against every manifest that names it."""
    there = {_same(name): name for name in sorted(names)}
    wanted: dict[str, dict[str, str]] = {}
    for manifest, rows in manifests.items():
        algorithm = manifest.rpartition("-")[2].removesuffix(".txt")
        for path, value in rows.items():
            wanted.setdefault(path, {})[algorithm] = value
    for path in sorted(wanted):
        name = path if path in names else there.get(_same(path))
        if name is None:
            yield Fault(path, t("清单列出的文件不存在。", "A manifest names it, but it is not there."))
            continue
        found = _hashes(source, name, wanted[path])
        for algorithm, value in wanted[path].items():
            if found[algorithm] != value:
                yield Fault(
                    path,
                    t(
                        f"{algorithm} 应为 {value},实为 {found[algorithm]}",
                        f"{algorithm}: expected {value}, got {found[algorithm]}",
                    ),
                )
        if tell is not None:
            tell(path)


def _hashes(source: Source, name: str, algorithms: Iterable[str]) -> Mapping[str, str]:
    wanted = set(algorithms)
    with source.open(name) as file:
        if wanted == set(OURS):
            return _large(file)
        running = {one: digest(one) for one in wanted}
        while chunk := file.read(CHUNK):
            for state in running.values():
                state.update(chunk)
    return {one: state.hexdigest() for one, state in running.items()}
