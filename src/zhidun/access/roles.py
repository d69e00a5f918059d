"""Roles from the packs (`packs/*/roles.yaml`): what a post may do and which posts exclude each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from re import compile as pattern
from typing import cast

import yaml

from zhidun.access.errors import RoleUnknown
from zhidun.kernel.packs import pack_files, pack_names
from zhidun.kernel.text import Text, t

POWER = pattern(r"^[a-z-]+:[a-z-]+:[a-z-]+$")


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the work.

    Attributes:
        key: stable name, such as `enforcement-officer`.
        title: what people call it.
        summary: what its holder does.
        powers: `scope:resource:action`.
        excludes: roles one person must not hold at the same time.
    """

    key: str
    title: Text
    summary: Text
    powers: frozenset[str]
    excludes: frozenset[str]


def _read(key: str, raw: Mapping[str, object], source: str) -> Role:
    powers = cast("list[str]", raw.get("powers") or [])
    wrong = [power for power in powers if not POWER.match(str(power))]
    if wrong:
        msg = f"{source}: role {key}: not scope:resource:action: {', '.join(map(str, wrong))}"
        raise ValueError(msg)
    title = Text.of(raw.get("title"))
    summary = Text.of(raw["summary"]) if raw.get("summary") else title
    excludes = cast("list[str]", raw.get("excludes") or [])
    return Role(key, title, summary, frozenset(powers), frozenset(excludes))


@lru_cache(maxsize=8)
def _load(packs: tuple[str, ...]) -> dict[str, Role]:
    found: dict[str, Role] = {}
    for pack, file in pack_files("roles.yaml", packs):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for key, raw in content["roles"].items():
            found[key] = _read(key, raw, f"{pack}/roles.yaml")
    return {key: _both_ways(role, found) for key, role in found.items()}


def _both_ways(role: Role, found: Mapping[str, Role]) -> Role:
    """Complete `excludes`: what A excludes also excludes A."""
    named_by = {other.key for other in found.values() if role.key in other.excludes}
    return Role(role.key, role.title, role.summary, role.powers, role.excludes | named_by)


def roles() -> Mapping[str, Role]:
    """Return every role of the loaded packs by key.

    Raises:
        ValueError: a power is not written `scope:resource:action`, or a translation is missing.
    """
    return _load(pack_names())


def role(key: str) -> Role:
    """Return one role.

    Raises:
        RoleUnknown: no loaded pack has it.
    """
    found = roles().get(key)
    if found is None:
        raise RoleUnknown(
            t(f"没有名为“{key}”的岗位角色。", f"There is no role called “{key}”."),
            t(f"可选角色:{'、'.join(sorted(roles()))}。", f"Roles that exist: {', '.join(sorted(roles()))}."),
            field="role",
        )
    return found
