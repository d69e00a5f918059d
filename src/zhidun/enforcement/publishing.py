"""Decisions on the public list: how long each stays by its class, and off it at once when withdrawn."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from zhidun.cases.models import Case, Move, Paper
from zhidun.cases.selectors import current_calendar
from zhidun.enforcement.models import Publication
from zhidun.kernel import time
from zhidun.kernel.events import CaseMoved
from zhidun.kernel.text import Text
from zhidun.law.load import rulebook
from zhidun.law.model import Rule
from zhidun.law.periods import due
from zhidun.parties.names import of_a_trade
from zhidun.procedures.load import catalogue

DECISION_PAPERS = ("decision", "spot-decision", "adjudication-decision")
CLASS_FACT = "publication_class"
OTHER = "other"
EARLY = "_early"


def on_case_moved(event: CaseMoved) -> None:
    """Put a decision on the public list, or take it off, as the step of the case says."""
    move = Move.objects.select_related("case__office").filter(case__number=event.case_number).order_by("-seq").first()
    if move is None or move.step != event.step:
        return
    case = move.case
    step = catalogue().get(case.procedure, case.procedure_version).steps.get(event.step)
    if step is None or step.publication is None:
        return
    if step.publication.action == "publish":
        _publish(case, move, step.publication.kind, step.publication.rule)
    else:
        rows = Publication.objects.filter(case=case, kind=step.publication.kind, withdrawn_at__isnull=True)
        rows.update(withdrawn_at=move.at, withdrawn_reason=move.reason)


def listed(on: date | None = None, *, text: str = "") -> QuerySet[Publication]:
    """Return what is on the public list that day, newest first; `text`: part of the party's name."""
    day = on or time.today()
    alive = Q(until__isnull=True) | Q(until__gte=day)
    rows = Publication.objects.filter(alive, withdrawn_at__isnull=True, published_on__lte=day)
    rows = rows.filter(party__icontains=text) if text else rows
    return rows.select_related("case__office", "paper").order_by("-published_on", "-id")


def _publish(case: Case, move: Move, kind: str, rule_key: str) -> None:
    klass = str(case.facts.get(CLASS_FACT) or OTHER) if rule_key else ""
    on = time.local_date(move.at)
    rule = rulebook().rule(rule_key, on) if rule_key else None
    title = _matter(case)
    Publication.objects.create(
        case=case,
        moved_by=move,
        kind=kind,
        paper=Paper.objects.filter(case=case, kind__in=DECISION_PAPERS).order_by("-id").first(),
        party=_party(case),
        matter_zh=title.zh,
        matter_en=title.en,
        decision=_decision(case),
        klass=klass,
        rule=rule.id if rule else "",
        published_on=on,
        earliest_end=_end(rule, f"{_part(rule, klass)}{EARLY}", on) if rule else None,
        until=_end(rule, _part(rule, klass), on) if rule else None,
    )


def _part(rule: Rule, klass: str) -> str:
    """Return the part of the version in force for a class; the older rule knows two classes only."""
    return klass if klass in rule.parts else OTHER


def _end(rule: Rule, part: str, on: date) -> date | None:
    if part not in rule.parts:
        return None
    return due(rule, start=on, calendar=current_calendar(), part=part).due_on


def _matter(case: Case) -> Text:
    declared = catalogue().get(case.procedure, case.procedure_version)
    return declared.kinds.get(case.kind, declared.title)


def _party(case: Case) -> str:
    """Return the sanctioned organisation; a natural person is shown by the family name only."""
    row = case.parties.filter(role="respondent").select_related("party").order_by("id").first()
    if row is None:
        return ""
    firm = row.party.kind == "organisation" if row.party is not None else of_a_trade(row.shown_name)
    return row.shown_name if firm else row.shown_name[:1] + "某"


def _decision(case: Case) -> str:
    """Return what was decided; a trade secret is never spelled out (商业秘密保护规定 21)."""
    if case.kind == "trade_secret" or case.sealed:
        return ""
    return str(case.facts.get("orders") or "")
