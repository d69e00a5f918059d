"""Checking a whole log file by file: every bundle, tile and checkpoint; each damaged one is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.ledger import checkpoint
from zhidun.ledger.log import CHECKPOINT
from zhidun.ledger.merkle import HASH_BYTES, leaf_hash, root_of
from zhidun.ledger.note import Verifier
from zhidun.ledger.tiles import WIDTH, Tile, TileStore, bundles_of, tiles_of, unpack_entries, unpack_hashes


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong.

    Attributes:
        file: name of the file in the log.
        why: what was expected and what was found.
        index: place of the entry, where one can be named.
    """

    file: str
    why: Text
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        origin: name of the log; empty when its checkpoint cannot be read.
        size: entries the checkpoint speaks of.
        root: its root.
        entries: entries read.
        damages: everything that is wrong, in order.
    """

    origin: str
    size: int
    root: bytes
    entries: int
    damages: tuple[Damage, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.damages


def check(store: TileStore, keys: Sequence[Verifier], witnesses: Sequence[Verifier] = ()) -> Report:
    """Read every file the checkpoint speaks of and name each that is wrong.

    Entries and level-0 tiles say the same thing twice: whichever leads to the signed root is believed, and the other
    is compared with it, so the damaged file is named and not its neighbour.
    """
    content = store.read(CHECKPOINT)
    if content is None:
        return Report("", 0, b"", 0, (Damage(CHECKPOINT, t("缺少检查点。", "There is no checkpoint.")),))
    try:
        head, signed = checkpoint.opened(content, keys)
        checkpoint.cosignatures(signed, witnesses)
    except Refusal as refusal:
        return Report("", 0, b"", 0, (Damage(CHECKPOINT, refusal.reason),))
    entries, damages = _entry_hashes(store, head.size)
    tiles: list[bytes | None] = []
    for tile in _level(head.size, 0):
        tiles += _hashes(store, tile) or [None] * tile.width
    believed = next((leaves for leaves in (entries, tiles) if _leads_to(leaves, head.root)), None)
    if believed is None:
        found = _disagreements(entries, tiles, head.root)
        damages += found
    else:
        damages += _compare_tiles(store, head.size, believed)
        damages += _compare_entries(entries, believed)
    return Report(head.origin, head.size, head.root, len(entries), tuple(_once(damages)))


def _once(damages: Sequence[Damage]) -> Iterator[Damage]:
    seen = set()
    for damage in damages:
        if (damage.file, damage.index) not in seen:
            seen.add((damage.file, damage.index))
            yield damage


def _level(size: int, level: int) -> list[Tile]:
    return [tile for tile in tiles_of(size) if tile.level == level]


def _leads_to(leaves: Sequence[bytes | None], root: bytes) -> bool:
    whole = [leaf for leaf in leaves if leaf is not None]
    return len(whole) == len(leaves) and root_of(whole) == root


def _content(store: TileStore, tile: Tile) -> bytes | None:
    """Return the bytes of a tile; a partial one may have gone once the full one is there."""
    content = store.read(tile.path)
    return store.read(Tile(tile.level, tile.index).path) if content is None and tile.width < WIDTH else content


def _hashes(store: TileStore, tile: Tile) -> list[bytes] | None:
    content = _content(store, tile)
    wanted = tile.width * HASH_BYTES
    fits = content is not None and len(content) in {wanted, WIDTH * HASH_BYTES}
    return unpack_hashes(content[:wanted]) if content is not None and fits else None


def _entry_hashes(store: TileStore, size: int) -> tuple[list[bytes | None], list[Damage]]:
    leaves: list[bytes | None] = []
    damages = []
    for tile in bundles_of(size):
        bundle = _content(store, tile)
        try:
            entries = unpack_entries(bundle) if bundle is not None else []
        except Refusal as refusal:
            entries = []
            damages.append(Damage(tile.path, refusal.reason))
        if len(entries) not in {tile.width, WIDTH}:
            damages.append(
                Damage(tile.path, t("缺失或条目数不对。", "It is missing, or has another number of entries."))
            )
            entries = []
        leaves += [leaf_hash(entry) for entry in entries[: tile.width]] or [None] * tile.width
    return leaves, damages


def _compare_tiles(store: TileStore, size: int, leaves: Sequence[bytes | None]) -> Iterator[Damage]:
    row = [leaf for leaf in leaves if leaf is not None]
    level = 0
    while row:
        for tile in _level(size, level):
            wanted = row[tile.index * WIDTH : tile.index * WIDTH + tile.width]
            yield from _compare(tile, _hashes(store, tile), wanted)
        row = [root_of(row[i : i + WIDTH]) for i in range(0, len(row) - len(row) % WIDTH, WIDTH)]
        level += 1


def _compare(tile: Tile, got: list[bytes] | None, wanted: Sequence[bytes]) -> Iterator[Damage]:
    if got is None:
        yield Damage(tile.path, t("缺失或长度不对。", "It is missing, or has another length."))
        return
    for place, (found, right) in enumerate(zip(got, wanted, strict=True)):
        if found != right:
            why = t(
                f"第 {place} 个哈希应为 {right.hex()},实为 {found.hex()}。",
                f"Hash {place} should be {right.hex()}, it is {found.hex()}.",
            )
            yield Damage(tile.path, why)
            return


def _bundle_of(index: int, size: int) -> str:
    place = index // WIDTH
    return Tile(-1, place, min(WIDTH, size - place * WIDTH)).path


def _compare_entries(entries: Sequence[bytes | None], leaves: Sequence[bytes | None]) -> Iterator[Damage]:
    for index, (found, right) in enumerate(zip(entries, leaves, strict=True)):
        if found is not None and right is not None and found != right:
            why = t(
                f"第 {index} 条应得 {right.hex()},实得 {found.hex()}。",
                f"Entry {index} should hash to {right.hex()}, it hashes to {found.hex()}.",
            )
            yield Damage(_bundle_of(index, len(entries)), why, index)


def _disagreements(entries: Sequence[bytes | None], tiles: Sequence[bytes | None], root: bytes) -> list[Damage]:
    """Name what differs when neither entries nor tiles lead to the root."""
    whole = [leaf for leaf in tiles if leaf is not None]
    got = root_of(whole).hex() if len(whole) == len(tiles) else "?"
    why = t(f"根值应为 {root.hex()},由数据块得 {got}。", f"Expected the root {root.hex()}, the tiles give {got}.")
    return [Damage(CHECKPOINT, why), *_compare_entries(entries, tiles)]
