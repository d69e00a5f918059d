"""Runs the invented cases, marked 演示, with the invented cast: from the form to a decision and the closed file."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import transaction

from zhidun.access.actors import SYSTEM
from zhidun.cases import services as moves
from zhidun.intake import services as intake
from zhidun.intake.types import Channel, Receipt
from zhidun.kernel.errors import Conflict
from zhidun.site.demo_stage import Act, Entry, actor_named, at_moment, entries, facts_on, moment, picture, script, take


def scenes() -> list[Entry]:
    """Return the invented cases in the order of the pack."""
    return entries(script("invented"), "cases")


@transaction.atomic
def perform(entry: Entry, start: date) -> Receipt:
    """Submit one invented filing and take its steps, all or nothing."""
    at = moment(entry, start)
    with at_moment(at):
        actor = actor_named(str(entry["by"]))
        receipt = intake.submit(
            actor=actor,
            answers={**cast("Entry", entry["answers"]), "happened_on": at.date().isoformat()},
            item_ids=[picture(shot, actor) for shot in entries(entry, "evidence")],
            channel=cast("Channel", entry["channel"]),
            at_office=str(entry["at_office"]) if entry.get("at_office") else None,
            demo=True,
            source={"demo_key": str(entry["key"])},
        )
    for step in entries(entry, "steps"):
        take(receipt.number, _act(step, start))
    return receipt


def _act(step: Entry, start: date) -> Act:
    return Act(
        step=str(step["step"]),
        by=str(step["by"]),
        at=moment(step, start),
        facts=facts_on(cast("Entry", step.get("facts") or {}), start),
        reason=str(step.get("reason") or ""),
        approve=cast("list[str]", step.get("approve") or []),
    )


def keep_file(number: str) -> Path:
    """Write the closed file of a case as PDF below the data folder, unless it is there, and return its path."""
    folder = Path(settings.HOME) / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{number}.pdf"
    if not path.exists():
        path.write_bytes(moves.case_file(actor=SYSTEM, case_number=number))
    return path


def confirm_one_rule() -> str:
    """Let a named officer confirm the one rule of the script; return its id, also when it was confirmed before."""
    entry = cast("Entry", script("invented")["confirmation"])
    rule = str(entry["rule"])
    with suppress(Conflict):  # a second run finds it confirmed
        moves.confirm_rule(actor=actor_named(str(entry["by"])), rule_id=rule, official_source=str(entry["source"]))
    return rule
