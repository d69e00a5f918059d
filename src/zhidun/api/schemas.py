"""Shapes shared by the operations: bilingual text, problems, people, bounded numbers, days and moments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from zhidun.kernel import time
from zhidun.kernel.text import Text

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""No matter of ours lies outside these years; beyond them arithmetic with zones fails."""
LARGEST_KEY = 2**63 - 1


def _known_year(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        message = f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}"
        raise ValueError(message)
    return value


def _moment(value: datetime) -> datetime:
    _known_year(value)
    return time.aware(value)


Day = Annotated[date, AfterValidator(_known_year)]
"""A date from 1900 to 2200."""
Moment = Annotated[datetime, AfterValidator(_moment)]
"""A moment from 1900 to 2200; without a zone it is in the city's zone."""
RowKey = Annotated[int, Field(ge=1, le=LARGEST_KEY)]
"""A whole number that may be the key of a row."""
Word = Annotated[str, Field(max_length=80)]
"""A code, a user name, a word of a closed list."""
Items = Annotated[list[UUID], Field(max_length=50)]
"""Evidence items handed in before."""


class Closed(Schema):
    """A body that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class TextOut(Schema):
    """A statement in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, text: Text) -> TextOut:
        """Read it from the kernel's Text."""
        return cls(zh=text.zh, en=text.en)

    @classmethod
    def maybe(cls, text: Text | None) -> TextOut | None:
        """Read it from a Text that may be missing."""
        return cls.of(text) if text else None


class Problem(Schema):
    """RFC 9457 Problem Details, with reason and remedy in both languages."""

    type: str
    title: str
    status: int
    code: str
    reason: TextOut
    remedy: TextOut
    instance: str = ""
    field: str | None = None
    article: str | None = None
    errors: dict[str, Problem] | None = None


class PersonIn(Closed):
    """Somebody named in a filing; what is wrong with it is told together with all other faults."""

    kind: str = Field("", pattern="^(person|organisation)?$")
    name: str = ""
    uscc: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    district: str = ""


class DoneOut(Schema):
    """It was done."""

    done: bool = True
