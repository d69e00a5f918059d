"""Deposit of works for machines: deposit, read, reveal, withdraw, verify, figures, papers to take home."""

from __future__ import annotations

from typing import Annotated

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Status, UploadedFile

from zhidun.access import places
from zhidun.access.services import hit
from zhidun.api import cursors
from zhidun.api.auth import actor_of, client_of, everybody
from zhidun.api.deposit_shapes import (
    AskedOut,
    AskedPage,
    AskIn,
    DepositDetailOut,
    DepositFiguresOut,
    DepositIn,
    DepositNoteIn,
    DepositOut,
    DepositPage,
    DepositQuery,
    FigureQuery,
    FigureRow,
    OwnerLinkIn,
    OwnerOut,
    ReasonIn,
)
from zhidun.api.evidence import digest
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers, file_answer
from zhidun.api.schemas import TextOut
from zhidun.deposit import certificates, packages, selectors, services, words
from zhidun.deposit.reading import read
from zhidun.deposit.shares import show
from zhidun.evidence.links import headers
from zhidun.kernel.text import t

router = Router()
PDF, ZIP, CSV, PLAIN = "application/pdf", "application/zip", "text/csv", "text/plain"
ASKS, SECONDS = 30, 60
TOTAL = t("合计", "Total")


@router.post(
    "/deposits", response=answers(DepositDetailOut, status=201), operation_id="deposit_work", openapi_extra=REPEATABLE
)
def deposit_work(request: HttpRequest, payload: DepositIn) -> Status[DepositDetailOut]:
    """Deposit a work: files handed in before, or a commitment; it is numbered and sealed at once."""
    actor = actor_of(request)

    def effect() -> DepositDetailOut:
        row = services.deposit_work(
            actor=actor,
            work=read(payload.raw()),
            item_ids=[str(one) for one in payload.items],
            depositor=payload.depositor,
        )
        return DepositDetailOut.whole(row)

    return once(request, payload, DepositDetailOut, effect, status=201)


@router.get("/deposits", response=answers(DepositPage), operation_id="list_deposits")
def list_deposits(request: HttpRequest, query: Query[DepositQuery]) -> DepositPage:
    """Return the deposits the caller may see, newest first; officers search all of them."""
    rows = selectors.search(
        actor_of(request), query.q, category=query.category, district=query.district, state=query.state
    )
    position = cursors.decode(query.cursor)
    if position:
        rows = rows.filter(pk__lt=cursors.whole(position[0]))
    found = list(rows[: query.limit + 1])
    page = found[: query.limit]
    return DepositPage(
        deposits=[DepositOut.of(row) for row in page],
        next=cursors.encode([page[-1].pk]) if len(found) > query.limit else None,
    )


@router.post("/deposits/verify", auth=everybody, response=answers(AskedPage), operation_id="verify_deposit")
def verify(request: HttpRequest, payload: AskIn) -> AskedPage:
    """Say what is known under a number or a digest, as far as the owner allowed; anybody may ask."""
    hit(f"verify:{client_of(request)}", ASKS, SECONDS)
    return AskedPage(found=[AskedOut.of(one) for one in selectors.verify(payload.q)])


@router.get("/deposits/{number}", response=answers(DepositDetailOut), operation_id="read_deposit")
def read_deposit(request: HttpRequest, number: str) -> DepositDetailOut:
    """Return a deposit with people, files, chain of title and agreements."""
    return DepositDetailOut.whole(selectors.by_number(actor_of(request), number))


@router.post(
    "/deposits/{number}/reveal",
    response=answers(DepositDetailOut),
    operation_id="reveal_deposit",
    openapi_extra=REPEATABLE,
)
def reveal(
    request: HttpRequest,
    number: str,
    file: Annotated[UploadedFile, File(...)],
    salt: Annotated[str, Form(..., max_length=400)],
) -> Status[DepositDetailOut]:
    """Hand in the file that was committed to, with its salt; it must match byte for byte."""
    actor = actor_of(request)

    def effect() -> DepositDetailOut:
        row = services.reveal(
            actor=actor,
            number=selectors.by_number(actor, number).number,
            stream=file,
            filename=file.name or "file",
            salt=salt,
            declared_type=(file.content_type or "")[:100],
        )
        return DepositDetailOut.whole(row)

    return once(request, None, DepositDetailOut, effect, extra=lambda: f"{salt}\n{digest(file)}")


@router.post(
    "/deposits/{number}/withdraw",
    response=answers(DepositOut),
    operation_id="withdraw_deposit",
    openapi_extra=REPEATABLE,
)
def withdraw(request: HttpRequest, number: str, payload: ReasonIn) -> Status[DepositOut]:
    """Mark a deposit as withdrawn; it stays, with its proof and its chain."""
    actor = actor_of(request)

    def effect() -> DepositOut:
        known = selectors.by_number(actor, number).number
        return DepositOut.of(services.withdraw(actor=actor, number=known, reason=payload.reason))

    return once(request, payload, DepositOut, effect)


