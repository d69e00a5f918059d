"""The room's tables from the packs: which procedures may be opened within a case, what echoes, the city's minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from zhidun.kernel.packs import pack_files, pack_names
from zhidun.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachable:
    """A procedure that may be opened within a case.

    Attributes:
        origins: states from which, by the procedure of the case.
        power: what the opener needs at the case's office.
        roles: parties of the case that go with it; shown_to: those who may read it from the start.
        several: whether more than one may run at once.
    """

    procedure: str
    title: Text
    origins: Mapping[str, tuple[str, ...]]
    power: str
    roles: tuple[str, ...]
    shown_to: tuple[str, ...]
    several: bool


@dataclass(frozen=True, slots=True)
class Echo:
    """When `of` takes `step`, the system takes `take` in the case it belongs to."""

    of: str
    step: str
    take: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """A matter that goes on in a procedure of its own at another office as soon as it is routed."""

    opens: str
    procedure: str
    step: str
    when: Mapping[str, str]
    office_kind: str
    roles: tuple[str, ...]
    shown_to: tuple[str, ...]
    facts: tuple[str, ...]
    take: str


@cache
def _merged(packs: tuple[str, ...], pattern: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _, file in pack_files(pattern, packs):
        for name, value in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            under = found.get(name)
            found[name] = {**under, **value} if isinstance(under, dict) else value
    return found


def attachables() -> dict[str, Attachable]:
    """Return the procedures that may be opened within a case, by name."""
    rows = _merged(pack_names(), "enforcement/attached.yaml")["attached"]
    return {
        name: Attachable(
            procedure=name,
            title=Text.of(row["title"]),
            origins={key: tuple(states) for key, states in row["from"].items()},
            power=row["power"],
            roles=tuple(row["roles"]),
            shown_to=tuple(row.get("shown_to", ())),
            several=row["several"],
        )
        for name, row in rows.items()
    }


def echoes() -> tuple[Echo, ...]:
    """Return what echoes in the case a procedure belongs to."""
    rows = _merged(pack_names(), "enforcement/attached.yaml")["echoes"]
    return tuple(Echo(row["of"], row["step"], row["take"]) for row in rows)


def routed() -> tuple[Routed, ...]:
    """Return the matters that go on elsewhere by themselves."""
    rows = _merged(pack_names(), "enforcement/attached.yaml")["routed"]
    return tuple(
        Routed(
            opens=name,
            procedure=row["procedure"],
            step=row["step"],
            when=row["when"],
            office_kind=row["office_kind"],
            roles=tuple(row["roles"]),
            shown_to=tuple(row["shown_to"]),
            facts=tuple(row["facts"]),
            take=row["take"],
        )
        for name, row in rows.items()
    )


def handed_in() -> dict[str, tuple[str, ...]]:
    """Return the powers by which another authority opens a procedure before one of our offices."""
    rows = _merged(pack_names(), "enforcement/attached.yaml")["handed_in"]
    return {name: (row["power"], row["also"]) for name, row in rows.items()}


def meter_table() -> dict[str, Any]:
    """Return which crimes a kind of case is held against, from which facts, with which evidence."""
    return _merged(pack_names(), "enforcement/meter.yaml")


def typecase_table() -> dict[str, Any]:
    """Return which cases are alike, what a model case fills in and which steps are taken for several at once."""
    return _merged(pack_names(), "enforcement/typecases.yaml")


def factor_table() -> dict[str, Any]:
    """Return the factor sheets: their elements and where the file says them."""
    return _merged(pack_names(), "enforcement/factors.yaml")


def urgent_minutes(ground: str) -> tuple[int, int]:
    """Return the city's minutes to take and to act for a ground of the urgent lane."""
    row = _merged(pack_names(), "enforcement.yaml")["urgent"][ground]
    return int(row["take"]), int(row["act"])
