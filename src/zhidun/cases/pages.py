"""The page of one case, cut down to what its reader may see."""

from __future__ import annotations

from uuid import UUID

from zhidun.access.actors import Actor
from zhidun.cases.clock_cards import clocks_of
from zhidun.cases.fact_words import shown_facts
from zhidun.cases.listing import case_card, procedure_of
from zhidun.cases.models import Case, Paper
from zhidun.cases.page_parts import (
    approvals_of,
    evidence_of,
    links_of,
    messages_of,
    officers_of,
    parties_of,
    tasks_of,
)
from zhidun.cases.readings import readings_of
from zhidun.cases.timeline import timeline
from zhidun.cases.types import CasePage, NoteCard, PaperCard
from zhidun.cases.visibility import find, in_charge, relations_of, staff_sees
from zhidun.kernel.errors import NotFound
from zhidun.kernel.text import Text
from zhidun.procedures.model import Procedure


def case_page(actor: Actor, number: str) -> CasePage:
    """Return everything the actor may see of a case.

    Raises:
        CaseNotFound: there is none, or not for this actor.
    """
    case = find(actor, number)
    procedure = procedure_of(case)
    staff = staff_sees(actor, case)
    inside = staff and in_charge(actor, case)
    relations = relations_of(actor, case)
    state = procedure.states[case.state]
    sees = seen_by(procedure, relations, staff=staff)
    papers = papers_of(case, relations, staff=staff) if "papers" in sees else ()
    return CasePage(
        card=case_card(case, actor),
        law_on=case.law_on,
        staff=staff,
        inside=inside,
        relations=tuple(sorted(relations)),
        words=state.public,
        next_words=state.next,
        facts=tuple(shown_facts(procedure, case.facts, public_only=not staff, lang=actor.language)),
        raw_facts=dict(case.facts) if staff else {},
        parties=parties_of(case, actor, staff=staff, reporter="reporter" in sees),
        rights=tuple(
            (str(row.right.public_id), row.right.title, row.right.number)
            for row in case.rights.select_related("right").order_by("id")
        ),
        clocks=clocks_of(case, staff=staff),
        timeline=timeline(case, procedure, papers, staff=staff, lang=actor.language) if "moves" in sees else (),
        papers=papers,
        evidence=evidence_of(case, actor, staff=staff, shown="evidence" in sees),
        messages=messages_of(case, actor, staff=staff),
        notes=tuple(NoteCard(author=n.author_name, body=n.body, at=n.at) for n in case.notes.order_by("id"))
        if inside
        else (),
        tasks=tasks_of(case) if staff else (),
        approvals=approvals_of(case, procedure, actor) if inside else (),
        links=links_of(case, actor),
        officers=officers_of(case) if staff else (),
        readings=readings_of(case) if staff else (),
        published_overrides=tuple(
            f"{row.account.name.zh}:{row.conflict_override}"
            for row in case.assignments.exclude(conflict_override="").select_related("account")
        ),
    )


ALL = frozenset({"moves", "papers", "evidence", "messages", "reporter"})


def seen_by(procedure: Procedure, relations: frozenset[str], *, staff: bool) -> frozenset[str]:
    """Return which parts of the file a reader sees; an undescribed relation sees moves and papers."""
    if staff:
        return ALL
    found: frozenset[str] = frozenset()
    for key in relations:
        declared = procedure.relations.get(key)
        found |= declared.sees if declared else frozenset({"moves", "papers", "messages"})
    return found


def papers_of(case: Case, relations: frozenset[str], *, staff: bool) -> tuple[PaperCard, ...]:
    """Return the papers a reader may open: an officer all, a party those served on its part."""
    rows = case.papers.order_by("issued_at", "id")
    return tuple(paper_card(row) for row in rows if staff or relations & set(row.relations))


def paper_card(row: Paper) -> PaperCard:
    """Return a paper as listed."""
    return PaperCard(
        public_id=str(row.public_id),
        kind=row.kind,
        title=Text(row.title_zh, row.title_en),
        number=row.number,
        issued_at=row.issued_at,
        served_at=row.served_at,
        ready=row.pdf_id is not None,
        sha256=row.pdf_sha256,
        addressed=bool(row.relations),
    )


def paper_for(actor: Actor, public_id: str) -> Paper:
    """Return a paper the actor may open.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    try:
        row = Paper.objects.select_related("case").get(public_id=UUID(str(public_id)))
    except (ValueError, Paper.DoesNotExist):
        raise NotFound from None
    case = find(actor, row.case.number)
    staff = staff_sees(actor, case)
    allowed = papers_of(case, relations_of(actor, case), staff=staff)
    if str(row.public_id) not in {card.public_id for card in allowed}:
        raise NotFound
    return row