@router.post(
    "/deposits/{number}/note", response=answers(DepositDetailOut), operation_id="note_deposit", openapi_extra=REPEATABLE
)
def note(request: HttpRequest, number: str, payload: DepositNoteIn) -> Status[DepositDetailOut]:
    """Record what an officer found when looking at a deposit."""
    actor = actor_of(request)

    def effect() -> DepositDetailOut:
        known = selectors.by_number(actor, number).number
        return DepositDetailOut.whole(services.note_verification(actor=actor, number=known, note=payload.note))

    return once(request, payload, DepositDetailOut, effect)


@router.post(
    "/deposits/{number}/owners", response=answers(OwnerOut), operation_id="link_deposit_owner", openapi_extra=REPEATABLE
)
def link_owner(request: HttpRequest, number: str, payload: OwnerLinkIn) -> Status[OwnerOut]:
    """Let an account act for an owner who had none, at the counter, after the papers were compared."""
    actor = actor_of(request)

    def effect() -> OwnerOut:
        known = selectors.by_number(actor, number).number
        row = services.link_owner(
            actor=actor, number=known, holder=payload.holder, username=payload.username, reason=payload.reason
        )
        return OwnerOut(holder=row.pk, name=row.name, share=show(row.at_start), has_account=True)

    return once(request, payload, OwnerOut, effect)


@router.get(
    "/deposits/{number}/certificate",
    response=answers(None),
    operation_id="deposit_certificate",
    openapi_extra=file_answer(PDF),
)
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Return the certificate as PDF; 409 while its proof is pending."""
    row = selectors.by_number(actor_of(request), number)
    content = certificates.certificate_pdf(row)
    return HttpResponse(content, content_type=PDF, headers=headers(f"certificate-{row.number}.pdf"))


@router.get(
    "/deposits/{number}/chain", response=answers(None), operation_id="deposit_chain", openapi_extra=file_answer(PDF)
)
def chain(request: HttpRequest, number: str) -> HttpResponse:
    """Return the chain of title as PDF."""
    row = selectors.by_number(actor_of(request), number)
    return HttpResponse(certificates.chain_pdf(row), content_type=PDF, headers=headers(f"chain-{row.number}.pdf"))


@router.get(
    "/deposits/{number}/proof", response=answers(None), operation_id="deposit_proof", openapi_extra=file_answer(PLAIN)
)
def proof(request: HttpRequest, number: str, seq: int = 1) -> HttpResponse:
    """Return the proof file (C2SP tlog-proof) of a record of the chain; 409 while it is pending."""
    name, content = packages.record_proof(selectors.by_number(actor_of(request), number), max(1, min(seq, 10_000)))
    return HttpResponse(content, content_type=PLAIN, headers=headers(name))


@router.get(
    "/deposits/{number}/package", response=answers(None), operation_id="deposit_package", openapi_extra=file_answer(ZIP)
)
def package(request: HttpRequest, number: str) -> FileResponse:
    """Return the package (a BagIt bag as ZIP): records, files, proofs, certificate, offline page."""
    actor = actor_of(request)
    row = selectors.whole(actor, number)
    answer = FileResponse(packages.package(row=row, actor=actor), content_type=ZIP)
    for name, value in headers(f"deposit-{row.number}.zip").items():
        answer.headers[name] = value
    return answer


@router.get("/deposit-figures", auth=everybody, response=answers(DepositFiguresOut), operation_id="deposit_figures")
def figures(request: HttpRequest, query: Query[FigureQuery]) -> DepositFiguresOut:
    """Return deposits by category (the fourteen of the national table) and district."""
    del request
    found = selectors.figures(from_on=query.from_on, to_on=query.to_on)
    names = {one.code: one.name for one in places.units()}
    rows = [
        FigureRow(
            district=code,
            name=TextOut.of(names.get(code, TOTAL)),
            counts=dict(zip(words.CATEGORIES, counts, strict=False)),
            total=counts[-1],
        )
        for code, counts in selectors.table(found)
    ]
    return DepositFiguresOut(
        categories={key: TextOut.of(one) for key, one in words.CATEGORIES.items()},
        rows=rows,
        total=found.total,
        withdrawn=found.withdrawn,
        commitments=found.commitments,
        licences=found.deals.get("licence", 0),
        transfers=found.deals.get("transfer", 0),
        codes=found.codes,
        checks=found.checks,
    )


@router.get(
    "/deposit-figures.csv",
    auth=everybody,
    response=answers(None),
    operation_id="deposit_figures_csv",
    openapi_extra=file_answer(CSV),
)
def figures_csv(request: HttpRequest, query: Query[FigureQuery]) -> HttpResponse:
    """Return the same table as CSV."""
    del request
    content = selectors.figures_csv(selectors.figures(from_on=query.from_on, to_on=query.to_on))
    return HttpResponse(content, content_type=f"{CSV}; charset=utf-8", headers=headers("deposits.csv"))
