"""Which rules decide a reward in this city: the national table, with the city's laid over it by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

import yaml

from zhidun.kernel.packs import pack_files, pack_names
from zhidun.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardTable:
    """The rules in force here.

    Attributes:
        place: whose table it is.
        province: whose local rules go before the national ones; empty while none is loaded.
        scope_rule: rule key that says what a major violation is.
        note: what to do while the local figure is not loaded.
    """

    place: Text
    province: str
    scope_rule: str
    note: Text


@cache
def _table(packs: tuple[str, ...]) -> RewardTable:
    merged: dict[str, object] = {}
    for _, file in pack_files("rewards.yaml", packs):
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
        merged |= cast("Mapping[str, object]", read["rewards"])
    return RewardTable(
        place=Text.of(merged["place"]),
        province=str(merged.get("province") or ""),
        scope_rule=str(merged["scope_rule"]),
        note=Text.of(merged["note"]),
    )


def reward_table() -> RewardTable:
    """Return the table of the packs in force."""
    return _table(pack_names())
