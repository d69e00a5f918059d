"""Server time of the pages at 1,000 and 1,000,000 cases: p95 at most 150 ms, flat within 2×.

Two houses stand side by side, one of each size, seeded by `bench.seed`. Pages are asked for over HTTP, one call to
the small house, one to the large, and so on, as the head of a district's bureau and as somebody whose post reaches the
whole city, so that all cases are theirs. The houses' worker is stopped meanwhile: it would announce some 80,000 overdue
cases, which is work of its own. Correctness first: each answer has to be a page (200) that holds what it is about.
Beside the wall clock stands the processor time of the whole house (web server and database) a page took, which other
work on the machine does not touch.

`BENCH_PAGES_HOMES` names a folder where the houses stay; what is seeded there already is not seeded again.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tests.faults.house import House, children

from bench.machine import percentile

SIZES = (1_000, 1_000_000)
CALLS, WARM_UP = 30, 3
GOAL_MS, GOAL_FLAT = 150.0, 2.0
PASSWORD = "fault-test-7391-password"  # noqa: S105  of a house that lives as long as the bench
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
CASE = "bench-2026-0000500"
LISTS = {
    "work_list": ("/desk/", "zd-cards"),
    "work_list_filtered": ("/desk/?due=soon&kind=trademark", "zd-filters"),
    "all_cases": ("/desk/cases", "zd-cards"),
    "search": ("/desk/search?q=pddb", "zd-cards"),
    "quick_search": ("/desk/search/quick?q=pddb", "bench-2026"),
    "board": ("/desk/board", "zd-figures"),
    "notices": ("/desk/notices", "zd-title"),
    "overview": ("/desk/overview", "zd-map"),
    "overview_rows": ("/desk/overview/rows?what=overdue", "zd-cards"),
}
"""Asked for by both: what grows with the number of cases somebody may see."""
REST = {
    "search_number": (f"/desk/search?q={CASE}", CASE),
    "case": ("/desk/cases/{seen}", "timeline"),
    "approvals": ("/desk/approvals", "zd-title"),
    "settings": ("/desk/me", "zd-title"),
    "help": ("/desk/help", "zd-title"),
    "rights": ("/desk/rights", "zd-title"),
    "hand_overs": ("/desk/hand-overs", "zd-title"),
    "campaigns": ("/desk/campaigns", "zd-title"),
    "type_cases": ("/desk/type-cases", "zd-title"),
    "supervision": ("/desk/supervision", "zd-title"),
    "urgent": ("/desk/urgent", "zd-title"),
    "offenders": ("/desk/offenders?q=x", "zd-title"),
    "rewards": ("/desk/rewards", "zd-title"),
    "radar": ("/desk/radar", "zd-title"),
    "calendar": ("/desk/calendar", "zd-month"),
    "rules": ("/desk/rules", "zd-title"),
    "portal_home": ("/", "zd-tiles"),
    "wizard": ("/wizard", "zd-box"),
    "filing": ("/file/report/what", "zd-steps"),
    "case_entry": ("/case/", "zd-box"),
    "verify": (f"/verify?number={CASE}", "zd-box"),
    "name_check": ("/radar/check", "zd-box"),
    "warnings": ("/warnings", "zd-box"),
    "typical_cases": ("/cases", "zd-box"),
    "decisions": ("/decisions/", "zd-box"),
    "claims": ("/claims", "zd-box"),
    "statistics": ("/statistics", "units"),
}
PEOPLE: dict[str, dict[str, tuple[str, str]]] = {
    "luofeng": LISTS | REST,
    "xujin": {f"city_{name}": page for name, page in LISTS.items() if not name.startswith("overview")},
    "yangdu": {f"city_{name}": page for name, page in LISTS.items() if name.startswith("overview")},
}


@dataclass
class Calls:
    """What was measured of one page in one house."""

    times: list[float] = field(default_factory=list)
    processor: float = 0.0
    wrong: str = ""

    def figures(self) -> dict[str, Any]:
        """Return milliseconds a page: wall clock p50 and p95, processor time; and whether each answer was right."""
        return {
            "p50_ms": round(percentile(self.times, 0.5), 1),
            "p95_ms": round(percentile(self.times, 0.95), 1),
            "processor_ms": round(self.processor / len(self.times), 1),
            "correct": not self.wrong,
        } | ({"wrong": self.wrong} if self.wrong else {})


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


def once(house: House, client: httpx.Client, page: tuple[str, str], calls: Calls, *, counts: bool) -> None:
    """Ask for a page once and note what it took."""
    assert house.process is not None
    path, holds = page
    processor, began = processor_ms(house.process.pid), time.monotonic()
    answer = client.get(path)
    took = (time.monotonic() - began) * 1000
    if answer.status_code != httpx.codes.OK or holds not in answer.text:
        calls.wrong = f"{answer.status_code} {path}"
    if counts:
        calls.times.append(took)
        calls.processor += processor_ms(house.process.pid) - processor


def ask(houses: list[House], who: str, pages: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """Ask for each page again and again, the houses by turns, and return the figures of each house."""
    found: list[dict[str, Any]] = [{} for _ in houses]
    with ExitStack() as stack:
        clients = [stack.enter_context(closing(signed_in(house, who))) for house in houses]
        seen = [_first_case(client) for client in clients]
        for name, (path, holds) in pages.items():
            calls = [Calls() for _ in houses]
            for turn in range(CALLS + WARM_UP):
                for house, client, number, one in zip(houses, clients, seen, calls, strict=True):
                    once(house, client, (path.format(seen=number), holds), one, counts=turn >= WARM_UP)
            for said, one in zip(found, calls, strict=True):
                said[name] = one.figures()
    return found


def _first_case(client: httpx.Client) -> str:
    found = re.search(r"/desk/cases/(bench-[\d-]+)", client.get("/desk/").text)
    return found[1] if found else ""


@contextmanager
def standing(folder: Path, size: int) -> Iterator[House]:
    """A house with so many cases, its worker stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    house = House(folder, extra={"ZHIDUN_DEMO": "1"})  # no second factor to be shown
    house.start()
    worker = house.parts()["jobs"]
    os.killpg(worker, signal.SIGSTOP)
    try:
        if not (folder / "seeded").exists():
            house.run("tests.faults.prepare", "luofeng")
            began = time.monotonic()
            house.run("bench.seed", str(size))
            print(f"{size} cases in {time.monotonic() - began:.0f} s", file=sys.stderr)
            (folder / "seeded").touch()
        yield house
    finally:
        os.killpg(worker, signal.SIGCONT)
        house.stop()


def measure() -> dict[str, Any]:
    """Measure both sizes, in two houses by turns."""
    kept = os.environ.get("BENCH_PAGES_HOMES")
    folder = Path(kept or tempfile.mkdtemp(prefix="zdb-"))
    try:
        with ExitStack() as stack:
            houses = [stack.enter_context(standing(folder / str(size), size)) for size in SIZES]
            rows: list[dict[str, Any]] = [{"cases": size} for size in SIZES]
            for who, pages in PEOPLE.items():
                for row, figures in zip(rows, ask(houses, who, pages), strict=True):
                    row.update(figures)
        goals = {"p95_ms": GOAL_MS, "flat": GOAL_FLAT}
        return {"sizes": rows, "last_over_first": _ratios(rows[0], rows[-1]), "goals": goals}
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def _ratios(first: dict[str, Any], last: dict[str, Any]) -> dict[str, dict[str, float]]:
    names = ("p50_ms", "p95_ms", "processor_ms")
    pages = [page for page in first if page != "cases"]
    return {page: {name: round(last[page][name] / (first[page][name] or 1.0), 2) for name in names} for page in pages}
