"""Doing a capture that was asked for: claim its row, run the engine, keep and seal what it made in one transaction."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from zhidun.access.actors import Actor, actor_for
from zhidun.access.selectors import account_by_id
from zhidun.capture import engine, papers, policies
from zhidun.capture.bundle import timing
from zhidun.capture.errors import BrowserFailed, CaptureRefused
from zhidun.capture.models import Capture, CaptureList, CaptureState, ListState
from zhidun.capture.net.policy import Policy
from zhidun.capture.services import refuse
from zhidun.cases import services as cases
from zhidun.evidence.models import Item, Source
from zhidun.evidence.services import store_upload
from zhidun.kernel import events, time
from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text, t

STALE: Final = timedelta(minutes=15)
MOST_ATTEMPTS: Final = 3
KEPT: Final = ("screenshot", "html", "video", "wacz", "report", "paper")
"""What becomes evidence, in this order; the WARC lies inside the WACZ."""
NAMES: Final[dict[str, str]] = {
    "screenshot": "截图-screenshot.png",
    "html": "网页源码-page.html.txt",
    "video": "滚动视频-video.webm",
    "wacz": "网页归档-archive.wacz",
    "report": "固定报告-report.json",
    "paper": "固定报告-report.pdf",
}
TYPES: Final[dict[str, str]] = {
    "screenshot": "image/png",
    "html": "text/plain",
    "video": "video/webm",
    "wacz": "application/wacz",
    "report": "application/json",
    "paper": "application/pdf",
}


@transaction.atomic
def claim(key: str) -> Capture | None:
    """Return a queued capture as ours, or None when it is not open any more."""
    row = Capture.objects.select_for_update(skip_locked=True).filter(public_id=key, state=CaptureState.QUEUED).first()
    return _begin(row) if row else None


@transaction.atomic
def claim_next(captures: str) -> Capture | None:
    """Return the next row of a running list as ours; None when there is none, or the list is paused or over."""
    whole = CaptureList.objects.select_for_update().filter(public_id=captures, state=ListState.RUNNING).first()
    if whole is None:
        return None
    row = whole.captures.filter(state=CaptureState.QUEUED).order_by("row").first()
    if row is not None:
        return _begin(row)
    if not whole.captures.filter(state=CaptureState.RUNNING).exists():
        whole.state, whole.ended_at = ListState.DONE, time.now()
        whole.save(update_fields=["state", "ended_at"])
    return None


def _begin(row: Capture) -> Capture:
    row.state, row.started_at, row.attempts = CaptureState.RUNNING, time.now(), row.attempts + 1
    row.save(update_fields=["state", "started_at", "attempts"])
    return row


def run(row: Capture, *, policy: Policy | None = None, time_servers: Sequence[str] | None = None) -> Capture:
    """Do a claimed capture; a refusal is kept on its row, a fault of ours leaves it to be tried again."""
    actor = actor_for(account_by_id(row.asked_by_id))
    order = engine.Order(
        url=row.url, how="browser" if row.how == "browser" else "http", key=str(row.public_id), video=row.video,
        operator=actor.name, office=office_of(actor), sealed=True,
        time_servers=tuple(timing.servers() if time_servers is None else time_servers),
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="zhidun-capture-") as place:
        try:
            made = engine.capture(order, folder=Path(place), policy=policy or policies.usual())
            paper = Path(place) / "report.pdf"
            paper.write_bytes(papers.report_pdf(made.report))
            _keep(row, actor, made, {**made.files, "paper": paper})
        except Refusal as refusal:
            refuse(row, refusal)
    return row


def check(row: Capture) -> None:
    """Go on only when a capture was made.

    Raises:
        CaptureRefused: with the reason and remedy its row keeps.
    """
    if row.state == CaptureState.REFUSED:
        raise CaptureRefused(t(row.reason_zh, row.reason_en), t(row.remedy_zh, row.remedy_en))


def office_of(actor: Actor) -> Text:
    """Return the office an actor writes for."""
    return actor.posts[0].office_name if actor.posts else t("", "")


@transaction.atomic
def _keep(row: Capture, actor: Actor, made: engine.Captured, files: dict[str, Path]) -> None:
    """Keep what was made as evidence items, sealed, and lay it into the case's file: all of it or nothing."""
    at = time.now()
    stem = _stem(str(made.report["final_url"]), row.started_at or at)
    items = [_item(row, actor, role, files[role], stem, at) for role in KEPT if role in files]
    if row.case_number:
        cases.add_evidence(actor=actor, case_number=row.case_number, items=[str(one.public_id) for one in items])
    kept = tuple(str(one.public_id) for one in items)
    done = events.PageCaptured(at=at, capture=str(row.public_id), account=row.asked_by_id, items=kept)
    events.publish(done)
    notes: list[dict[str, Any]] = made.report["notes"]
    row.state, row.ended_at, row.status = CaptureState.DONE, at, made.status
    row.final_url, row.title = str(made.report["final_url"])[:2100], str(made.report["title"])[:300]
    row.notes = [one["says"] for one in notes]
    row.save(update_fields=["state", "ended_at", "status", "final_url", "title", "notes"])


def _item(row: Capture, actor: Actor, role: str, path: Path, stem: str, at: datetime) -> Item:
    with path.open("rb") as stream:
        return store_upload(
            stream=stream, filename=f"{stem}-{NAMES[role]}", declared_type=TYPES[role], actor=actor,
            source=Source.CAPTURE, captured_at=at, made_with=row.public_id, part=role,
        )  # fmt: skip


def _stem(url: str, at: datetime) -> str:
    host = re.sub(r"[^\w.-]", "_", url.partition("://")[2].partition("/")[0])[:60]
    return f"{host}-{at.astimezone(time.CITY_ZONE):%Y%m%d-%H%M%S}"


@transaction.atomic
def pick_up(*, stale: timedelta = STALE) -> tuple[list[str], list[str]]:
    """Queue again what a dead worker left; return (captures, lists) that need a job; three tries are enough."""
    before = time.now() - stale
    rows = Capture.objects.select_for_update(skip_locked=True).filter(state=CaptureState.RUNNING, started_at__lt=before)
    for row in rows:
        if row.attempts >= MOST_ATTEMPTS:
            refuse(row, BrowserFailed(t("多次中断,未能完成。", "It was interrupted several times.")))
        else:
            row.state = CaptureState.QUEUED
            row.save(update_fields=["state"])
    waiting = Capture.objects.filter(state=CaptureState.QUEUED, batch=None, asked_at__lt=before)
    singles = [str(key) for key in waiting.values_list("public_id", flat=True)]
    running = CaptureList.objects.filter(state=ListState.RUNNING, asked_at__lt=before)
    return singles, [str(key) for key in running.values_list("public_id", flat=True)]
