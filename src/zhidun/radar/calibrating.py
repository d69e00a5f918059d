"""What people's verdicts say of the threshold: precision and recall by month, a proposal; a person adopts it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction

from zhidun.access import audit
from zhidun.access.policies import reason_given
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.radar import policies
from zhidun.radar.models import AdoptedThreshold, Hit, VerdictKind
from zhidun.radar.settings import Calibration, settings
from zhidun.similarity.fusion import scorer

if TYPE_CHECKING:
    from zhidun.access.actors import Actor

DECISIVE: Final = {
    VerdictKind.INFRINGING: True, VerdictKind.LICENSED: False, VerdictKind.OWN: False, VerdictKind.FAIR: False
}  # fmt: skip
"""Verdicts that say something of the score; “unclear” says nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One hit with a decisive verdict."""

    month: str
    score: float
    infringing: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What the verdicts say of one month, or of one threshold.

    Attributes:
        judged: hits judged at or above the threshold.
        infringing: of these, suspected infringements.
        precision: their part; None when nothing was judged.
        recall: part of all suspected infringements found by sweeps that lies at or above the threshold.
    """

    label: str
    threshold: float
    judged: int
    infringing: int
    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """A calibration report.

    Attributes:
        threshold: in force.
        proposal: lowest threshold with the wanted precision; None when too little was judged, or none has it.
    """

    threshold: float
    adopted: bool
    months: tuple[Line, ...]
    curve: tuple[Line, ...]
    proposal: float | None
    judged: int
    wanted: float
    least_judged: int
    unclear: int
    scorer: str

    def as_dict(self) -> dict[str, object]:
        """Return the report for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class InForce:
    """The threshold in force, and whether a person adopted it."""

    value: float
    adopted: bool


def threshold() -> InForce:
    """Return the threshold in force: the last one adopted for the present scorer, else that of the settings."""
    row = AdoptedThreshold.objects.filter(scorer=scorer("text").key).order_by("-id").first()
    return InForce(row.value, True) if row else InForce(settings().base_threshold, False)


def line(label: str, rows: Sequence[Judged], least: float) -> Line:
    """Return what verdicts say of one threshold."""
    above = [row for row in rows if row.score >= least]
    found = sum(row.infringing for row in above)
    every = sum(row.infringing for row in rows)
    return Line(
        label,
        least,
        len(above),
        found,
        round(found / len(above), 4) if above else None,
        round(found / every, 4) if every else None,
    )


def proposed(curve: Iterable[Line], wanted: Calibration) -> float | None:
    """Return the lowest threshold of a curve that has the wanted precision on enough verdicts."""
    for one in curve:
        if one.judged >= wanted.least_judged and one.precision is not None and one.precision >= wanted.precision:
            return one.threshold
    return None


def thresholds(wanted: Calibration) -> list[float]:
    """Return the thresholds a report tries."""
    count = round((wanted.end - wanted.start) / wanted.step)
    return [round(wanted.start + step * wanted.step, 4) for step in range(count + 1)]


def report() -> Report:
    """Return the calibration report of all verdicts so far; recall is of what sweeps found, not of all there is."""
    now, wanted = threshold(), settings().calibration
    rows = _judged()
    curve = tuple(line(f"{least:.2f}", rows, least) for least in thresholds(wanted))
    by_month: dict[str, list[Judged]] = {}
    for row in rows:
        by_month.setdefault(row.month, []).append(row)
    return Report(
        threshold=now.value,
        adopted=now.adopted,
        months=tuple(line(month, found, now.value) for month, found in sorted(by_month.items())),
        curve=curve,
        proposal=proposed(curve, wanted),
        judged=len(rows),
        wanted=wanted.precision,
        least_judged=wanted.least_judged,
        unclear=Hit.objects.filter(verdict=VerdictKind.UNCLEAR).count(),
        scorer=scorer("text").key,
    )


def _judged() -> list[Judged]:
    rows = Hit.objects.filter(verdict__in=[str(one) for one in DECISIVE]).order_by("id")
    return [
        Judged(time.local_date(found_at).strftime("%Y-%m"), score, DECISIVE[VerdictKind(verdict)])
        for found_at, score, verdict in rows.values_list("found_at", "score", "verdict")
    ]


@transaction.atomic
def adopt_threshold(*, actor: Actor, value: float, reason: str) -> AdoptedThreshold:
    """Adopt a threshold, on the report of this moment, with a reason; sweeps that start from now on use it.

    Raises:
        RadarForbidden: the actor's posts do not carry `radar:threshold:adopt`.
        Invalid: no reason, or a value outside the range of the settings.
    """
    policies.need(actor, policies.ADOPT)
    wanted = settings().calibration
    if not wanted.start <= value <= wanted.end:
        raise Invalid(
            t(
                f"阈值应在 {wanted.start} 与 {wanted.end} 之间。",
                f"A threshold lies between {wanted.start} and {wanted.end}.",
            ),
            field="value",
        )
    row = AdoptedThreshold.objects.create(
        value=round(value, 4),
        scorer=scorer("text").key,
        report=report().as_dict(),
        reason=reason_given(reason)[:1000],
        adopted_by=actor.key,
        adopted_at=time.now(),
    )
    facts = {"value": f"{row.value:.4f}", "scorer": row.scorer}
    audit.record(
        actor=actor, action="radar.threshold_adopted", object_kind="threshold", object_key=str(row.pk), facts=facts
    )
    return row
