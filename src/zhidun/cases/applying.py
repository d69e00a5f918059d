"""What follows from a move, all in its transaction: clocks, file, officers, tasks, papers, notices, events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Q

from zhidun.access import selectors as access
from zhidun.access import services as access_services
from zhidun.access.actors import Actor
from zhidun.cases import clocks, people, serving
from zhidun.cases.models import (
    Case,
    CaseEvidence,
    CaseParty,
    Clock,
    ClockState,
    Move,
    Origin,
    Task,
    TaskState,
)
from zhidun.cases.outbox import notify
from zhidun.cases.paper_rules import PaperOrder
from zhidun.cases.paper_words import en_date, zh_date
from zhidun.cases.papers import issue
from zhidun.cases.taking_part import PART_OF_ROLE, take_part
from zhidun.cases.visibility import case_parties_of
from zhidun.evidence import selectors as evidence
from zhidun.evidence.errors import ItemNotFound
from zhidun.kernel import events, time
from zhidun.kernel.text import Text
from zhidun.procedures.decide import StepPlan
from zhidun.procedures.model import RECEIVED_AT, ClockVerb, Field, FieldType, NoticeCall, Procedure, TaskCall

OFFICERS_FIELD = "officers"
"""A field of type account with this key names who handles the case from now on: the step assigns them."""
OFFICE_FIELD = "to_office"
"""A field of type office with this key hands the case to another of our offices."""
OVERRIDE_FIELD = "conflict_override"
"""A text field with this key is the head's published reason for assigning an officer with a declared interest."""
HANDLER = "handler"
WRITE = "cases:case:write"
TOLERANCE = timedelta(minutes=5)
"""How far ahead of our own clock a step may be dated."""


def apply_plan(
    *, case: Case, procedure: Procedure, plan: StepPlan, fields: tuple[Field, ...], move: Move, actor: Actor
) -> None:
    """Carry out what the procedure says follows from the move; the caller saves the case afterwards.

    Raises:
        Refusal: whatever a part of it declines; the transaction is undone as a whole.
    """
    _file_items(case, fields, move, actor)
    _assign(case, fields, move, actor)
    _hand_over(case, fields, move)
    take_part(case=case, fields=fields, facts=move.facts)
    _run_clocks(case, plan, move)
    _tasks(case, plan, move)
    served = serving.papers_before(case, fields, move)
    for call in plan.papers:
        issue(
            case=case,
            move=move,
            order=PaperOrder(
                kind=call.kind, relations=call.to, basis=tuple(move.law), remedies=plan.remedies, served=served
            ),
            procedure=procedure,
            actor=actor,
            at=move.at,
        )
    serving.mark(case, fields, move, served)
    _admit(case, plan)
    for index, notice in enumerate(plan.notices):
        _notice(case, procedure, plan, notice, move, index)
    clocks.refresh_case(case)


def chosen_rules(fields: tuple[Field, ...], facts: Mapping[str, object]) -> list[str]:
    """Return the rules an officer named in the step's form: they are the basis of the act beside the declared ones."""
    return [str(facts[field.key]) for field in fields if field.type is FieldType.RULE and facts.get(field.key)]


def tell(*, case: Case, plan: StepPlan, move: Move, actor: Actor) -> None:
    """Write the audit entry and raise the events of a move, once the case's row is saved."""
    access_services.record(
        actor=actor,
        action="case.moved" if plan.step else "case.opened",
        object_kind="case",
        object_key=case.number,
        facts={"seq": move.seq, "step": move.step, "from": move.from_state, "to": move.to_state, "at": move.at},
    )
    events.publish(
        events.CaseMoved(
            at=move.at, case_number=case.number, procedure=case.procedure, step=move.step, state=case.state
        )
    )
    if plan.closes:
        events.publish(
            events.CaseClosed(at=move.at, case_number=case.number, procedure=case.procedure, outcome=case.outcome)
        )


def _file_items(case: Case, fields: tuple[Field, ...], move: Move, actor: Actor) -> None:
    wanted: list[str] = []
    for field in fields:
        if field.type is FieldType.ITEMS:
            wanted += list(move.facts.get(field.key) or [])
    if wanted:
        file_items(case=case, public_ids=wanted, actor=actor)


def file_items(
    *, case: Case, public_ids: Sequence[str], actor: Actor, trusted: bool = False, first: bool = False
) -> None:
    """Lay evidence items into the case's file; one that is there already stays as it is.

    Only what the actor handed in may be laid in, unless the caller vouches for it (`trusted`): an item's id alone
    must never open somebody else's file. What a visitor hands in as the case opens (`first`) is theirs who hold its
    receipt, so that they find it again and can take its proof home. An officer who may write in the case also files
    what a colleague of the same office, or a party of this case, handed in.

    Raises:
        ItemNotFound: no such item, or not the actor's.
    """
    submitter = case_parties_of(actor, case).order_by("id").first()
    if submitter is None and first and case.origin in {Origin.ONLINE, Origin.COUNTER}:
        submitter = case.parties.filter(by_receipt=True).order_by("id").first()
    vouched = trusted or actor.kind == "system"
    there = set(CaseEvidence.objects.filter(case=case).values_list("item_id", flat=True))
    new = [item for item in evidence.items(public_ids) if item.pk not in there]
    if new and not vouched:
        own = _may_file(case, actor)
        if any(item.uploaded_by not in own for item in new):
            raise ItemNotFound
    rows = [
        CaseEvidence(case=case, item=item, submitted_by=submitter, submitted_key=actor.key, submitted_at=time.now())
        for item in new
    ]
    CaseEvidence.objects.bulk_create(rows, ignore_conflicts=True)


