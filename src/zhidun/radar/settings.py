"""How the radar is set, read from `packs/*/radar/settings.yaml`; a later pack replaces by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import yaml

from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How a threshold is proposed.

    Attributes:
        precision: part of the judged hits above the threshold that must be infringing.
        least_judged: judged hits above it without which nothing is proposed.
    """

    precision: float
    least_judged: int
    start: float
    end: float
    step: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The radar's settings.

    Attributes:
        base_threshold: score from which a hit is told until a person adopts another.
        sensitivity: added to the threshold in force, by word of `Sensitivity`.
        acts: what a case says of the act, by kind of right.
        fields: titles of the fields of warnings.
        processes: processes of a long sweep; 0: as many as there are cores.
    """

    base_threshold: float
    sensitivity: Mapping[str, float]
    calibration: Calibration
    marks: frozenset[str]
    pictures: frozenset[str]
    designs: frozenset[str]
    acts: Mapping[str, str]
    fields: Mapping[str, Text]
    processes: int

    def mode(self, kind: str) -> Literal["logo", "design"]:
        """Return how pictures of a kind of right are compared."""
        return "design" if kind in self.designs else "logo"


@cache
def settings() -> Settings:
    """Return the settings of the packs in force."""
    raw: dict[str, Any] = {}
    for _, file in pack_files("radar/settings.yaml"):
        raw.update(yaml.safe_load(file.read_text(encoding="utf-8")))
    told = raw["calibration"]
    return Settings(
        base_threshold=float(raw["base_threshold"]),
        sensitivity={str(key): float(value) for key, value in raw["sensitivity"].items()},
        calibration=Calibration(
            precision=float(told["precision"]),
            least_judged=int(told["least_judged"]),
            start=float(told["from"]),
            end=float(told["to"]),
            step=float(told["step"]),
        ),
        marks=frozenset(raw["marks"]),
        pictures=frozenset(raw["pictures"]),
        designs=frozenset(raw["designs"]),
        acts=dict(raw["acts"]),
        fields={key: Text.of(value) for key, value in raw["fields"].items()},
        processes=int(raw["processes"]),
    )
