"""Counting by hand: a second, naive way to count periods, on the holiday notices of five years restated in short.

Nothing of `zhidun.law` counts here: where the room, this page and a row of a table agree, three answers agree.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhidun.law.calendar import shipped
from zhidun.law.load import rulebook
from zhidun.law.model import Unit
from zhidun.law.periods import Due, Granted, due

OFF = (
    "2022-01-01/01-03 2022-01-31/02-06 2022-04-03/04-05 2022-04-30/05-04 2022-06-03/06-05 2022-09-10/09-12 "
    "2022-10-01/10-07 2022-12-31/12-31 2023-01-01/01-02 2023-01-21/01-27 2023-04-05/04-05 2023-04-29/05-03 "
    "2023-06-22/06-24 2023-09-29/10-06 2023-12-30/12-31 2024-01-01/01-01 2024-02-10/02-17 2024-04-04/04-06 "
    "2024-05-01/05-05 2024-06-10/06-10 2024-09-15/09-17 2024-10-01/10-07 2025-01-01/01-01 2025-01-28/02-04 "
    "2025-04-04/04-06 2025-05-01/05-05 2025-05-31/06-02 2025-10-01/10-08 2026-01-01/01-03 2026-02-15/02-23 "
    "2026-04-04/04-06 2026-05-01/05-05 2026-06-19/06-21 2026-09-25/09-27 2026-10-01/10-07"
)
"""Days off as the State Council's notices list them: first/last."""
WORKED = (
    "2022-01-29 2022-01-30 2022-04-02 2022-04-24 2022-05-07 2022-10-08 2022-10-09 2023-01-28 2023-01-29 2023-04-23 "
    "2023-05-06 2023-06-25 2023-10-07 2023-10-08 2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 "
    "2024-09-29 2024-10-12 2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14 2026-02-28 "
    "2026-05-09 2026-09-20 2026-10-10"
)
"""Saturdays and Sundays worked in exchange."""
PROVISIONAL = " ~"
"""Mark behind a last day that is only provisional: it depends on a year whose notice is not loaded."""
Row = tuple[str, str]
Tables = Mapping[tuple[str, int, str, str], Sequence[Row]]
UNITS = {
    "wd": Unit.WORKING_DAY, "day": Unit.CALENDAR_DAY, "month": Unit.MONTH, "year": Unit.YEAR, "hour": Unit.HOUR,
}  # fmt: skip


def _days(spans: str) -> Iterator[date]:
    for span in spans.split():
        first, _, last = span.partition("/")
        on, end = date.fromisoformat(first), date.fromisoformat(first[:5] + (last or first[5:]))
        while on <= end:
            yield on
            on += timedelta(days=1)


HOLIDAYS = frozenset(_days(OFF))
MADE_UP = frozenset(_days(WORKED))


def works(on: date) -> bool:
    """Whether offices work on the day."""
    return on in MADE_UP or (on.weekday() < 5 and on not in HOLIDAYS)


@dataclass(frozen=True)
class Hand:
    """How long a period is and what its end does: `roll` is holiday, dayoff, none, or back for a period before."""

    value: int
    unit: str
    roll: str

    def last(self, start: date, pauses: Iterable[tuple[date, date]] = ()) -> date:
        """Count from the day after the start, one day after the other; then roll."""
        step = timedelta(days=-1 if self.roll == "back" else 1)
        stopped = {first + timedelta(days=n) for first, last in pauses for n in range((last - first).days + 1)}
        left = self._days_of(start) if self.unit in {"month", "year"} else self.value
        on = start
        while left:
            on += step
            left -= on not in stopped and (self.unit != "wd" or works(on))
        while (self.roll == "holiday" and on in HOLIDAYS) or (self.roll == "dayoff" and not works(on)):
            on += step
        return on

    def _days_of(self, start: date) -> int:
        months = self.value * (12 if self.unit == "year" else 1) * (-1 if self.roll == "back" else 1)
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        day = min(start.day, gregorian.monthrange(year, month + 1)[1])
        return abs((date(year, month + 1, day) - start).days)


def spans(text: str) -> list[tuple[date, date]]:
    """Read `2026-11-05/2026-11-09 …` as pauses, both days included."""
    pairs = [span.split("/") for span in text.split()]
    return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs]


def grants(text: str) -> list[Granted]:
    """Read `0 1 2:20day` as prolongations: which of the rule's, and how much where the law leaves it open."""
    found = []
    for word in text.split():
        index, _, much = word.partition(":")
        digits = "".join(letter for letter in much if letter.isdigit())
        unit = UNITS[much.removeprefix(digits)] if much else None
        found.append(Granted(index=int(index), value=int(digits) if digits else None, unit=unit))
    return found


def counted(name: str, start: str, **more: Any) -> Due:
    """Count a rule of the packs, in the version in force on the start day."""
    on = date.fromisoformat(start[:10])
    rule, period = rulebook().located(name, on)
    return due(rule, start=on, calendar=shipped(), part=period.part, **more)


def shown(result: Due) -> str:
    """Return the last day as tables write it."""
    return result.due_on.isoformat() + (PROVISIONAL if result.provisional else "")


def rows(tables: Tables) -> list[tuple[str, Hand, str, str]]:
    """Return every row of the tables with its rule and the numbers at the table's head."""
    return [
        (name, Hand(value, unit, roll), start, last)
        for (name, value, unit, roll), table in tables.items()
        for start, last in table
    ]


def agrees(name: str, hand: Hand, start: str, last: str) -> None:
    """Hold one row against the room and against the count by hand."""
    result = counted(name, start)
    assert shown(result) == last
    assert hand.last(date.fromisoformat(start)).isoformat() == last.removesuffix(PROVISIONAL)
    assert (result.period.value, result.unit) == (hand.value, UNITS[hand.unit])
    assert len(result.counted) == hand.value
    assert date.fromisoformat(start) not in {day.on for day in (*result.counted, *result.skipped)}
    assert (result.rolled is not None) is (result.due_on != result.due_raw)
    assert all(line.zh and line.en for line in result.steps)
