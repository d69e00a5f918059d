"""Kept siblings: the same paths as without them; what is damaged, missing or of another log never reaches a proof."""

from __future__ import annotations

import os
import random
from pathlib import Path
from unittest.mock import Mock

import pytest

from tests.factories import ledger_core as make
from zhidun.ledger import log, merkle
from zhidun.ledger.errors import ProofWrong, TileMissing
from zhidun.ledger.nodes import SLOT, NodeFile
from zhidun.ledger.store import Memory
from zhidun.ledger.tiles import WIDTH, TileReader

SIZE = 1_100
FULL = SIZE // WIDTH


class Kept:
    """A log of 1,100 entries whose four full tiles have their siblings kept."""

    def __init__(self, folder: Path, size: int = SIZE) -> None:
        self.store = Memory()
        make.grown(folder / "guard", size, self.store)
        self.size = size
        self.root = merkle.root(size, TileReader(self.store, size))
        self.nodes = NodeFile(folder / "log.nodes")
        self.kept = log.keep_nodes(self.store, size, self.nodes)

    def reader(self) -> TileReader:
        return TileReader(self.store, self.size, NodeFile(self.nodes.path))

    def proven(self, index: int, reader: TileReader | None = None) -> list[bytes]:
        leaf = merkle.leaf_hash(log.entry_at(self.store, self.size, index))
        return log.proven_path(reader or self.reader(), index, leaf=leaf, root=self.root)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_paths_with_and_without_kept_siblings_are_the_same(kept: Kept) -> None:
    plain, quick = TileReader(kept.store, SIZE), kept.reader()
    assert kept.kept == kept.nodes.count() == FULL
    for index in range(SIZE):
        assert quick.path(index) == merkle.inclusion_path(index, SIZE, plain) == kept.proven(index, quick)
    assert all(level > 0 or width < WIDTH for level, _, width in quick._nodes), "a full tile of leaves was hashed"


def test_whole_tiles_of_the_second_level_give_the_same_paths(tmp_path: Path) -> None:
    kept = Kept(tmp_path, 65_536 + 300)
    quick, plain = kept.reader(), TileReader(kept.store, kept.size)
    for index in (0, 255, 256, 12_345, 65_535, 65_536, 65_791, 65_792, kept.size - 1):
        assert kept.proven(index, quick) == merkle.inclusion_path(index, kept.size, plain)


def test_a_changed_byte_is_found_and_made_again_from_the_tile(kept: Kept) -> None:
    right = kept.nodes.path.read_bytes()
    chance = random.Random(7)
    for _ in range(40):
        at = chance.randrange(FULL * SLOT)
        changed = bytearray(right)
        changed[at] ^= 1 << chance.randrange(8)
        kept.nodes.path.write_bytes(changed)
        for index in range(at // SLOT * WIDTH, (at // SLOT + 1) * WIDTH):
            kept.proven(index)
        assert kept.nodes.path.read_bytes() == right


@pytest.mark.parametrize("content", [b"", b"\0" * (2 * SLOT), b"\0" * (SLOT + 7)])
def test_an_empty_cut_or_blank_file_costs_speed_only(kept: Kept, content: bytes) -> None:
    kept.nodes.path.write_bytes(content)
    assert [len(kept.proven(index)) for index in (3, 300, 600, 900)] == [11, 11, 11, 11]
    log.keep_nodes(kept.store, SIZE, kept.nodes)
    assert kept.nodes.count() == FULL


def test_no_file_or_a_disk_that_fails_costs_speed_only(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = kept.reader()
    quick.path(3)
    monkeypatch.setattr(os, "pread", Mock(side_effect=OSError(5, "EIO")))
    assert len(kept.proven(3, quick)) == 11
    kept.nodes.path.unlink()
    assert kept.nodes.count() == 0
    assert len(kept.proven(3)) == 11
    assert log.keep_nodes(kept.store, SIZE, NodeFile(kept.nodes.path.parent / "no" / "folder")) == FULL


def test_a_tile_that_lies_is_not_proven(kept: Kept, tmp_path: Path) -> None:
    content = kept.store.files["tile/0/000"]
    kept.store.files["tile/0/000"] = bytes(32) + content[32:]
    kept.nodes.path.unlink()
    with pytest.raises(ProofWrong):
        kept.proven(1)
    with pytest.raises(ProofWrong):
        kept.proven(SIZE)


def test_they_are_kept_so_many_at_a_time_and_a_gone_tile_is_named(kept: Kept) -> None:
    kept.nodes.path.unlink()
    assert [log.keep_nodes(kept.store, SIZE, kept.nodes, most=3) for _ in range(3)] == [3, 1, 0]
    kept.nodes.path.unlink()
    del kept.store.files["tile/0/002"]
    with pytest.raises(TileMissing, match="tile/0/002"):
        log.keep_nodes(kept.store, SIZE, kept.nodes)
    assert kept.nodes.count() == 2
    kept.nodes.close()
