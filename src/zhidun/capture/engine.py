"""One capture from address to files: judge, ask, browse, record, compare the clock, pack, report. No database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from zhidun.capture.browse import browser
from zhidun.capture.bundle import environment, timing, wacz, warc
from zhidun.capture.bundle.report import Facts, Output, moment, report
from zhidun.capture.errors import DecodesTooLarge
from zhidun.capture.net import decoding
from zhidun.capture.net.fetching import Exchange, fetch, follow
from zhidun.capture.net.gate import Gate
from zhidun.capture.net.policy import Policy
from zhidun.capture.net.targets import Target, read
from zhidun.evidence.digests import sm3
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t

How = Literal["browser", "http"]
SHOWN: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain", "image/png", "image/jpeg", "image/gif",
                          "image/webp", "image/svg+xml", ""})  # fmt: skip
NOBODY: Final = t("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be captured, how, and for whom.

    Attributes:
        url: the address as it was asked for.
        how: by browser (picture, final document, resources) or by HTTP alone.
        video: film the scrolling (browser only).
        key: public id of the capture.
        operator: who asked for it.
        office: where.
        sealed: the results are kept as evidence and sealed in the log.
        time_servers: who is asked for the time.
    """

    url: str
    how: How
    key: str
    video: bool = False
    operator: Text = NOBODY
    office: Text = NOBODY
    sealed: bool = False
    time_servers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Captured:
    """What a capture made: its report and the files it lies in, by role."""

    report: dict[str, Any]
    files: dict[str, Path]

    @property
    def status(self) -> int:
        """HTTP status of the last hop."""
        return int(self.report["status"])


@dataclass(slots=True)
class _Run:
    """What is gathered on the way."""

    order: Order
    policy: Policy
    folder: Path
    started_at: datetime
    steps: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    outputs: list[Output] = field(default_factory=list)

    def step(self, key: str, **facts: object) -> None:
        self.steps.append({"at": moment(time.now()), "step": key, **facts})

    def note(self, code: str) -> None:
        if code not in self.notes:
            self.notes.append(code)

    def keep(self, role: str, filename: str, media_type: str, content: bytes | None = None) -> None:
        """Write a file (or take one that lies in the folder) and its digests down."""
        path = self.folder / filename
        if content is not None:
            path.write_bytes(content)
        if not path.is_file() or not path.stat().st_size:
            return
        plain, second = hashlib.sha256(), sm3()
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                plain.update(chunk)
                second.update(chunk)
        self.files[role] = path
        self.outputs.append(
            Output(
                role=role, filename=filename, media_type=media_type, size=path.stat().st_size,
                sha256=plain.hexdigest(), sm3=second.hexdigest(),
            )
        )  # fmt: skip


def capture(
    order: Order, *, folder: Path, policy: Policy | None = None, stop: Callable[[], None] | None = None
) -> Captured:
    """Capture a page into an empty folder.

    Args:
        order: what and how.
        folder: an empty folder; what is made lies in it afterwards.
        policy: limits; the usual ones when left out.
        stop: called between the parts; whatever it raises ends the capture.

    Raises:
        Refusal: the address is refused, the site cannot be reached, the browser cannot be shut in or did not finish.
    """
    rules = policy or Policy()
    pause = stop or (lambda: None)
    run = _Run(order, rules, folder, time.now())
    jail = browser.jail() if order.how == "browser" else None
    target = read(order.url, rules)
    found = environment.look([target.host], jail.browser if jail else None)
    run.step("environment")
    gate = Gate(rules)
    run.gates.append(gate)
    run.step("resolve", host=target.host, addresses=list(gate.resolve(target.host, target.port).addresses))
    chain = _ask(run, target, gate)
    pause()
    main = chain[-1]
    if jail is not None and _is_page(main):
        seen = _browse(run, target, gate, jail, main)
        exchanges, page = seen.exchanges, (seen.url, seen.title)
    else:
        seen = None
        exchanges, page = _plainly(run, gate, chain, by_browser=jail is not None)
    pause()
    run.step("clock")
    clock = timing.readings(order.time_servers, main, rules)
    extras = _made_of(seen) if seen else []
    _pack(run, exchanges, extras, page)
    whole = report(_facts(run, found, clock, chain, exchanges, seen, page))
    run.keep("report", "report.json", "application/json", json.dumps(whole, ensure_ascii=False, indent=1).encode())
    return Captured(whole, run.files)


