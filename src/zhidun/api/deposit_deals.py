"""Licences, transfers and genuine-product codes for machines."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from zhidun.access.services import hit
from zhidun.api.auth import actor_of, client_of, everybody
from zhidun.api.deposit_deal_shapes import (
    BatchIn,
    BatchOut,
    CodeIn,
    CodeOut,
    DealAnswerIn,
    DealOut,
    DepositLicenceIn,
    TransferIn,
)
from zhidun.api.deposit_shapes import ReasonIn
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers, file_answer
from zhidun.deposit import certificates, selectors, services
from zhidun.deposit.shares import parse
from zhidun.deposit.types import Taker
from zhidun.evidence.links import headers

router = Router()
PDF, CSV = "application/pdf", "text/csv"
CHECKS, SECONDS = 20, 60
"""Codes one address may ask about in a minute."""


@router.post(
    "/deposits/{number}/transfers",
    response=answers(DealOut, status=201),
    operation_id="offer_transfer",
    openapi_extra=REPEATABLE,
)
def transfer(request: HttpRequest, number: str, payload: TransferIn) -> Status[DealOut]:
    """Offer a share of the copyright; it passes when both sides, and every co-owner, confirmed."""
    actor = actor_of(request)

    def effect() -> DealOut:
        row = services.offer_transfer(
            actor=actor,
            number=selectors.by_number(actor, number).number,
            taker=Taker(payload.taker, payload.taker_kind),
            share=parse(payload.share),
            on=payload.from_on,
            terms=payload.terms,
            holder=payload.holder,
        )
        return DealOut.of(row)

    return once(request, payload, DealOut, effect, status=201)


@router.post(
    "/deposits/{number}/licences",
    response=answers(DealOut, status=201),
    operation_id="offer_licence",
    openapi_extra=REPEATABLE,
)
def licence(request: HttpRequest, number: str, payload: DepositLicenceIn) -> Status[DealOut]:
    """Offer a licence or a sublicence; it counts when every side confirmed."""
    actor = actor_of(request)

    def effect() -> DealOut:
        row = services.offer_licence(
            actor=actor,
            number=selectors.by_number(actor, number).number,
            taker=Taker(payload.taker, payload.taker_kind),
            licence=payload.facts(),
            parent=str(payload.parent or ""),
            holder=payload.holder,
        )
        return DealOut.of(row)

    return once(request, payload, DealOut, effect, status=201)


@router.get("/deals", response=answers(list[DealOut]), operation_id="list_deals")
def waiting(request: HttpRequest) -> list[DealOut]:
    """Return the agreements that wait for the caller's word."""
    return [DealOut.of(row) for row in selectors.waiting_for(actor_of(request))]


@router.get("/deals/{uuid:deal}", response=answers(DealOut), operation_id="read_deal")
def read_deal(request: HttpRequest, deal: UUID) -> DealOut:
    """Return an agreement that concerns the caller."""
    return DealOut.of(selectors.deal(actor_of(request), str(deal)))


@router.post(
    "/deals/{uuid:deal}/answer", response=answers(DealOut), operation_id="answer_deal", openapi_extra=REPEATABLE
)
def answer(request: HttpRequest, deal: UUID, payload: DealAnswerIn) -> Status[DealOut]:
    """Accept, decline or take back."""
    actor = actor_of(request)

    def effect() -> DealOut:
        return DealOut.of(services.answer(actor=actor, deal=str(deal), answer=payload.answer, words=payload.words))

    return once(request, payload, DealOut, effect)


@router.post(
    "/deals/{uuid:deal}/undo", response=answers(DealOut, status=201), operation_id="undo_deal", openapi_extra=REPEATABLE
)
def undo(request: HttpRequest, deal: UUID, payload: ReasonIn) -> Status[DealOut]:
    """Offer to undo an agreement in effect; a counter entry is made when the other side confirms."""
    actor = actor_of(request)

    def effect() -> DealOut:
        return DealOut.of(services.offer_undoing(actor=actor, deal=str(deal), reason=payload.reason))

    return once(request, payload, DealOut, effect, status=201)


@router.post(
    "/deposits/{number}/code-batches",
    response=answers(BatchOut, status=201),
    operation_id="issue_codes",
    openapi_extra=REPEATABLE,
)
def issue(request: HttpRequest, number: str, payload: BatchIn) -> Status[BatchOut]:
    """Issue a batch of genuine-product codes, as owner or within a licence."""
    actor = actor_of(request)

    def effect() -> BatchOut:
        row = services.issue_batch(
            actor=actor,
            number=selectors.by_number(actor, number).number,
            product=payload.product,
            details=payload.details,
            quantity=payload.quantity,
        )
        return BatchOut.of(row)

    return once(request, payload, BatchOut, effect, status=201)


@router.get("/deposits/{number}/code-batches", response=answers(list[BatchOut]), operation_id="list_code_batches")
def batches(request: HttpRequest, number: str) -> list[BatchOut]:
    """Return the batches of a work the caller may see."""
    actor = actor_of(request)
    found = selectors.batches(actor, selectors.by_number(actor, number)).select_related("deposit")
    return [BatchOut.of(row) for row in found]


@router.get(
    "/code-batches/{uuid:batch}/codes",
    response=answers(None),
    operation_id="take_codes",
    openapi_extra=file_answer(CSV),
)
def take(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Return the codes of a batch as CSV, to its issuer alone; the audit trail says so."""
    row = services.take_codes(actor=actor_of(request), key=str(batch))
    content = services.as_csv(row)
    return HttpResponse(content, content_type=f"{CSV}; charset=utf-8", headers=headers(f"codes-{row.ref}.csv"))


@router.get(
    "/code-batches/{uuid:batch}/sheet",
    response=answers(None),
    operation_id="code_sheet",
    openapi_extra=file_answer(PDF),
)
def sheet(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Return the codes of a batch as sheets of QR labels, to its issuer alone."""
    row = services.take_codes(actor=actor_of(request), key=str(batch))
    content = certificates.sheet_pdf(row)
    return HttpResponse(content, content_type=PDF, headers=headers(f"codes-{row.ref}.pdf"))


@router.post(
    "/code-batches/{uuid:batch}/revoke",
    response=answers(BatchOut),
    operation_id="revoke_codes",
    openapi_extra=REPEATABLE,
)
def revoke(request: HttpRequest, batch: UUID, payload: ReasonIn) -> Status[BatchOut]:
    """Revoke a batch; whoever checks one of its codes is told."""
    actor = actor_of(request)

    def effect() -> BatchOut:
        return BatchOut.of(services.revoke_batch(actor=actor, key=str(batch), reason=payload.reason))

    return once(request, payload, BatchOut, effect)


@router.post("/codes/check", auth=everybody, response=answers(CodeOut), operation_id="check_code")
def check(request: HttpRequest, payload: CodeIn) -> CodeOut:
    """Say whether a code is genuine and how often it was asked about; anybody may ask, twenty times a minute."""
    hit(f"codes:{client_of(request)}", CHECKS, SECONDS)
    return CodeOut.of(services.check_code(payload.code, client=client_of(request)))
