"""The master key: made once, kept apart, never written over; what it seals opens only in its own place."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhidun.intake import keys


@pytest.fixture
def own_home(tmp_path: Path, settings: object) -> Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def test_the_master_key_is_readable_by_its_owner_only(own_home: Path) -> None:
    keys.seal(b"x", bound="a")
    file = keys.master_file()
    assert len(file.read_bytes()) == keys.KEY_BYTES
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in file.parent.iterdir()] == [keys.MASTER_FILE]


def test_of_many_that_start_at_once_one_key_wins(own_home: Path) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(keys.keyed_hash("x", purpose="p"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


@given(st.binary(max_size=2000), st.text(max_size=40))
def test_what_is_sealed_opens_again_and_only_where_it_belongs(plain: bytes, bound: str) -> None:
    sealed = keys.seal(plain, bound=bound)
    assert keys.unseal(sealed, bound=bound) == plain
    assert keys.seal(plain, bound=bound) != sealed
    with pytest.raises(keys.KeyDoesNotFit):
        keys.unseal(sealed, bound=bound + "?")


def test_any_changed_byte_is_noticed() -> None:
    sealed = keys.seal(b"secret", bound="a")
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(keys.KeyDoesNotFit):
            keys.unseal(changed, bound="a")


def test_a_data_key_of_its_own_erases_when_destroyed() -> None:
    sealed, wrapped = keys.seal_apart(b"who", bound="p1")
    assert keys.unseal_apart(sealed, wrapped, bound="p1") == b"who"
    for wrong in (b"", wrapped[:-1]):
        with pytest.raises(keys.KeyDoesNotFit):
            keys.unseal_apart(sealed, wrong, bound="p1")
    other, _ = keys.seal_apart(b"who", bound="p1")
    with pytest.raises(keys.KeyDoesNotFit):
        keys.unseal_apart(other, wrapped, bound="p1")


def test_another_master_key_does_not_fit(own_home: Path) -> None:
    sealed = keys.seal(b"x", bound="a")
    keys.master_file().write_bytes(b"k" * keys.KEY_BYTES)
    with pytest.raises(keys.KeyDoesNotFit) as refused:
        keys.unseal(sealed, bound="a")
    assert refused.value.status == 503
    keys.master_file().write_bytes(b"short")
    with pytest.raises(keys.KeyDoesNotFit):
        keys.seal(b"x", bound="a")


def test_keyed_hashes_tell_parts_and_purposes_apart() -> None:
    assert keys.keyed_hash("ab", "c", purpose="p") != keys.keyed_hash("a", "bc", purpose="p")
    assert keys.keyed_hash("a", purpose="p") != keys.keyed_hash("a", purpose="q")
    assert keys.keyed_hash("a", purpose="p") == keys.keyed_hash("a", purpose="p")
