"""A damages sheet of 500 evidence lines, computed again from its lines: the whole opinion, with the law asked."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bench.machine import percentile
from zhidun.damages.computing import Claim, opinion
from zhidun.damages.evidence_lines import Line

LINES = 500
CALLS = 200
GOAL_MS = 100.0
KINDS = ("counter", "price", "invoice", "screenshot", "licence")


def lines(count: int) -> list[Line]:
    """Return evidence of fifty shops, a margin and costs."""
    rows = [
        Line(n=1, kind="margin", rate=Decimal("0.3"), source="industry", sealed=True),
        Line(n=2, kind="cost", amount=Decimal(20_000), sealed=True),
    ]
    rows += [
        Line(
            n=n, kind=KINDS[n % len(KINDS)], listing=f"shop {n // 10}", on=date(2026, 1, 1) + timedelta(days=n % 200),
            units=n * 7 + 1, amount=Decimal(n % 90 + 10), sealed=n % 2 == 0, contested=n % 7 == 0,
        )
        for n in range(3, count + 1)
    ]  # fmt: skip
    return rows


def measure() -> dict[str, Any]:
    """Measure the recomputation, and check that the answer is the same each time."""
    claim = Claim(
        right="trademark", act_from=date(2026, 5, 2), act_to=date(2026, 7, 1), multiple=Decimal("2.5"),
        intent=["continued_after_effective_notice"], gravity=["infringement_as_business"],
    )  # fmt: skip
    rows = lines(LINES)
    first = opinion(claim, rows)
    times, same = [], True
    for _ in range(CALLS):
        began = time.perf_counter()
        made = opinion(claim, rows)
        times.append((time.perf_counter() - began) * 1000)
        same = same and made == first
    found = {"p50_ms": round(percentile(times, 0.5), 1), "p95_ms": round(percentile(times, 0.95), 1)}
    return {"lines": LINES, "calls": CALLS, **found, "goal_ms": GOAL_MS, "correct": same and first.punitive.allowed}
