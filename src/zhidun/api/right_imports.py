"""Import of tables of rights for machines: template, dry run, progress, rows that did not fit."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema, Status, UploadedFile

from zhidun.api.auth import actor_of, everybody
from zhidun.api.evidence import content, digest
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers, file_answer
from zhidun.kernel.errors import Forbidden, NotFound
from zhidun.rights import selectors, services
from zhidun.rights.tables import MAX_BYTES

if TYPE_CHECKING:
    from zhidun.rights.models import ImportRun

router = Router()
CSV = "text/csv"
EDIT = "rights:right:edit"


class ImportOut(Schema):
    """A run: how far it is, what it made, how many rows did not fit."""

    run: UUID
    filename: str
    kind: str
    dry_run: bool
    state: str
    rows_total: int
    rows_done: int
    rows_made: int
    rows_known: int
    faults: int
    started_at: datetime
    ended_at: datetime | None


def _out(row: ImportRun) -> ImportOut:
    return ImportOut(
        run=row.public_id,
        filename=row.filename,
        kind=row.kind,
        dry_run=row.dry_run,
        state=row.state,
        rows_total=row.rows_total,
        rows_done=row.rows_done,
        rows_made=row.rows_made,
        rows_known=row.rows_known,
        faults=len(row.faults),
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


@router.get(
    "/right-imports/template/{kind}", auth=everybody, response=answers(None), operation_id="import_template",
    openapi_extra=file_answer(CSV),
)  # fmt: skip
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """Return the empty table of a kind of right as CSV."""
    del request
    if kind not in selectors.kinds():
        raise NotFound
    return _csv(selectors.template(kind, form="csv"), f"rights-{kind}.csv")


@router.post(
    "/right-imports", response=answers(ImportOut, status=201), operation_id="start_import", openapi_extra=REPEATABLE
)
def start(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(...)],
    kind: Annotated[str, Form(..., max_length=24)],
    dry_run: Annotated[bool, Form(True)] = True,  # noqa: FBT002  a form field
) -> Status[ImportOut]:
    """Take a table (CSV or XLSX) in and queue its run; a dry run checks every row and writes none (officers)."""
    actor = actor_of(request)
    if not actor.can(EDIT):
        raise Forbidden

    def effect() -> ImportOut:
        return _out(
            services.start_import(
                actor=actor,
                kind_key=kind,
                filename=file.name or "table",
                content=content(file, MAX_BYTES),
                dry_run=dry_run,
            )
        )

    return once(request, None, ImportOut, effect, status=201, extra=lambda: f"{kind} {dry_run} {digest(file)}")


@router.get("/right-imports/{uuid:run}", response=answers(ImportOut), operation_id="read_import")
def read(request: HttpRequest, run: UUID) -> ImportOut:
    """Return how far a run is."""
    return _out(selectors.import_run(actor_of(request), run))


@router.get(
    "/right-imports/{uuid:run}/faults", response=answers(None), operation_id="import_faults",
    openapi_extra=file_answer(CSV),
)  # fmt: skip
def faults(request: HttpRequest, run: UUID) -> HttpResponse:
    """Return the rows that did not fit as CSV, each with reason and remedy."""
    found = selectors.import_run(actor_of(request), run)
    return _csv(selectors.faults_table(found), f"faults-{run}.csv")


def _csv(table: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        table,
        content_type=f"{CSV}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
