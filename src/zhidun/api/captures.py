"""Capture of web pages for machines: ask for one or for a list, look at progress, pause, go on, cancel."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field

from zhidun.api.auth import actor_of
from zhidun.api.evidence import content, digest
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import Closed, TextOut
from zhidun.capture import selectors, services
from zhidun.capture.policies import LIST_BYTES
from zhidun.kernel.text import t

if TYPE_CHECKING:
    from zhidun.capture.models import Capture, CaptureList

router = Router()
How = Literal["browser", "http"]


class CaptureIn(Closed):
    """A page to be captured. `how`: by browser (picture, document, archive, film) or by HTTP alone."""

    url: str = Field(max_length=2100)
    how: How = "browser"
    video: bool = False
    case: str = Field("", max_length=40)


class ActIn(Closed):
    """What is to become of a list: finished captures always stay."""

    act: Literal["pause", "resume", "cancel"]


class RefusedOut(Schema):
    """Why a page was not captured, and what to do."""

    code: str
    reason: TextOut
    remedy: TextOut


class MadeOut(Schema):
    """A file a capture made: an evidence item, read under `/items/{item}/…`."""

    role: str
    title: TextOut
    item: UUID
    filename: str
    size: int
    sha256: str
    sm3: str
    seal: str


class CaptureOut(Schema):
    """A page that was asked to be captured: queued, running, done, refused or cancelled."""

    capture: UUID
    url: str
    how: str
    video: bool
    case: str
    state: str
    row: int
    asked_at: datetime
    ended_at: datetime | None
    status: int | None
    final_url: str
    title: str
    notes: list[TextOut]
    refused: RefusedOut | None

    @classmethod
    def of(cls, row: Capture) -> CaptureOut:
        """Return a capture as machines read it."""
        return cls(**_facts(row))


class CaptureDetailOut(CaptureOut):
    """A capture with what it made."""

    files: list[MadeOut]

    @classmethod
    def of(cls, row: Capture) -> CaptureDetailOut:
        """Return a capture with its files."""
        files = [
            MadeOut(
                role=one.role,
                title=TextOut.of(one.title),
                item=one.item.public_id,
                filename=one.item.filename,
                size=one.item.blob.size,
                sha256=one.item.blob.sha256,
                sm3=one.item.blob.sm3,
                seal=one.seal.state,
            )
            for one in selectors.files_of(row)
        ]
        return cls(**_facts(row), files=files)


class ListOut(Schema):
    """A list of pages and how far it is: running, paused, done or cancelled."""

    list: UUID
    filename: str
    state: str
    case: str
    asked_at: datetime
    ended_at: datetime | None
    total: int
    done: int
    refused: int
    cancelled: int
    waiting: int

    @classmethod
    def of(cls, row: CaptureList) -> ListOut:
        """Return a list as machines read it."""
        return cls(**_list_facts(row))


class ListDetailOut(ListOut):
    """A list with its rows."""

    captures: list[CaptureOut]

    @classmethod
    def of(cls, row: CaptureList) -> ListDetailOut:
        """Return a list with its rows."""
        return cls(**_list_facts(row), captures=[CaptureOut.of(one) for one in selectors.rows_of(row)])


def _facts(row: Capture) -> dict[str, Any]:
    refused = None
    if row.code:
        reason, remedy = t(row.reason_zh, row.reason_en), t(row.remedy_zh, row.remedy_en)
        refused = RefusedOut(code=row.code, reason=TextOut.of(reason), remedy=TextOut.of(remedy))
    return {
        "capture": row.public_id, "url": row.url, "how": row.how, "video": row.video, "case": row.case_number,
        "state": row.state, "row": row.row, "asked_at": row.asked_at, "ended_at": row.ended_at, "status": row.status,
        "final_url": row.final_url, "title": row.title, "notes": row.notes, "refused": refused,
    }  # fmt: skip


def _list_facts(row: CaptureList) -> dict[str, Any]:
    found = selectors.progress(row)
    return {
        "list": row.public_id, "filename": row.filename, "state": row.state, "case": row.case_number,
        "asked_at": row.asked_at, "ended_at": row.ended_at, "total": found.total, "done": found.done,
        "refused": found.refused, "cancelled": found.cancelled, "waiting": found.waiting,
    }  # fmt: skip


@router.post(
    "/captures", response=answers(CaptureOut, status=202), operation_id="ask_capture", openapi_extra=REPEATABLE
)
def ask(request: HttpRequest, payload: CaptureIn) -> Status[CaptureOut]:
    """Ask for a page to be captured; what it makes becomes sealed evidence."""
    actor = actor_of(request)

    def effect() -> CaptureOut:
        row = services.ask(actor=actor, url=payload.url, how=payload.how, video=payload.video, case_number=payload.case)
        return CaptureOut.of(row)

    return once(request, payload, CaptureOut, effect, status=202)


@router.get("/captures", response=answers(list[CaptureOut]), operation_id="list_captures")
def mine(request: HttpRequest) -> list[CaptureOut]:
    """Return the caller's newest single captures."""
    return [CaptureOut.of(row) for row in selectors.mine(actor_of(request))]


