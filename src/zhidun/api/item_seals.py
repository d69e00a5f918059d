"""Seals of evidence for machines: where an item stands in the log, proof, certificate, package, custody hand-over."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from zhidun.access.services import hit
from zhidun.api.auth import actor_of, everybody
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers, file_answer
from zhidun.api.schemas import Closed, TextOut
from zhidun.cases import certificates, selectors
from zhidun.cases.evidence_packages import package
from zhidun.evidence import handing, proofs
from zhidun.evidence.errors import ProofPending
from zhidun.evidence.links import headers
from zhidun.evidence.proofs import SealView
from zhidun.ledger.proof import SUFFIX

if TYPE_CHECKING:
    from zhidun.evidence.models import HandOver

router = Router()
PLAIN, PDF, ZIP = "text/plain", "application/pdf", "application/zip"
ASKS, SECONDS = 30, 60


class VoucherOut(Schema):
    """Who vouches for a checkpoint, and when."""

    name: str
    at: datetime


class ItemSealOut(Schema):
    """Where a seal stands: `none`, `pending` (no proof yet), `proven`, `erased`."""

    state: Literal["none", "pending", "proven", "erased"]
    sealed_at: datetime | None
    index: int | None
    size: int | None
    root: str
    origin: str
    leaf: str
    signed_at: datetime | None
    witnesses: list[VoucherOut]
    stamps: list[VoucherOut]

    @classmethod
    def of(cls, seal: SealView) -> ItemSealOut:
        """Return a seal as machines read it."""
        return cls(
            state=seal.state,  # type: ignore[arg-type]  # the four words above
            sealed_at=seal.sealed_at,
            index=seal.index,
            size=seal.size,
            root=seal.root,
            origin=seal.origin,
            leaf=seal.leaf,
            signed_at=seal.signed_at,
            witnesses=[VoucherOut(name=one.name, at=one.at) for one in seal.witnesses],
            stamps=[VoucherOut(name=one.authority, at=one.at) for one in seal.stamps],
        )


class LookupIn(Closed):
    """The SHA-256 of a file, computed by the caller; the file itself is not sent."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class FoundOut(Schema):
    """One seal of a file: when and where, never whose."""

    state: str
    sealed_at: datetime | None
    index: int | None
    size: int | None
    origin: str


class LookupOut(Schema):
    """Whether a file of this digest was sealed here."""

    sealed: bool
    seals: list[FoundOut]


class OfferIn(Closed):
    """Custody offered to a colleague."""

    receiver: str = Field(max_length=150)
    medium: str = Field("", max_length=200)
    note: str = Field("", max_length=1000)


class AnswerIn(Closed):
    """The other side's answer; to accept, repeat the digest."""

    answer: Literal["accept", "decline", "withdraw"]
    words: str = Field("", max_length=1000)
    sha256: str = Field("", max_length=64)


class HandOverOut(Schema):
    """A hand-over of custody; it counts once its state is `accepted`."""

    hand_over: UUID
    item: UUID
    filename: str
    state: str
    giver: TextOut
    receiver: TextOut
    medium: str
    note: str
    sha256: str
    offered_at: datetime
    answered_at: datetime | None
    answer: str


def _out(row: HandOver) -> HandOverOut:
    return HandOverOut(
        hand_over=row.public_id,
        item=row.item.public_id,
        filename=row.item.filename,
        state=row.state,
        giver=TextOut.of(row.giver.name),
        receiver=TextOut.of(row.receiver.name),
        medium=row.medium,
        note=row.note,
        sha256=row.sha256,
        offered_at=row.offered_at,
        answered_at=row.answered_at,
        answer=row.answer,
    )


@router.post("/evidence/lookup", auth=everybody, response=answers(LookupOut), operation_id="lookup_evidence")
def lookup(request: HttpRequest, payload: LookupIn) -> LookupOut:
    """Say whether, when and where a file of this digest was sealed; never whose it is."""
    hit(f"verify:{request.META.get('REMOTE_ADDR', '')}", ASKS, SECONDS)
    found = proofs.sealed_by_digest(payload.sha256)
    seals = [
        FoundOut(state=one.state, sealed_at=one.sealed_at, index=one.index, size=one.size, origin=one.origin)
        for one in found
    ]
    return LookupOut(sealed=bool(seals), seals=seals)


