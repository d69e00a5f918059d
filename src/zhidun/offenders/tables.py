"""The house's own thresholds for signals (`offenders.yaml` of the packs): configuration, shown as such, no law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

import yaml

from zhidun.kernel.packs import pack_files, pack_names


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a human is shown a signal.

    Attributes:
        window_days: how far back filings are counted.
        many_filings: filings of one complainant in the window.
        many_respondents: different respondents among them.
        unfounded_share: share of closed ones without result, in per cent.
        least_closed: closed filings below which no share is computed.
        longest_months: longest term of a narrowed claim channel.
    """

    window_days: int
    many_filings: int
    many_respondents: int
    unfounded_share: int
    least_closed: int
    longest_months: int


@cache
def _load(packs: tuple[str, ...]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for _, file in pack_files("offenders.yaml", packs):
        for key, value in cast("Mapping[str, object]", yaml.safe_load(file.read_text(encoding="utf-8"))).items():
            held = merged.get(key)
            merged[key] = {**held, **value} if isinstance(held, dict) and isinstance(value, dict) else value
    return merged


def thresholds() -> Thresholds:
    """Return the thresholds of the packs in force."""
    raw = cast("dict[str, int]", _load(pack_names())["signals"])
    return Thresholds(**raw)


@dataclass(frozen=True, slots=True)
class Counts:
    """Which earlier findings count for a rule on repetition: their kinds of right and outcomes."""

    kinds: frozenset[str]
    outcomes: frozenset[str]


def repeat_counts(key: str) -> Counts:
    """Return what counts for a rule; a rule the packs say nothing of counts nothing."""
    table = cast("dict[str, dict[str, list[str]]]", _load(pack_names())["repeat_counts"])
    entry = table.get(key, {})
    return Counts(frozenset(entry.get("kinds", ())), frozenset(entry.get("outcomes", ())))


def repeat_rules() -> dict[str, list[str]]:
    """Return, by kind of right, the keys of the rules on repetition that the law pack holds."""
    return cast("dict[str, list[str]]", _load(pack_names())["repeat_rules"])
