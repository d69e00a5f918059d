"""Which rules a calculator asks (`calculators.yaml` of the packs), and their numbers read exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import cast

import yaml

from zhidun.kernel.packs import pack_files
from zhidun.law.load import RuleBook
from zhidun.law.model import Rule
from zhidun.law.refusals import PackBroken

Table = Mapping[str, object]


@cache
def tables() -> Table:
    """Return the tables of the packs; a later pack adds or replaces entries inside each table.

    Raises:
        PackBroken: a file is no mapping.
    """
    merged: dict[str, object] = {}
    for pack, path in pack_files("calculators.yaml"):
        raw = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        if not isinstance(raw, dict):
            raise PackBroken(field=f"{pack}/calculators.yaml")
        for name, value in raw.items():
            old = merged.get(name)
            merged[name] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def table(name: str) -> Table:
    """Return one table."""
    return mapping(tables().get(name))


def names(table_name: str, word: str) -> tuple[str, ...]:
    """Return the keys of the rules that answer a word; empty when it is unknown."""
    raw = table(table_name).get(word)
    return tuple(str(one) for one in raw) if isinstance(raw, list) else ()


def in_force(book: RuleBook, keys: Iterable[str], on: date) -> tuple[Rule, ...]:
    """Return the versions in force on a day of those keys that have one."""
    found = (next((rule for rule in book.versions(key) if rule.in_force(on)), None) for key in keys)
    return tuple(rule for rule in found if rule is not None)


def need(book: RuleBook, keys: Sequence[str], on: date) -> Rule:
    """Return the first version in force.

    Raises:
        RuleNotInForce: none was; the refusal names the versions known.
    """
    found = in_force(book, keys, on)
    return found[0] if found else book.rule(keys[0], on)


def mapping(value: object) -> Table:
    """Return a mapping, or an empty one."""
    return cast("Table", value) if isinstance(value, Mapping) else {}


def sequence(value: object) -> Sequence[object]:
    """Return a list, or an empty one."""
    return cast("Sequence[object]", value) if isinstance(value, list | tuple) else ()


def number(value: object) -> Decimal | None:
    """Return a number of a rule exactly."""
    return None if value is None or isinstance(value, bool) else Decimal(str(value))


def needed(value: object) -> Decimal:
    """Return a number that a rule of this kind always has.

    Raises:
        PackBroken: it has none.
    """
    found = number(value)
    if found is None:
        raise PackBroken
    return found
