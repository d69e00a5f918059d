"""The calculators of the law, for doors and rooms: plain mappings in, plain dictionaries out.

Each takes the fields of its JSON Schema (`opinions/<name>.schema.json`; amounts in yuan as numbers or strings, dates
ISO or `date`, None = cannot be proved) and returns a dictionary; a refusal is a dictionary too (`accepted` false,
`reason`, `remedy`, `field`). Nothing here raises a Refusal. Every answer carries `rules`, `law`, `article`,
`citation`, `steps` (the arithmetic, a bilingual line each), `notes`, `provisional` and `confidence`; money comes out
as strings with two places.

    damages(fields)     basis, base, min, max, statutory_available, award_max, total; `versions` where an act runs
                        across a switch (an officer's choice: `chosen_version`, `chosen_by`); `parts` for several
                        rights or periods
    punitive(fields)    punitive_allowed, base, punitive_total, cap, capped, total, deduct_fine
    fine(fields)        bracket, min_fine, max_fine, serious, hearing_right, surcharge, illegal_gains, confiscate
    crime(fields)       met, aggravated, by, missing, advise_transfer; `thresholds`: rows with limit, value, reached
    reward(fields)      eligible, reward, finance_signoff, floor, cap
    limitation(fields)  expires, in_time, damages_from, reason
    due_answer(fields)  when a period ends

    answer("fine", fields)            any of them by name (NAMES)
    answer_text("fine", text)         a whole file: object, list or JSON lines in the same shape, and the exit code
    unread(answer)                    rules of an answer that may stand in no paper before a named officer confirms them

`fields(name)` gives the input schema of a calculator, for forms. `book` and `calendar` default to the packs'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import cast

from zhidun.kernel.errors import Refusal
from zhidun.law.calendar import Calendar, shipped
from zhidun.law.due_answers import due_answer
from zhidun.law.load import RuleBook, rulebook
from zhidun.law.opinions import crimes, fines, inputs, rewards
from zhidun.law.opinions import damages as damages_
from zhidun.law.opinions import limitation as limitation_
from zhidun.law.opinions import punitive as punitive_
from zhidun.law.opinions.sheet import Answer, refused
from zhidun.law.questions import FIELDS
from zhidun.law.shapes import answers_of

__all__ = [
    "FIELDS", "NAMES", "Answer", "answer", "answer_text", "crime", "damages", "due_answer", "fields", "fine",
    "limitation", "punitive", "refused", "reward", "unread",
]  # fmt: skip

Fields = Mapping[str, object]
Calculator = Callable[[Fields, RuleBook, Calendar], Answer]


def damages(fields: Fields, *, book: RuleBook | None = None) -> Answer:
    """Say from which basis damages are computed and what may be awarded; see the module."""
    return answer("damages", fields, book=book)


def punitive(fields: Fields, *, book: RuleBook | None = None) -> Answer:
    """Say whether damages may be multiplied and to what total; see the module."""
    return answer("punitive", fields, book=book)


def fine(fields: Fields, *, book: RuleBook | None = None, calendar: Calendar | None = None) -> Answer:
    """Say the bracket of a fine and what surrounds it; see the module."""
    return answer("fine", fields, book=book, calendar=calendar)


def crime(fields: Fields, *, book: RuleBook | None = None) -> Answer:
    """Say whether the threshold of a crime is reached, by what, and what is missing; see the module."""
    return answer("crime", fields, book=book)


def reward(fields: Fields, *, book: RuleBook | None = None) -> Answer:
    """Say what a reporter is due; see the module."""
    return answer("reward", fields, book=book)


def limitation(fields: Fields, *, book: RuleBook | None = None, calendar: Calendar | None = None) -> Answer:
    """Say when the right to sue or to ask for adjudication runs out; see the module."""
    return answer("limitation", fields, book=book, calendar=calendar)


_CALCULATORS: Mapping[str, Calculator] = MappingProxyType(
    {
        "damages": lambda fields, book, _: damages_.damages(fields, book),
        "punitive": lambda fields, book, _: punitive_.punitive(fields, book),
        "fine": fines.fine,
        "crime": lambda fields, book, _: crimes.crime(fields, book),
        "reward": lambda fields, book, _: rewards.reward(fields, book),
        "limitation": limitation_.limitation,
    }
)
NAMES = ("due", *_CALCULATORS)


def answer(name: str, fields: Fields, *, book: RuleBook | None = None, calendar: Calendar | None = None) -> Answer:
    """Answer one question by the calculator's name (one of `NAMES`).

    Raises:
        KeyError: no such calculator.
    """
    book, calendar = book or rulebook(), calendar or shipped()
    if name == "due":
        return due_answer(fields, book=book, calendar=calendar)
    calculator = _CALCULATORS[name]
    try:
        return calculator(fields, book, calendar)
    except Refusal as refusal:
        return refused(refusal)


def answer_text(
    text: str, name: str = "due", *, book: RuleBook | None = None, calendar: Calendar | None = None
) -> tuple[str, int]:
    """Answer a file of questions in the same order and shape.

    Returns:
        The answers as JSON text, and the exit code: 0 all answered, 1 something refused.

    Raises:
        Invalid: the text is no JSON of these shapes.
    """
    return answers_of(text, lambda fields: answer(name, fields, book=book, calendar=calendar))


def unread(answer: Answer, *, book: RuleBook | None = None) -> tuple[str, ...]:
    """Return the rules of an answer whose text nobody here has read: no paper may rest on them unconfirmed."""
    book = book or rulebook()
    named = cast("list[str]", answer.get("rules") or [])
    return tuple(one for one in named if not book.by_id(one).verified)


def fields(name: str) -> Mapping[str, Mapping[str, object]]:
    """Return the input fields of a calculator with their sub-schemas, in the order of a form.

    Raises:
        FileNotFoundError: no such calculator.
    """
    return inputs.fields_of(name)
