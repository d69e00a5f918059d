"""What is frozen before a draw: canonical lists and rules, and their hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import cast

from zhidun.kernel.text import t
from zhidun.lottery.errors import DrawMalformed, NotEnough

LENGTH_BYTES = 4
KNOWN = frozenset({"entities", "officers_per", "shares", "classes", "conflicts", "listed", "officers_listed"})


def prefixed(parts: Iterable[bytes]) -> bytes:
    """Return the parts joined, each after its length in four bytes, big end first."""
    return b"".join(len(part).to_bytes(LENGTH_BYTES, "big") + part for part in parts)


def canonical(names: Iterable[str], *, what: str) -> tuple[str, ...]:
    """Return the names in the order of their UTF-8 bytes.

    Raises:
        DrawMalformed: an empty name, or one that stands twice.
    """
    found = tuple(sorted(names, key=lambda name: name.encode("utf-8", "surrogatepass")))
    for name in found:
        if not name or "\0" in name or any("\ud800" <= letter <= "\udfff" for letter in name):
            raise DrawMalformed(t(f"{what}:有无法使用的名称。", f"{what}: a name that cannot be used."), field=what)
    for before, after in pairwise(found):
        if before == after:
            raise DrawMalformed(t(f"{what}:“{after}”重复。", f"{what}: “{after}” stands twice."), field=what)
    return found


@dataclass(frozen=True, slots=True)
class Rules:
    """How many are drawn, from where, and who may not meet whom.

    Attributes:
        text: the JSON as frozen; its bytes are hashed, so nothing about it is re-written.
        entities: how many are drawn of a list without classes.
        officers_per: officers drawn for each entity.
        shares: class → how many of it, a whole number or a decimal share such as "0.05" (rounded up).
        classes: entity → its class.
        conflicts: (entity, officer) pairs that must not meet.
        listed: number of entities the list must have; `officers_listed` likewise. None: not stated.
    """

    text: str
    entities: int = 0
    officers_per: int = 0
    shares: Mapping[str, str | int] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    conflicts: frozenset[tuple[str, str]] = frozenset()
    listed: int | None = None
    officers_listed: int | None = None

    @property
    def hash(self) -> bytes:
        """Return SHA-256 of the rules' bytes."""
        return hashlib.sha256(self.text.encode()).digest()


def rules_of(text: str) -> Rules:
    """Read the rules of a draw.

    Raises:
        DrawMalformed: no JSON object, a key twice, an unknown key (it could not be obeyed), a wrong type.
    """
    try:
        raw = json.loads(text, object_pairs_hook=_pairs, parse_float=_no_float, parse_constant=_no_float)
    except ValueError as fault:
        raise DrawMalformed(t("规则不是有效的 JSON。", "The rules are not valid JSON."), field="rules") from fault
    if not isinstance(raw, dict):
        raise _rule("rules")
    unknown = sorted(set(raw) - KNOWN)
    if unknown:
        raise DrawMalformed(
            t(f"规则含有不认识的内容:{unknown[0]}。", f"The rules hold something unknown: {unknown[0]}."), field="rules"
        )
    return Rules(
        text=text,
        entities=_count(raw, "entities"),
        officers_per=_count(raw, "officers_per"),
        shares=_shares(raw.get("shares", {})),
        classes=_words(raw.get("classes", {})),
        conflicts=_conflicts(raw.get("conflicts", [])),
        listed=_count(raw, "listed") if "listed" in raw else None,
        officers_listed=_count(raw, "officers_listed") if "officers_listed" in raw else None,
    )


