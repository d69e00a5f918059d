"""How far a case is from a crime: what is met, what is missing and by how much, which evidence is not on file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases_read
from zhidun.cases.models import Case
from zhidun.enforcement.models import InventoryLine
from zhidun.enforcement.tables import meter_table
from zhidun.kernel.text import Text
from zhidun.law import calculators

Source = Callable[[Case], date | None]
"""Returns when the last earlier penalty took effect that counts for a crime of this case's kind; None: none."""
_sources: list[Source] = []
HELD = "@held"
RIGHT = "@right"
STEP = "@step:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A threshold: its limit, what the case has, how much is missing. Amounts in yuan as text; None: not known yet."""

    title: Text
    limit: str
    value: str | None
    reached: bool
    missing: str | None
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One crime held against the facts of the case."""

    crime: str
    citation: Text
    met: bool
    aggravated: bool
    rows: tuple[Row, ...]
    steps: tuple[Text, ...]
    suspicion: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of evidence the criminal standard asks for."""

    key: str
    title: Text
    there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """The readings of a case, the most advanced first; `prior_penalty` counts towards repeat thresholds."""

    readings: tuple[Reading, ...]
    evidence: tuple[Evidence, ...]
    prior_penalty: date | None
    held: Decimal | None

    @property
    def met(self) -> bool:
        """Whether any threshold is reached."""
        return any(one.met for one in self.readings)

    @property
    def nearest(self) -> Row | None:
        """Return the known figure that comes nearest to its threshold; None where no figure is known."""
        known = [row for one in self.readings for row in one.rows if row.value is not None]
        return max(known, key=lambda row: row.percent, default=None)

    @property
    def missing(self) -> tuple[Evidence, ...]:
        """Return the evidence that is not on file yet."""
        return tuple(one for one in self.evidence if not one.there)


def use_history(source: Source) -> None:
    """Take a room's record of earlier penalties; wired once in `site.wiring`."""
    if source not in _sources:
        _sources.append(source)


def of_case(actor: Actor, number: str) -> Meter | None:
    """Return the meter of a case the actor may see; None where no crime is held against its kind.

    Raises:
        CaseNotFound.
    """
    case = cases_read.find(actor, number)
    table = meter_table()
    crimes = table["crimes"].get(case.kind) or table["crimes"].get(str(case.facts.get("matter") or ""), ())
    if not crimes:
        return None
    held, prior = held_value(case), _prior_penalty(case)
    readings = [_reading(case, crime, table["figures"][crime], held, prior) for crime in crimes]
    return Meter(
        readings=tuple(sorted((one for one in readings if one), key=lambda one: not one.met)),
        evidence=_evidence(case, crimes, table["needs"], held),
        prior_penalty=prior,
        held=held,
    )


def _reading(
    case: Case, crime: str, wanted: Mapping[str, list[str]], held: Decimal | None, prior: date | None
) -> Reading | None:
    given: dict[str, object] = {"article": crime, "event_date": case.law_on}
    for field, sources in wanted.items():
        value = next((found for one in sources if (found := _figure(case, one, held)) is not None), None)
        if value is not None:
            given[field] = value
    if prior is not None:
        given |= {"prior_admin_penalty": prior, "act": case.law_on}
    answer = calculators.crime(given)
    if not answer["accepted"]:
        return None
    missing = cast("Mapping[str, str]", answer["missing"])
    return Reading(
        crime=crime,
        citation=Text.of(answer["citation"]),
        met=bool(answer["met"]),
        aggravated=bool(answer["aggravated"]),
        rows=tuple(_row(one, missing) for one in cast("list[Mapping[str, Any]]", answer["thresholds"])),
        steps=tuple(Text.of(one) for one in cast("list[object]", answer["steps"])),
        suspicion=bool(answer["advise_transfer"]) or len(given) > 2,  # noqa: PLR2004  some figure is known
    )


def _row(row: Mapping[str, Any], missing: Mapping[str, str]) -> Row:
    limit, value = Decimal(str(row["limit"])), Decimal(str(row["value"] or 0))
    percent = min(100, int(value * 100 / limit)) if limit else 0
    return Row(
        title=Text.of(row["title"]),
        limit=str(row["limit"]),
        value=None if row["value"] is None else str(row["value"]),
        reached=bool(row["reached"]),
        missing=missing.get(row["name"]),
        percent=percent,
    )


def _figure(case: Case, source: str, held: Decimal | None) -> object:
    if source == HELD:
        return held
    return case.facts.get(source) or None


def held_value(case: Case) -> Decimal | None:
    """Return the value of the goods held in this case's own measures; None where none is known."""
    lines = InventoryLine.objects.filter(case__in=cases_read.attached_to(case), removed_at__isnull=True)
    values = [line.value for line in lines if line.value is not None]
    return sum(values, Decimal(0)) if values else None


def _prior_penalty(case: Case) -> date | None:
    days = (day for source in _sources if (day := source(case)) is not None)
    return max(days, default=None)


def _evidence(
    case: Case, crimes: list[str], needs: list[Mapping[str, Any]], held: Decimal | None
) -> tuple[Evidence, ...]:
    steps = set(case.moves.values_list("step", flat=True))
    rights = list(case.rights.values_list("right__verification", flat=True))
    right = bool(case.facts.get("right_confirmed")) or (bool(rights) and all(one == "verified" for one in rights))

    def there(has: str) -> bool:
        if has == RIGHT:
            return right
        if has == HELD:
            return held is not None
        if has.startswith(STEP):
            return has.removeprefix(STEP) in steps
        return bool(case.facts.get(has))

    return tuple(
        Evidence(key=one["key"], title=Text.of(one["title"]), there=there(one["has"]))
        for one in needs
        if set(one["for"]) & set(crimes)
    )
