"""Plain values the room gives out; doors build on these, never on rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhidun.cases.types import ClockWhy
from zhidun.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardCard:
    """A reward as officers and finance see it: never what was reported, never by whom.

    Attributes:
        may: what this actor may do now: `propose`, `notify`, `finance`, `pay`, `decide`.
        figures_differ: the source figures do not add up; flagged, not corrected.
    """

    number: str
    report: str
    reporter: str
    office: Text
    state: str
    state_title: Text
    words: Text
    next_words: Text
    level: str
    amount: str
    arithmetic: str
    rules: str
    figures_differ: bool
    figures_note: str
    finance_needed: bool
    finance_agreed: bool
    code_checked: bool
    waiting_for: tuple[str, ...]
    opened_at: datetime
    clocks: tuple[ClockWhy, ...]
    paid_on: date | None
    voucher: str
    demo: bool
    may: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReward:
    """A reward as its reporter sees it."""

    report: str
    number: str
    state: str
    state_title: Text
    words: Text
    next_words: Text
    level: str
    amount: str
    arithmetic: str
    claim_by: date | None
    review_by: date | None
    may: frozenset[str]
    papers: tuple[tuple[str, Text, str], ...]
    office: Text
    phone: str
    reason: str
