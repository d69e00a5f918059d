"""What a State Council notice says: the holidays of a year, their days off and the days worked in exchange."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhidun.kernel.text import Text

SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One holiday of a year's State Council notice.

    Attributes:
        name: its name.
        first: first day off.
        last: last day off.
        statutory: the days of it that are statutory holidays; the others are weekend days or adjusted rest days.
        makeup: weekend days worked in exchange.
    """

    name: Text
    first: date
    last: date
    statutory: frozenset[date]
    makeup: frozenset[date] = frozenset()

    def days(self) -> tuple[date, ...]:
        """Return every day off of the holiday."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One loaded year: its holidays, and whence they are known.

    Attributes:
        year: the calendar year.
        holidays: its holidays.
        source: whence the days are known.
    """

    year: int
    holidays: tuple[Holiday, ...]
    source: Text
