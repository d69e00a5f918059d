"""Plain values about statutory time and about readings of the law; `types` gives them on to the doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zhidun.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLeft:
    """How much statutory time is left, and how urgent that is.

    Attributes:
        due_at: end of the earliest running clock of the office; None: no clock runs.
        working_days: working days left after today up to the last day; negative when late.
        hours: whole hours left, for a period in hours that ends within two days; else None.
        urgency: none, calm, soon (at most two working days), overdue.
    """

    due_at: datetime | None
    due_on: date | None
    working_days: int
    hours: int | None
    urgency: Literal["none", "calm", "soon", "overdue"]
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDay:
    """A day of a clock: counted (n > 0) or passed over (n = 0), and why."""

    on: str
    n: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One version or rule that may govern.

    Attributes:
        why: why it may.
        default: taken unless an officer chooses another.
        chosen: it governs now.
        due_on: when the running clock would end under it; None where no clock is asked about or it sets no period.
    """

    rule_id: str
    title: Text
    statement: Text
    citation: Text
    why: Text
    default: bool
    chosen: bool
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingQuestion:
    """A rule of the case for which more than one reading is arguable; `choose_reading` decides.

    Attributes:
        question: rule key the choice is about.
        about: what depends on it: a running clock, or a rule that a step rests on.
        chosen_by: name of the officer who decided; empty while nobody did, and the default governs.
    """

    question: str
    about: Literal["clock", "act"]
    options: tuple[Reading, ...]
    chosen_by: str = ""
    chosen_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWhy:
    """Why a clock ends when it ends: everything a page needs to show the arithmetic."""

    public_id: str
    rule_key: str
    rule_id: str
    title: Text
    statement: Text
    citation: Text
    confidence: str
    state: str
    binds: str
    started_on: date
    started_at: datetime
    due_on: date
    due_raw_on: date
    due_at: datetime
    unit: str
    provisional: bool
    stopped_at: datetime | None
    days: tuple[CountedDay, ...]
    steps: tuple[Text, ...]
    pauses: tuple[tuple[date, date | None, str], ...]
    extensions: tuple[tuple[int, int, str, str], ...]
    left: TimeLeft
