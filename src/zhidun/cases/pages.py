"""The page of one case, cut down to what its reader may see."""

from __future__ import annotations

from zhidun.access.actors import Actor
from zhidun.cases.fact_words import shown_facts
from zhidun.cases.listing import case_card, procedure_of, task_card
from zhidun.cases.models import (
    Approval,
    ApprovalState,
    Case,
    CaseEvidence,
    Clock,
    ClockState,
    Message,
    Move,
    Paper,
    TaskState,
)
from zhidun.cases.time_left import NOTHING_DUE, time_left
from zhidun.cases.types import (
    ApprovalCard,
    CasePage,
    ClockWhy,
    CountedDay,
    EvidenceCard,
    LinkCard,
    MessageCard,
    NoteCard,
    PaperCard,
    PartyCard,
    TaskCard,
    TimelineEntry,
)
from zhidun.cases.visibility import case_parties_of, find, relations_of, staff_sees, visible_to
from zhidun.kernel.errors import NotFound
from zhidun.kernel.text import Text
from zhidun.law.load import rulebook
from zhidun.procedures.model import Procedure


def case_page(actor: Actor, number: str) -> CasePage:
    """Return everything the actor may see of a case.

    Raises:
        CaseNotFound: there is none, or not for this actor.
    """
    case = find(actor, number)
    procedure = procedure_of(case)
    staff = staff_sees(actor, case)
    relations = relations_of(actor, case)
    state = procedure.states[case.state]
    sees = seen_by(procedure, relations, staff=staff)
    papers = papers_of(case, relations, staff=staff) if "papers" in sees else ()
    return CasePage(
        card=case_card(case, actor),
        staff=staff,
        relations=tuple(sorted(relations)),
        words=state.public,
        next_words=state.next,
        facts=tuple(shown_facts(procedure, case.facts, public_only=not staff, lang=actor.language)),
        raw_facts=dict(case.facts) if staff else {},
        parties=_parties(case, actor, staff=staff, reporter="reporter" in sees),
        rights=tuple(
            (str(row.right.public_id), row.right.title, row.right.number)
            for row in case.rights.select_related("right").order_by("id")
        ),
        clocks=clocks_of(case, staff=staff),
        timeline=timeline(case, procedure, papers, staff=staff) if "moves" in sees else (),
        papers=papers,
        evidence=_evidence(case, actor, staff=staff, shown="evidence" in sees),
        messages=_messages(case, actor, staff=staff),
        notes=tuple(NoteCard(author=n.author_name, body=n.body, at=n.at) for n in case.notes.order_by("id"))
        if staff
        else (),
        tasks=_tasks(case) if staff else (),
        approvals=approvals_of(case, procedure, actor) if staff else (),
        links=_links(case, actor),
        officers=_officers(case) if staff else (),
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


def clocks_of(case: Case, *, staff: bool) -> tuple[ClockWhy, ...]:
    """Return the clocks of a case as they started; parties do not see those that were not needed."""
    rows = case.clocks.order_by("id")
    if not staff:
        rows = rows.exclude(state=ClockState.STOPPED)
    return tuple(why(row) for row in rows)


def why(clock: Clock) -> ClockWhy:
    """Return why a clock ends when it ends: article, start, pauses, extensions, every counted day."""
    rule = rulebook().by_id(clock.rule_id)
    running = clock.state == ClockState.RUNNING
    return ClockWhy(
        public_id=str(clock.public_id),
        rule_key=clock.rule_key,
        rule_id=clock.rule_id,
        title=rule.title,
        statement=rule.statement,
        citation=rule.citation,
        confidence=rule.confidence.value,
        state=clock.state,
        binds=clock.binds,
        started_on=clock.started_on,
        started_at=clock.started_at,
        due_on=clock.due_on,
        due_raw_on=clock.due_raw_on,
        due_at=clock.due_at,
        unit=clock.unit,
        provisional=clock.provisional,
        stopped_at=clock.stopped_at,
        days=tuple(CountedDay(on=str(d["on"]), n=int(d["n"]), why=str(d["why"])) for d in clock.counted),
        steps=tuple(Text(line["zh"], line["en"]) for line in clock.steps),
        pauses=tuple((row.from_on, row.to_on, row.cause) for row in clock.pauses.order_by("from_on")),
        extensions=tuple((row.n, row.value, row.unit, row.approver) for row in clock.extensions.order_by("n")),
        left=time_left(clock.due_at, by_hour=clock.unit == "hour", provisional=clock.provisional)
        if running
        else NOTHING_DUE,
    )


def timeline(
    case: Case, procedure: Procedure, papers: tuple[PaperCard, ...], *, staff: bool
) -> tuple[TimelineEntry, ...]:
    """Return the moves in order; parties see the public steps only, in the procedure's plain words, and no names."""
    by_move: dict[int | None, list[PaperCard]] = {}
    cards = {card.public_id: card for card in papers}
    for paper in case.papers.order_by("id"):
        if str(paper.public_id) in cards:
            by_move.setdefault(paper.move_id, []).append(cards[str(paper.public_id)])
    moves = list(case.moves.select_related("office", "corrects").order_by("seq"))
    corrected = {move.corrects_id for move in moves if move.corrects_id}
    found = []
    for move in moves:
        step = procedure.steps.get(move.step)
        if not staff and step is not None and not step.public:
            continue
        title = step.title if step else Text("收到并登记", "Received and registered")
        state = procedure.states[move.to_state]
        facts = shown_facts(procedure, move.facts, public_only=not staff)
        found.append(
            TimelineEntry(
                seq=move.seq,
                public_id=str(move.public_id),
                step=move.step,
                title=title,
                words=(step.public_text if step and step.public_text else state.public),
                from_state=move.from_state,
                to_state=move.to_state,
                state_title=state.title,
                at=move.at,
                who=move.actor_name if staff else "",
                office=move.office.name if move.office else None,
                reason=move.reason if staff or (step and step.reason_required) else "",
                facts=tuple((label, value) for _, label, value in facts),
                law=_cited(move),
                papers=tuple(by_move.get(move.pk, ())),
                corrects_seq=move.corrects.seq if move.corrects else None,
                corrected=move.pk in corrected,
                approved_by=tuple(move.approved_by) if staff else (),
            )
        )
    return tuple(found)


def _cited(move: Move) -> tuple[Text, ...]:
    book = rulebook()
    return tuple(book.versions(name)[-1].citation for name in move.law if book.has(name))


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
    )


