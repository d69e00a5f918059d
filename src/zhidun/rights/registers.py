"""Facts of public registers that a pack ships (`packs/*/rights/*.yaml`, key `entries`): entered once, never doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import yaml
from django.db import transaction

from zhidun.kernel.packs import pack_files
from zhidun.rights.errors import RightKnown
from zhidun.rights.registering import register_right
from zhidun.rights.types import RightFacts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhidun.access.actors import Actor


def pack_entries() -> Iterator[RightFacts]:
    """Yield the registers' facts; a number that the register does not print is unknown, never invented."""
    for _, file in pack_files("rights/*.yaml"):
        raw = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        usual = cast("Mapping[str, object]", raw.get("usual") or {})
        for one in raw.get("entries") or []:
            entry = {**usual, **one}
            yield RightFacts(
                kind=str(entry["kind"]),
                title=str(entry["title"]),
                number=str(entry.get("number") or ""),
                number_known=bool(entry.get("number_known")),
                holder_name=str(entry.get("holder_name") or ""),
                region=str(entry.get("region") or ""),
                source=str(entry["source"]),
                key_protection=bool(entry.get("key_protection")),
                details=cast("Mapping[str, object]", {**entry.get("details", {})}),
            )


@transaction.atomic
def enter_pack_entries(*, actor: Actor) -> int:
    """Enter the registers' facts that are not in the registry yet; return how many were new."""
    made = 0
    for facts in pack_entries():
        try:
            register_right(actor=actor, facts=facts)
        except RightKnown:
            continue
        made += 1
    return made
