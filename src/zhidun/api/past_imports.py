"""Import of old cases from tables for machines: template, dry run, progress, rows that did not fit."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from zhidun.access import selectors as access
from zhidun.access.policies import need
from zhidun.api.auth import actor_of
from zhidun.api.evidence import content, digest
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers, file_answer
from zhidun.api.schemas import Closed, TextOut, Word
from zhidun.kernel.money import shown
from zhidun.kernel.text import Text
from zhidun.offenders import selectors, services
from zhidun.rights.tables import MAX_BYTES

if TYPE_CHECKING:
    from zhidun.offenders.models import PastCase, PastImport

router = Router()
AT_ONCE = 100
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
    noticed: int
    started_at: datetime

    @classmethod
    def of(cls, row: PastImport) -> PastRunOut:
        """Read it from the row."""
        return cls(
            run=row.public_id, filename=row.filename, dry_run=row.dry_run, state=row.state, rows_total=row.rows_total,
            rows_done=row.rows_done, rows_made=row.rows_made, rows_known=row.rows_known, rows_flagged=row.rows_flagged,
            faults=len(row.faults), noticed=len(row.notices), started_at=row.started_at,
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


class PastCaseOut(Schema):
    """One old case as it came in; `flags`: what does not add up in the source."""

    case: UUID
    number: str
    authority: str
    party: UUID
    party_name: str
    title: str
    right_kind: str
    outcome: str
    acted_on: date | None
    decided_on: date
    effective_on: date | None
    fine: str | None
    confiscated: str | None
    total: str | None
    flags: list[TextOut]
    source: str

    @classmethod
    def of(cls, row: PastCase) -> PastCaseOut:
        """Read it from the row."""
        sums = [None if one is None else shown(one) for one in (row.fine, row.confiscated, row.stated_total)]
        return cls(
            case=row.public_id, number=row.number, authority=row.authority, party=row.party.public_id,
            party_name=row.party.name, title=row.title, right_kind=row.right_kind, outcome=row.outcome,
            acted_on=row.acted_on, decided_on=row.decided_on, effective_on=row.effective_on, fine=sums[0],
            confiscated=sums[1], total=sums[2], flags=[TextOut.of(Text.of(one)) for one in row.flags],
            source=row.source,
        )  # fmt: skip


class PastCasesOut(Schema):
    """Old cases that fit: how many there are, and a hundred from the offset."""

    count: int
    rows: list[PastCaseOut]


class PastQuery(Closed):
    """What is looked for; empty words ask nothing."""

    q: Word = ""
    right_kind: Word = ""
    outcome: Word = ""
    flagged: bool = False
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0

    def wanted(self) -> selectors.Wanted:
        """Return it in the room's words."""
        return selectors.Wanted(q=self.q, right_kind=self.right_kind, outcome=self.outcome, flagged=self.flagged)


@router.get("/past-cases", response=answers(PastCasesOut), operation_id="list_past_cases")
def list_past_cases(request: HttpRequest, query: Query[PastQuery]) -> PastCasesOut:
    """List the old cases that fit, newest decision first, a hundred at a time."""
    rows = selectors.past_cases(actor_of(request), query.wanted())
    return PastCasesOut(
        count=rows.count(), rows=[PastCaseOut.of(row) for row in rows[query.offset : query.offset + AT_ONCE]]
    )


@router.get(
    "/past-cases/export", response=answers(None), operation_id="export_past_cases", openapi_extra=file_answer(CSV)
)
def export_past_cases(request: HttpRequest, query: Query[PastQuery]) -> HttpResponse:
    """Return all old cases that fit as CSV."""
    return _csv(selectors.past_table(actor_of(request), query.wanted()), "past-cases.csv")


def _csv(table: bytes, name: str) -> HttpResponse:
    place = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(table, content_type=f"{CSV}; charset=utf-8", headers=place)