def _parties(case: Case, actor: Actor, *, staff: bool, reporter: bool) -> tuple[PartyCard, ...]:
    mine = set(case_parties_of(actor, case).values_list("pk", flat=True))
    return tuple(
        PartyCard(
            id=row.pk,
            role=row.role,
            name=row.shown_name,
            agent=row.agent if staff or row.pk in mine else "",
            you=row.pk in mine,
            party_public_id=str(row.party.public_id) if staff and row.party else "",
        )
        for row in case.parties.select_related("party").order_by("id")
        if staff or reporter or row.role != "reporter" or row.pk in mine
    )


def _evidence(case: Case, actor: Actor, *, staff: bool, shown: bool) -> tuple[EvidenceCard, ...]:
    rows = case.evidence.select_related("item__blob").order_by("id")
    mine = set(case_parties_of(actor, case).values_list("pk", flat=True))
    return tuple(
        evidence_card(row, staff=staff)
        for row in rows
        if staff or row.submitted_by_id in mine or (shown and row.visible_to_parties)
    )


def evidence_card(row: CaseEvidence, *, staff: bool) -> EvidenceCard:
    """Return an item of the file as listed."""
    item = row.item
    return EvidenceCard(
        item=str(item.public_id),
        filename=item.filename,
        sha256=item.blob.sha256,
        sm3=item.blob.sm3,
        size=item.blob.size,
        media_type=item.detected_type,
        state=item.state,
        reason=Text(item.reason_zh, item.reason_en) if item.reason_zh else None,
        submitted_at=row.submitted_at,
        submitted_by=row.submitted_key if staff else "",
    )


def _messages(case: Case, actor: Actor, *, staff: bool) -> tuple[MessageCard, ...]:
    rows = Message.objects.filter(case=case).select_related("party").prefetch_related("items__item").order_by("id")
    if not staff:
        rows = rows.filter(party__in=case_parties_of(actor, case))
    return tuple(
        MessageCard(
            public_id=str(row.public_id),
            party_id=row.party_id,
            party_name=row.party.shown_name,
            from_side=row.from_side,
            sender=row.sender_name,
            body=row.body,
            sent_at=row.sent_at,
            read_at=row.read_at,
            items=tuple((str(one.item.public_id), one.item.filename) for one in row.items.all()),
        )
        for row in rows
    )


def _tasks(case: Case) -> tuple[TaskCard, ...]:
    rows = case.tasks.filter(state=TaskState.OPEN).select_related("case", "assignee").order_by("due_at", "id")
    return tuple(task_card(row) for row in rows)


def approvals_of(case: Case, procedure: Procedure, actor: Actor) -> tuple[ApprovalCard, ...]:
    """Return the requests that wait for approval, and whether the reader may speak on them."""
    rows = Approval.objects.filter(case=case, state=ApprovalState.OPEN).prefetch_related("votes").order_by("id")
    return tuple(_approval(row, procedure, actor, case) for row in rows)


def _approval(row: Approval, procedure: Procedure, actor: Actor, case: Case) -> ApprovalCard:
    given = {vote.role for vote in row.votes.all()}
    spoke = any(vote.account_id == actor.account_id for vote in row.votes.all())
    waiting = tuple(role for role in row.roles if role not in given)
    step = procedure.steps.get(row.step)
    return ApprovalCard(
        public_id=str(row.public_id),
        case_number=case.number,
        case_title=case.title,
        version=case.version,
        step=row.step,
        title=step.title if step else Text(row.step, row.step),
        maker=row.maker_name,
        requested_at=row.requested_at,
        reason=row.reason,
        facts=tuple((label, value) for _, label, value in shown_facts(procedure, row.facts, lang=actor.language)),
        roles=tuple(row.roles),
        waiting=waiting,
        you_may=not spoke
        and actor.account_id != row.maker_id
        and any(actor.holds(role, case.office_id) for role in waiting),
    )


def _links(case: Case, actor: Actor) -> tuple[LinkCard, ...]:
    pairs = [(row.b, row.kind) for row in case.links_from.filter(undone_at=None).select_related("b")]
    pairs += [(row.a, row.kind) for row in case.links_to.filter(undone_at=None).select_related("a")]
    seen = set(visible_to(actor).filter(pk__in=[other.pk for other, _ in pairs]).values_list("pk", flat=True))
    return tuple(
        LinkCard(number=other.number, title=other.title, kind=kind) for other, kind in pairs if other.pk in seen
    )


def _officers(case: Case) -> tuple[tuple[str, str, str], ...]:
    rows = case.assignments.filter(to_at=None).select_related("account").order_by("id")
    return tuple((row.account.username, row.account.name.zh, row.role) for row in rows)


def paper_for(actor: Actor, public_id: str) -> Paper:
    """Return a paper the actor may open.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    from uuid import UUID

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
