"""Reads of the capture room: who asked for a capture sees it, and so does staff that sees its case."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet

from zhidun.access.actors import Actor
from zhidun.capture.errors import CaptureNotFound
from zhidun.capture.models import Capture, CaptureList, CaptureState
from zhidun.capture.policies import may_capture
from zhidun.cases import selectors as cases
from zhidun.evidence import proofs
from zhidun.evidence import selectors as evidence
from zhidun.evidence.models import Item
from zhidun.evidence.proofs import SealView
from zhidun.kernel.errors import NotFound
from zhidun.kernel.text import Text, t

__all__ = [
    "ROLES",
    "File",
    "Progress",
    "capture",
    "capture_list",
    "files_of",
    "lists",
    "may_capture",
    "mine",
    "of_case",
    "progress",
    "report_of",
    "rows_of",
]
RECENT: Final = 50
ROLES: Final[dict[str, Text]] = {
    "screenshot": t("整页截图", "Picture of the whole page"),
    "html": t("网页源码", "Document"),
    "video": t("滚动视频", "Film of the scrolling"),
    "wacz": t("网页归档（可回放）", "Web archive (can be replayed)"),
    "report": t("固定报告（数据）", "Capture report (data)"),
    "paper": t("固定报告（PDF）", "Capture report (PDF)"),
}


@dataclass(frozen=True, slots=True)
class File:
    """One thing a capture made: what it is, its evidence item, where its seal stands."""

    role: str
    title: Text
    item: Item
    seal: SealView


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list is."""

    total: int
    done: int
    refused: int
    cancelled: int
    waiting: int

    @property
    def ended(self) -> int:
        """Rows that need no more work."""
        return self.total - self.waiting

    @property
    def share(self) -> int:
        """How far it is, in whole per cent."""
        return 100 * self.ended // self.total if self.total else 0


def _key(key: UUID | str) -> UUID:
    try:
        return UUID(str(key))
    except ValueError:
        raise CaptureNotFound from None


def capture(actor: Actor, key: UUID | str) -> Capture:
    """Return a capture.

    Raises:
        CaptureNotFound: unknown, or not to be seen.
    """
    row = Capture.objects.select_related("batch", "asked_by").filter(public_id=_key(key)).first()
    if row is None or not _sees(actor, row.asked_by_id, row.case_number):
        raise CaptureNotFound
    return row


def capture_list(actor: Actor, key: UUID | str) -> CaptureList:
    """Return a list.

    Raises:
        CaptureNotFound: unknown, or not to be seen.
    """
    row = CaptureList.objects.select_related("asked_by").filter(public_id=_key(key)).first()
    if row is None or not _sees(actor, row.asked_by_id, row.case_number):
        raise CaptureNotFound
    return row


def _sees(actor: Actor, asked_by: int, case_number: str) -> bool:
    if actor.account_id is not None and actor.account_id == asked_by:
        return True
    if not case_number or not actor.is_staff:
        return False
    try:
        return cases.staff_sees(actor, cases.find(actor, case_number))
    except NotFound:
        return False


def mine(actor: Actor) -> QuerySet[Capture]:
    """Return the single captures an actor asked for, newest first."""
    rows = Capture.objects.filter(asked_by_id=actor.account_id or -1, batch=None)
    return rows.order_by("-id")[:RECENT]


def lists(actor: Actor) -> QuerySet[CaptureList]:
    """Return the lists an actor asked for, newest first."""
    return CaptureList.objects.filter(asked_by_id=actor.account_id or -1).order_by("-id")[:RECENT]


def of_case(number: str) -> list[Capture]:
    """Return the captures of a case, newest first; the caller has decided that its file may be seen."""
    return list(Capture.objects.filter(case_number=number).order_by("-id")[:RECENT]) if number else []


def rows_of(whole: CaptureList) -> QuerySet[Capture]:
    """Return the rows of a list in their order."""
    return whole.captures.order_by("row")


def progress(whole: CaptureList) -> Progress:
    """Return how far a list is."""
    counted: Iterable[tuple[str, int]] = whole.captures.order_by().values_list("state").annotate(n=Count("id"))
    by_state = dict(counted)
    waiting = by_state.get(CaptureState.QUEUED, 0) + by_state.get(CaptureState.RUNNING, 0)
    return Progress(
        sum(by_state.values()),
        by_state.get(CaptureState.DONE, 0),
        by_state.get(CaptureState.REFUSED, 0),
        by_state.get(CaptureState.CANCELLED, 0),
        waiting,
    )


def files_of(row: Capture) -> list[File]:
    """Return what a capture made, in the order it was made."""
    return [
        File(one.part, ROLES.get(one.part, t(one.part, one.part)), one, proofs.view(proofs.seal_of(one)))
        for one in evidence.made_by(row.public_id)
    ]


def report_of(row: Capture) -> dict[str, Any] | None:
    """Return the report a capture made, or None when there is none or it may not be opened."""
    item = evidence.made_by(row.public_id).filter(part="report").first()
    if item is None or evidence.reason_of(item) is not None:
        return None
    with evidence.open_original(item) as stream:
        found: dict[str, Any] = json.load(stream)
    return found
