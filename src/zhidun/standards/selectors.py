"""Reads of the room: the library on a day, the charts of a case, what is still missing by each standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.models import Case
from zhidun.kernel.text import Text
from zhidun.standards.conversion import Answer, Chart, Column, DefenceAnswer, convert
from zhidun.standards.errors import VersionUnknown
from zhidun.standards.library import STANDARDS, Act, Cited, act_of, acts_for, cited, library
from zhidun.standards.models import ClaimChart
from zhidun.standards.services import may_write

__all__ = [
    "ActView",
    "ChartPage",
    "act_view",
    "acts",
    "chart_page",
    "charts_of",
    "standards_view",
    "suggested",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementView:
    """An element with its law on a day, and what each standard asks."""

    key: str
    title: Text
    of: tuple[str, ...]
    law: tuple[Cited, ...]
    asks: Mapping[str, Text]
    proofs: tuple[tuple[str, Text, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefenceView:
    """A defence with its law on a day."""

    key: str
    title: Text
    asks: Text
    law: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActView:
    """An act as read on a day; `remedies`: by standard what follows, or why nothing does."""

    key: str
    title: Text
    kinds: tuple[str, ...]
    on: date
    remedies: tuple[tuple[str, tuple[Cited, ...], Text | None], ...]
    elements: tuple[ElementView, ...]
    defences: tuple[DefenceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardView:
    """One of the three standards with its law."""

    key: str
    title: Text
    says: Text
    law: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCard:
    """One version of a chart as listed."""

    act: str
    title: Text
    n: int
    made_by: str
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPage:
    """A chart on a case: the act, the version shown, the versions kept, and the three columns."""

    number: str
    case_title: str
    view: ActView
    chart: Chart
    n: int
    latest: int
    made_by: str
    at: datetime | None
    mark: str
    sign: str
    score: Decimal | None
    versions: tuple[VersionCard, ...]
    columns: tuple[Column, ...]
    items: tuple[tuple[str, str], ...]
    may_write: bool


def acts(kind: str = "") -> tuple[Act, ...]:
    """Return the acts of the library, those of a kind of right where one is named and known."""
    return acts_for(kind) if kind else tuple(library().acts.values())


def standards_view(on: date) -> tuple[StandardView, ...]:
    """Return the three standards with their law on a day."""
    return tuple(
        StandardView(key=one.key, title=one.title, says=one.says, law=cited(one.basis, on))
        for one in library().standards
    )


def act_view(key: str, on: date) -> ActView:
    """Return an act as read on a day.

    Raises:
        ActUnknown.
    """
    act = act_of(key)
    remedies = []
    for name in STANDARDS:
        one = act.remedies[name]
        remedies.append((name, cited([one.basis], on) if one.basis else (), one.none))
    return ActView(
        key=act.key,
        title=act.title,
        kinds=act.kinds,
        on=on,
        remedies=tuple(remedies),
        elements=tuple(
            ElementView(
                key=one.key, title=one.title, of=one.of, law=cited(one.basis, on), asks=one.asks,
                proofs=tuple((proof.key, proof.title, proof.of) for proof in one.proofs),
            )
            for one in act.elements
        ),
        defences=tuple(
            DefenceView(key=one.key, title=one.title, asks=one.asks, law=cited(one.basis, on)) for one in act.defences
        ),
    )  # fmt: skip


def _case(actor: Actor, number: str) -> Case:
    """Return the case for who reads it as an officer, of the office in charge or of one that takes part.

    Raises:
        CaseNotFound: for everybody else, its parties too.
    """
    case = cases.find(actor, number)
    if not cases.staff_sees(actor, case):
        raise CaseNotFound
    return case


def charts_of(actor: Actor, number: str) -> tuple[VersionCard, ...]:
    """Return the newest version of each chart of a case. Raises CaseNotFound."""
    rows = ClaimChart.objects.filter(case=_case(actor, number)).order_by("act", "-n").distinct("act")
    return tuple(_card(one) for one in rows)


def _card(row: ClaimChart) -> VersionCard:
    return VersionCard(
        act=row.act, title=act_of(row.act).title, n=row.n, made_by=row.made_name, at=row.at, digest=row.digest
    )


def suggested(actor: Actor, number: str) -> tuple[Act, ...]:
    """Return the acts that fit the kind of right of a case. Raises CaseNotFound."""
    return acts_for(_case(actor, number).kind)


def chart_of(row: ClaimChart | None) -> Chart:
    """Return the content of a version; of none, an empty chart."""
    if row is None:
        return Chart()
    elements = cast("dict[str, dict[str, Any]]", row.elements)
    defences = cast("dict[str, dict[str, Any]]", row.defences)
    return Chart(
        elements={
            key: Answer(
                verdict=one["verdict"], fact=one["fact"], items=tuple(one["items"]), proofs=tuple(one["proofs"])
            )
            for key, one in elements.items()
        },
        defences={
            key: DefenceAnswer(state=one["state"], words=one["words"], items=tuple(one["items"]))
            for key, one in defences.items()
        },
    )  # fmt: skip


def chart_page(actor: Actor, number: str, act: str, *, n: int | None = None) -> ChartPage:
    """Return a chart of a case with its conversion; an act without a chart gives an empty one.

    Args:
        actor: an officer who sees the case.
        number: the case.
        act: key of an act.
        n: a version; the newest by default.

    Raises:
        CaseNotFound, ActUnknown, VersionUnknown.
    """
    case = _case(actor, number)
    known = act_of(act)
    rows = list(ClaimChart.objects.filter(case=case, act=act).order_by("-n"))
    shown = rows[0] if rows else None
    if n is not None:
        shown = next((one for one in rows if one.n == n), None)
        if shown is None:
            raise VersionUnknown(field="n")
    chart = chart_of(shown)
    files = case.evidence.order_by("id").values_list("item__public_id", "item__filename")
    return ChartPage(
        number=case.number,
        case_title=case.title,
        view=act_view(act, shown.law_on if shown else case.law_on),
        chart=chart,
        n=shown.n if shown else 0,
        latest=rows[0].n if rows else 0,
        made_by=shown.made_name if shown else "",
        at=shown.at if shown else None,
        mark=shown.mark if shown else "",
        sign=shown.sign if shown else "",
        score=shown.score if shown else None,
        versions=tuple(_card(one) for one in rows),
        columns=convert(known, chart),
        items=tuple((str(key), name) for key, name in files),
        may_write=may_write(actor, case),
    )
