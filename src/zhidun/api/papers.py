"""Official papers for machines: the PDF, its service, and whether a paper is genuine."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from zhidun.api import case_out
from zhidun.api.auth import actor_of, everybody
from zhidun.api.case_shapes import PaperOut
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers, file_answer
from zhidun.api.schemas import Closed, TextOut
from zhidun.cases import selectors, services
from zhidun.kernel.errors import NotFound

router = Router()
PDF = "application/pdf"


class ServeIn(Closed):
    """How a paper was served."""

    how: str = Field(min_length=1, max_length=200)


class GenuineOut(Schema):
    """A paper that was issued here; nothing of its case."""

    number: str
    title: TextOut
    office: str
    issued_at: datetime
    sha256: str
    mark: str


class GenuineQuery(Schema):
    """The number printed on the paper, or the id in its QR code."""

    number: str = Field("", max_length=120)
    paper: UUID | None = None


@router.get("/papers/verify", auth=everybody, response=answers(GenuineOut), operation_id="verify_paper")
def verify(request: HttpRequest, query: Query[GenuineQuery]) -> GenuineOut:
    """Say whether a paper of this number was issued, and the hash its file must have."""
    del request
    if not query.number.strip() and query.paper is None:
        raise NotFound
    found, office, mark = selectors.paper_by_number(query.number.strip(), public_id=str(query.paper or ""))
    return GenuineOut(
        number=found.number,
        title=TextOut.of(found.title),
        office=office,
        issued_at=found.issued_at,
        sha256=found.sha256,
        mark=mark,
    )


@router.get(
    "/papers/{uuid:paper}/pdf", response=answers(None), operation_id="paper_pdf", openapi_extra=file_answer(PDF)
)
def paper_pdf(request: HttpRequest, paper: UUID) -> HttpResponse:
    """Return an official paper as PDF/A."""
    row = selectors.paper_for(actor_of(request), str(paper))
    return pdf(selectors.paper_pdf(row), str(row.public_id))


@router.post(
    "/papers/{uuid:paper}/serve", response=answers(PaperOut), operation_id="serve_paper", openapi_extra=REPEATABLE
)
def serve(request: HttpRequest, paper: UUID, payload: ServeIn) -> Status[PaperOut]:
    """Note how a paper was served; the first note stands."""
    actor = actor_of(request)

    def effect() -> PaperOut:
        row = services.mark_served(actor=actor, paper_id=str(paper), how=payload.how)
        return case_out.paper(selectors.paper_card(row))

    return once(request, payload, PaperOut, effect)


def pdf(content: bytes, name: str) -> HttpResponse:
    """Return a PDF as an attachment."""
    answer = HttpResponse(content, content_type=PDF)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
