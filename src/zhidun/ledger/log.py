"""Growing a log: entries in, tiles and a signed checkpoint out; never two heads that contradict each other.

Order of writes: entry bundles and tiles first, then the guard, then the checkpoint. A crash in between leaves tiles
that no checkpoint names yet (the next run writes the same bytes again) or a guard ahead of the checkpoint (the next run
signs the very head the guard holds). The guard is a small file outside the backup set: a restored older store is behind
it, and signing is refused.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zhidun.kernel.text import t
from zhidun.ledger import checkpoint
from zhidun.ledger.checkpoint import Checkpoint
from zhidun.ledger.errors import LogBehind, Malformed, ProofWrong, TileMissing
from zhidun.ledger.merkle import EMPTY, leaf_hash, root, root_from, root_of, verify_inclusion
from zhidun.ledger.nodes import NodeFile
from zhidun.ledger.note import Note, Signer
from zhidun.ledger.store import write_durably
from zhidun.ledger.tiles import WIDTH, Tile, TileReader, TileStore, pack_entries, unpack_entries

CHECKPOINT = "checkpoint"
NODES_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Guard:
    """The last head that was signed, in a small fsynced file that is never part of a backup."""

    file: Path

    def read(self) -> Checkpoint | None:
        """Return the last signed head, or None when nothing was signed yet.

        Raises:
            Malformed: the file is there and says nothing sensible.
        """
        try:
            said = json.loads(self.file.read_bytes())
            return Checkpoint(str(said["origin"]), int(said["size"]), bytes.fromhex(said["root"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as fault:
            raise Malformed(
                t(f"防分叉记录 {self.file.name} 已损坏。", f"The guard {self.file.name} is damaged.")
            ) from fault

    def keep(self, head: Checkpoint) -> None:
        """Remember a head durably before it is signed."""
        said = {"origin": head.origin, "size": head.size, "root": head.root.hex()}
        write_durably(self.file, json.dumps(said).encode())


def head_of(store: TileStore, signer: Signer) -> Checkpoint | None:
    """Return the head that is stored, its signature verified; None for a log that has none yet.

    Raises:
        Malformed, SignatureWrong: what is stored is not what we signed.
    """
    content = store.read(CHECKPOINT)
    return checkpoint.opened(content, [signer.verifier])[0] if content is not None else None


def check_before_signing(store: TileStore, guard: Guard, signer: Signer) -> Checkpoint:
    """Return the stored head once it is sure that growing it forks nothing.

    The root is computed again from the stored tiles; the guard may be ahead by the one head that was about to be
    signed, and only when the stored tiles make that very root.

    Raises:
        LogBehind: the store is older than, or other than, what was signed.
        TileMissing: a tile of the head is gone.
    """
    stored = head_of(store, signer) or Checkpoint(signer.verifier.name, 0, EMPTY)
    _need_root(store, stored)
    kept = guard.read()
    if kept is None:
        if stored.size:
            raise LogBehind(
                t(
                    "缺少防分叉记录文件,无法确认已签署的最后位置。",
                    "The guard file is gone: what was signed last is not known.",
                )
            )
        return stored
    if (kept.size, kept.root) == (stored.size, stored.root):
        return stored
    if kept.size < stored.size or kept.origin != stored.origin:
        raise LogBehind(t("防分叉记录与存储的检查点不一致。", "The guard and the stored checkpoint disagree."))
    try:
        _need_root(store, kept)
    except (TileMissing, LogBehind) as fault:
        raise LogBehind(
            t(
                f"已签署到第 {kept.size} 条,存储仅到第 {stored.size} 条。",
                f"Signed up to {kept.size} entries, but only {stored.size} are stored.",
            )
        ) from fault
    return kept


def _need_root(store: TileStore, head: Checkpoint) -> None:
    found = root(head.size, TileReader(store, head.size))
    if found != head.root:
        raise LogBehind(
            t(
                f"大小 {head.size} 的根值应为 {head.root.hex()},存储得 {found.hex()}。",
                f"At size {head.size} the root should be {head.root.hex()}; what is stored gives {found.hex()}.",
            )
        )


def integrate(store: TileStore, size: int, entries: Sequence[bytes]) -> Checkpoint:
    """Write bundles and tiles for entries that follow the first `size`, and return the new head, unsigned, unnamed.

    Raises:
        EntryTooLarge: nothing is written.
        TileMissing: a partial tile or bundle of the present size is gone.
        OSError: the disk; running again with the same entries is safe.
    """
    new = size + len(entries)
    _write_bundles(store, size, entries)
    hashes = [leaf_hash(entry) for entry in entries]
    first, level, old, count = size, 0, size, new
    while count:
        hashes, first = _write_level(store, level, old, first, hashes)
        old, count, level = old // WIDTH, count // WIDTH, level + 1
    return Checkpoint("", new, root(new, TileReader(store, new)))


def _write_bundles(store: TileStore, size: int, entries: Sequence[bytes]) -> None:
    start = size - size % WIDTH
    there: list[bytes] = []
    if size % WIDTH:
        tile = Tile(-1, size // WIDTH, size % WIDTH)
        bundle = store.read(tile.path)
        there = unpack_entries(bundle) if bundle is not None else []
        if len(there) != tile.width:
            raise TileMissing(t(f"{tile.path} 缺失。", f"{tile.path} is missing."), field=tile.path)
    rows = [*there, *entries]
    packed = [pack_entries(rows[i : i + WIDTH]) for i in range(0, len(rows), WIDTH)]
    for place, bundle in enumerate(packed):
        width = min(WIDTH, len(rows) - place * WIDTH)
        store.write(Tile(-1, start // WIDTH + place, width).path, bundle)


def _write_level(
    store: TileStore, level: int, old: int, first: int, hashes: Sequence[bytes]
) -> tuple[list[bytes], int]:
    """Write the tiles of one level that got new hashes; return the hashes of the level above and where they begin."""
    start = old - old % WIDTH
    there = TileReader(store, old << (8 * level)).tile(level, old // WIDTH) if old % WIDTH else []
    rows = [*there[: first - start], *hashes]
    above = []
    for place in range(0, len(rows), WIDTH):
        row = rows[place : place + WIDTH]
        store.write(Tile(level, (start + place) // WIDTH, len(row)).path, b"".join(row))
        if len(row) == WIDTH:
            above.append(root_of(row))
    return above, start // WIDTH


def publish(store: TileStore, guard: Guard, signer: Signer, head: Checkpoint) -> Note:
    """Sign a head whose tiles are stored, and store it: guard first, then checkpoint.

    Raises:
        LogBehind: the head does not fit what is stored, or steps back behind the guard.
    """
    named = Checkpoint(signer.verifier.name, head.size, head.root)
    kept = guard.read()
    if kept is not None and (kept.size > named.size or (kept.size == named.size and kept.root != named.root)):
        raise LogBehind
    _need_root(store, named)
    guard.keep(named)
    signed = checkpoint.sign(named, [signer])
    store.write(CHECKPOINT, signed.encode())
    return signed


def resume(store: TileStore, guard: Guard, signer: Signer) -> Checkpoint:
    """Return the head from which the log may grow; one that a crash left remembered but unpublished is published now.

    The entries to append next begin at its `size`: ask this first, then append.

    Raises:
        LogBehind, TileMissing: as `check_before_signing`.
    """
    head = check_before_signing(store, guard, signer)
    stored = head_of(store, signer)
    if stored is None or stored.size != head.size:
        publish(store, guard, signer, head)
    return head


def append(store: TileStore, guard: Guard, signer: Signer, entries: Sequence[bytes]) -> Note:
    """Append entries to what `resume` says is there, and publish the new checkpoint (one writer at a time).

    Raises:
        LogBehind, TileMissing, EntryTooLarge, OSError: no checkpoint was published.
    """
    before = resume(store, guard, signer)
    return publish(store, guard, signer, integrate(store, before.size, entries))


def path_of(reader: TileReader, index: int) -> list[bytes]:
    """Return the inclusion path of an entry in the tree of the reader's size.

    Raises:
        ProofWrong: there is no such entry.
        TileMissing: a tile is gone.
    """
    return reader.path(index)


def proven_path(reader: TileReader, index: int, *, leaf: bytes, root: bytes) -> list[bytes]:
    """Return the inclusion path of an entry, held against the root before it is given away.

    Nodes that were kept and lead elsewhere are made again from their tile; a path that fails then is the tiles' fault.

    Raises:
        ProofWrong: the tiles do not lead from this leaf to this root, or there is no such entry.
        TileMissing: a tile is gone.
    """
    path = reader.path(index)
    if root_from(index, reader.size, leaf, path) != root:
        if reader.distrust(index):
            path = reader.path(index)
        verify_inclusion(index=index, size=reader.size, leaf=leaf, path=path, root=root)
    return path


def keep_nodes(store: TileStore, size: int, inner: NodeFile, *, most: int = NODES_AT_ONCE) -> int:
    """Keep the inner nodes of the next full tiles of leaves that have none yet, at most so many; return how many.

    Raises:
        TileMissing: a tile is gone.
    """
    first = inner.count()
    last = min(size // WIDTH, first + most)
    reader = TileReader(store, size)
    for index in range(first, last):
        inner.put(index, reader.nodes(0, index))
    return max(last - first, 0)


def entry_at(store: TileStore, size: int, index: int) -> bytes:
    """Return the bytes of an entry.

    Raises:
        ProofWrong: there is no such entry.
        TileMissing: its bundle is gone.
    """
    if not 0 <= index < size:
        raise ProofWrong(t(f"没有第 {index} 条(共 {size} 条)。", f"There is no entry {index} in a log of {size}."))
    place = index // WIDTH
    tile = Tile(-1, place, min(WIDTH, size - place * WIDTH))
    bundle = store.read(tile.path) or store.read(Tile(-1, place).path)
    entries = unpack_entries(bundle) if bundle is not None else []
    if index % WIDTH >= len(entries):
        raise TileMissing(t(f"{tile.path} 缺失。", f"{tile.path} is missing."), field=tile.path)
    return entries[index % WIDTH]
