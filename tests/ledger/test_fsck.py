"""A thousand single-byte changes: each is found, and the damaged file is named."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.factories import ledger_core as make
from zhidun.ledger.fsck import check
from zhidun.ledger.store import Memory

KEYS = [make.signer().verifier]
WITNESSES = [make.cosigner(1).verifier, make.cosigner(2).verifier]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = make.grown(tmp_path_factory.mktemp("log"), 600)
    assert isinstance(made.store, Memory)
    return made.store.files


def test_the_untouched_log_is_clean(files: dict[str, bytes]) -> None:
    report = check(Memory(dict(files)), KEYS, WITNESSES)
    assert (report.ok, report.size, report.entries, report.origin) == (True, 600, 600, make.ORIGIN)


def test_each_changed_byte_is_found_and_its_file_named(files: dict[str, bytes]) -> None:
    chance = random.Random(20261123)
    missed = []
    for _ in range(300):
        name = chance.choice(sorted(files))
        content = bytearray(files[name])
        place = chance.randrange(len(content))
        content[place] ^= 1 << chance.randrange(8)
        report = check(Memory({**files, name: bytes(content)}), KEYS)
        if name not in [damage.file for damage in report.damages]:
            missed.append((name, place, report.damages))
    assert missed == []


@pytest.mark.soak
def test_a_thousand_changed_bytes_are_found(files: dict[str, bytes]) -> None:
    chance = random.Random(14)
    for _ in range(1000):
        name = chance.choice(sorted(files))
        content = bytearray(files[name])
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        report = check(Memory({**files, name: bytes(content)}), KEYS)
        assert name in [damage.file for damage in report.damages]


def test_each_missing_or_shortened_file_is_named(files: dict[str, bytes]) -> None:
    for name in files:
        gone = {key: content for key, content in files.items() if key != name}
        assert name in [damage.file for damage in check(Memory(gone), KEYS).damages]
        short = {**files, name: files[name][:-1]}
        assert name in [damage.file for damage in check(Memory(short), KEYS).damages]


def test_a_damaged_entry_is_named_by_its_place(files: dict[str, bytes]) -> None:
    name = "tile/entries/001"
    content = files[name].replace(b"entry 300", b"entry 3OO")
    damages = check(Memory({**files, name: content}), KEYS).damages
    assert [(damage.file, damage.index) for damage in damages] == [(name, 300)]


def test_when_both_sides_lie_the_root_is_named(files: dict[str, bytes]) -> None:
    changed = dict(files)
    changed["tile/entries/000"] = files["tile/entries/000"].replace(b"entry 7", b"entry 8", 1)
    changed["tile/0/001"] = bytes(32) + files["tile/0/001"][32:]
    found = [damage.file for damage in check(Memory(changed), KEYS).damages]
    assert found[0] == "checkpoint"
    assert {"tile/entries/000", "tile/entries/001"} <= set(found)


def test_another_key_is_not_believed(files: dict[str, bytes], tmp_path: Path) -> None:
    report = check(Memory(dict(files)), [make.signer(seed=2).verifier])
    assert [damage.file for damage in report.damages] == ["checkpoint"]
    assert check(Memory(), KEYS).damages[0].file == "checkpoint"
    assert make.grown(tmp_path, 0).head.size == 0
