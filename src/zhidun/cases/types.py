"""Plain values the room takes in and gives out; doors build on these, never on rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from zhidun.cases.clock_types import ClockWhy, CountedDay, Reading, ReadingQuestion, TimeLeft
from zhidun.kernel.text import Text

__all__ = [
    "ApprovalCard",
    "Awaited",
    "CaseCard",
    "CaseFilters",
    "CasePage",
    "CasePageList",
    "ClockWhy",
    "CountedDay",
    "EvidenceCard",
    "LinkCard",
    "MessageCard",
    "NoteCard",
    "PaperCard",
    "PartyCard",
    "PartyIn",
    "Reading",
    "ReadingQuestion",
    "TaskCard",
    "TimeLeft",
    "TimelineEntry",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyIn:
    """Somebody to be named in a new case.

    Attributes:
        role: complainant, respondent, reporter or third.
        shown_name: name in the file; a pseudonym where the reporter stays unnamed.
        party_id: row of the parties room; None for an unnamed reporter.
        account_id: the account that may follow the case.
        by_receipt: holds the receipt code of the case.
        admitted: may read the case from the start; None: yes for complainant and reporter, no for the others.
    """

    role: str
    shown_name: str
    party_id: int | None = None
    agent: str = ""
    account_id: int | None = None
    by_receipt: bool = False
    admitted: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilters:
    """What a work list is narrowed by; empty means all.

    Attributes:
        officer: user name of who works on the case.
        label: an internal label of the case.
        received_from, received_to: days, both inside.
        closed_from: closed on that day or later.
        new_since: received after a moment, such as the last visit.
        unassigned: nobody works on it.
        standing_in: cases of colleagues who are away and for whom the actor stands in today.
    """

    office_code: str = ""
    procedure: str = ""
    state: str = ""
    kind: str = ""
    mine: bool = False
    due: Literal["", "soon", "overdue"] = ""
    closed: bool | None = False
    origin: str = ""
    text: str = ""
    officer: str = ""
    label: str = ""
    received_from: date | None = None
    received_to: date | None = None
    closed_from: date | None = None
    new_since: datetime | None = None
    unassigned: bool = False
    standing_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An answer another authority owes in a case: `owes` is police, procuratorate, court or customs; past = silence.

    Where the case itself stands still: `lies`, the state of the procedure within it that is running (a transfer to the
    police), who must act there (office = the office in charge, "" = no period runs) and until when.
    """

    owes: str
    left: TimeLeft
    lies: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """One line of a work list. `left`: of the office in charge; `awaited`: of another authority, where none runs."""

    number: str
    public_id: str
    title: str
    procedure: str
    procedure_title: Text
    kind: str
    kind_title: Text
    state: str
    state_title: Text
    office_code: str
    office_name: Text
    origin: str
    received_at: datetime
    parties: tuple[str, ...]
    officers: tuple[Text, ...]
    left: TimeLeft
    closed_at: datetime | None
    outcome: str
    sealed: bool
    demo: bool
    version: int
    labels: tuple[str, ...] = ()
    awaited: Awaited | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePageList:
    """A page of a work list; `next_cursor` is empty on the last page."""

    cards: tuple[CaseCard, ...]
    next_cursor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One move as the reader may see it."""

    seq: int
    public_id: str
    step: str
    title: Text
    words: Text
    from_state: str
    to_state: str
    state_title: Text
    at: datetime
    who: str
    office: Text | None
    reason: str
    facts: tuple[tuple[Text, str], ...]
    law: tuple[Text, ...]
    papers: tuple[PaperCard, ...]
    corrects_seq: int | None
    corrected: bool
    approved_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCard:
    """A paper as listed; one that is `addressed` to nobody (an approval, a review) is never served."""

    public_id: str
    kind: str
    title: Text
    number: str
    issued_at: datetime
    served_at: datetime | None
    ready: bool
    sha256: str
    addressed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCard:
    """Somebody in a case as the reader may see them."""

    id: int
    role: str
    name: str
    agent: str
    you: bool
    party_public_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCard:
    """An item in the file."""

    item: str
    filename: str
    sha256: str
    sm3: str
    size: int
    media_type: str
    state: str
    reason: Text | None
    submitted_at: datetime
    submitted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCard:
    """A message as listed."""

    public_id: str
    party_id: int
    party_name: str
    from_side: str
    sender: str
    body: str
    sent_at: datetime
    read_at: datetime | None
    items: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCard:
    """An internal remark."""

    author: str
    body: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCard:
    """A task as listed."""

    public_id: str
    case_number: str
    case_title: str
    kind: str
    title: Text
    due_at: datetime | None
    assignee: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCard:
    """A step that waits for its approvers."""

    public_id: str
    case_number: str
    case_title: str
    version: int
    step: str
    title: Text
    maker: str
    requested_at: datetime
    reason: str
    facts: tuple[tuple[Text, str], ...]
    roles: tuple[str, ...]
    waiting: tuple[str, ...]
    you_may: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCard:
    """Another case that belongs to this one; only cases the reader may see are listed."""

    number: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything one reader may see of a case.

    Attributes:
        staff: the reader sees it as an officer; else as a party (then notes, tasks and approvals are empty).
        inside: the reader is of the office in charge; another authority reads its part and writes no notes.
        words: what the state means; `next_words` what happens next, for the citizen.
        law_on: day of the event whose substantive law applies.
    """

    card: CaseCard
    law_on: date
    staff: bool
    relations: tuple[str, ...]
    words: Text
    next_words: Text
    facts: tuple[tuple[str, Text, str], ...]
    raw_facts: dict[str, object] = field(default_factory=dict)
    parties: tuple[PartyCard, ...] = ()
    rights: tuple[tuple[str, str, str], ...] = ()
    clocks: tuple[ClockWhy, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    papers: tuple[PaperCard, ...] = ()
    evidence: tuple[EvidenceCard, ...] = ()
    messages: tuple[MessageCard, ...] = ()
    notes: tuple[NoteCard, ...] = ()
    tasks: tuple[TaskCard, ...] = ()
    approvals: tuple[ApprovalCard, ...] = ()
    links: tuple[LinkCard, ...] = ()
    officers: tuple[tuple[str, Text, str], ...] = ()
    published_overrides: tuple[str, ...] = ()
    readings: tuple[ReadingQuestion, ...] = ()
    inside: bool = False
