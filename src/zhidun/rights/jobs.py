"""Jobs of the registry: imports, and statuses that follow from dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from procrastinate.contrib.django import app

from zhidun.access.actors import SYSTEM
from zhidun.kernel import time
from zhidun.kernel.errors import Refusal
from zhidun.rights.importing import run_import, tell_end
from zhidun.rights.kinds import kind, kinds
from zhidun.rights.models import ImportRun, ImportState, Right
from zhidun.rights.registering import change_status

if TYPE_CHECKING:
    from datetime import date


@app.task(name="rights.import_table")
def import_table(run: str) -> None:
    """Work through an import; a second run of the job goes on where the first was killed."""
    row = ImportRun.objects.get(public_id=run)
    if row.state in (ImportState.DONE, ImportState.STOPPED):
        return
    try:
        run_import(actor=SYSTEM, run=row)
    except Refusal as refusal:
        ImportRun.objects.filter(pk=row.pk).update(
            state=ImportState.FAILED,
            ended_at=time.now(),
            failure_zh=refusal.reason.zh[:300],
            failure_en=refusal.reason.en[:300],
        )
        row.refresh_from_db()
        tell_end(row)


@app.periodic(cron="23 1 * * *")
@app.task(name="rights.follow_dates", queueing_lock="rights.follow_dates")
def follow_dates(timestamp: int) -> None:
    """Each night let statuses follow the dates."""
    del timestamp
    move_statuses(time.today())


def move_statuses(on: date) -> int:
    """Expire rights whose term (or grace period) ended before `on`; open renewal and grace; return how many moved."""
    moved = 0
    for right in Right.objects.filter(expires_on__isnull=False, status__in=_living()).iterator():
        wanted = status_on(right, on)
        if wanted and wanted != right.status:
            change_status(actor=SYSTEM, right=right, status=wanted, effective_on=on, reason="期限 term")
            moved += 1
    return moved


def _living() -> set[str]:
    """Every status of any kind under which a right can be infringed: transferred and frozen rights end too."""
    return {one.key for of in kinds().values() for one in of.statuses if one.alive}


def status_on(right: Right, on: date) -> str:
    """Return the status that the dates of a right give it on a day, or an empty string for no change."""
    known = {one.key for one in kind(right.kind).statuses}
    if right.expires_on is None or "expired" not in known:
        return ""
    if on > right.expires_on:
        in_grace = right.renew_until_on is not None and on <= right.renew_until_on and "grace" in known
        return "grace" if in_grace else "expired"
    opened = right.renew_from_on is not None and on >= right.renew_from_on and right.status == "registered"
    return "renewal_open" if opened and "renewal_open" in known else ""
