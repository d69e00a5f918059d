"""Writes of the cases room. `take_step` is the one way a case moves."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from zhidun.access.actors import Actor
from zhidun.access.policies import need
from zhidun.cases.applying import file_items
from zhidun.cases.approvals import approve, propose_step, reject, submit_step, withdraw_request
from zhidun.cases.attaching import attach_case
from zhidun.cases.calendars import import_calendar_year
from zhidun.cases.confirmations import confirm_rule, withdraw_confirmation
from zhidun.cases.files import case_file, closed_file
from zhidun.cases.long_jobs import on_import_ended
from zhidun.cases.merging import merge_duplicate, take_merger_back
from zhidun.cases.models import Case, CaseEvidence, Paper
from zhidun.cases.opening import open_case
from zhidun.cases.outbox import deliver_due, notify
from zhidun.cases.overdue import mark_overdue
from zhidun.cases.pages import paper_for
from zhidun.cases.people import (
    admit_party,
    assign_officer,
    end_assignment,
    let_in,
    link_cases,
    set_sealed,
    unlink_cases,
)
from zhidun.cases.readings import choose_reading
from zhidun.cases.recounting import recompute_provisional
from zhidun.cases.rendering import ensure_rendered
from zhidun.cases.sealing import on_case_moved, on_paper_issued
from zhidun.cases.steps import take_step
from zhidun.cases.taking_part import add_office, part_of
from zhidun.cases.talk import add_note, mark_all_notices_read, mark_messages_read, mark_notice_read, post_message
from zhidun.cases.types import PartyIn
from zhidun.cases.visibility import find, staff_sees
from zhidun.kernel import time
from zhidun.kernel.errors import NotFound
from zhidun.kernel.events import CalendarYearLoaded

__all__ = [
    "PartyIn",
    "add_evidence",
    "add_note",
    "add_office",
    "admit_party",
    "approve",
    "assign_officer",
    "attach_case",
    "case_file",
    "choose_reading",
    "closed_file",
    "confirm_rule",
    "deliver_due",
    "end_assignment",
    "ensure_rendered",
    "import_calendar_year",
    "let_in",
    "link_cases",
    "mark_all_notices_read",
    "mark_messages_read",
    "mark_notice_read",
    "mark_overdue",
    "mark_served",
    "merge_duplicate",
    "notify",
    "on_calendar_year_loaded",
    "on_case_moved",
    "on_import_ended",
    "on_paper_issued",
    "open_case",
    "part_of",
    "post_message",
    "propose_step",
    "recompute_provisional",
    "reject",
    "set_sealed",
    "show_evidence",
    "submit_step",
    "take_merger_back",
    "take_step",
    "unlink_cases",
    "withdraw_confirmation",
    "withdraw_request",
]

SERVE = "enforcement:case:serve"
WRITE = "cases:case:write"
ADD = "evidence:item:add"


def on_calendar_year_loaded(event: CalendarYearLoaded) -> None:
    """Count provisional clocks again when a year's notice was loaded; wired in `site.wiring`."""
    recompute_provisional(event.year)


@transaction.atomic
def mark_served(*, actor: Actor, paper_id: str, how: str) -> Paper:
    """Note when and how a paper was served; the first note stands.

    Raises:
        NotFound, Forbidden.
    """
    paper = paper_for(actor, paper_id)
    need(actor, SERVE, paper.office_id)
    if paper.served_at is None:
        paper.served_at, paper.served_how = time.now(), how
        paper.save(update_fields=["served_at", "served_how"])
    return paper


@transaction.atomic
def add_evidence(*, actor: Actor, case_number: str, items: Sequence[str]) -> int:
    """Lay items the actor handed in into the file, as an officer or as a party; return how many are new.

    Raises:
        CaseNotFound, ItemNotFound.
        Forbidden: an officer without `evidence:item:add`.
    """
    case = find(actor, case_number)
    if staff_sees(actor, case):
        need(actor, ADD, case.office_id)
    before = case.evidence.count()
    file_items(case=case, public_ids=[str(item) for item in items], actor=actor)
    return case.evidence.count() - before


@transaction.atomic
def show_evidence(*, actor: Actor, case_number: str, item: str, visible: bool) -> CaseEvidence:
    """Let the parties see an item of the file, or no longer.

    Raises:
        CaseNotFound, Forbidden, NotFound.
    """
    case: Case = find(actor, case_number)
    need(actor, WRITE, case.office_id)
    row = CaseEvidence.objects.filter(case=case, item__public_id=item).first()
    if row is None:
        raise NotFound
    row.visible_to_parties = visible
    row.save(update_fields=["visible_to_parties"])
    return row
