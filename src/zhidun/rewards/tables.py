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
        rate_rule: rule key with levels, percentages and floors.
        cap_rule: rule key with the cap and the amount from which finance is consulted.
        larger_fine_rule: rule key with what a larger fine is; empty while the province's figure is not loaded.
    """

    place: Text
    rate_rule: str
    cap_rule: str
    larger_fine_rule: str
    note: Text


@cache
def _table(packs: tuple[str, ...]) -> RewardTable:
    merged: dict[str, object] = {}
    for _, file in pack_files("rewards.yaml", packs):
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
        merged |= cast("Mapping[str, object]", read["rewards"])
    return RewardTable(
        place=Text.of(merged["place"]),
        rate_rule=str(merged["rate_rule"]),
        cap_rule=str(merged["cap_rule"]),
        larger_fine_rule=str(merged.get("larger_fine_rule") or ""),
        note=Text.of(merged["note"]),
    )


def reward_table() -> RewardTable:
    """Return the table of the packs in force."""
    return _table(pack_names())