def _pairs(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_float(word: str) -> object:
    raise ValueError(word)


def _rule(name: str) -> DrawMalformed:
    return DrawMalformed(t(f"规则的“{name}”不正确。", f"The rule “{name}” is malformed."), field="rules")


def _count(raw: Mapping[str, object], name: str) -> int:
    value = raw.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _rule(name)
    return value


def _words(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(word, str) for word in value.values()):
        raise _rule("classes")
    return cast("dict[str, str]", value)


def _shares(value: object) -> dict[str, str | int]:
    if not isinstance(value, dict):
        raise _rule("shares")
    found: dict[str, str | int] = {}
    for name, share in value.items():
        if isinstance(share, str):
            share_of(share, 1)
        elif not isinstance(share, int) or isinstance(share, bool) or share < 0:
            raise _rule("shares")
        found[name] = share
    return found


def share_of(share: str | int, size: int) -> int:
    """Return how many of `size` a share means: a whole number as it is, "0.05" as 5 %, rounded up.

    Raises:
        DrawMalformed: not a decimal between 0 and 1.
    """
    if isinstance(share, int):
        return share
    whole, _, digits = share.partition(".")
    if whole not in {"0", "1"} or not (digits.isascii() and digits.isdigit()):
        raise _rule("shares")
    part = Fraction(int(whole + digits), 10 ** len(digits))
    if part > 1:
        raise _rule("shares")
    return ceil(part * size)


def _conflicts(value: object) -> frozenset[tuple[str, str]]:
    if not isinstance(value, list):
        raise _rule("conflicts")
    found = set()
    for pair in value:
        match pair:
            case [str(entity), str(officer)]:
                found.add((entity, officer))
            case _:
                raise _rule("conflicts")
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Frozen:
    """A draw before its secrets: number, lists in canonical order, rules, and the beacon it waits for.

    Attributes:
        replaces: number of the draw this one repeats; `why`: the reason, published with it.
        beacon: public source and future round whose bytes enter the seed; empty: none.
    """

    draw_id: str
    entities: tuple[str, ...]
    officers: tuple[str, ...]
    rules: Rules
    replaces: str = ""
    why: str = ""
    beacon: str = ""

    @property
    def list_hash(self) -> bytes:
        """Return SHA-256 over the length-prefixed entities, then officers."""
        return hashlib.sha256(prefixed(name.encode() for name in (*self.entities, *self.officers))).digest()

    def manifest(self) -> dict[str, object]:
        """Return what goes into one ledger entry when the draw is frozen."""
        return {
            "draw": self.draw_id,
            "list_sha256": self.list_hash.hex(),
            "rules_sha256": self.rules.hash.hex(),
            "entities": len(self.entities),
            "officers": len(self.officers),
            "beacon": self.beacon,
            "replaces": self.replaces,
            "why": self.why,
        }


def freeze(
    *,
    draw_id: str,
    entities: Iterable[str],
    officers: Iterable[str] = (),
    rules: str,
    replaces: str = "",
    why: str = "",
    beacon: str = "",
) -> Frozen:
    """Put a draw into its canonical form.

    Raises:
        DrawMalformed: lists or rules that can be read two ways; a repeated draw without a reason.
        NotEnough: the rules ask for more than the lists hold.
    """
    if not draw_id or "\0" in draw_id:
        raise DrawMalformed(t("请填写抽取编号。", "The draw needs a number."), field="draw_id")
    if replaces and (not why.strip() or replaces == draw_id):
        raise DrawMalformed(
            t("重新抽取须使用新编号并写明理由。", "A repeated draw has a new number and says why."), field="replaces"
        )
    found = Frozen(
        draw_id=draw_id,
        entities=canonical(entities, what="entities"),
        officers=canonical(officers, what="officers"),
        rules=rules_of(rules),
        replaces=replaces,
        why=why,
        beacon=beacon,
    )
    _check_sizes(found)
    return found


def _check_sizes(frozen: Frozen) -> None:
    rules = frozen.rules
    for name, stated, there in (
        ("listed", rules.listed, len(frozen.entities)),
        ("officers_listed", rules.officers_listed, len(frozen.officers)),
    ):
        if stated is not None and stated != there:
            raise DrawMalformed(
                t(f"名单应有{stated}项,实有{there}项。", f"The list should hold {stated} names and holds {there}."),
                field=name,
            )
    if rules.classes and set(rules.classes) != set(frozen.entities):
        raise _rule("classes")
    if bool(rules.shares) != bool(rules.classes) or (rules.shares and rules.entities):
        raise _rule("shares")
    for _, members, wanted in groups(frozen):
        if wanted > len(members):
            raise NotEnough
    if rules.officers_per > len(frozen.officers):
        raise NotEnough


def groups(frozen: Frozen) -> tuple[tuple[str, tuple[str, ...], int], ...]:
    """Return (label, members, how many are drawn) of each part of the list, classes in the order of their bytes.

    Raises:
        DrawMalformed: a class without members.
    """
    rules = frozen.rules
    if not rules.shares:
        return (("entities", frozen.entities, rules.entities),)
    found = []
    for name in sorted(rules.shares, key=str.encode):
        members = tuple(entity for entity in frozen.entities if rules.classes[entity] == name)
        found.append((f"entities/{name}", members, share_of(rules.shares[name], len(members))))
    return tuple(found)
