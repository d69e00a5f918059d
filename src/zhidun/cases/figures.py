"""Live figures of a city or an office: counted from the cases, each one opens to the rows that make it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from zhidun.access import selectors as access
from zhidun.access.actors import Actor
from zhidun.access.places import units
from zhidun.access.policies import need
from zhidun.cases.models import Case
from zhidun.cases.time_left import soon_until
from zhidun.kernel import time
from zhidun.kernel.text import Text, t
from zhidun.rights.kinds import kinds

VIEW = "insight:figure:view"
LEADERSHIP = "leadership"
KEPT_SECONDS = 120
MONTHS = 12
MEDIAN_DAYS = 90
FEWEST = 5
"""Public counts below this are shown as "fewer than": nobody is found out by a figure."""
UNCLASSIFIED = "unknown"
"""The kind of a case nobody has classified yet."""
CITY = t("市级", "City level")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit with what runs there."""

    code: str
    name: Text
    open: int
    overdue: int
    received: int
    level: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What a head or the leadership office sees first.

    Attributes:
        at: when it was counted; counts are kept for two minutes.
        median_days: days from receipt to closing of the cases closed in the last 90 days; None for none.
        months: (month, received, closed), oldest first.
    """

    at: datetime
    received: int
    received_before: int
    closed: int
    open: int
    overdue: int
    soon: int
    median_days: float | None
    units: tuple[UnitRow, ...]
    kinds: tuple[tuple[str, Text, int], ...]
    months: tuple[tuple[date, int, int], ...]


def scope(actor: Actor) -> frozenset[int]:
    """Return the offices whose figures an actor may read: the leadership office reads the whole city.

    Raises:
        Forbidden: no post carries `insight:figure:view`.
    """
    need(actor, VIEW)
    if any(post.role == LEADERSHIP for post in actor.posts) or actor.kind == "system":
        return frozenset(access.offices(active=False).values_list("pk", flat=True))
    return frozenset().union(*(post.reach for post in actor.posts if VIEW in post.powers))


def overview(actor: Actor) -> Overview:
    """Return the figures of everything the actor may count.

    Raises:
        Forbidden.
    """
    return _kept(scope(actor))


def public_overview() -> Overview:
    """Return the figures of the whole city, for the statistics page; the page hides small counts."""
    return _kept(frozenset(access.offices(active=False).values_list("pk", flat=True)))


def _kept(offices: frozenset[int]) -> Overview:
    mark = hashlib.sha256(",".join(map(str, sorted(offices))).encode()).hexdigest()[:16]
    key = f"overview:{connection.settings_dict['NAME']}:{mark}"
    found = cache.get(key)
    if isinstance(found, Overview):
        return found
    made = count(offices)
    cache.set(key, made, KEPT_SECONDS)
    return made


def count(offices: frozenset[int]) -> Overview:
    """Count now, without the cache."""
    now, today = time.now(), time.today()
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    same_day = min(today.day, (month - timedelta(days=1)).day)
    cases = Case.objects.filter(office_id__in=sorted(offices))
    opened = cases.filter(closed_at__isnull=True)
    return Overview(
        at=now,
        received=cases.filter(received_at__gte=_start(month)).count(),
        received_before=cases.filter(
            received_at__gte=_start(before), received_at__lt=_start(before.replace(day=same_day) + timedelta(days=1))
        ).count(),
        closed=cases.filter(closed_at__gte=_start(month)).count(),
        open=opened.count(),
        overdue=opened.filter(next_due_at__lte=now).count(),
        soon=opened.filter(next_due_at__gt=now, next_due_at__lte=soon_until()).count(),
        median_days=_median(offices, now - timedelta(days=MEDIAN_DAYS)),
        units=_units(cases, now, month),
        kinds=_kinds(opened),
        months=_months(cases, month),
    )


def _start(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), time.CITY_ZONE)


def _median(offices: frozenset[int], since: datetime) -> float | None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - received_at) / 86400)
               FROM cases_case WHERE closed_at >= %s AND office_id = ANY(%s)""",
            [since, sorted(offices)],
        )
        row = cursor.fetchone()
    return round(float(row[0]), 1) if row and row[0] is not None else None


