"""Reads of the one-stop window."""

from __future__ import annotations

from zhidun.intake.answers import form_questions, form_steps, read_answers
from zhidun.intake.classify import classify
from zhidun.intake.drafts import drafts_of, open_draft
from zhidun.intake.duplicates import duplicate_hints
from zhidun.intake.filings import filing_of_case, filings_of, shown_answers
from zhidun.intake.handed_in import handed_in
from zhidun.intake.past import use_endings
from zhidun.intake.receipt import case_of_receipt, status
from zhidun.intake.routing_changes import may_see as may_see_routing
from zhidun.intake.routing_changes import routing_version, routing_versions, routings_waiting
from zhidun.intake.routing_table import choices as routing_choices
from zhidun.intake.vault import (
    may_allow_unveiling,
    may_ask_unveiling,
    unveiling,
    unveilings,
    unveilings_waiting,
)
from zhidun.intake.visits import visits
from zhidun.intake.wizard import all_routes, refusal_reasons, wizard

__all__ = [
    "all_routes",
    "case_of_receipt",
    "classify",
    "drafts_of",
    "duplicate_hints",
    "filing_of_case",
    "filings_of",
    "form_questions",
    "form_steps",
    "handed_in",
    "may_allow_unveiling",
    "may_ask_unveiling",
    "may_see_routing",
    "open_draft",
    "read_answers",
    "refusal_reasons",
    "routing_choices",
    "routing_version",
    "routing_versions",
    "routings_waiting",
    "shown_answers",
    "status",
    "unveiling",
    "unveilings",
    "unveilings_waiting",
    "use_endings",
    "visits",
    "wizard",
]
