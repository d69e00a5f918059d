"""Care of the log: where it stands, an export, a check of files against rows, a proof by id, the way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.exceptions import ValidationError

from zhidun.evidence import alarms, ledger_rows, proofs, sequencing
from zhidun.evidence.errors import ItemNotFound
from zhidun.evidence.logbook import Logbook, logbook
from zhidun.evidence.models import LedgerCheckpoint, Seal
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t
from zhidun.ledger import checkpoint, fsck, log
from zhidun.ledger.errors import TileMissing
from zhidun.ledger.fsck import Damage, Report
from zhidun.ledger.log import CHECKPOINT
from zhidun.ledger.store import Folder
from zhidun.ledger.tiles import WIDTH, Tile, TileReader, bundles_of, tiles_of


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the log stands.

    Attributes:
        note: the signed checkpoint; empty when nothing was sealed yet.
        pending: seals without a place.
    """

    origin: str
    size: int
    note: str
    cosigned: bool
    pending: int
    alarms: tuple[str, ...]

    @property
    def says(self) -> Text:
        """Return what there is to say without a checkpoint."""
        return t("日志还没有条目。", "The log has no entries yet.")

    def as_dict(self) -> dict[str, object]:
        """Return it for machines."""
        return {
            "origin": self.origin, "size": self.size, "note": self.note, "cosigned": self.cosigned,
            "pending": self.pending, "alarms": list(self.alarms),
        }  # fmt: skip


def standing() -> Standing:
    """Return where the log stands."""
    book = logbook()
    note = book.checkpoint()
    size = checkpoint.parse(note)[0].size if note else 0
    row = LedgerCheckpoint.objects.filter(size=size).first()
    told = tuple(f"{one.code} {one.subject}".strip() for one in alarms.open_alarms())
    return Standing(
        book.key.name, size, note.decode() if note else "", bool(row and row.quorum_at), sequencing.pending(), told
    )


def export(folder: Path) -> int:
    """Copy the log into a folder as the C2SP tree of files and return how many; what is there already is compared.

    Raises:
        TileMissing: a file of the log is gone.
        OSError: the folder cannot be written.
    """
    book, target = logbook(), Folder(folder)
    note = book.checkpoint()
    names = [tile.path for tile in _tiles(checkpoint.parse(note)[0].size)] if note else []
    for name in names:
        content = book.store.read(name)
        if content is None:
            raise TileMissing(t(f"{name} 缺失。", f"{name} is missing."), field=name)
        target.write(name, content)
    target.write("log.vkey", f"{book.key.vkey}\n".encode())
    target.write("policy", book.published_policy().text.encode())
    if note:
        target.write(CHECKPOINT, note)
    return len(names) + 2 + bool(note)


def _tiles(size: int) -> Iterator[Tile]:
    yield from tiles_of(size)
    yield from bundles_of(size)


def check(*, files: bool = True) -> Report:
    """Check the live log: its files, every row and every stored file against it; each thing that differs is named.

    Args:
        files: read every stored file as well; that takes as long as reading all evidence takes.
    """
    book = logbook()
    if book.checkpoint() is None:
        return Report(book.key.name, 0, b"", 0, ())
    report = fsck.check(book.store, [book.key], book.policy().witness_keys)
    rows = ledger_rows.differing(book, report.size, files=files)
    return replace(report, damages=(*report.damages, *rows, *_mended(book, report.size)))


def _mended(book: Logbook, size: int) -> Iterator[Damage]:
    """Name parts of the derived file beside the log that differ from their tile, and make them again."""
    reader = TileReader(book.store, size)
    for tile in range(min(book.nodes.count(), size // WIDTH)):
        try:
            nodes = reader.nodes(0, tile)
        except TileMissing:  # named by the check of the files
            continue
        if not book.nodes.holds(tile, nodes):
            book.nodes.put(tile, nodes)
            why = t(
                "由数据块派生的节点有误,已重新生成。", "Nodes derived from the tile were wrong; they were made again."
            )
            yield Damage(f"{book.nodes.path.name} {Tile(0, tile).path}", why)


def prove(key: str) -> bytes:
    """Return the proof file of an item or a seal by its public id.

    Raises:
        ItemNotFound: nothing sealed has this id.
        ProofPending, SealErased: as `proofs.proof_file`.
    """
    try:
        seal = Seal.objects.filter(public_id=key).first()
    except ValidationError as fault:
        raise ItemNotFound from fault
    seal = seal or Seal.objects.filter(object_key=key).first()
    if seal is None:
        raise ItemNotFound
    return proofs.proof_file(seal)


@dataclass(frozen=True, slots=True)
class Recovery:
    """Whether the log may be signed, and if not the way back."""

    ok: bool
    code: str
    why: Text
    steps: tuple[Text, ...] = ()


def recovery() -> Recovery:
    """Look at store, guard, database and witnesses as the sequencer does, and say what to do; changes nothing."""
    book = logbook()
    try:
        head = log.check_before_signing(book.store, book.guard, book.signer)
        sequencing.need_database(head)
        sequencing.need_witnesses(book, book.policy())
    except Refusal as refusal:
        return Recovery(ok=False, code=refusal.code, why=refusal.reason, steps=_WAY_BACK)
    waiting = sequencing.pending()
    told = t(
        f"可以签署:共 {head.size} 条,待处理 {waiting} 条。", f"May be signed: {head.size} entries, {waiting} pending."
    )
    return Recovery(ok=True, code="", why=told)


_WAY_BACK = (
    t(
        "受理不受影响:新证据先记为“待存证”,不要删除任何文件。",
        "Intake goes on: new seals wait as pending. Delete nothing.",
    ),
    t(
        "运行 zhidun ledger fsck,找出缺失或损坏的文件与行。",
        "Run `zhidun ledger fsck` to see which files and rows are missing or damaged.",
    ),
    t(
        "数据库落后时:恢复最新备份,并用预写日志恢复到故障时刻。",
        "Is the database behind? Restore the newest backup and replay its write-ahead log.",
    ),
    t(
        "日志文件落后时:从最新备份、导出副本或镜像复制 tile/ 与 checkpoint,不要覆盖防分叉记录。",
        "Are the files behind? Copy tile/ and checkpoint from a backup, export or mirror; keep the guard file.",
    ),
    t(
        "仍无法补齐时:以新密钥和新名称另起一个日志,公告旧日志的最后检查点;旧证明继续有效。",
        "Is it lost for good? Start a new log with a new key and name and publish the old one's last checkpoint; "
        "old proofs stay valid.",
    ),
    t(
        "补齐后再次运行本命令;显示“可以签署”后签署会自动继续。",
        "Run this again; once it may be signed, signing goes on.",
    ),
)
