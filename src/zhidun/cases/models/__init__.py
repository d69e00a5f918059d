"""Rows of the room: the case and its people, its moves, its clocks, its papers, its messages."""

from __future__ import annotations

from zhidun.cases.models.case import (
    NO_DUE_AT,
    Assignment,
    Case,
    CaseEvidence,
    CaseLink,
    CaseOffice,
    CaseParty,
    CaseRight,
    LinkKind,
    OfficePart,
    OfficerRole,
    Origin,
    PartyRole,
)
from zhidun.cases.models.clock import (
    CalendarYear,
    Clock,
    ClockState,
    Extension,
    Pause,
    RuleChoice,
    RuleConfirmation,
)
from zhidun.cases.models.desk import CaseLabel, SavedView
from zhidun.cases.models.move import Approval, ApprovalState, ApprovalVote, Move, Vote
from zhidun.cases.models.paper import Paper, PaperCounter, Task, TaskState
from zhidun.cases.models.word import Message, MessageItem, Note, Notice, Outbox, OutboxState, Side

__all__ = [
    "NO_DUE_AT",
    "Approval",
    "ApprovalState",
    "ApprovalVote",
    "Assignment",
    "CalendarYear",
    "Case",
    "CaseEvidence",
    "CaseLabel",
    "CaseLink",
    "CaseOffice",
    "CaseParty",
    "CaseRight",
    "Clock",
    "ClockState",
    "Extension",
    "LinkKind",
    "Message",
    "MessageItem",
    "Move",
    "Note",
    "Notice",
    "OfficePart",
    "OfficerRole",
    "Origin",
    "Outbox",
    "OutboxState",
    "Paper",
    "PaperCounter",
    "PartyRole",
    "Pause",
    "RuleChoice",
    "RuleConfirmation",
    "SavedView",
    "Side",
    "Task",
    "TaskState",
    "Vote",
]