@router.get("/captures/{uuid:capture}", response=answers(CaptureDetailOut), operation_id="read_capture")
def read(request: HttpRequest, capture: UUID) -> CaptureDetailOut:
    """Return a capture with its files, or why it could not be made."""
    return CaptureDetailOut.of(selectors.capture(actor_of(request), capture))


@router.post(
    "/captures/{uuid:capture}/cancel",
    response=answers(CaptureOut),
    operation_id="cancel_capture",
    openapi_extra=REPEATABLE,
)
def cancel(request: HttpRequest, capture: UUID) -> Status[CaptureOut]:
    """Cancel a capture that has not begun."""
    actor = actor_of(request)
    return once(request, None, CaptureOut, lambda: CaptureOut.of(services.cancel(actor=actor, key=str(capture))))


@router.post(
    "/capture-lists",
    response=answers(ListOut, status=202),
    operation_id="ask_capture_list",
    openapi_extra=REPEATABLE,
)
def ask_list(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(...)],
    how: Annotated[How, Form("browser")] = "browser",
    video: Annotated[bool, Form(False)] = False,  # noqa: FBT002  a form field
    case: Annotated[str, Form("", max_length=40)] = "",
) -> Status[ListOut]:
    """Hand in a list of addresses (CSV or text, one a line); a bad row is kept with its reason and spoils no other."""
    actor = actor_of(request)

    def effect() -> ListOut:
        row = services.ask_list(
            actor=actor,
            filename=file.name or "list.csv",
            raw=content(file, LIST_BYTES),
            how=how,
            video=video,
            case_number=case,
        )
        return ListOut.of(row)

    return once(request, None, ListOut, effect, status=202, extra=lambda: f"{how} {video} {case} {digest(file)}")


@router.get("/capture-lists", response=answers(list[ListOut]), operation_id="list_capture_lists")
def lists(request: HttpRequest) -> list[ListOut]:
    """Return the caller's newest lists."""
    return [ListOut.of(row) for row in selectors.lists(actor_of(request))]


@router.get("/capture-lists/{uuid:list}", response=answers(ListDetailOut), operation_id="read_capture_list")
def read_list(request: HttpRequest, list: UUID) -> ListDetailOut:  # noqa: A002  the name of the path
    """Return a list with every row and how far it is."""
    return ListDetailOut.of(selectors.capture_list(actor_of(request), list))


@router.post(
    "/capture-lists/{uuid:list}/act",
    response=answers(ListOut),
    operation_id="act_on_capture_list",
    openapi_extra=REPEATABLE,
)
def act(request: HttpRequest, list: UUID, payload: ActIn) -> Status[ListOut]:  # noqa: A002  the name of the path
    """Pause a list, go on with it, or cancel what still waits."""
    actor = actor_of(request)
    acts = {"pause": services.pause, "resume": services.resume, "cancel": services.cancel_list}
    return once(request, payload, ListOut, lambda: ListOut.of(acts[payload.act](actor=actor, key=str(list))))
