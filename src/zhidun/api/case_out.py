"""Cases turned into the shapes machines read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypedDict

from zhidun.api import case_shapes as s
from zhidun.api.schemas import TextOut
from zhidun.cases.types import (
    ApprovalCard,
    Awaited,
    CaseCard,
    CasePage,
    ClockWhy,
    EvidenceCard,
    MessageCard,
    PaperCard,
    TaskCard,
    TimeLeft,
    TimelineEntry,
)
from zhidun.kernel.text import Text

if TYPE_CHECKING:
    from zhidun.procedures.decide import OpenStep


def _awaited(one: Awaited) -> s.AwaitedOut:
    return s.AwaitedOut(owes=one.owes, left=_left(one.left), lies=TextOut.of(one.lies) if one.lies else None)


def _left(one: TimeLeft) -> s.LeftOut:
    return s.LeftOut(
        due_at=one.due_at,
        due_on=one.due_on,
        working_days=one.working_days,
        hours=one.hours,
        urgency=one.urgency,
        provisional=one.provisional,
    )


def card(one: CaseCard) -> s.CardOut:
    """Return a line of a list."""
    return s.CardOut(
        number=one.number,
        title=one.title,
        procedure=one.procedure,
        kind=one.kind,
        state=one.state,
        state_title=TextOut.of(one.state_title),
        office=one.office_code,
        origin=one.origin,
        received_at=one.received_at,
        parties=list(one.parties),
        officers=[name.zh for name in one.officers],
        left=_left(one.left),
        awaited=_awaited(one.awaited) if one.awaited else None,
        closed_at=one.closed_at,
        outcome=one.outcome,
        demo=one.demo,
        version=one.version,
    )


def _clock(one: ClockWhy) -> s.ClockOut:
    return s.ClockOut(
        rule=one.rule_key,
        rule_version=one.rule_id,
        title=TextOut.of(one.title),
        statement=TextOut.of(one.statement),
        citation=TextOut.of(one.citation),
        confidence=one.confidence,
        state=one.state,
        started_on=one.started_on,
        due_on=one.due_on,
        due_at=one.due_at,
        unit=one.unit,
        provisional=one.provisional,
        binds=one.binds,
        stopped_at=one.stopped_at,
        pauses=[s.PauseOut(from_on=start, to_on=end, cause=cause) for start, end, cause in one.pauses],
        days=[s.DayOut(on=date.fromisoformat(day.on), n=day.n, why=day.why) for day in one.days],
        steps=_texts(one.steps),
    )


def _texts(texts: tuple[Text, ...]) -> list[TextOut]:
    return [TextOut.of(text) for text in texts]


def _move(one: TimelineEntry) -> s.MoveOut:
    return s.MoveOut(
        seq=one.seq,
        move=one.public_id,
        step=one.step,
        title=TextOut.of(one.title),
        words=TextOut.of(one.words),
        to_state=one.to_state,
        at=one.at,
        who=one.who,
        reason=one.reason,
        law=_texts(one.law),
        corrects_seq=one.corrects_seq,
    )


def _evidence(one: EvidenceCard) -> s.FiledItemOut:
    return s.FiledItemOut(
        item=one.item,
        filename=one.filename,
        sha256=one.sha256,
        sm3=one.sm3,
        size=one.size,
        media_type=one.media_type,
        state=one.state,
        reason=TextOut.maybe(one.reason),
        submitted_at=one.submitted_at,
        submitted_by=one.submitted_by,
    )


def message(one: MessageCard) -> s.MessageOut:
    """Return a message."""
    return s.MessageOut(
        message=one.public_id,
        party_id=one.party_id,
        from_side=one.from_side,
        sender=one.sender,
        body=one.body,
        sent_at=one.sent_at,
        read_at=one.read_at,
        items=[item for item, _ in one.items],
    )


def case(page: CasePage) -> s.CaseOut:
    """Return a case."""
    return s.CaseOut(
        card=card(page.card),
        staff=page.staff,
        words=TextOut.of(page.words),
        next_words=TextOut.of(page.next_words),
        facts=dict(page.raw_facts) if page.staff else {key: value for key, _, value in page.facts},
        **_file_of(page),
        **_work_of(page),
    )


class _File(TypedDict):
    parties: list[s.CasePartyOut]
    rights: list[str]
    clocks: list[s.ClockOut]
    timeline: list[s.MoveOut]
    papers: list[s.PaperOut]
    evidence: list[s.FiledItemOut]
    messages: list[s.MessageOut]


def _file_of(page: CasePage) -> _File:
    return _File(
        parties=[s.CasePartyOut(id=one.id, role=one.role, name=one.name, you=one.you) for one in page.parties],
        rights=[right for right, _, _ in page.rights],
        clocks=[_clock(one) for one in page.clocks],
        timeline=[_move(one) for one in page.timeline],
        papers=[paper(one) for one in page.papers],
        evidence=[_evidence(one) for one in page.evidence],
        messages=[message(one) for one in page.messages],
    )


class _Work(TypedDict):
    notes: list[s.NoteOut]
    tasks: list[s.TaskOut]
    approvals: list[s.ApprovalOut]
    links: list[s.LinkOut]
    officers: list[s.CaseOfficerOut]
    overrides: list[str]


def _work_of(page: CasePage) -> _Work:
    return _Work(
        notes=[s.NoteOut(author=one.author, body=one.body, at=one.at) for one in page.notes],
        tasks=[task(one) for one in page.tasks],
        approvals=[approval(one) for one in page.approvals],
        links=[s.LinkOut(number=one.number, kind=one.kind) for one in page.links],
        officers=[s.CaseOfficerOut(username=who, name=name.zh, role=role) for who, name, role in page.officers],
        overrides=list(page.published_overrides),
    )


def paper(one: PaperCard) -> s.PaperOut:
    """Return a paper as listed."""
    return s.PaperOut(
        paper=one.public_id,
        kind=one.kind,
        title=TextOut.of(one.title),
        number=one.number,
        issued_at=one.issued_at,
        served_at=one.served_at,
        sha256=one.sha256,
    )


def approval(one: ApprovalCard) -> s.ApprovalOut:
    """Return a request for approval."""
    return s.ApprovalOut(
        approval=one.public_id,
        case=one.case_number,
        version=one.version,
        step=one.step,
        title=TextOut.of(one.title),
        maker=one.maker,
        requested_at=one.requested_at,
        reason=one.reason,
        roles=list(one.roles),
        waiting=list(one.waiting),
        you_may=one.you_may,
    )


def task(one: TaskCard) -> s.TaskOut:
    """Return a task."""
    return s.TaskOut(
        task=one.public_id,
        case=one.case_number,
        kind=one.kind,
        title=TextOut.of(one.title),
        due_at=one.due_at,
        assignee=one.assignee,
        role=one.role,
    )


def step(one: OpenStep) -> s.OpenStepOut:
    """Return a step with its fields and what blocks it."""
    return s.OpenStepOut(
        step=one.step.key,
        title=TextOut.of(one.step.title),
        to=one.target,
        allowed=one.allowed,
        blocked=[
            s.BlockedOut(code=why.code, reason=TextOut.of(why.reason), remedy=TextOut.of(why.remedy))
            for why in one.blocked
        ],
        approvers=list(one.step.approvers),
        reason_required=one.step.reason_required,
        fields=[
            s.FieldOut(
                field=field.key,
                type=field.type.value,
                title=TextOut.of(field.title),
                required=field.required,
                choices=[choice.value for choice in field.choices],
            )
            for field in one.step.fields
        ],
    )
