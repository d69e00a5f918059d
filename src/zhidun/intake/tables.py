"""The window's tables from the packs: form, classification, refusals, routes, routing. A later pack replaces by key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

import cel
import yaml

from zhidun.kernel.packs import pack_files, pack_names

Row = Mapping[str, object]


class TableFault(ValueError):  # noqa: N818  a fault of a file, named like its siblings
    """A pack file of the window cannot be used: says file and reason."""


@cache
def _table(pattern: str, packs: tuple[str, ...]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for _, file in pack_files(pattern, packs):
        try:
            read = yaml.safe_load(file.read_text(encoding="utf-8"))
        except yaml.YAMLError as fault:
            raise TableFault(f"{file}: {fault}") from fault
        if not isinstance(read, dict):
            raise TableFault(f"{file}: expected a mapping")
        for name, value in read.items():
            merged[name] = _laid_over(merged.get(name), value)
    if not merged:
        raise TableFault(f"no pack has {pattern}; set ZHIDUN_PACKS to packs that have it")
    return merged


def _laid_over(below: object, above: object) -> object:
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **above}
    if isinstance(below, list) and isinstance(above, list) and all(_keyed(row) for row in [*below, *above]):
        rows = {row["key"]: row for row in below}
        rows.update({row["key"]: row for row in above})
        return list(rows.values())
    return above


def _keyed(row: object) -> bool:
    return isinstance(row, dict) and "key" in row


def table(name: str) -> dict[str, object]:
    """Return the table `intake/<name>.yaml` of the packs in force, laid over each other."""
    return _table(f"intake/{name}.yaml", pack_names())


def routing() -> dict[str, object]:
    """Return the city's routing table (`routing.yaml`)."""
    return _table("routing.yaml", pack_names())


def rows(of: Mapping[str, object], name: str) -> list[dict[str, object]]:
    """Return a list of mappings from a table; empty when it is not there."""
    return cast("list[dict[str, object]]", of.get(name) or [])


def mapping(of: Mapping[str, object], name: str) -> dict[str, object]:
    """Return a mapping from a table; empty when it is not there."""
    return cast("dict[str, object]", of.get(name) or {})


def words(of: Mapping[str, object], name: str) -> list[str]:
    """Return a list of words from a table; empty when it is not there."""
    return [str(word) for word in cast("list[object]", of.get(name) or [])]


@cache
def _program(source: str) -> cel.Program:
    return cel.compile(source)


def holds(condition: str, view: Mapping[str, object]) -> bool:
    """Say whether a CEL condition over `a` holds; empty means no.

    Raises:
        TableFault: the condition names what the view does not have.
    """
    if not condition:
        return False
    try:
        return bool(_program(condition).execute({"a": dict(view)}))
    except (KeyError, RuntimeError, TypeError, ValueError) as fault:
        raise TableFault(f"condition {condition!r}: {fault}") from fault
