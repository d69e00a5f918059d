"""The working calendar for machines: what each day of a year is, and the notice of another year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from zhidun.api.auth import actor_of, everybody
from zhidun.api.evidence import content, digest
from zhidun.api.idempotency import once
from zhidun.api.problems import REPEATABLE, answers
from zhidun.api.schemas import FIRST_YEAR, LAST_YEAR
from zhidun.cases import selectors, services
from zhidun.kernel.errors import Forbidden, NotFound

router = Router()
MOST_BYTES = 1_000_000
IMPORT = "law:calendar:import"


class OtherDayOut(Schema):
    """A day that is neither a usual workday nor a usual weekend."""

    on: date
    kind: str


class YearOut(Schema):
    """A year of the calendar; while its notice is not loaded, dates in it are provisional."""

    year: int
    loaded: bool
    days: list[OtherDayOut]


class LoadedYearOut(Schema):
    """A notice that was loaded."""

    year: int
    version: int


@router.get("/law/calendar/{int:year}", auth=everybody, response=answers(YearOut), operation_id="read_calendar_year")
def read_year(request: HttpRequest, year: int) -> YearOut:
    """Return the holidays, adjusted rest days and make-up workdays of a year."""
    del request
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound
    book = selectors.current_calendar()
    loaded = book.loaded(year)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)] if loaded else []
    kinds = [(day, book.kind(day).value) for day in days if day.year == year]
    return YearOut(
        year=year,
        loaded=loaded,
        days=[OtherDayOut(on=day, kind=kind) for day, kind in kinds if kind not in {"workday", "weekend"}],
    )


@router.post(
    "/law/calendar",
    response=answers(LoadedYearOut, status=201),
    operation_id="import_calendar_year",
    openapi_extra=REPEATABLE,
)
def import_year(request: HttpRequest, file: Annotated[UploadedFile, File(...)]) -> Status[LoadedYearOut]:
    """Load a year's notice from a YAML or CSV file; provisional dates are counted again (system administrator)."""
    actor = actor_of(request)
    if not actor.can(IMPORT):
        raise Forbidden

    def effect() -> LoadedYearOut:
        row = services.import_calendar_year(
            actor=actor, content=content(file, MOST_BYTES), filename=file.name or "year"
        )
        return LoadedYearOut(year=row.year, version=row.version)

    return once(request, None, LoadedYearOut, effect, status=201, extra=lambda: digest(file))
