"""Reads of the cases room; authorisation is `visible_to(actor)` everywhere."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError

from zhidun.access.actors import Actor
from zhidun.cases.calendars import current_calendar
from zhidun.cases.clock_cards import clocks_of, why
from zhidun.cases.confirmations import unconfirmed
from zhidun.cases.engine_words import DUPLICATE, outcome_title
from zhidun.cases.fact_words import shown_facts
from zhidun.cases.list_counts import Counted, counts, counts_shown
from zhidun.cases.listing import case_card, case_cards, due_soon, matching, my_tasks, overdue, search, work_list
from zhidun.cases.models import Approval, ApprovalState, Case, Notice, Paper
from zhidun.cases.page_parts import approvals_of
from zhidun.cases.pages import case_page, paper_card, paper_for, papers_of
from zhidun.cases.paper_data import verify_url
from zhidun.cases.readings import readings_of
from zhidun.cases.receipts import receipt_pdf
from zhidun.cases.rendering import paper_pdf
from zhidun.cases.taking_part import offices_for
from zhidun.cases.time_left import time_left
from zhidun.cases.timeline import timeline
from zhidun.cases.types import ApprovalCard, PaperCard
from zhidun.cases.viewing import attached_to, view_of
from zhidun.cases.visibility import find, in_charge, relations_of, staff_sees, subjects_of, visible_to
from zhidun.evidence.models import Item
from zhidun.kernel.errors import NotFound
from zhidun.procedures.decide import OpenStep, open_steps
from zhidun.procedures.load import catalogue

__all__ = [
    "Counted",
    "approvals_of",
    "attached_to",
    "case_card",
    "case_cards",
    "case_page",
    "clocks_of",
    "counts",
    "counts_shown",
    "current_calendar",
    "due_soon",
    "find",
    "in_charge",
    "item_for",
    "matching",
    "my_approvals",
    "my_tasks",
    "notices",
    "offices_for",
    "open_steps_for",
    "outcome_title",
    "overdue",
    "paper_by_number",
    "paper_card",
    "paper_for",
    "paper_lines",
    "paper_pdf",
    "papers_of",
    "readings_of",
    "receipt_pdf",
    "relations_of",
    "search",
    "shown_facts",
    "staff_sees",
    "subjects_of",
    "time_left",
    "timeline",
    "unconfirmed",
    "verify_url",
    "view_of",
    "visible_to",
    "why",
    "work_list",
]

PAPER_SAYS = ("lead", "parties", "facts", "sections", "reason", "articles", "remedies", "closing", "date")
PAPER_OWN = frozenset({"role", "key"})
"""Parts of a paper's data that are names for us, not words on the paper."""


def open_steps_for(actor: Actor, number: str, *, at: datetime | None = None) -> tuple[OpenStep, ...]:
    """Return the steps that start from the case's state and that the actor's post or part reaches, with what blocks.

    Raises:
        CaseNotFound: there is no such case, or not for this actor.
    """
    case = find(actor, number)
    if case.outcome == DUPLICATE and case.closed_at is not None:
        return ()
    procedure = catalogue().get(case.procedure, case.procedure_version)
    return open_steps(procedure, case.state, view_of(case, actor, at=at))


def my_approvals(actor: Actor) -> tuple[ApprovalCard, ...]:
    """Return the requests that wait for this very person."""
    rows = Approval.objects.filter(state=ApprovalState.OPEN, case__in=visible_to(actor)).order_by("requested_at")
    cases: dict[int, Case] = {row.case_id: row.case for row in rows.select_related("case__office")}
    found = []
    for case in cases.values():
        procedure = catalogue().get(case.procedure, case.procedure_version)
        found += [card for card in approvals_of(case, procedure, actor) if card.you_may]
    return tuple(found)


def paper_by_number(number: str = "", *, public_id: str = "") -> tuple[PaperCard, str, str]:
    """Return (paper, office name, case demo mark) for the public verify page: nothing of the case's content.

    Raises:
        NotFound: no such paper.
    """
    rows = Paper.objects.select_related("office", "case")
    row = rows.filter(number=number).exclude(number="").first() if number else None
    if row is None and public_id:
        try:
            row = rows.filter(public_id=public_id).first()
        except (ValueError, TypeError, ValidationError):
            row = None
    if row is None:
        raise NotFound
    return paper_card(row), row.office.name_zh, "演示" if row.case.demo else ""


def paper_lines(paper: Paper) -> list[str]:
    """Return what a paper says, line by line, from its frozen data; to lay two papers beside each other."""
    said: list[str] = [paper.title_zh, paper.number]

    def walk(value: object) -> None:
        if isinstance(value, str):
            said.extend(line for line in value.splitlines() if line.strip())
        elif isinstance(value, dict):
            for key, part in value.items():
                if key not in PAPER_OWN and key != "en":
                    walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk({key: paper.data.get(key) for key in PAPER_SAYS})
    return said


def notices(actor: Actor, *, unread_only: bool = False, limit: int = 50) -> list[Notice]:
    """Return the notices in the actor's own box, newest first."""
    rows = Notice.objects.filter(account_id=actor.account_id or -1)
    if actor.kind == "receipt":
        rows = Notice.objects.filter(case__number=actor.receipt_case, party__by_receipt=True)
    return list((rows.filter(read_at=None) if unread_only else rows).select_related("case").order_by("-at")[:limit])


def unread_notices(actor: Actor) -> int:
    """Return how many notices in the actor's own box are unread."""
    return Notice.objects.filter(account_id=actor.account_id or -1, read_at=None).count()


def item_for(actor: Actor, item: str) -> Item:
    """Return an evidence item the actor may open because of a case, or because they handed it in.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    from zhidun.cases.item_access import item_for as allowed

    return allowed(actor, item)