def _units(cases: QuerySet[Case], now: datetime, month: date) -> tuple[UnitRow, ...]:
    opened = cases.filter(closed_at__isnull=True).values_list("office__admin_unit").annotate(
        n=Count("id"), late=Count("id", filter=Q(next_due_at__lte=now))
    )  # fmt: skip
    came = dict(
        cases.filter(received_at__gte=_start(month))
        .values_list("office__admin_unit")
        .annotate(n=Count("id"))
        .order_by()
    )
    running = {code: (n, late) for code, n, late in opened.order_by()}
    most = max([n for n, _ in running.values()], default=0)
    known = {one.code: one.name for one in units()}
    rest = [code for code in {*running, *came} if code not in known]
    rows = [_unit(code, name, running.get(code, (0, 0)), came.get(code, 0), most) for code, name in known.items()]
    others = [(running.get(code, (0, 0)), came.get(code, 0)) for code in rest]
    if others:
        total = (sum(one[0][0] for one in others), sum(one[0][1] for one in others))
        rows.append(_unit("", CITY, total, sum(one[1] for one in others), most))
    return tuple(rows)


def _unit(code: str, name: Text, running: tuple[int, int], came: int, most: int) -> UnitRow:
    level = 0 if not running[0] or not most else min(4, 1 + 4 * (running[0] - 1) // max(most, 1))
    return UnitRow(code, name, running[0], running[1], came, level)


def _kinds(opened: QuerySet[Case]) -> tuple[tuple[str, Text, int], ...]:
    counted: Counter[str] = Counter()
    for kind, n in opened.values_list("kind").annotate(n=Count("id")).order_by():
        counted[kind or UNCLASSIFIED] += n
    return tuple((kind, _kind_title(kind), n) for kind, n in sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def _kind_title(kind: str) -> Text:
    """Return what a kind of right is called; a case nobody has classified yet is called so."""
    if kind in {"", UNCLASSIFIED}:
        return t("未分类", "Not classified")
    known = kinds().get(kind)
    return known.title if known else Text(kind, kind)


def _months(cases: QuerySet[Case], month: date) -> tuple[tuple[date, int, int], ...]:
    first = _back(month, MONTHS - 1)
    came = _by_month(cases, "received_at", first)
    went = _by_month(cases, "closed_at", first)
    wanted = [_back(month, MONTHS - 1 - number) for number in range(MONTHS)]
    return tuple((day, came.get(day, 0), went.get(day, 0)) for day in wanted)


def _by_month(cases: QuerySet[Case], column: str, first: date) -> Mapping[date, int]:
    found = cases.filter(**{f"{column}__gte": _start(first)}).annotate(m=TruncMonth(column, tzinfo=time.CITY_ZONE))
    return {time.local_date(row["m"]): row["n"] for row in found.values("m").annotate(n=Count("id")).order_by()}


def _back(month: date, number: int) -> date:
    place = month.year * 12 + month.month - 1 - number
    return date(place // 12, place % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A case behind a figure, without names or facts: what the leadership office may see."""

    number: str
    kind: Text
    office: Text
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None


def rows(actor: Actor, *, what: str, unit: str = "", kind: str = "", month: date | None = None) -> Sequence[FigureRow]:
    """Return the newest cases behind a figure (`open`, `overdue`, `soon`, `received`, `closed`), at most 100.

    Raises:
        Forbidden.
    """
    now = time.now()
    found = Case.objects.filter(office_id__in=sorted(scope(actor))).select_related("office")
    start = month or time.today().replace(day=1)
    end = _start(_back(start, -1))
    conditions: Mapping[str, Q] = {
        "overdue": Q(closed_at__isnull=True, next_due_at__lte=now),
        "soon": Q(closed_at__isnull=True, next_due_at__gt=now, next_due_at__lte=soon_until()),
        "received": Q(received_at__gte=_start(start), received_at__lt=end),
        "closed": Q(closed_at__gte=_start(start), closed_at__lt=end),
    }
    found = found.filter(conditions.get(what, Q(closed_at__isnull=True)))
    if unit:
        found = found.filter(office__admin_unit=unit)
    if kind:
        found = found.filter(kind__in=("", kind) if kind == UNCLASSIFIED else (kind,))
    return [
        FigureRow(
            row.number,
            _kind_title(row.kind),
            row.office.name,
            row.received_at,
            row.next_due_at,
            row.closed_at,
        )
        for row in found.order_by("-id")[:100]
    ]
