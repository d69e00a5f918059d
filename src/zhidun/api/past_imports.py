"""Import of old cases from tables for machines: template, dry run, progress, rows that did not fit."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Schema, Status, UploadedFile

from zhidun.access import selectors as access
from zhidun.access.policies import need
from zhidun.api.auth import actor_of
from zhidun.api.evidence import content, digest
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers, file_answer
from zhidun.offenders import selectors, services
from zhidun.rights.tables import MAX_BYTES

if TYPE_CHECKING:
    from zhidun.offenders.models import PastImport

router = Router()
IMPORT, CSV = "offenders:past:import", "text/csv"


class PastRunOut(Schema):
    """How far an import of old cases is."""

    run: UUID
    filename: str
    dry_run: bool
    state: str
    rows_total: int
    rows_done: int
    rows_made: int
    rows_known: int
    rows_flagged: int
    faults: int
    started_at: datetime

    @classmethod
    def of(cls, row: PastImport) -> PastRunOut:
        """Read it from the row."""
        return cls(
            run=row.public_id, filename=row.filename, dry_run=row.dry_run, state=row.state, rows_total=row.rows_total,
            rows_done=row.rows_done, rows_made=row.rows_made, rows_known=row.rows_known, rows_flagged=row.rows_flagged,
            faults=len(row.faults), started_at=row.started_at,
        )  # fmt: skip


@router.get(
    "/past-imports/template", response=answers(None), operation_id="past_template", openapi_extra=file_answer(CSV)
)
def past_template(request: HttpRequest) -> HttpResponse:
    """Return the empty table of old cases as CSV."""
    need(actor_of(request), IMPORT)
    return _csv(selectors.template("csv"), "past-cases.csv")


@router.post(
    "/past-imports", response=answers(PastRunOut, status=201), operation_id="start_past_import",
    openapi_extra=REPEATABLE,
)  # fmt: skip
def start_past_import(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(...)],
    office: Annotated[str, Form(..., max_length=80)],
    dry_run: Annotated[bool, Form(True)] = True,  # noqa: FBT002  a form field
) -> Status[PastRunOut]:
    """Take a table of old cases (CSV or XLSX) in and queue its run; a dry run writes nothing."""
    actor = actor_of(request)
    need(actor, IMPORT)

    def effect() -> PastRunOut:
        return PastRunOut.of(
            services.start_import(
                actor=actor, office_id=access.office(office).pk, filename=file.name or "table",
                content=content(file, MAX_BYTES), dry_run=dry_run,
            )
        )  # fmt: skip

    return once(request, None, PastRunOut, effect, status=201, extra=lambda: f"{office} {dry_run} {digest(file)}")


@router.get("/past-imports/{uuid:run}", response=answers(PastRunOut), operation_id="read_past_import")
def read_past_import(request: HttpRequest, run: UUID) -> PastRunOut:
    """Return how far an import is."""
    actor = actor_of(request)
    need(actor, IMPORT)
    return PastRunOut.of(selectors.import_run(actor, str(run)))


@router.get(
    "/past-imports/{uuid:run}/faults", response=answers(None), operation_id="past_import_faults",
    openapi_extra=file_answer(CSV),
)  # fmt: skip
def past_import_faults(request: HttpRequest, run: UUID) -> HttpResponse:
    """Return the rows that did not fit as CSV."""
    actor = actor_of(request)
    need(actor, IMPORT)
    return _csv(selectors.faults_table(selectors.import_run(actor, str(run))), f"faults-{run}.csv")


def _csv(table: bytes, name: str) -> HttpResponse:
    place = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(table, content_type=f"{CSV}; charset=utf-8", headers=place)
