"""Both digests of one stream: the same whoever computes them, in whatever pieces the bytes come."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from zhidun.evidence import digests
from zhidun.evidence.digests import BESIDE, MOST_BEHIND, OURS, OwnSm3, Pair, digest


def of_one_piece(content: bytes) -> dict[str, str]:
    found = {}
    for name in OURS:
        running = digest(name)
        running.update(content)
        found[name] = running.hexdigest()
    return found


def test_pieces_of_any_length_give_the_digests_of_the_whole() -> None:
    chance = random.Random(20261130)
    for _ in range(20):
        content = chance.randbytes(chance.randint(0, 3_000_000))
        pair, at = Pair(), 0
        while at < len(content):
            step = chance.choice((1, 100, BESIDE - 1, BESIDE, 300_000, 1_000_000))
            pair.update(content[at : at + step])
            at += step
        assert pair.found() == of_one_piece(content)


def test_a_buffer_may_be_filled_anew_at_once() -> None:
    buffer, pair = bytearray(BESIDE), Pair()
    for letter in b"abcdef":
        buffer[:] = bytes([letter]) * BESIDE
        pair.update(buffer)
    assert pair.found() == of_one_piece(b"".join(bytes([letter]) * BESIDE for letter in b"abcdef"))


def test_where_no_core_is_free_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadPoolExecutor(1) as busy:
        free = Event()
        busy.submit(free.wait)
        monkeypatch.setattr(digests, "_helpers", lambda: busy)
        pair, behind = Pair(), []
        for _ in range(3 * MOST_BEHIND):
            pair.update(bytes(BESIDE))
            behind.append(len(pair._behind))
        found = pair.found()
        free.set()
    assert found == of_one_piece(bytes(3 * MOST_BEHIND * BESIDE))
    assert max(behind) < MOST_BEHIND  # memory stays bounded


def test_what_may_be_asked_again_goes_on() -> None:
    pair = Pair()
    pair.update(b"a")
    assert pair.found() == of_one_piece(b"a")
    pair.update(b"bc")
    assert pair.found() == of_one_piece(b"abc")


@pytest.mark.parametrize("make", [OwnSm3, digests.sm3])
def test_sm3_is_that_of_the_standard(make: Callable[[], digests.Digest]) -> None:
    running = make()
    running.update(b"abc")
    assert running.hexdigest() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_without_sm3_in_openssl_the_cryptography_package_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = of_one_piece(b"abc")
    monkeypatch.setattr(hashlib, "algorithms_available", {"sha256"})
    assert isinstance(digests.sm3(), OwnSm3)
    pair = Pair()
    pair.update(b"abc")
    assert pair.found() == usual
