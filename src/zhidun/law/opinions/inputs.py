"""Reading a question: the fields of a calculator's JSON Schema, as exact amounts, dates and flags."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import cast

from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.kernel.time import local_date
from zhidun.law.opinions.tables import mapping, table

AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,12})?")
DAY = len("2026-09-28")
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SHOWN = 40
WHOLE = Decimal(100)


@cache
def schema(calculator: str) -> Mapping[str, object]:
    """Return the shipped JSON Schema of a calculator."""
    text = (Path(__file__).parent / f"{calculator}.schema.json").read_text("utf-8")
    return cast("Mapping[str, object]", json.loads(text))


@cache
def fields_of(calculator: str) -> Mapping[str, Mapping[str, object]]:
    """Return the input fields of a calculator with their sub-schemas."""
    return cast("Mapping[str, Mapping[str, object]]", schema(calculator)["properties"])


class Given:
    """One question, checked for unknown fields and kinds; each getter reads one field or refuses it by name."""

    def __init__(self, calculator: str, fields: Mapping[str, object]) -> None:
        """Keep the fields.

        Raises:
            Invalid: a field the calculator does not know, with the nearest names, or one that is not of its kind,
                whether the rule needs it or not.
        """
        known = fields_of(calculator)
        for name in fields:
            if name not in known:
                near = difflib.get_close_matches(str(name), list(known), n=3) or list(known)
                raise wrong(
                    str(name)[:SHOWN],
                    (f"未知字段 {str(name)[:SHOWN]}。", f"Unknown field {str(name)[:SHOWN]}."),
                    (f"可用:{'、'.join(near)}。", f"Use: {', '.join(near)}."),
                )
        self._fields = fields
        self._known = known
        for name, raw in fields.items():
            if raw is not None:
                _READERS.get(str(known[name].get("$ref")).rpartition("/")[2], Given.word)(self, name)

    @property
    def all(self) -> Mapping[str, object]:
        """Return the fields as they were given."""
        return self._fields

    def has(self, name: str) -> bool:
        """Whether the field was given and is not null."""
        return self._fields.get(name) is not None

    def unproved(self, name: str) -> bool:
        """Whether the field was given as null: it cannot be proved."""
        return name in self._fields and self._fields[name] is None

    def money(self, name: str) -> Decimal | None:
        """Return an amount of yuan.

        Raises:
            Invalid: no number, negative, or out of range.
        """
        raw = self._fields.get(name)
        return None if raw is None else amount(raw, name)

    def need_money(self, name: str) -> Decimal:
        """Return an amount that the rule needs.

        Raises:
            Invalid: as `money`, or the field is missing.
        """
        found = self.money(name)
        if found is None:
            raise missing(name)
        return found

    def share(self, name: str) -> Decimal | None:
        """Return a share between 0 and 1; `20%` reads as 0.2.

        Raises:
            Invalid: no such share.
        """
        raw = self._fields.get(name)
        if raw is None:
            return None
        text = str(raw).strip()
        found = amount(text[:-1], name) / WHOLE if text.endswith("%") else amount(raw, name)
        if found > 1:
            raise wrong(
                name,
                (f"{name} 须在0与1之间。", f"{name} must be between 0 and 1."),
                ("请写作 0.2 或 20%。", "Write 0.2 or 20%."),
            )
        return found

    def count(self, name: str) -> int | None:
        """Return a whole number from 0.

        Raises:
            Invalid: no such number.
        """
        raw = self._fields.get(name)
        if raw is None:
            return None
        found = amount(raw, name)
        if found != int(found):
            raise wrong(
                name,
                (f"{name} 须为整数。", f"{name} must be a whole number."),
                ("请写整数。", "Write a whole number."),
            )
        return int(found)

    def flag(self, name: str) -> bool | None:
        """Return yes, no or not said.

        Raises:
            Invalid: neither true nor false.
        """
        raw = self._fields.get(name)
        if raw is None or isinstance(raw, bool):
            return raw
        raise wrong(
            name,
            (f"{name} 须为真或假。", f"{name} must be true or false."),
            ("请写 true 或 false。", "Write true or false."),
        )

    def day(self, name: str) -> date | None:
        """Return a date.

        Raises:
            Invalid: no ISO date.
        """
        raw = self._fields.get(name)
        return None if raw is None else day(raw, name)

    def days(self, name: str) -> tuple[date, ...]:
        """Return one date or several, in order.

        Raises:
            Invalid: no ISO dates.
        """
        raw = self._fields.get(name)
        if raw is None:
            return ()
        items = raw if isinstance(raw, list | tuple) else [raw]
        return tuple(sorted(day(item, name) for item in items if item is not None))

    def word(self, name: str) -> str | None:
        """Return a word of the field's closed list, or a text.

        Raises:
            Invalid: not in the list.
        """
        raw = self._fields.get(name)
        if raw is None:
            return None
        if isinstance(raw, bool | Mapping | list):
            raise wrong(name, (f"{name} 须为文字。", f"{name} must be a word."), ("请改正。", "Correct it."))
        if isinstance(raw, float | Decimal) and raw == raw // 1:
            raw = int(raw)
        text = str(raw).strip()
        allowed = self._known[name].get("enum")
        if isinstance(allowed, list) and text not in allowed:
            text = str(mapping(table("also").get(name)).get(text, text))
        if isinstance(allowed, list) and text not in allowed:
            known = [str(one) for one in allowed if one is not None]
            near = difflib.get_close_matches(text, known, n=3) or known
            raise wrong(
                name,
                (f"{name} 不能是“{text[:SHOWN]}”。", f"{name} cannot be “{text[:SHOWN]}”."),
                (f"可用:{'、'.join(near)}。", f"Use: {', '.join(near)}."),
            )
        return text or None

    def need_word(self, name: str) -> str:
        """Return a word that the rule needs.

        Raises:
            Invalid: as `word`, or missing.
        """
        found = self.word(name)
        if found is None:
            raise missing(name)
        return found

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of words.

        Raises:
            Invalid: no list of words.
        """
        raw = self._fields.get(name)
        if raw is None:
            return ()
        items = [raw] if isinstance(raw, str) else raw
        if not isinstance(items, Sequence) or not all(isinstance(item, str) for item in items):
            raise wrong(
                name, (f"{name} 须为词的列表。", f"{name} must be a list of words."), ("请写列表。", "Write a list.")
            )
        return tuple(items)

    def factors(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return a list of factors, each with its evidence; `""` where none is named.

        Raises:
            Invalid: neither words nor objects of `factor` and `evidence`.
        """
        raw = self._fields.get(name)
        items = raw if isinstance(raw, list | tuple) else [] if raw is None else [raw]
        found: list[tuple[str, str]] = []
        for item in items:
            entry = item if isinstance(item, Mapping) else {"factor": item}
            factor, evidence = entry.get("factor"), entry.get("evidence") or ""
            if not isinstance(factor, str) or not isinstance(evidence, str) or set(entry) - {"factor", "evidence"}:
                raise wrong(
                    name,
                    (f"{name} 须为情形的列表,可各附证据。", f"{name} must be a list of factors."),
                    (
                        '请写作 ["…"] 或 [{"factor": "…", "evidence": "…"}]。',
                        'Write ["…"] or [{"factor": "…", "evidence": "…"}].',
                    ),
                )
            found.append((factor, evidence.strip()))
        return tuple(found)

    def parts(self) -> tuple[Mapping[str, object], ...]:
        """Return the parts of a claim over several rights or periods.

        Raises:
            Invalid: no list of objects.
        """
        raw = self._fields.get("parts")
        if raw is None:
            return ()
        if not isinstance(raw, list) or not all(isinstance(item, Mapping) for item in raw):
            raise wrong(
                "parts", ("parts 须为对象的列表。", "parts must be a list of objects."), ("请改正。", "Correct it.")
            )
        if any(item.get("parts") for item in raw):
            raise wrong(
                "parts",
                ("分段之内不能再分段。", "A part cannot have parts of its own."),
                ("请把各段并列。", "Set the parts side by side."),
            )
        return tuple(raw)


def _money_or_flag(given: Given, name: str) -> object:
    raw = given.all.get(name)
    return raw if isinstance(raw, bool) else given.money(name)


_READERS: Mapping[str, Callable[[Given, str], object]] = MappingProxyType(
    {
        "money": Given.money,
        "multiple": Given.money,
        "count": Given.count,
        "share": Given.share,
        "flag": Given.flag,
        "date": Given.day,
        "dates": Given.days,
        "words": Given.words,
        "factors": Given.factors,
        "parts": lambda given, _: given.parts(),
        "money_or_flag": _money_or_flag,
    }
)
"""What reads each kind of the schemas' `$defs`; any other kind is a word."""


def amount(raw: object, name: str) -> Decimal:
    """Read an amount exactly: a number, or a string of digits with a point.

    Raises:
        Invalid: no number, negative, or out of range.
    """
    text = "" if isinstance(raw, bool) else str(raw).strip()
    try:
        value = Decimal(text)
        plain = f"{value:f}" if value.is_finite() and abs(value.adjusted()) <= SHOWN else ""
    except InvalidOperation:
        plain = ""
    if plain.startswith("-") and plain.strip("-0."):
        raise wrong(name, (f"{name} 不能为负。", f"{name} cannot be negative."), ("请核对数额。", "Check the amount."))
    if not AMOUNT.fullmatch(plain.removeprefix("-")):
        raise wrong(
            name,
            (f"{name} 的“{text[:SHOWN]}”不是数额。", f"“{text[:SHOWN]}” of {name} is no amount."),
            ("请写数字,如 1200000 或 1200000.50,以元为单位。", "Write a number such as 1200000.50, in yuan."),
        )
    return Decimal(plain)


def day(raw: object, name: str) -> date:
    """Read a date, or the day of a moment in the city.

    Raises:
        Invalid: neither.
    """
    if isinstance(raw, datetime):
        return local_date(raw)
    if isinstance(raw, date):
        return raw
    text = str(raw).strip()
    try:
        if isinstance(raw, str) and ISO.match(text):
            return date.fromisoformat(text) if len(text) <= DAY else local_date(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        pass
    raise wrong(
        name,
        (f"{name} 的“{text[:SHOWN]}”不是日期。", f"“{text[:SHOWN]}” of {name} is no date."),
        ("请写作 2026-09-28。", "Write 2026-09-28."),
    )


def missing(*names: str) -> Invalid:
    """Return the refusal that names what the rule needs."""
    return wrong(
        names[0],
        (f"缺少 {'、'.join(names)}。", f"Missing: {', '.join(names)}."),
        (f"请填写 {'、'.join(names)}。", f"Give {', '.join(names)}."),
    )


def wrong(field: str | None, reason: tuple[str, str], remedy: tuple[str, str]) -> Invalid:
    """Return a refusal of an input field."""
    return Invalid(t(*reason), t(*remedy), field=field)
