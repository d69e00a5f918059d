"""Growing a log: what is written, what is refused, and what a crash or an old backup may do to it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.factories import ledger_core as make
from zhidun.ledger import checkpoint, log, merkle, store, tiles
from zhidun.ledger.errors import EntryTooLarge, LogBehind, Malformed, ProofWrong, TileMissing
from zhidun.ledger.fsck import check
from zhidun.ledger.store import Folder, Memory

KEYS = [make.signer().verifier]
SIZES = [0, 1, 2, 255, 256, 257, 511, 512, 65_536, 70_000]


def entries(start: int, end: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(start, end)]


@pytest.mark.parametrize("size", SIZES)
def test_a_log_of_any_size_checks_and_proves(tmp_path: Path, size: int) -> None:
    made = make.grown(tmp_path, size)
    assert made.head.size == size
    assert check(made.store, KEYS).ok
    reader = tiles.TileReader(made.store, size)
    for index in {0, size // 2, size - 1} - {-1} if size else set():
        leaf = merkle.leaf_hash(log.entry_at(made.store, size, index))
        assert leaf == merkle.leaf_hash(f"entry {index}".encode())
        path = log.path_of(reader, index)
        merkle.verify_inclusion(index=index, size=size, leaf=leaf, path=path, root=made.head.root)


def test_however_entries_come_in_the_log_is_the_same(tmp_path: Path) -> None:
    whole = make.grown(tmp_path / "whole", 700)
    parts = make.grown(tmp_path / "parts", 0)
    chance, size = random.Random(7), 0
    while size < 700:
        step = min(chance.randrange(1, 300), 700 - size)
        parts.append(entries(size, size + step))
        size += step
    assert parts.head == whole.head
    assert isinstance(whole.store, Memory)
    assert isinstance(parts.store, Memory)
    assert {n: c for n, c in parts.store.files.items() if n in whole.store.files} == whole.store.files
    report = merkle.consistency_proof(257, 700, tiles.TileReader(parts.store, 700))
    merkle.verify_consistency(
        old=257, new=700, old_root=make.grown(tmp_path / "old", 257).head.root, new_root=whole.head.root, proof=report
    )


def test_seventy_thousand_entries_have_the_tiles_of_the_specification() -> None:
    found = list(tiles.tiles_of(70_000))
    assert sum(t.level == 0 and t.width == 256 for t in found) == 273
    assert [(t.level, t.width) for t in found if t.width < 256] == [(0, 112), (1, 17), (2, 1)]
    assert tiles.Tile(0, 1_234_067).path == "tile/0/x001/x234/067"
    assert [t.path for t in tiles.tiles_of(256)] == ["tile/0/000", "tile/1/000.p/1"]


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/00/000",
        "tile/0/0",
        "a",
        "tile/0/000/",
    ],
)
def test_paths_are_written_one_way(path: str) -> None:
    with pytest.raises(Malformed):
        tiles.parse_path(path)


def test_paths_read_back() -> None:
    for tile in [*tiles.tiles_of(70_000), *tiles.bundles_of(70_000), tiles.Tile(63, 10**9 + 7, 3)]:
        assert tiles.parse_path(tile.path) == tile


def test_a_partial_tile_may_go_once_the_full_one_is_there(tmp_path: Path) -> None:
    made = make.grown(tmp_path, 100)
    made.append(entries(100, 300))
    assert isinstance(made.store, Memory)
    del made.store.files["tile/0/000.p/100"], made.store.files["tile/entries/000.p/100"]
    root = make.grown(tmp_path / "old", 100).head.root
    assert merkle.root(100, tiles.TileReader(made.store, 100)) == root
    assert log.entry_at(made.store, 100, 99) == b"entry 99"


def test_too_long_an_entry_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    made = make.grown(tmp_path, 3)
    assert isinstance(made.store, Memory)
    before = dict(made.store.files)
    with pytest.raises(EntryTooLarge):
        made.append([b"x" * 65_536])
    assert made.store.files == before
    made.append([b"x" * 65_535])
    assert made.head.size == 4


def test_a_restored_older_store_is_not_signed(tmp_path: Path) -> None:
    made = make.grown(tmp_path, 10)
    assert isinstance(made.store, Memory)
    backup = dict(made.store.files)
    made.append(entries(10, 20))
    made.store.files.clear()
    made.store.files.update(backup)
    with pytest.raises(LogBehind, match=r"ledger\.behind"):
        made.append([b"another history"])
    assert made.head.size == 10


def test_a_store_of_another_history_is_not_signed(tmp_path: Path) -> None:
    made = make.grown(tmp_path, 10)
    assert isinstance(made.store, Memory)
    other = make.Grown(log.Guard(tmp_path / "other.json"))
    other.append([b"x"] * 10)
    assert isinstance(other.store, Memory)
    made.store.files.update(other.store.files)
    with pytest.raises(LogBehind):
        made.append([b"more"])


def test_without_its_guard_a_grown_log_is_not_signed(tmp_path: Path) -> None:
    made = make.grown(tmp_path, 10)
    made.guard.file.unlink()
    with pytest.raises(LogBehind):
        made.append([b"more"])
    made.guard.file.write_text("[]")
    with pytest.raises(Malformed):
        made.append([b"more"])


def test_a_guard_that_is_behind_or_of_another_log_is_refused(tmp_path: Path) -> None:
    made = make.grown(tmp_path, 10)
    made.guard.keep(checkpoint.Checkpoint(make.ORIGIN, 5, bytes(32)))
    with pytest.raises(LogBehind):
        made.append([b"more"])
    made.guard.keep(checkpoint.Checkpoint(make.ORIGIN, 15, bytes(32)))
    with pytest.raises(LogBehind):
        log.publish(made.store, made.guard, make.signer(), made.head)


def test_a_head_that_does_not_fit_the_tiles_is_not_published(tmp_path: Path) -> None:
    made = make.grown(tmp_path, 10)
    with pytest.raises(LogBehind):
        log.publish(made.store, made.guard, make.signer(), checkpoint.Checkpoint(make.ORIGIN, 10, bytes(32)))


def test_missing_tiles_stop_the_writer_and_are_named(tmp_path: Path) -> None:
    made = make.grown(tmp_path, 10)
    assert isinstance(made.store, Memory)
    bundle = made.store.files.pop("tile/entries/000.p/10")
    with pytest.raises(TileMissing) as caught:
        made.append([b"more"])
    assert caught.value.field == "tile/entries/000.p/10"
    with pytest.raises(TileMissing):
        log.entry_at(made.store, 10, 3)
    with pytest.raises(ProofWrong):
        log.entry_at(made.store, 10, 10)
    made.store.files["tile/entries/000.p/10"] = bundle
    del made.store.files["tile/0/000.p/10"]
    with pytest.raises(TileMissing):
        made.append([b"more"])
    with pytest.raises(TileMissing):
        tiles.TileReader(made.store, 10)(0, 11)


class Failing(Memory):
    """A store that fails at the n-th write, before or after it was done."""

    def __init__(self, files: dict[str, bytes], fail_at: int, *, done: bool) -> None:
        super().__init__(files)
        object.__setattr__(self, "state", {"left": fail_at, "done": done})

    def write(self, name: str, content: bytes) -> None:
        state = object.__getattribute__(self, "state")
        state["left"] -= 1
        if state["left"] == 0 and not state["done"]:
            raise OSError(5, "EIO")
        super().write(name, content)
        if state["left"] == 0:
            raise OSError(28, "ENOSPC")


@pytest.mark.parametrize("done", [False, True])
def test_a_fault_at_any_write_leaves_a_clean_log_and_the_next_run_goes_on(tmp_path: Path, *, done: bool) -> None:
    place = 0
    while True:
        place += 1
        folder = tmp_path / f"{done}{place}"
        made = make.grown(folder, 250)
        assert isinstance(made.store, Memory)
        failing = Failing(made.store.files, place, done=done)
        try:
            log.append(failing, made.guard, make.signer(), entries(250, 520))
        except OSError:
            pass
        else:
            break
        assert check(made.store, KEYS).ok
        made.append(entries(log.resume(made.store, made.guard, make.signer()).size, 520))
        assert check(made.store, KEYS).ok
        assert made.head.size == 520
    assert place > 5


def test_a_folder_keeps_files_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path / "log")
    folder.write("tile/0/000.p/1", b"first")
    assert folder.read("tile/0/000.p/1") == b"first"
    assert folder.read("tile/0") is None
    for call in ("fsync", "open"):
        with monkeypatch.context() as patched:

            def fail(*_: object, **__: object) -> int:
                raise OSError(28, "ENOSPC")

            patched.setattr(store.os, call, fail)
            with pytest.raises(OSError, match="ENOSPC"):
                folder.write("tile/0/000.p/1", b"second")
        assert folder.read("tile/0/000.p/1") == b"first"
    assert [p.name for p in (tmp_path / "log/tile/0/000.p").iterdir()] == ["1"]


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../x", "a//b", "a/./b", "a\\b", "a\x00"])
def test_names_do_not_climb(tmp_path: Path, name: str) -> None:
    with pytest.raises(Malformed):
        Folder(tmp_path).read(name)
    with pytest.raises(Malformed):
        Memory().write(name, b"")


def test_a_log_in_a_folder_is_the_one_in_memory(tmp_path: Path) -> None:
    one = make.grown(tmp_path / "a", 300, Folder(tmp_path / "log"))
    two = make.grown(tmp_path / "b", 300)
    assert isinstance(two.store, Memory)
    files = {str(f.relative_to(tmp_path / "log")) for f in (tmp_path / "log").rglob("*") if f.is_file()}
    assert files == set(two.store.files)
    assert one.head == two.head
    assert not any(store.DRAFT in name for name in files)
    assert (tmp_path / "a" / "guard.json").stat().st_size < 300


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 511, 512, 513, 1000, 65_536, 65_537, 70_001])
def test_paths_from_tiles_are_those_of_the_tree(size: int) -> None:
    memory = Memory()
    log.integrate(memory, 0, [b"entry %d" % number for number in range(size)])
    reader = tiles.TileReader(memory, size)
    step = max(1, size // 37)
    for index in {*range(0, size, step), *range(max(0, size - 9), size), *range(min(size, 9))}:
        assert reader.path(index) == merkle.inclusion_path(index, size, reader), index
    for outside in (-1, size):
        with pytest.raises(ProofWrong):
            reader.path(outside)
