"""Which licences get in each other's way, and what a sublicence may give: pure decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zhidun.deposit import territory
from zhidun.deposit.models import LicenceKind


@dataclass(frozen=True, slots=True)
class Grant:
    """What a licence gives, for whom it stands in the way.

    Attributes:
        key: of the agreement; 0 for one that is only offered now.
        above: keys of the licences it was derived from, nearest first.
    """

    key: int
    kind: str
    powers: frozenset[str]
    territory: tuple[str, ...]
    from_on: date
    to_on: date | None
    above: tuple[int, ...] = ()


def collides(a: Grant, b: Grant) -> bool:
    """Whether two licences cannot stand side by side.

    They can when powers, places or times have nothing in common, when both are ordinary, or when one was derived from
    the other (a sublicence lives inside its licence).
    """
    if a.kind == LicenceKind.ORDINARY and b.kind == LicenceKind.ORDINARY:
        return False
    if a.key in b.above or b.key in a.above:
        return False
    return bool(a.powers & b.powers) and territory.overlap(a.territory, b.territory) and _meet(a, b)


def _meet(a: Grant, b: Grant) -> bool:
    last, first = date.max, date.min
    return max(a.from_on or first, b.from_on or first) <= min(a.to_on or last, b.to_on or last)


def in_the_way(asked: Grant, running: Iterable[Grant]) -> list[Grant]:
    """Return the licences in force that a new one would collide with."""
    return [one for one in running if collides(asked, one)]


def beyond(asked: Grant, licence: Grant) -> Sequence[str]:
    """Return in what a sublicence goes beyond its licence: `powers`, `territory`, `term`, `kind`.

    Only who has the work alone can give it to somebody alone.
    """
    last = date.max
    wrong = {
        "powers": not asked.powers <= licence.powers,
        "territory": not territory.contains(licence.territory, asked.territory),
        "term": asked.from_on < licence.from_on or (asked.to_on or last) > (licence.to_on or last),
        "kind": licence.kind == LicenceKind.ORDINARY and asked.kind != LicenceKind.ORDINARY,
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]
