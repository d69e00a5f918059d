"""Server time of the desk's pages at 1,000 and 1,000,000 cases: p95 at most 150 ms, flat within 2×.

Pages are asked for over HTTP as a signed-in head of a bureau, one after the other; the case page is that of a known
case. Correctness first: each answer has to be a page of the desk (200) that holds what it is about.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
from tests.faults.house import House

from bench.machine import percentile

SIZES = (1_000, 1_000_000)
CALLS, WARM_UP = 60, 5
GOAL_MS, GOAL_FLAT = 150.0, 2.0
PASSWORD = "fault-test-7391-password"  # noqa: S105  of a house that lives as long as the bench
PAGES = {
    "work_list": ("/desk/", "zd-cards"),
    "work_list_filtered": ("/desk/?due=soon&kind=trademark", "zd-filters"),
    "all_cases": ("/desk/cases", "zd-cards"),
    "search": ("/desk/search?q=pddb", "zd-cards"),
    "quick_search": ("/desk/search/quick?q=pddb", "bench-2026"),
    "board": ("/desk/board", "zd-figures"),
    "overview": ("/desk/overview", "zd-map"),
    "notices": ("/desk/notices", "zd-title"),
    "settings": ("/desk/me", "zd-title"),
    "portal_home": ("/", "zd-tiles"),
    "statistics": ("/statistics", "units"),
}


def signed_in(house: House) -> httpx.Client:
    """Return a client signed in as the head of a bureau."""
    client = httpx.Client(base_url=house.url, timeout=120, follow_redirects=True)
    form = client.get("/accounts/login/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    said = {"login": "luofeng", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    client.post("/accounts/login/", data=said, headers={"Referer": house.url})
    assert "zd-desk" in client.get("/desk/").text, "not signed in"
    return client


def at_size(house: House, client: httpx.Client, size: int) -> dict[str, Any]:
    """Bring the house to a size and measure each page."""
    house.run("bench.seed", str(size))
    figures: dict[str, Any] = {"cases": size, "correct": True}
    for name, (path, holds) in PAGES.items():
        times = []
        for turn in range(CALLS + WARM_UP):
            began = time.monotonic()
            answer = client.get(path)
            took = (time.monotonic() - began) * 1000
            figures["correct"] &= answer.status_code == httpx.codes.OK and holds in answer.text
            if turn >= WARM_UP:
                times.append(took)
        figures[name] = {"p50_ms": round(percentile(times, 0.5), 1), "p95_ms": round(percentile(times, 0.95), 1)}
    return figures


def measure() -> dict[str, Any]:
    """Measure both sizes in one house, smallest first."""
    folder = Path(tempfile.mkdtemp(prefix="zdb-"))
    house = House(folder, extra={"ZHIDUN_DEMO": "1"})  # no second factor to be shown
    house.start()
    try:
        house.run("tests.faults.prepare", "luofeng")
        with closing(signed_in(house)) as client:
            rows = [at_size(house, client, size) for size in SIZES]
        flat = {name: round(rows[-1][name]["p95_ms"] / rows[0][name]["p95_ms"], 2) for name in PAGES}
        goals = {"p95_ms": GOAL_MS, "flat": GOAL_FLAT}
        return {"sizes": rows, "p95_last_over_first": flat, "goals": goals}
    finally:
        house.stop()
        shutil.rmtree(folder, ignore_errors=True)