def _may_file(case: Case, actor: Actor) -> frozenset[str]:
    """Return the keys of those whose items the actor may lay into the file; visitors share a key, so none is theirs."""
    own = frozenset() if actor.key == "anonymous" else frozenset({actor.key})
    if not actor.is_staff or not actor.can(WRITE, case.office_id):
        return own
    colleagues = {f"account:{pk}" for pk in access.staff_of(case.office).values_list("pk", flat=True)}
    parties = {f"account:{pk}" for pk in case.parties.exclude(account=None).values_list("account_id", flat=True)}
    receipt = {f"receipt:{case.number}"} if case.parties.filter(by_receipt=True).exists() else set()
    return own | colleagues | parties | receipt


def _assign(case: Case, fields: tuple[Field, ...], move: Move, actor: Actor) -> None:
    for field in fields:
        if field.type is FieldType.ACCOUNT and field.key == OFFICERS_FIELD:
            named = move.facts.get(field.key) or []
            usernames = [named] if isinstance(named, str) else list(named)
            people.set_officers(
                case=case, usernames=usernames, actor=actor, override=str(move.facts.get(OVERRIDE_FIELD) or "")
            )


def _hand_over(case: Case, fields: tuple[Field, ...], move: Move) -> None:
    for field in fields:
        if field.type is FieldType.OFFICE and field.key == OFFICE_FIELD and move.facts.get(field.key):
            case.office = access.office(str(move.facts[field.key]))
            people.release_officers(case=case, at=move.at)


def _run_clocks(case: Case, plan: StepPlan, move: Move) -> None:
    facts: Mapping[str, object] = {**case.facts, **move.facts, RECEIVED_AT: case.received_at.isoformat()}
    started = {action.rule for action in plan.clocks if action.verb is ClockVerb.START}
    if plan.stops_all:
        alive = Clock.objects.filter(case=case, state__in=clocks.ALIVE)
        touched = {action.rule for action in plan.clocks}
        for clock in alive.exclude(rule_key__in=touched | started):
            clocks.stop(clock=clock, move=move, moment=move.at, no_longer_needed=True)
    for action in plan.clocks:
        clocks.act(case=case, move=move, action=action, facts=facts)


def _tasks(case: Case, plan: StepPlan, move: Move) -> None:
    waiting = Task.objects.filter(case=case, state=TaskState.OPEN)
    waiting.filter(kind__in=plan.done_tasks).update(state=TaskState.DONE, done_at=move.at, done_by=move.actor_key)
    if plan.closes:
        waiting.filter(state=TaskState.OPEN).update(state=TaskState.DROPPED, done_at=move.at, done_by=move.actor_key)
    for call in plan.tasks:
        _task(case, call, move)


def _task(case: Case, call: TaskCall, move: Move) -> None:
    clock = (
        Clock.objects.filter(case=case, rule_key=call.clock, state=ClockState.RUNNING).first() if call.clock else None
    )
    handlers: list[int | None] = (
        list(case.assignments.filter(to_at__isnull=True).order_by("id").values_list("account_id", flat=True))
        if call.role == HANDLER
        else []
    )
    for assignee in handlers[:1] or [None]:
        Task.objects.create(
            case=case,
            kind=call.step,
            title_zh=call.title.zh,
            title_en=call.title.en,
            assignee_id=assignee,
            role=call.role,
            office_id=_desk_of(case, call.role),
            due_at=clock.due_at if clock else None,
            made_by=move,
            made_at=move.at,
        )


def _desk_of(case: Case, role: str) -> int:
    """Return the office at which a task lies: the authority that takes part, where the role is one of its."""
    part = PART_OF_ROLE.get(role)
    found = case.offices.filter(part=part).order_by("-id").first() if part else None
    return found.office_id if found else case.office_id


def _admit(case: Case, plan: StepPlan) -> None:
    """A part that is served a paper may read the case from then on."""
    served = {relation for call in plan.papers for relation in call.to}
    CaseParty.objects.filter(case=case, role__in=served, admitted_at=None).update(admitted_at=time.now())


def _notice(case: Case, procedure: Procedure, plan: StepPlan, notice: NoticeCall, move: Move, index: int) -> None:
    of_move = Q(started_by=move) | Q(extensions__made_by=move)
    clock = Clock.objects.filter(of_move, case=case).order_by("-id").first()
    outcome = procedure.outcomes.get(plan.outcome)
    places = {
        "case_number": case.number,
        "title": case.title,
        "reason": move.reason,
        "due_on": zh_date(clock.due_on) if clock else "",
    }
    text = Text(
        _filled(notice.text.zh, {**places, "office": case.office.name_zh, "outcome": outcome.zh if outcome else ""}),
        _filled(
            notice.text.en,
            {
                **places,
                "office": case.office.name.en,
                "outcome": outcome.en if outcome else "",
                "due_on": en_date(clock.due_on) if clock else "",
            },
        ),
    )
    subject = Text(f"案件 {case.number} 有新进展", f"News in case {case.number}")
    for party in CaseParty.objects.filter(case=case, role__in=notice.to):
        notify(key=f"move:{move.public_id}:{index}:{party.pk}", case=case, party=party, subject=subject, body=text)


def _filled(text: str, places: Mapping[str, str]) -> str:
    for name, value in places.items():
        text = text.replace("{" + name + "}", value)
    return text
