"""Commitment, seed and pick of a draw (ipdraw/v1)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhidun.kernel.text import t
from zhidun.lottery.errors import DrawMalformed, NotEnough
from zhidun.lottery.frozen import Frozen, groups, prefixed

COMMIT = b"ipdraw/v1/commit\0"
SEED = b"ipdraw/v1/seed\0"
SECRET_BYTES = 32
COUNTER_BYTES = 8
WORD_BYTES = 8
SPACE = 1 << (8 * WORD_BYTES)
LEAST_PARTIES = 3


@dataclass(frozen=True, slots=True)
class Picked:
    """The result of a draw.

    Attributes:
        seed: 32 bytes; everything else follows from it and the frozen lists.
        drawn: entities in the order they came.
        officers: entity → its officers in the order they came.
        skipped: (entity, officer) pairs passed over because of a conflict, in the order they came.
    """

    seed: bytes
    drawn: tuple[str, ...]
    officers: Mapping[str, tuple[str, ...]]
    skipped: tuple[tuple[str, str], ...]


def commitment(party: str, secret: bytes) -> bytes:
    """Return SHA-256("ipdraw/v1/commit" 0 party 0 secret).

    Raises:
        DrawMalformed: a secret that has not 32 bytes, or a party's name that is empty or holds a zero.
    """
    if len(secret) != SECRET_BYTES:
        raise DrawMalformed(
            t("随机数应为 32 字节(64 位十六进制)。", "A secret has 32 bytes (64 hexadecimal digits)."), field="reveals"
        )
    if not party or "\0" in party:
        raise DrawMalformed(t("参与方名称不正确。", "A party's name is malformed."), field="reveals")
    return hashlib.sha256(COMMIT + party.encode() + b"\0" + secret).digest()


def seed_of(frozen: Frozen, reveals: Mapping[str, bytes], beacon: bytes) -> bytes:
    """Return the seed over number, lists, rules, reveals in the order of their parties' bytes, and beacon.

    Raises:
        DrawMalformed: fewer than three parties.
    """
    if len(reveals) < LEAST_PARTIES:
        raise DrawMalformed(
            t("至少三方参与,抽取才不可操纵。", "At least three parties take part, so that nobody can steer."),
            field="reveals",
        )
    said = [party + b"\0" + secret for party, secret in sorted((p.encode(), s) for p, s in reveals.items())]
    parts = [frozen.draw_id.encode(), frozen.list_hash, frozen.rules.hash, *said, beacon]
    return hashlib.sha256(SEED + prefixed(parts)).digest()


def numbers(seed: bytes, label: str) -> Iterator[int]:
    """Yield the numbers below 2^64 of one label: first 8 bytes of HMAC-SHA-256(seed, label 0 counter)."""
    counter = 0
    while True:
        word = label.encode() + b"\0" + counter.to_bytes(COUNTER_BYTES, "big")
        yield int.from_bytes(hmac.digest(seed, word, "sha256")[:WORD_BYTES], "big")
        counter += 1


def below(source: Iterator[int], bound: int) -> int:
    """Return an even number in [0, bound): numbers at or over the last multiple of `bound` are thrown away."""
    limit = SPACE - SPACE % bound
    return next(number for number in source if number < limit) % bound


def shuffled(seed: bytes, label: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the names in drawn order (Fisher–Yates from the front); only as many are drawn as are asked for."""
    source, left = numbers(seed, label), list(names)
    for place in range(len(left)):
        other = place + below(source, len(left) - place)
        left[place], left[other] = left[other], left[place]
        yield left[place]


def pick(frozen: Frozen, reveals: Mapping[str, bytes], beacon: bytes = b"") -> Picked:
    """Draw the entities, then each one's officers; conflicted pairs are passed over by drawing on.

    Raises:
        DrawMalformed: fewer than three parties.
        NotEnough: too few officers without a conflict.
    """
    seed = seed_of(frozen, reveals, beacon)
    drawn: list[str] = []
    for label, members, wanted in groups(frozen):
        drawn += [name for _, name in zip(range(wanted), shuffled(seed, label, members), strict=False)]
    officers: dict[str, tuple[str, ...]] = {}
    skipped: list[tuple[str, str]] = []
    for entity in drawn if frozen.rules.officers_per else ():
        officers[entity], passed = _officers(seed, frozen, entity)
        skipped += [(entity, name) for name in passed]
    return Picked(seed, tuple(drawn), officers, tuple(skipped))


def _officers(seed: bytes, frozen: Frozen, entity: str) -> tuple[tuple[str, ...], list[str]]:
    found: list[str] = []
    passed: list[str] = []
    for name in shuffled(seed, f"officers/{entity}", frozen.officers):
        if (entity, name) in frozen.rules.conflicts:
            passed.append(name)
            continue
        found.append(name)
        if len(found) == frozen.rules.officers_per:
            return tuple(found), passed
    raise NotEnough(t(f"“{entity}”没有足够的人员可抽。", f"Not enough officers can be drawn for “{entity}”."))
