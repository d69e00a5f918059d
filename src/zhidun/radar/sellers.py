"""One seller under several names: hits joined by name, credit code, telephone, payee and picture."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from zhidun.access import places
from zhidun.kernel import identifiers
from zhidun.kernel.errors import Refusal
from zhidun.parties.names import normal_name
from zhidun.radar.models import Hit, SellerTrace, TraceKind
from zhidun.similarity import pictures, shape

MOST_HITS: Final = 20_000
"""Hits looked at, the newest first."""
SHORT_PHONE: Final = 7
MOST_OF_A_NAME: Final = 200
"""Hits behind one trace beyond which it joins nothing: a name such as “官方旗舰店” is nobody's."""


BITS_APART: Final = 10
"""Of the 256 bits of a near-copy mark, how many may differ in a picture made smaller or saved anew."""
BAND: Final = 4
"""Hex digits of a band: 256 bits make 16 bands, and two marks at most 15 bits apart agree in one at least."""


def traces_of(seller: Mapping[str, str], picture: bytes | None) -> list[tuple[TraceKind, str]]:
    """Return the traces a listing leaves, in normal form."""
    found: dict[tuple[TraceKind, str], None] = {}
    name = normal_name(seller.get("seller", ""))
    if name:
        found[TraceKind.NAME, name[:300]] = None
    code = identifiers.check("uscc", seller["code"]).normal if seller.get("code") else ""
    if code:
        found[TraceKind.CODE, code[:300]] = None
    phone = re.sub(r"\D", "", seller.get("phone", "")).removeprefix("86")
    if len(phone) >= SHORT_PHONE:
        found[TraceKind.PHONE, phone[:300]] = None
    payee = normal_name(seller.get("payee", ""))
    if payee:
        found[TraceKind.PAYEE, payee[:300]] = None
    if picture:
        with contextlib.suppress(Refusal):  # told as a problem of the sweep
            found[TraceKind.PICTURE, shape.near_copy(pictures.read(picture)).tobytes().hex()] = None
    return list(found)


def district_of(seller: Mapping[str, str]) -> str:
    """Return the district a listing names, as a code or by name; blank when it names none of this city."""
    said = seller.get("district", "")
    for unit in places.units():
        if said and said in {unit.code, unit.name.zh, unit.name.en, *unit.aliases}:
            return unit.code
    return ""


@dataclass(frozen=True, slots=True)
class Seller:
    """One seller as far as traces join: its hits, the names it goes by, and what joins them.

    Attributes:
        key: primary key of its oldest hit.
        likest: public key of its likest hit, whose page lists the others.
        shared: (kind, value) of traces that more than one of its hits leave.
    """

    key: int
    names: tuple[str, ...]
    hits: tuple[int, ...]
    rights: int
    best: float
    shared: tuple[tuple[str, str], ...]
    likest: UUID


def joined(*, least: int = 2) -> list[Seller]:
    """Return sellers with at least so many hits, most hits first."""
    newest = Hit.objects.filter(watch__account=None).order_by("-id").values_list("pk", flat=True)[:MOST_HITS]
    rows = list(SellerTrace.objects.filter(hit_id__in=list(newest)).values_list("hit_id", "kind", "value"))
    behind: dict[tuple[str, str], list[int]] = {}
    for hit, kind, value in rows:
        behind.setdefault((kind, value), []).append(hit)
    _lead_pictures(behind)
    joins = {trace: hits for trace, hits in behind.items() if 1 < len(hits) <= MOST_OF_A_NAME}
    groups = _groups(joins)
    wanted = [sorted(group) for group in groups if len(group) >= least]
    facts = Hit.objects.defer("original", "thumbnail").in_bulk([hit for group in wanted for hit in group])
    found = [_seller(group, facts, joins) for group in wanted]
    return sorted(found, key=lambda one: (-len(one.hits), one.key))


def _apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _lead_pictures(behind: dict[tuple[str, str], list[int]]) -> None:
    """Put the hits of a picture's near copies behind the first of them."""
    first_of: dict[tuple[int, str], list[str]] = {}
    for kind, value in sorted(trace for trace in behind if trace[0] == TraceKind.PICTURE):
        bands = [(place, value[place : place + BAND]) for place in range(0, len(value), BAND)]
        leads = (lead for band in bands for lead in first_of.get(band, ()))
        lead = next((one for one in leads if _apart(one, value) <= BITS_APART), None)
        if lead is not None:
            behind[kind, lead] += behind.pop((kind, value))
            continue
        for band in bands:
            met = first_of.setdefault(band, [])
            if len(met) < MOST_OF_A_NAME:
                met.append(value)


def _groups(joins: Mapping[tuple[str, str], list[int]]) -> list[set[int]]:
    above: dict[int, int] = {}

    def top(hit: int) -> int:
        while above.setdefault(hit, hit) != hit:
            above[hit] = above[above[hit]]
            hit = above[hit]
        return hit

    for hits in joins.values():
        first = top(hits[0])
        for hit in hits[1:]:
            above[top(hit)] = first
    groups: dict[int, set[int]] = {}
    for hit in list(above):
        groups.setdefault(top(hit), set()).add(hit)
    return list(groups.values())


def _seller(group: list[int], facts: Mapping[int, Hit], joins: Mapping[tuple[str, str], list[int]]) -> Seller:
    inside = set(group)
    rows = [facts[hit] for hit in group]
    names = tuple(dict.fromkeys(str(row.seller.get("seller", "")) for row in rows if row.seller.get("seller")))
    shared = tuple(trace for trace, hits in joins.items() if inside.issuperset(hits))
    marks = {row.right_id or -row.watch_id for row in rows}
    likest = max(rows, key=lambda row: (row.score, -row.pk))
    return Seller(group[0], names, tuple(group), len(marks), likest.score, shared, likest.public_id)


def of_hit(hit: Hit) -> list[Hit]:
    """Return other hits of the same seller, by any trace they share, the likest first."""
    own = list(SellerTrace.objects.filter(hit=hit).values_list("kind", "value"))
    others: set[int] = set()
    for kind, value in own:
        same = SellerTrace.objects.filter(kind=kind, hit__watch__account=hit.watch.account_id).exclude(hit=hit)
        if kind == TraceKind.PICTURE:
            pairs = same.order_by("-hit_id").values_list("hit_id", "value")[:MOST_HITS]
            keys = [key for key, other in pairs if _apart(value, other) <= BITS_APART]
        else:
            keys = list(same.filter(value=value).values_list("hit_id", flat=True)[: MOST_OF_A_NAME + 1])
        if len(keys) <= MOST_OF_A_NAME:
            others |= set(keys)
    return list(Hit.objects.filter(pk__in=others).order_by("-score", "id")[:50])
