"""An opinion of law: damages, crime threshold and fine of one case, each with its arithmetic and rules.

Correctness first: each round compares the three figures worked by hand before its time counts.
"""

from __future__ import annotations

import time
from typing import Any

from bench.machine import percentile
from zhidun.law.calculators import crime, damages, fine

ROUNDS = 500
GOAL_MS = 2.0


def once(turnover: int) -> tuple[object, object, object]:
    """Return the award, the missing amount and the greatest fine of a case with this turnover."""
    civil = damages(
        {
            "right": "trademark",
            "event_date": "2026-11-22",
            "actual_loss": None,
            "infringer_profit": turnover,
            "reasonable_costs": 5_000,
        }
    )
    threshold = crime({"article": "213", "event_date": "2026-11-22", "illegal_turnover": turnover, "marks": 2})
    penalty = fine({"right": "trademark", "event_date": "2026-11-22", "illegal_turnover": turnover})
    return civil["total"], threshold["met"], penalty["max_fine"]


def measure() -> dict[str, Any]:
    """Measure whole opinions with ever new amounts."""
    once(60_000)
    times, cpu, correct = [], [], True
    for n in range(ROUNDS):
        turnover = 60_000 + n
        began, used = time.perf_counter(), time.process_time()
        found = once(turnover)
        times.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
        correct = correct and found == (f"{turnover + 5_000}.00", True, f"{turnover * 5}.00")
    p50, p95 = percentile(times, 0.5), percentile(times, 0.95)
    return {
        "opinions": ROUNDS,
        "correct": correct,
        "p50_ms": round(p50, 3),
        "p95_ms": round(p95, 3),
        "goal_ms": GOAL_MS,
        "cpu_p95_ms": round(percentile(cpu, 0.95), 3),
        "holds": p95 <= GOAL_MS,
    }
