"""Reads of the damages workbench."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from zhidun.access.actors import Actor
from zhidun.cases import selectors as cases
from zhidun.damages.computing import Opinion
from zhidun.damages.errors import SheetNotFound
from zhidun.damages.evidence_lines import KINDS, MARGINS
from zhidun.damages.factors import known
from zhidun.damages.filings import MONEY, FilingCard, endings, of_sheet, results_of
from zhidun.damages.models import DamagesSheet
from zhidun.damages.reading import contested_of, opinion_of
from zhidun.damages.rights import RIGHTS
from zhidun.damages.standing import SIDES, assigned_to, find, part_of
from zhidun.kernel.text import Text, t

MOST = 200
__all__ = ["MONEY", "endings", "kinds", "margins", "results_of", "rights", "sheet_page", "sheets", "side_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCard:
    """A sheet as listed."""

    key: str
    right: Text
    right_title: str
    holder_name: str
    other_name: str
    case: str
    shared: bool
    version: int
    made_at: datetime
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCard:
    """A line as shown: `contested`: (side, why); `yours`: the reader's side entered it."""

    n: int
    kind: str
    title: Text
    side: str
    listing: str
    on: date | None
    units: int | None
    amount: object
    rate: object
    source: Text | None
    words: str
    item: str
    filename: str
    sha256: str
    contested: tuple[tuple[str, str], ...]
    yours: bool

    @property
    def parts(self) -> tuple[Text, ...]:
        """Return what the line says, bit by bit: listing, day, pieces, yuan, share, whose margin."""
        day = t(f"{self.on:%Y年%-m月%-d日}", f"{self.on:%-d %b %Y}") if self.on else None
        pieces = t(f"{self.units:,}件", f"{self.units:,} pieces") if self.units is not None else None
        yuan = t(f"{self.amount:,}元", f"{self.amount:,} yuan") if self.amount is not None else None
        said = Text(self.listing, self.listing) if self.listing else None
        share = Text(self.percent, self.percent) if self.percent else None
        return tuple(one for one in (said, day, pieces, yuan, share, self.source) if one is not None)

    @property
    def percent(self) -> str:
        """Return the share in percent, as people read it; empty where there is none."""
        return f"{(Decimal(str(self.rate)) * 100).normalize():f}%" if self.rate is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorCard:
    """A circumstance the interpretation names: ticked or not, its proof, contested or not."""

    group: str
    key: str
    title: Text
    ticked: bool
    words: str
    filename: str
    contested: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """Everything of a sheet for one reader."""

    card: SheetCard
    owner: bool
    other_address: str
    story: str
    act_from: date
    act_to: date
    settings: dict[str, object]
    lines: tuple[LineCard, ...]
    intent: tuple[FactorCard, ...]
    gravity: tuple[FactorCard, ...]
    contests: dict[str, list[tuple[str, str]]]
    opinion: Opinion
    versions: tuple[tuple[int, datetime, str, str], ...]
    purpose: str = "claim"
    dossier: Mapping[str, str] = field(default_factory=dict)
    filing: FilingCard | None = None


def sheets(actor: Actor, *, case: str = "") -> list[SheetCard]:
    """Return the sheets the actor may see: one's own, and those shared in one's cases; newest first."""
    mine = Q(owner_id=actor.account_id or -1)
    shared = Q(shared=True) & (Q(case__in=cases.visible_to(actor)) | Q(case__in=assigned_to(actor)))
    found = DamagesSheet.objects.filter(mine | shared).select_related("case").order_by("-id")
    if case:
        found = found.filter(case__number=case)
    return [card(row, part) for row in found[:MOST] if (part := part_of(actor, row))]


def card(row: DamagesSheet, part: str) -> SheetCard:
    """Return a sheet as listed."""
    return SheetCard(
        key=str(row.public_id),
        right=RIGHTS[row.right],
        right_title=row.right_title,
        holder_name=row.holder_name,
        other_name=row.other_name,
        case=row.case.number if row.case else "",
        shared=row.shared,
        version=row.version,
        made_at=row.made_at,
        part=part,
    )


def sheet_page(actor: Actor, key: str) -> SheetPage:
    """Return a sheet with its computation.

    Raises:
        SheetNotFound: there is none, or not for this actor.
    """
    row, part = find(actor, key)
    contested = contested_of(row)
    return SheetPage(
        card=card(row, part),
        owner=row.owner_id == actor.account_id,
        other_address=row.other_address,
        story=row.story,
        act_from=row.act_from,
        act_to=row.act_to,
        settings=dict(row.settings),
        lines=tuple(_lines(row, part, contested)),
        intent=_factors(row, "intent", contested),
        gravity=_factors(row, "gravity", contested),
        contests=contested,
        opinion=opinion_of(row),
        versions=tuple((one.n, one.at, one.digest, one.made_by) for one in row.versions.order_by("-n")),
        purpose=row.purpose,
        dossier=dict(row.dossier) if row.owner_id == actor.account_id else {},
        filing=of_sheet(row) if row.owner_id == actor.account_id else None,
    )


def side_page(actor: Actor, key: str) -> SheetPage:
    """Return a sheet for one of its sides. Raises SheetNotFound: for everybody else."""
    page = sheet_page(actor, key)
    if page.card.part not in SIDES:
        raise SheetNotFound
    return page


def _lines(row: DamagesSheet, part: str, contested: dict[str, list[tuple[str, str]]]) -> list[LineCard]:
    return [
        LineCard(
            n=one.n,
            kind=one.kind,
            title=KINDS[one.kind],
            side=one.side,
            listing=one.listing,
            on=one.on,
            units=one.units,
            amount=one.amount,
            rate=one.rate.normalize() if one.rate is not None else None,
            source=MARGINS.get(one.source),
            words=one.words,
            item=str(one.item.public_id) if one.item else "",
            filename=one.item.filename if one.item else "",
            sha256=one.item.blob.sha256 if one.item else "",
            contested=tuple(contested.get(f"line:{one.n}", ())),
            yours=one.side == part,
        )
        for one in row.lines.filter(struck_at=None).select_related("item__blob").order_by("n")
    ]


def _factors(row: DamagesSheet, group: str, contested: dict[str, list[tuple[str, str]]]) -> tuple[FactorCard, ...]:
    ticked = {one.key: one for one in row.factors.filter(group=group, ended_at=None).select_related("item")}
    made = []
    for key, title in known(group):
        one = ticked.get(key)
        made.append(
            FactorCard(
                group=group,
                key=key,
                title=title,
                ticked=one is not None,
                words=one.words if one else "",
                filename=one.item.filename if one and one.item else "",
                contested=tuple(contested.get(f"{group}:{key}", ())),
            )
        )
    return tuple(made)


def kinds() -> Sequence[tuple[str, Text]]:
    """Return the kinds of evidence lines."""
    return tuple(KINDS.items())


def margins() -> Sequence[tuple[str, Text]]:
    """Return whose margins there are."""
    return tuple(MARGINS.items())


def rights() -> Sequence[tuple[str, Text]]:
    """Return the rights whose damages can be computed."""
    return tuple(RIGHTS.items())
