"""Rows and files held against the log: what differs is named, whichever side was changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import Final
from uuid import UUID

from zhidun.evidence import proofs
from zhidun.evidence.digests import sm3
from zhidun.evidence.logbook import ORIGIN_FILE, Logbook
from zhidun.evidence.models import Blob, Item, LedgerCheckpoint, Seal
from zhidun.evidence.sealing import EVIDENCE, manifest_of, moment
from zhidun.evidence.storage import blob_store
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.ledger import checkpoint
from zhidun.ledger.fsck import Damage
from zhidun.ledger.tiles import Tile, TileReader, bundles_of, pack_entries, tiles_of, unpack_entries

CHUNK: Final = 1 << 20
BUNDLE: Final = 256
ROW_DIFFERS: Final = t("数据库行与日志条目不同。", "The row differs from the log's entry.")


def differing(book: Logbook, size: int, *, files: bool) -> Iterator[Damage]:
    """Name every row of seals, items and checkpoints, and every stored file, that does not say what was sealed.

    Args:
        book: the log.
        size: entries of its checkpoint.
        files: read every stored file and compute its digests again.
    """
    yield from _name(book)
    yield from _older(book, size)
    yield from _seals(book, size)
    yield from _checkpoints(book)
    yield from _items(size)
    if files:
        yield from _files()


def _name(book: Logbook) -> Iterator[Damage]:
    """Name the file of the log's name when it is not the name that was signed."""
    kept, note = book.store.read(ORIGIN_FILE), book.checkpoint() or b""
    signed = note.partition(b"\n")[0]
    if kept is not None and kept != signed + b"\n":
        shown = signed.decode("utf-8", "replace")
        yield Damage(ORIGIN_FILE, t(f"应为 {shown}。", f"It should be {shown}."))


def _older(book: Logbook, size: int) -> Iterator[Damage]:
    """Name partial tiles of earlier checkpoints that are kept, and are not the beginning of what is there now."""
    now = TileReader(book.store, size)
    entries = _entries(book, size)
    seen: set[str] = set()
    for earlier in LedgerCheckpoint.objects.filter(size__lt=size).values_list("size", flat=True):
        for tile in (*tiles_of(earlier), *bundles_of(earlier)):
            content = book.store.read(tile.path) if tile.width < BUNDLE and tile.path not in seen else None
            seen.add(tile.path)
            if content is not None and content != _beginning(tile, now, entries):
                yield Damage(tile.path, t("与现有内容的开头不同。", "It is not the beginning of what is there now."))


def _beginning(tile: Tile, now: TileReader, entries: dict[int, bytes]) -> bytes | None:
    """Return what an earlier partial tile has to hold, or None when the present one is damaged itself."""
    first = tile.index * BUNDLE
    try:
        if tile.level < 0:
            return pack_entries([entries[first + place] for place in range(tile.width)])
        return b"".join(now.tile(tile.level, tile.index)[: tile.width])
    except (Refusal, KeyError):
        return None


def _seals(book: Logbook, size: int) -> Iterator[Damage]:
    found, entries = 0, _entries(book, size)
    for seal in Seal.objects.filter(index__lt=size).order_by("index").iterator():
        found += 1
        why = _seal_differs(seal, entries.get(seal.index or 0))
        if why is not None:
            yield Damage(f"evidence_seal index {seal.index}", why, seal.index)
    if found != size:
        why = t(f"日志共 {size} 条,数据库有 {found} 行。", f"The log has {size} entries, the database {found} rows.")
        yield Damage("evidence_seal", why)


def _seal_differs(seal: Seal, entry: bytes | None) -> Text | None:
    """Return what differs between a seal's row and its entry in the log, or None."""
    if entry is None:
        return None  # the bundle is damaged and named by the check of the files
    if entry != bytes(seal.entry):
        return ROW_DIFFERS
    said = json.loads(entry)
    if (said["type"], said["office"], said["at"]) != (seal.kind, seal.office, moment(seal.sealed_at.astimezone(UTC))):
        return t("类别、单位或时间与日志条目不同。", "Kind, office or moment differ from the log's entry.")
    return proofs.why_not_opening(seal) if seal.erased_at is None else None


def _checkpoints(book: Logbook) -> Iterator[Damage]:
    for row in LedgerCheckpoint.objects.order_by("size").iterator():
        name = f"evidence_ledgercheckpoint size {row.size}"
        try:
            head, _ = checkpoint.opened(row.note.encode(), [book.key])
            checkpoint.opened(row.note.encode(), [book.key, *book.policy().witness_keys])
        except Refusal as refusal:
            yield Damage(name, refusal.reason)
            continue
        if (head.size, head.root.hex(), head.text) != (row.size, row.root, row.text):
            yield Damage(name, t("检查点行与其签名文本不同。", "The row differs from the note it holds."))


def _items(size: int) -> Iterator[Damage]:
    """Name evidence items that are not what their seal says."""
    sealed = Seal.objects.filter(kind=EVIDENCE, index__lt=size, erased_at=None).order_by("index")
    for seal in sealed.iterator():
        try:
            item = Item.objects.select_related("blob").filter(public_id=UUID(seal.object_key)).first()
            said = json.loads(seal.manifest)
        except ValueError:
            item, said = None, {}
        if item is None:
            why = t("存证指向的材料不存在。", "The item this seal is of is not there.")
            yield Damage(f"evidence_seal index {seal.index}", why, seal.index)
            continue
        wrong = [key for key, value in manifest_of(item).items() if said.get(key) != value]
        if wrong or seal.file_sha256 != item.blob.sha256:
            shown = ", ".join(wrong) or "file_sha256"
            why = t(f"材料行与清单不同:{shown}", f"The item's row differs from its manifest: {shown}")
            yield Damage(f"evidence_item {item.public_id}", why, seal.index)


def _files() -> Iterator[Damage]:
    """Name stored files whose bytes are not those their name and their row say."""
    store = blob_store()
    for blob in Blob.objects.order_by("pk").iterator():
        plain, second, size = hashlib.sha256(), sm3(), 0
        try:
            with store.open(blob.sha256) as stream:
                while chunk := stream.read(CHUNK):
                    plain.update(chunk)
                    second.update(chunk)
                    size += len(chunk)
        except (Refusal, OSError):
            yield Damage(f"blob {blob.sha256}", t("文件缺失或无法读取。", "The file is gone or cannot be read."))
            continue
        if (plain.hexdigest(), second.hexdigest(), size) != (blob.sha256, blob.sm3, blob.size):
            why = t(f"摘要应为 {blob.sha256},实际 {plain.hexdigest()}。",
                    f"The digest should be {blob.sha256}; the file gives {plain.hexdigest()}.")  # fmt: skip
            yield Damage(f"blob {blob.sha256}", why)


def _entries(book: Logbook, size: int) -> dict[int, bytes]:
    found = {}
    for tile in bundles_of(size):
        bundle = book.store.read(tile.path) or book.store.read(Tile(-1, tile.index).path)
        try:
            entries = unpack_entries(bundle or b"")
        except Refusal:
            continue
        found.update({tile.index * BUNDLE + place: entry for place, entry in enumerate(entries)})
    return found
