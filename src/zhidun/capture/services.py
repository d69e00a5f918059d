"""Writes of the capture room: asking for a capture or a list of them, pausing, going on, cancelling."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from zhidun.access import rate_limits
from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.capture import policies, selectors
from zhidun.capture.browse import browser
from zhidun.capture.errors import CaptureNotFound, ListNotOpen
from zhidun.capture.lists import rows_of
from zhidun.capture.models import Capture, CaptureList, CaptureState, How, ListState
from zhidun.capture.net.targets import read
from zhidun.cases import selectors as cases
from zhidun.kernel import time
from zhidun.kernel.errors import Invalid, Refusal
from zhidun.kernel.text import t

__all__ = ["ask", "ask_for_next", "ask_list", "cancel", "cancel_list", "pause", "refuse", "resume"]
QUEUE: Final = "capture"
HOUR, DAY = 3600, 86_400


def ask(*, actor: Actor, url: str, how: str = How.BROWSER, video: bool = False, case_number: str = "") -> Capture:
    """Ask for a page to be captured; a job does it, and what it makes goes into the case's file, sealed.

    Raises:
        NotAllowed, CaseNotFound, TooOften.
        BadAddress, NotPublic, …: the address is refused as it is written.
        BrowserMissing, NamespaceMissing: this machine captures by HTTP alone.
    """
    account = _ready(actor, how, case_number)
    read(url, policies.usual())
    if actor.can(policies.ADD):
        rate_limits.hit(f"capture:{actor.key}", policies.OFFICER_HOURLY, HOUR)
    else:
        rate_limits.hit(f"capture:{actor.key}", policies.HOLDER_DAILY, DAY)
    with transaction.atomic():
        row = Capture.objects.create(
            url=url.strip(), how=how, video=video and how == How.BROWSER, case_number=case_number,
            asked_by_id=account, asked_at=time.now(),
        )  # fmt: skip
        app.configure_task("capture.one", queue=QUEUE, lock=QUEUE).defer(capture=str(row.public_id))
        facts = {"url": row.url, "case": case_number}
        access.record(
            actor=actor, action="capture.asked", object_kind="capture", object_key=str(row.public_id), facts=facts
        )
    return row


def _ready(actor: Actor, how: str, case_number: str) -> int:
    """Return the account that asks, when actor, case and machine allow a capture."""
    account = policies.need(actor)
    if how not in How.values:
        raise Invalid(t("请选择固定方式。", "Choose how to capture."), field="how")
    if case_number:
        cases.find(actor, case_number)
    if how == How.BROWSER:
        browser.jail()
    return account


def ask_list(
    *, actor: Actor, filename: str, raw: bytes, how: str = How.BROWSER, video: bool = False, case_number: str = ""
) -> CaptureList:
    """Ask for a list of pages; bad rows are kept with their reason and spoil no other.

    Raises:
        ListFaulty: unreadable, empty or too long.
        NotAllowed, CaseNotFound, TooOften, BrowserMissing, NamespaceMissing: as `ask`.
    """
    account = _ready(actor, how, case_number)
    found = rows_of(raw, policies.usual())
    rate_limits.hit(f"capture-list:{actor.key}", policies.LISTS_DAILY, DAY)
    now = time.now()
    with transaction.atomic():
        whole = CaptureList.objects.create(
            filename=filename[:200], asked_by_id=account, asked_at=now, case_number=case_number
        )
        for one in found:
            row = Capture.objects.create(
                batch=whole, row=one.number, url=one.url, how=how, video=video and how == How.BROWSER,
                case_number=case_number, asked_by_id=account, asked_at=now,
            )  # fmt: skip
            if one.refusal is not None:
                refuse(row, one.refusal)
        _go_on(whole)
        facts, key = {"rows": len(found), "case": case_number}, str(whole.public_id)
        access.record(actor=actor, action="capture.list_asked", object_kind="capture", object_key=key, facts=facts)
    return whole


def refuse(row: Capture, refusal: Refusal) -> None:
    """Keep why a capture was not made."""
    row.state, row.ended_at, row.code = CaptureState.REFUSED, time.now(), refusal.code
    row.reason_zh, row.reason_en = refusal.reason.zh[:600], refusal.reason.en[:600]
    row.remedy_zh, row.remedy_en = refusal.remedy.zh[:400], refusal.remedy.en[:400]
    row.save(update_fields=["state", "ended_at", "code", "reason_zh", "reason_en", "remedy_zh", "remedy_en"])


def _go_on(whole: CaptureList) -> None:
    ask_for_next(str(whole.public_id))


def ask_for_next(captures: str) -> None:
    """Ask for the job that does the next page of a list; one that waits already is enough."""
    wanted = app.configure_task("capture.next", queue=QUEUE, lock=QUEUE, queueing_lock=f"capture.next:{captures}")
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        wanted.defer(captures=captures)


@transaction.atomic
def _change(actor: Actor, key: str, change: Callable[[CaptureList], None]) -> CaptureList:
    known = selectors.capture_list(actor, key)
    row = CaptureList.objects.select_for_update().get(pk=known.pk)
    if row.asked_by_id != actor.account_id:
        raise CaptureNotFound
    if row.state in {ListState.DONE, ListState.CANCELLED}:
        raise ListNotOpen
    change(row)
    row.save(update_fields=["state", "ended_at"])
    return row


def pause(*, actor: Actor, key: str) -> CaptureList:
    """Let the page that is being captured come to its end and begin no other.

    Raises:
        CaptureNotFound, ListNotOpen.
    """

    def change(row: CaptureList) -> None:
        row.state = ListState.PAUSED

    return _change(actor, key, change)


def resume(*, actor: Actor, key: str) -> CaptureList:
    """Go on where it was paused.

    Raises:
        CaptureNotFound, ListNotOpen.
    """

    def change(row: CaptureList) -> None:
        if row.state == ListState.PAUSED:
            row.state = ListState.RUNNING
            _go_on(row)

    return _change(actor, key, change)


def cancel_list(*, actor: Actor, key: str) -> CaptureList:
    """End a list: what is captured stays, what waits is cancelled.

    Raises:
        CaptureNotFound, ListNotOpen.
    """

    def change(row: CaptureList) -> None:
        row.state, row.ended_at = ListState.CANCELLED, time.now()
        row.captures.filter(state=CaptureState.QUEUED).update(state=CaptureState.CANCELLED, ended_at=time.now())

    return _change(actor, key, change)


@transaction.atomic
def cancel(*, actor: Actor, key: str) -> Capture:
    """Cancel a capture that has not begun.

    Raises:
        CaptureNotFound, ListNotOpen.
    """
    known = selectors.capture(actor, key)
    row = Capture.objects.select_for_update(of=("self",)).get(pk=known.pk)
    if row.asked_by_id != actor.account_id:
        raise CaptureNotFound
    if row.state != CaptureState.QUEUED:
        raise ListNotOpen(t("该固定已开始或已结束。", "This capture has begun or ended."))
    row.state, row.ended_at = CaptureState.CANCELLED, time.now()
    row.save(update_fields=["state", "ended_at"])
    return row
