"""Tiles and entry bundles of c2sp.org/tlog-tiles: their paths, their bytes, and where they are kept."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from zhidun.kernel.text import t
from zhidun.ledger.errors import EntryTooLarge, Malformed, TileMissing
from zhidun.ledger.merkle import HASH_BYTES, inclusion_path, leaf_hash, range_root
from zhidun.ledger.nodes import NodeFile, inner_nodes, row_begins

HEIGHT = 8
WIDTH = 1 << HEIGHT
LONGEST_ENTRY = 65_535
CACHED_TILES = 1_024
CACHED_WAYS = 8_192
_PATH = re.compile(r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?\Z")


class TileStore(Protocol):
    """Where the files of a log lie; names are C2SP paths such as `tile/0/x001/234.p/7`, `checkpoint`."""

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None when it is not there."""

    def write(self, name: str, content: bytes) -> None:
        """Keep a file durably: when this returns it outlives a crash; nobody ever sees half of it."""


@dataclass(frozen=True, slots=True)
class Tile:
    """The place of a tile or bundle.

    Attributes:
        level: 0 to 63; -1 for a bundle of entries.
        index: number in its level.
        width: hashes or entries in it, 1 to 256.
    """

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Return its path, such as `tile/0/x001/x234/067.p/112`."""
        groups = [f"{self.index % 1000:03d}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        level = "entries" if self.level < 0 else str(self.level)
        part = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{part}"


def parse_path(path: str) -> Tile:
    """Return the tile of a path.

    Raises:
        Malformed: it is no path of a tile, or not the shortest way to write it.
    """
    found = _PATH.match(path)
    width = int(found[3] or WIDTH) if found else 0
    if found and (found[3] is None or width < WIDTH):
        index = int(found[2].replace("x", "").replace("/", ""))
        tile = Tile(-1 if found[1] == "entries" else int(found[1]), index, width)
        if tile.path == path:
            return tile
    raise Malformed(t(f"“{path[:80]}”不是数据块路径。", f"“{path[:80]}” is not the path of a tile."))


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield every tile of hashes that a tree of `size` leaves has, level by level."""
    level, count = 0, size
    while count:
        for index in range(count // WIDTH):
            yield Tile(level, index)
        if count % WIDTH:
            yield Tile(level, count // WIDTH, count % WIDTH)
        level, count = level + 1, count // WIDTH


def bundles_of(size: int) -> Iterator[Tile]:
    """Yield every bundle of entries that a tree of `size` leaves has."""
    for index in range(size // WIDTH):
        yield Tile(-1, index)
    if size % WIDTH:
        yield Tile(-1, size // WIDTH, size % WIDTH)


def pack_entries(entries: Sequence[bytes]) -> bytes:
    """Return the bundle of entries: a big-endian uint16 length before each.

    Raises:
        EntryTooLarge: one has more than 65,535 bytes.
    """
    if any(len(entry) > LONGEST_ENTRY for entry in entries):
        raise EntryTooLarge
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack_entries(bundle: bytes) -> list[bytes]:
    """Return the entries of a bundle.

    Raises:
        Malformed: it ends in the middle of one.
    """
    found, place = [], 0
    while place < len(bundle):
        length = int.from_bytes(bundle[place : place + 2], "big")
        entry = bundle[place + 2 : place + 2 + length]
        if place + 2 > len(bundle) or len(entry) < length:
            raise Malformed(t("条目包被截断。", "The bundle of entries is cut short."))
        found.append(entry)
        place += 2 + length
    return found


def unpack_hashes(content: bytes) -> list[bytes]:
    """Return the hashes of a tile."""
    return [content[i : i + HASH_BYTES] for i in range(0, len(content), HASH_BYTES)]


class TileReader:
    """Reads hashes of any level from the tiles of a log of a given size; tiles read are kept with their inner nodes.

    Attributes:
        inner: where the siblings inside full tiles of leaves are kept, so that they need not be hashed again.
    """

    def __init__(self, store: TileStore, size: int, inner: NodeFile | None = None) -> None:
        self.store = store
        self.size = size
        self.inner = inner
        self._nodes: OrderedDict[tuple[int, int, int], bytes] = OrderedDict()
        self._ways: OrderedDict[int, list[bytes]] = OrderedDict()
        self._edge: dict[int, bytes] = {}

    def grown(self, size: int) -> TileReader:
        """Return a reader of the same store at another size that shares the tiles read so far."""
        other = TileReader(self.store, size, self.inner)
        other._nodes = self._nodes
        return other

    def __call__(self, level: int, index: int) -> bytes:
        """Return the hash of the complete subtree of `2**level` leaves beginning at `index << level` (a `Read`)."""
        tile_level, above = divmod(level, HEIGHT)
        first = index << above
        width = self._width(tile_level, first // WIDTH)
        inside = (first % WIDTH) >> above
        if inside >= width >> above:
            raise TileMissing(t(f"缺第 {level} 层第 {index} 个节点。", f"Node {index} of level {level} is missing."))
        place = row_begins(width, above) + inside * HASH_BYTES
        return self.nodes(tile_level, first // WIDTH)[place : place + HASH_BYTES]

    def path(self, index: int) -> list[bytes]:
        """Return the inclusion path of a leaf: what `merkle.inclusion_path` gives, each tile looked up once.

        Raises:
            ProofWrong: there is no such leaf.
            TileMissing: a tile is gone.
        """
        place = index // WIDTH
        if not 0 <= index < self.size:
            return inclusion_path(index, self.size, self)
        if (place + 1) * WIDTH > self.size:
            return self._way(index, 0)
        near = self.inner.beside(index) if self.inner is not None else None
        if near is None:
            nodes = self.nodes(0, place)
            near = [nodes[cut] for cut in _BESIDE[index % WIDTH]]
        return near + (self._ways.get(place) or self._beyond(place))

    def distrust(self, index: int) -> bool:
        """Make the kept siblings of a leaf again from its tile; say whether there were any.

        Raises:
            TileMissing: the tile is gone.
        """
        place = index // WIDTH
        if self.inner is None or (place + 1) * WIDTH > self.size or self.inner.beside(index) is None:
            return False
        self.inner.put(place, self.nodes(0, place))
        return True

    def _beyond(self, place: int) -> list[bytes]:
        """Return the path from a full tile of leaves up to the root; it is remembered."""
        above = place // WIDTH
        if (above + 1) * WIDTH * WIDTH <= self.size:
            nodes = self.nodes(1, above)
            way = [nodes[cut] for cut in _BESIDE[place % WIDTH]] + self._way(above, 2 * HEIGHT)
        else:
            way = self._way(place, HEIGHT)
        self._ways[place] = way
        if len(self._ways) > CACHED_WAYS:
            self._ways.popitem(last=False)
        return way

    def _way(self, place: int, level: int) -> list[bytes]:
        """Return the path from the node `place` of a level up to the root."""
        way: list[bytes] = []
        last = (self.size - 1) >> level
        while last:
            beside = place ^ 1
            if (beside + 1) << level <= self.size:
                way.append(self(level, beside))
            elif beside <= last:  # the ragged right edge, one a level
                if level not in self._edge:
                    self._edge[level] = range_root(beside << level, self.size, self)
                way.append(self._edge[level])
            level, place, last = level + 1, place >> 1, last >> 1
        return way

    def tile(self, level: int, index: int) -> list[bytes]:
        """Return the hashes of one tile as wide as this size makes it.

        Raises:
            TileMissing: it is not there, or has another length.
        """
        return unpack_hashes(self.nodes(level, index)[: self._width(level, index) * HASH_BYTES])

    def nodes(self, level: int, index: int) -> bytes:
        """Return a tile's hashes and after them every complete level above inside it.

        Raises:
            TileMissing: it is not there, or has another length.
        """
        key = (level, index, self._width(level, index))
        nodes = self._nodes.get(key)
        if nodes is None:
            nodes = self._nodes[key] = inner_nodes(self._load(Tile(*key)))
            if len(self._nodes) > CACHED_TILES:
                self._nodes.popitem(last=False)
        return nodes

    def _width(self, level: int, index: int) -> int:
        return min(max((self.size >> (HEIGHT * level)) - index * WIDTH, 0), WIDTH)

    def _load(self, tile: Tile) -> bytes:
        wanted = tile.width * HASH_BYTES
        content = self.store.read(tile.path) if tile.width else b""
        if content is None and tile.width < WIDTH:  # a partial tile may go once the full one is there
            content = self.store.read(Tile(tile.level, tile.index).path)
            content = content[:wanted] if content is not None else None
        if content is None or len(content) != wanted:
            raise TileMissing(
                t(f"{tile.path} 缺失或长度不对。", f"{tile.path} is missing or has another length."), field=tile.path
            )
        return content


def _beside(inside: int) -> tuple[slice, ...]:
    """Return where the eight siblings of a hash's way up stand among the nodes of a full tile."""
    begins = [row_begins(WIDTH, above) + ((inside >> above) ^ 1) * HASH_BYTES for above in range(HEIGHT)]
    return tuple(slice(place, place + HASH_BYTES) for place in begins)


_BESIDE = tuple(_beside(inside) for inside in range(WIDTH))


def bundle_hashes(bundle: bytes) -> list[bytes]:
    """Return the leaf hashes of a bundle's entries."""
    return [leaf_hash(entry) for entry in unpack_entries(bundle)]