@router.get("/items/{uuid:item}/seal", response=answers(ItemSealOut), operation_id="item_seal")
def seal(request: HttpRequest, item: UUID) -> ItemSealOut:
    """Return where the seal of an item stands."""
    row = selectors.item_for(actor_of(request), str(item))
    return ItemSealOut.of(proofs.view(proofs.seal_of(row)))


@router.get(
    "/items/{uuid:item}/proof", response=answers(None), operation_id="item_proof", openapi_extra=file_answer(PLAIN)
)
def proof(request: HttpRequest, item: UUID) -> HttpResponse:
    """Return the proof file (C2SP tlog-proof) of an item; 409 while it is pending."""
    row = selectors.item_for(actor_of(request), str(item))
    found = proofs.seal_of(row)
    if found is None:
        raise ProofPending
    return HttpResponse(proofs.proof_file(found), content_type=PLAIN, headers=headers(row.filename + SUFFIX))


@router.get(
    "/items/{uuid:item}/certificate",
    response=answers(None),
    operation_id="item_certificate",
    openapi_extra=file_answer(PDF),
)
def certificate(request: HttpRequest, item: UUID) -> HttpResponse:
    """Return the certificate of an item as PDF; 409 while its proof is pending."""
    row = selectors.item_for(actor_of(request), str(item))
    content = certificates.certificate_pdf(row)
    return HttpResponse(content, content_type=PDF, headers=headers(f"certificate-{item}.pdf"))


@router.get(
    "/items/{uuid:item}/package", response=answers(None), operation_id="item_package", openapi_extra=file_answer(ZIP)
)
def evidence_package(request: HttpRequest, item: UUID) -> FileResponse:
    """Return the evidence package (a BagIt bag as ZIP); the chain of custody says who took it."""
    actor = actor_of(request)
    made = package(item=selectors.item_for(actor, str(item)), actor=actor)
    answer = FileResponse(made, content_type=ZIP)
    for name, value in headers(f"evidence-{item}.zip").items():
        answer.headers[name] = value
    return answer


@router.post(
    "/items/{uuid:item}/hand-overs",
    response=answers(HandOverOut, status=201),
    operation_id="offer_item",
    openapi_extra=REPEATABLE,
)
def offer(request: HttpRequest, item: UUID, payload: OfferIn) -> Status[HandOverOut]:
    """Offer custody of an item to a colleague, who confirms it in a session of their own."""
    actor = actor_of(request)

    def effect() -> HandOverOut:
        row = selectors.item_for(actor, str(item))
        given = handing.offer_item(
            item=row, actor=actor, receiver=payload.receiver, medium=payload.medium, note=payload.note
        )
        return _out(given)

    return once(request, payload, HandOverOut, effect, status=201)


@router.get("/hand-overs", response=answers(list[HandOverOut]), operation_id="list_hand_overs")
def waiting(request: HttpRequest) -> list[HandOverOut]:
    """Return the hand-overs that wait for the caller's answer."""
    return [_out(row) for row in handing.waiting_for(actor_of(request))]


@router.post(
    "/hand-overs/{uuid:hand_over}/answer",
    response=answers(HandOverOut),
    operation_id="answer_hand_over",
    openapi_extra=REPEATABLE,
)
def answer_offer(request: HttpRequest, hand_over: UUID, payload: AnswerIn) -> Status[HandOverOut]:
    """Accept, decline or withdraw a hand-over."""
    actor = actor_of(request)

    def effect() -> HandOverOut:
        row = handing.answer_offer(
            public_id=str(hand_over), actor=actor, answer=payload.answer, words=payload.words, sha256=payload.sha256
        )
        return _out(row)

    return once(request, payload, HandOverOut, effect)
