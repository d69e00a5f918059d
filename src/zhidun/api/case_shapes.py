"""Shapes of a case as machines read it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema

from zhidun.api.schemas import TextOut


class LeftOut(Schema):
    """Statutory time left."""

    due_at: datetime | None
    due_on: date | None
    working_days: int
    hours: int | None
    urgency: str
    provisional: bool


class AwaitedOut(Schema):
    """An answer another authority owes: police, procuratorate, court or customs; overdue = it is silent.

    `lies`: the state of the procedure within the case that runs while the case itself stands still, such as a transfer
    to the police; `owes` is then office for the office in charge, empty where no period runs.
    """

    owes: str
    left: LeftOut
    lies: TextOut | None


class CardOut(Schema):
    """One line of a work list. `left` is the office's own clock; `awaited` stands where another authority's runs."""

    number: str
    title: str
    procedure: str
    kind: str
    state: str
    state_title: TextOut
    office: str
    origin: str
    received_at: datetime
    parties: list[str]
    officers: list[str]
    left: LeftOut
    awaited: AwaitedOut | None
    closed_at: datetime | None
    outcome: str
    demo: bool
    version: int


class CardPage(Schema):
    """A page of a work list."""

    cases: list[CardOut]
    next: str | None


class DayOut(Schema):
    """A day of a clock: counted (n > 0) or passed over (n = 0), and why."""

    on: date
    n: int
    why: str


class PauseOut(Schema):
    """Days on which a clock stood still."""

    from_on: date
    to_on: date | None
    cause: str


class ClockOut(Schema):
    """A statutory period and why it ends when it ends."""

    rule: str
    rule_version: str
    title: TextOut
    statement: TextOut
    citation: TextOut
    confidence: str
    state: str
    started_on: date
    due_on: date
    due_at: datetime
    unit: str
    provisional: bool
    binds: str
    stopped_at: datetime | None
    days: list[DayOut]
    steps: list[TextOut]
    pauses: list[PauseOut]


class MoveOut(Schema):
    """A step taken."""

    seq: int
    move: str
    step: str
    title: TextOut
    words: TextOut
    to_state: str
    at: datetime
    who: str
    reason: str
    law: list[TextOut]
    corrects_seq: int | None


class PaperOut(Schema):
    """An official paper."""

    paper: str
    kind: str
    title: TextOut
    number: str
    issued_at: datetime
    served_at: datetime | None
    sha256: str


class CasePartyOut(Schema):
    """Somebody in the case."""

    id: int
    role: str
    name: str
    you: bool


class FiledItemOut(Schema):
    """An item in the file; `reason` says why it is shut."""

    item: str
    filename: str
    sha256: str
    sm3: str
    size: int
    media_type: str
    state: str
    reason: TextOut | None
    submitted_at: datetime
    submitted_by: str


class MessageOut(Schema):
    """A message between office and party."""

    message: str
    party_id: int
    from_side: str
    sender: str
    body: str
    sent_at: datetime
    read_at: datetime | None
    items: list[str]


class NoteOut(Schema):
    """An internal remark."""

    author: str
    body: str
    at: datetime


class ApprovalOut(Schema):
    """A step that waits for its approvers."""

    approval: str
    case: str
    version: int
    step: str
    title: TextOut
    maker: str
    requested_at: datetime
    reason: str
    roles: list[str]
    waiting: list[str]
    you_may: bool


class TaskOut(Schema):
    """A task."""

    task: str
    case: str
    kind: str
    title: TextOut
    due_at: datetime | None
    assignee: str
    role: str


class CaseOfficerOut(Schema):
    """An officer on the case."""

    username: str
    name: str
    role: str


class LinkOut(Schema):
    """A case that belongs to this one."""

    number: str
    kind: str


class CaseOut(Schema):
    """Everything the caller may see of a case."""

    card: CardOut
    staff: bool
    words: TextOut
    next_words: TextOut
    facts: dict[str, Any]
    parties: list[CasePartyOut]
    rights: list[str]
    clocks: list[ClockOut]
    timeline: list[MoveOut]
    papers: list[PaperOut]
    evidence: list[FiledItemOut]
    messages: list[MessageOut]
    notes: list[NoteOut]
    tasks: list[TaskOut]
    approvals: list[ApprovalOut]
    links: list[LinkOut]
    officers: list[CaseOfficerOut]
    overrides: list[str]


class FieldOut(Schema):
    """A fact the step asks for."""

    field: str
    type: str
    title: TextOut
    required: bool
    choices: list[str]


class BlockedOut(Schema):
    """Why a step cannot be taken now, and what to do."""

    code: str
    reason: TextOut
    remedy: TextOut


class OpenStepOut(Schema):
    """A step that starts from here."""

    step: str
    title: TextOut
    to: str
    allowed: bool
    blocked: list[BlockedOut]
    approvers: list[str]
    reason_required: bool
    fields: list[FieldOut]
