"""What the holder of a receipt may do with number and secret: read, write, add evidence, withdraw."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Status, UploadedFile
from pydantic import Field

from zhidun.api.auth import client_of, everybody
from zhidun.api.evidence import ItemOut, item_out, store
from zhidun.api.papers import PDF, pdf
from zhidun.api.problems import answers, file_answer
from zhidun.api.schemas import Closed, Items, TextOut
from zhidun.cases import selectors as cases
from zhidun.intake import selectors, services
from zhidun.intake.types import DueWhy, PublicStatus

router = Router()


class ReceiptIn(Closed):
    """Case number and the secret shown once at filing."""

    number: str = Field(max_length=64)
    secret: str = Field(max_length=64)


class ReceiptMessageIn(ReceiptIn):
    """A message to the office."""

    body: str = Field(max_length=20_000)
    items: Items = Field(default_factory=list)


class ReceiptEvidenceIn(ReceiptIn):
    """Files handed in with this receipt."""

    items: Items = Field(min_length=1)
    note: str = Field("", max_length=2000)


class ReceiptWithdrawIn(ReceiptIn):
    """A withdrawal with its reason."""

    reason: str = Field(max_length=2000)


class ReceiptPaperIn(ReceiptIn):
    """A paper named in the status."""

    paper: UUID


class LineOut(Closed):
    """One line of the public timeline."""

    on: date
    words: TextOut


class LetterOut(Closed):
    """One message between filer and office."""

    from_office: bool
    body: str
    sent_at: datetime
    read_at: datetime | None


class DueWhyOut(Closed):
    """Why the next date is that day."""

    title: TextOut
    statement: TextOut
    citation: TextOut
    started_on: date
    steps: list[TextOut]

    @classmethod
    def of(cls, why: DueWhy) -> DueWhyOut:
        """Read it from the room's value."""
        return cls(
            title=TextOut.of(why.title),
            statement=TextOut.of(why.statement),
            citation=TextOut.of(why.citation),
            started_on=why.started_on,
            steps=[TextOut.of(one) for one in why.steps],
        )


class ServedOut(Closed):
    """A paper the filer may open at `/receipts/paper`."""

    paper: UUID
    title: TextOut
    number: str
    issued_on: date
    served_on: date | None


class StatusOut(Closed):
    """Where the case stands, in plain words."""

    number: str
    title: TextOut
    state: str
    words: TextOut
    next_words: TextOut
    due_on: date | None
    due_provisional: bool
    office: TextOut
    received_at: datetime
    closed: bool
    can_withdraw: bool
    steps: list[LineOut]
    messages: list[LetterOut]
    due_why: DueWhyOut | None
    linked: list[str]
    papers: list[ServedOut]

    @classmethod
    def of(cls, status: PublicStatus) -> StatusOut:
        """Read it from the room's value."""
        return cls(
            number=status.number,
            title=TextOut.of(status.title),
            state=status.state,
            words=TextOut.of(status.words),
            next_words=TextOut.of(status.next_words),
            due_on=status.due_on,
            due_provisional=status.due_provisional,
            office=TextOut.of(status.office),
            received_at=status.received_at,
            closed=status.closed,
            can_withdraw=status.can_withdraw,
            steps=[LineOut(on=step.on, words=TextOut.of(step.words)) for step in status.steps],
            messages=[
                LetterOut(from_office=one.from_office, body=one.body, sent_at=one.sent_at, read_at=one.read_at)
                for one in status.messages
            ],
            linked=list(status.linked),
            due_why=DueWhyOut.of(status.due_why) if status.due_why else None,
            papers=[
                ServedOut(
                    paper=UUID(one.paper),
                    title=TextOut.of(one.title),
                    number=one.number,
                    issued_on=one.issued_on,
                    served_on=one.served_on,
                )
                for one in status.papers
            ],
        )


@router.post("/receipts/status", auth=everybody, response=answers(StatusOut), operation_id="receipt_status")
def status(request: HttpRequest, payload: ReceiptIn) -> StatusOut:
    """Say where the case stands; unknown numbers and wrong secrets get the same answer."""
    found = selectors.status(number=payload.number, secret=payload.secret, client=client_of(request))
    return StatusOut.of(found)


@router.post("/receipts/messages", auth=everybody, response=answers(StatusOut), operation_id="receipt_message")
def message(request: HttpRequest, payload: ReceiptMessageIn) -> StatusOut:
    """Write to the office."""
    found = services.send_message(
        number=payload.number,
        secret=payload.secret,
        body=payload.body,
        item_ids=[str(item) for item in payload.items],
        client=client_of(request),
    )
    return StatusOut.of(found)


@router.post("/receipts/evidence", auth=everybody, response=answers(StatusOut), operation_id="receipt_evidence")
def add_evidence(request: HttpRequest, payload: ReceiptEvidenceIn) -> StatusOut:
    """Add evidence to the case."""
    found = services.add_evidence(
        number=payload.number,
        secret=payload.secret,
        item_ids=[str(item) for item in payload.items],
        note=payload.note,
        client=client_of(request),
    )
    return StatusOut.of(found)


@router.post("/receipts/withdraw", auth=everybody, response=answers(StatusOut), operation_id="receipt_withdraw")
def withdraw(request: HttpRequest, payload: ReceiptWithdrawIn) -> StatusOut:
    """Withdraw the filing."""
    found = services.withdraw(
        number=payload.number, secret=payload.secret, reason=payload.reason, client=client_of(request)
    )
    return StatusOut.of(found)


@router.post(
    "/receipts/paper", auth=everybody, response=answers(None), operation_id="receipt_paper",
    openapi_extra=file_answer(PDF),
)  # fmt: skip
def paper(request: HttpRequest, payload: ReceiptPaperIn) -> HttpResponse:
    """Return a paper served on the holder of the receipt, as PDF/A."""
    actor = selectors.case_of_receipt(number=payload.number, secret=payload.secret, client=client_of(request))
    return pdf(cases.paper_pdf(cases.paper_for(actor, str(payload.paper))), str(payload.paper))


@router.post(
    "/receipts/files",
    auth=everybody,
    response=answers(ItemOut, status=201),
    operation_id="receipt_upload",
)
def upload(
    request: HttpRequest,
    number: Annotated[str, Form(..., max_length=64)],
    secret: Annotated[str, Form(..., max_length=64)],
    file: Annotated[UploadedFile, File(...)],
) -> Status[ItemOut]:
    """Take a file in for the holder of the receipt; then name it in a message or as evidence."""
    actor = selectors.case_of_receipt(number=number, secret=secret, client=client_of(request))
    return Status(201, item_out(store(file, actor)))
