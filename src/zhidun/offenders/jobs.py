"""Jobs of the room; each may run twice without harm."""

from __future__ import annotations

from procrastinate.contrib.django import app

from zhidun.access.actors import SYSTEM, actor_for
from zhidun.access.selectors import account_by_id
from zhidun.offenders.models import PastImport
from zhidun.offenders.past import run_import


@app.task(name="offenders.import_past")
def import_past(run: str) -> None:
    """Work through an import of old cases; a second run of the job goes on where the first was killed."""
    row = PastImport.objects.get(public_id=run)
    if row.state == PastImport.State.DONE:
        return
    actor = actor_for(account_by_id(row.started_account)) if row.started_account else SYSTEM
    run_import(actor=actor, run=row)
