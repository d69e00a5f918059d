"""Numbers: deposits by category and district, agreements, codes; nothing in them names anybody."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Final, TypeVar

from django.db.models import Count, Model, QuerySet, Sum

from zhidun.access import places
from zhidun.deposit import words
from zhidun.deposit.models import CodeBatch, CodeUse, Deal, DealKind, DealState, Deposit, DepositState, Form
from zhidun.deposit.types import Figures
from zhidun.kernel.time import CITY_ZONE

M_ = TypeVar("M_", bound=Model)
TOTAL: Final = "合计 Total"


def figures(*, from_on: date | None = None, to_on: date | None = None) -> Figures:
    """Return the table of deposits made from a day to a day (both included); withdrawn ones are counted apart."""
    rows = _within(Deposit.objects.all(), "deposited_at", from_on, to_on)
    standing = rows.filter(state=DepositState.STANDING)
    counted = standing.values_list("district", "category").annotate(n=Count("id")).order_by()
    cells = {(district, category): count for district, category, count in counted}
    deals = _within(Deal.objects.filter(state=DealState.CONFIRMED), "confirmed_at", from_on, to_on)
    by_kind = dict(deals.exclude(kind=DealKind.UNDO).values_list("kind").annotate(n=Count("id")).order_by())
    batches = _within(CodeBatch.objects.filter(revoked_at=None), "issued_at", from_on, to_on)
    checks = _within(CodeUse.objects.all(), "first_at", from_on, to_on).aggregate(n=Sum("checks"))["n"]
    return Figures(
        cells=cells,
        from_on=from_on,
        to_on=to_on,
        total=sum(cells.values()),
        withdrawn=rows.filter(state=DepositState.WITHDRAWN).count(),
        commitments=standing.filter(form=Form.COMMITMENT, revealed_at=None).count(),
        deals=by_kind,
        codes=batches.aggregate(n=Sum("quantity"))["n"] or 0,
        checks=checks or 0,
    )


def _within(rows: QuerySet[M_], field: str, from_on: date | None, to_on: date | None) -> QuerySet[M_]:
    if from_on:
        rows = rows.filter(**{f"{field}__gte": _start(from_on)})
    return rows.filter(**{f"{field}__lt": _start(to_on + timedelta(days=1))}) if to_on else rows


def _start(on: date) -> datetime:
    return datetime.combine(on, clock.min, tzinfo=CITY_ZONE)


def table(found: Figures) -> list[tuple[str, list[int]]]:
    """Return a row for each district of the city, then the total: (district code, count by category … , sum)."""
    rows = []
    for unit in places.units():
        counts = [found.cells.get((unit.code, one), 0) for one in words.CATEGORIES]
        rows.append((unit.code, [*counts, sum(counts)]))
    sums = [sum(row[1][place] for row in rows) for place in range(len(words.CATEGORIES) + 1)]
    return [*rows, ("", sums)]


def as_csv(found: Figures) -> bytes:
    """Return the table as CSV, with names in both languages."""
    names = {one.code: one.name for one in places.units()}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["区域 District", *(f"{one.zh} {one.en}" for one in words.CATEGORIES.values()), TOTAL])
    for code, counts in table(found):
        writer.writerow([f"{names[code].zh} {names[code].en}" if code else TOTAL, *counts])
    return out.getvalue().encode("utf-8-sig")
