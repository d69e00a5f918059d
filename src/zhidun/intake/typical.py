"""Typical cases for the public, from the packs: restated in our own words, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import yaml

from zhidun.kernel.packs import pack_files, pack_names
from zhidun.kernel.text import Text


@dataclass(frozen=True, slots=True)
class TypicalCase:
    """One case as the public reads it.

    Attributes:
        kind: kind of the right concerned.
        source: title and publisher of the notice it rests on.
    """

    key: str
    title: Text
    says: Text
    kind: str
    received: str
    source: tuple[str, str]


@lru_cache(maxsize=4)
def _read(packs: tuple[str, ...]) -> tuple[TypicalCase, ...]:
    found: list[TypicalCase] = []
    for _, file in pack_files("demo/real-cases.yaml", packs):
        for one in yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]:
            source = one["source"]
            found.append(
                TypicalCase(
                    one["key"],
                    Text.of(one["title"]),
                    Text.of(one["restated"]),
                    str(one["answers"].get("right_kind", "")),
                    str(one["received"])[:10],
                    (str(source["title"]), str(source["publisher"])),
                )
            )
    return tuple(found)


def typical_cases() -> tuple[TypicalCase, ...]:
    """Return the typical cases of the loaded packs."""
    return _read(pack_names())
