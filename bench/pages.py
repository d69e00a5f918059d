"""Server time of the desk's pages at 1,000 and 1,000,000 cases: p95 at most 150 ms, flat within 2×.

Pages are asked for over HTTP, one after the other, as the head of a district's bureau and as somebody whose post
reaches the whole city, so that all cases are theirs. Correctness first: each answer has to be a page (200) that holds
what it is about. Beside the wall clock stands the processor time of the whole house (web server, database, jobs) a page
took, which other work on the machine does not touch.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
from tests.faults.house import House, children

from bench.machine import percentile

SIZES = (1_000, 1_000_000)
CALLS, WARM_UP = 60, 5
GOAL_MS, GOAL_FLAT = 150.0, 2.0
PASSWORD = "fault-test-7391-password"  # noqa: S105  of a house that lives as long as the bench
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
DESK = {
    "work_list": ("/desk/", "zd-cards"),
    "work_list_filtered": ("/desk/?due=soon&kind=trademark", "zd-filters"),
    "all_cases": ("/desk/cases", "zd-cards"),
    "search": ("/desk/search?q=pddb", "zd-cards"),
    "search_number": ("/desk/search?q=bench-2026-0000500", "bench-2026-0000500"),
    "quick_search": ("/desk/search/quick?q=pddb", "bench-2026"),
    "board": ("/desk/board", "zd-figures"),
    "notices": ("/desk/notices", "zd-title"),
}
PAGES = {
    **DESK,
    "overview": ("/desk/overview", "zd-map"),
    "settings": ("/desk/me", "zd-title"),
    "portal_home": ("/", "zd-tiles"),
    "statistics": ("/statistics", "units"),
}
CITY = {f"city_{name}": page for name, page in DESK.items() if name != "search_number"}
"""The same lists of somebody who may see every case of the city."""


def signed_in(house: House, username: str = "luofeng") -> httpx.Client:
    """Return a client signed in as somebody of the cast."""
    client = httpx.Client(base_url=house.url, timeout=300, follow_redirects=True)
    form = client.get("/accounts/login/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    said = {"login": username, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    client.post("/accounts/login/", data=said, headers={"Referer": house.url})
    assert "zd-desk" in client.get("/desk/").text, "not signed in"
    return client


def processor_ms(pid: int) -> float:
    """Return the processor time a process and all below it have taken."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    own = (int(fields[11]) + int(fields[12])) * TICK_MS
    return own + sum(processor_ms(child) for child in children(pid))


def ask(house: House, client: httpx.Client, page: tuple[str, str]) -> dict[str, Any]:
    """Ask for one page again and again and return its figures."""
    assert house.process is not None
    path, holds = page
    times, correct, began_processor = [], True, 0.0
    for turn in range(CALLS + WARM_UP):
        if turn == WARM_UP:
            began_processor = processor_ms(house.process.pid)
        began = time.monotonic()
        answer = client.get(path)
        took = (time.monotonic() - began) * 1000
        correct &= answer.status_code == httpx.codes.OK and holds in answer.text
        if turn >= WARM_UP:
            times.append(took)
    processor = (processor_ms(house.process.pid) - began_processor) / CALLS
    return {
        "p50_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
        "processor_ms": round(processor, 1),
        "correct": correct,
    }


def at_size(house: House, size: int) -> dict[str, Any]:
    """Bring the house to a size and measure each page."""
    house.run("bench.seed", str(size))
    figures: dict[str, Any] = {"cases": size}
    for who, pages in (("luofeng", PAGES), ("xujin", CITY)):
        with closing(signed_in(house, who)) as client:
            figures |= {name: ask(house, client, page) for name, page in pages.items()}
    return figures


def measure() -> dict[str, Any]:
    """Measure both sizes in one house, smallest first."""
    folder = Path(tempfile.mkdtemp(prefix="zdb-"))
    house = House(folder, extra={"ZHIDUN_DEMO": "1"})  # no second factor to be shown
    house.start()
    try:
        house.run("tests.faults.prepare", "luofeng")
        rows = [at_size(house, size) for size in SIZES]
        goals = {"p95_ms": GOAL_MS, "flat": GOAL_FLAT}
        return {"sizes": rows, "last_over_first": _ratios(rows[0], rows[-1]), "goals": goals}
    finally:
        house.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _ratios(first: dict[str, Any], last: dict[str, Any]) -> dict[str, dict[str, float]]:
    names = ("p50_ms", "p95_ms", "processor_ms")
    return {page: {name: round(last[page][name] / first[page][name], 2) for name in names} for page in (*PAGES, *CITY)}