def _ask(run: _Run, target: Target, gate: Gate) -> tuple[Exchange, ...]:
    """Ask over HTTP first, whatever follows: addresses, headers and certificates are facts of their own."""
    chain = follow(target, gate)
    for number, one in enumerate(chain):
        run.step("redirect" if number else "request", url=one.url, address=one.address, status=one.status)
        if one.tls is not None and not one.tls.trusted:
            run.note("tls-untrusted")
        if one.truncated:
            run.note(f"truncated-{one.truncated}")
    if not 200 <= chain[-1].status < 300:  # noqa: PLR2004  success
        run.note("status")
    return chain


def _is_page(main: Exchange) -> bool:
    attached = main.header("content-disposition").lower().startswith("attachment")
    return main.media_type in SHOWN and not attached


def _browse(run: _Run, target: Target, first: Gate, jail: browser.Jail, main: Exchange) -> browser.BrowserOutcome:
    gate = Gate(run.policy, seconds=run.policy.browser_seconds, pinned=first)
    run.gates.append(gate)
    odd = main.tls is not None and not main.tls.trusted and main.tls.chain
    accept = main.tls.chain[0].spki_sha256 if odd and main.tls else ""
    seen = browser.browse(target, gate, jail=jail, video=run.order.video, accept=accept)
    run.steps.extend(seen.steps)
    for code in seen.notes:
        run.note(code)
    if seen.url.partition("#")[0] != main.url:
        run.note("browser-other")
    if any(one.refused for one in gate.visits):
        run.note("requisites-refused")
    run.keep("screenshot", "screenshot.png", "image/png", seen.screenshot)
    run.keep("html", "page.html.txt", "text/plain", seen.html)
    run.keep("video", "video.webm", "video/webm", seen.video)
    return seen


def _made_of(seen: browser.BrowserOutcome) -> list[warc.Extra]:
    made = [warc.Extra("fullPage", "image/png", seen.screenshot), warc.Extra("dom", "text/html", seen.html)]
    return [one for one in made if one.content]


def _plainly(
    run: _Run, gate: Gate, chain: Sequence[Exchange], *, by_browser: bool
) -> tuple[list[Exchange], tuple[str, str]]:
    """Record the page and what it shows by HTTP alone; its scripts do not run."""
    main = chain[-1]
    exchanges, title = list(chain), ""
    try:
        body = decoding.plain(main, limit=run.policy.decoded_bytes)
    except DecodesTooLarge:
        run.note("decodes-too-large")
        return exchanges, (main.url, title)
    if main.media_type in decoding.HTML and _is_page(main):
        text = decoding.text_of(main, body)
        title = decoding.title_of(text)
        run.keep("html", "page.html.txt", "text/plain", text.encode("utf-8", "replace"))
        exchanges += _requisites(run, gate, text, main.url)
    elif not _is_page(main) or by_browser:
        run.note("not-a-page")
    return exchanges, (main.url, title)


def _requisites(run: _Run, gate: Gate, text: str, base: str) -> list[Exchange]:
    found: list[Exchange] = []
    wanted = decoding.requisites(text, base, most=run.policy.requisites)
    run.step("requisites", count=len(wanted))
    for kind, address in wanted:
        try:
            found.append(fetch(read(address, run.policy), gate, kind=kind))
        except Refusal as refusal:
            run.note("requisites-refused")
            found.append(Exchange(url=address, started_at=time.now(), kind=kind, failure=refusal.code))
    return found


def _pack(run: _Run, exchanges: Sequence[Exchange], extras: Sequence[warc.Extra], page: tuple[str, str]) -> None:
    run.step("package")
    archive = run.folder / "data.warc.gz"
    lines = warc.write(archive, exchanges, extras, page=page[0], made_at=time.now())
    about = wacz.Page(page[0], page[1], run.started_at, run.order.key)
    wacz.write(run.folder / "capture.wacz", archive, lines, about)
    run.keep("wacz", "capture.wacz", "application/wacz")
    run.keep("warc", "data.warc.gz", "application/warc")


def _facts(
    run: _Run,
    found: environment.Environment,
    clock: Sequence[timing.Reading],
    chain: Sequence[Exchange],
    exchanges: Sequence[Exchange],
    seen: browser.BrowserOutcome | None,
    page: tuple[str, str],
) -> Facts:
    about = None
    if seen is not None:
        about = {**seen.facts, "chain": [one.sha256 for one in seen.chain]}
    return Facts(
        key=run.order.key, asked_url=run.order.url, final_url=page[0], title=page[1],
        how="browser" if seen is not None else "http", operator=run.order.operator, office=run.order.office,
        sealed=run.order.sealed, started_at=run.started_at, finished_at=time.now(), environment=found, clock=clock,
        chain=chain, answers=run.gates[-1].answers, visits=[one for gate in run.gates for one in gate.visits],
        requests=exchanges, steps=run.steps, notes=run.notes, browser=about, outputs=run.outputs,
    )  # fmt: skip
