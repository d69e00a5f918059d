"""The calendar in force here: the packs' years and those an administrator imported since."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.db import transaction

from zhidun.access import services as access
from zhidun.access.actors import Actor
from zhidun.cases.models import CalendarYear
from zhidun.kernel import events, time
from zhidun.kernel.errors import Forbidden
from zhidun.kernel.reading import once
from zhidun.law import calendar_files
from zhidun.law.calendar import Calendar, shipped

IMPORT = "law:calendar:import"


@once
def current_calendar() -> Calendar:
    """Return the packs' calendar with the imported years laid over it, the latest version of each."""
    last = CalendarYear.objects.order_by("-id").values_list("id", "imported_at").first()
    return shipped() if last is None else _with_imported(*last)


@lru_cache(maxsize=4)
def _with_imported(last: int, imported_at: datetime) -> Calendar:  # noqa: ARG001  # a part of the cache's key
    """Build the calendar once for each newest row, told by number and moment: a restored database numbers anew."""
    rows = CalendarYear.objects.filter(id__lte=last).order_by("year", "version")
    return shipped().with_years(calendar_files.read_year(row.content.encode(), filename=row.filename) for row in rows)


@transaction.atomic
def import_calendar_year(*, actor: Actor, content: bytes, filename: str) -> CalendarYear:
    """Load a year's holiday notice from a YAML or CSV file; a second file for the same year is its next version.

    Dates that were provisional because of that year are recomputed by the listeners of `CalendarYearLoaded`.

    Raises:
        Forbidden: the actor may not import calendars.
        CalendarUnfit: the file cannot be read or contradicts itself.
    """
    if not actor.can(IMPORT):
        raise Forbidden
    year = calendar_files.read_year(content, filename=filename)
    last = CalendarYear.objects.select_for_update().filter(year=year.year).order_by("-version").first()
    row = CalendarYear.objects.create(
        year=year.year,
        version=last.version + 1 if last else 1,
        content=content.decode("utf-8-sig"),
        filename=filename[-200:],
        source=year.source.zh[:300],
        imported_by=actor.key,
    )
    access.record(
        actor=actor,
        action="calendar.imported",
        object_kind="calendar",
        object_key=f"{row.year}v{row.version}",
        facts={"filename": filename, "holidays": len(year.holidays)},
    )
    events.publish(events.CalendarYearLoaded(at=time.now(), year=row.year))
    return row
