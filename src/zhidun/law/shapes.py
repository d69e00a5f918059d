"""A file of questions: an object, a list or JSON lines in, the answers out in the same order and shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal

from zhidun.kernel.errors import Invalid
from zhidun.kernel.text import t
from zhidun.law.opinions.sheet import Answer, refused

EXIT_ALL, EXIT_SOME = 0, 1
BROKEN = object()
SHOWN = 80


class Twice(dict[str, object]):
    """An object that says one field twice with different values.

    Attributes:
        field: that field.
    """

    field: str


def answers_of(text: str, answer: Callable[[Mapping[str, object]], Answer]) -> tuple[str, int]:
    """Answer every question of a text; a question that cannot be read is refused in its place.

    Returns:
        The answers as JSON text, and the exit code: 0 all answered, 1 something refused.

    Raises:
        Invalid: the text is no JSON of these shapes.
    """
    questions, shape = _questions(text)
    answers = [_one(item, answer) for item in questions]
    code = EXIT_ALL if all(one["accepted"] for one in answers) else EXIT_SOME
    if shape == "lines":
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in answers), code
    return json.dumps(answers if shape == "list" else answers[0], ensure_ascii=False, indent=2) + "\n", code


def _one(item: object, answer: Callable[[Mapping[str, object]], Answer]) -> Answer:
    if item is BROKEN:
        return refused(_no_json())
    if not isinstance(item, dict):
        said = json.dumps(item, ensure_ascii=False, default=str)[:SHOWN]
        return refused(
            Invalid(t(f"“{said}”不是对象。", f"“{said}” is no object."), t("每题一个对象。", "One object a question."))
        )
    parts = item.get("parts")
    for one in (item, *(parts if isinstance(parts, list) else ())):
        if isinstance(one, Twice):
            return refused(_twice(one.field))
    return answer(item)


def _questions(text: str) -> tuple[list[object], str]:
    whole = _loaded(text)
    if whole is not BROKEN:
        return (whole, "list") if isinstance(whole, list) else ([whole], "object")
    lines = [_loaded(line) for line in text.split("\n") if line.strip()]
    if not any(isinstance(line, dict) for line in lines):
        raise _no_json(text)
    return lines, "lines"


def _loaded(text: str) -> object:
    try:
        return json.loads(text, parse_float=Decimal, parse_int=_whole, parse_constant=str, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        return BROKEN


def _whole(digits: str) -> int | Decimal:
    """Read a whole number; one of endless digits is left to the field that refuses it."""
    return int(digits) if len(digits) <= SHOWN else Decimal(digits)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Keep an object, or mark it where it contradicts itself; NaN and Infinity stay words that no amount is."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found and found[name] != value:
            twice = Twice(found)
            twice.field = name
            return twice
        found[name] = value
    return found


def _twice(field: str) -> Invalid:
    return Invalid(
        t(f"{field} 写了两次,数值不同。", f"{field} is given twice with different values."),
        t(f"请只留一个 {field}。", f"Keep one {field}."),
        field=field,
    )


def _no_json(text: str = "") -> Invalid:
    """Refuse a text, with the line and column where it stops being JSON."""
    reason = t("输入不是JSON。", "The input is no JSON.")
    try:
        json.loads(text)
    except json.JSONDecodeError as fault:
        if text.strip():
            reason = t(
                f"输入不是JSON:第{fault.lineno}行第{fault.colno}列有误。",
                f"The input is no JSON: line {fault.lineno}, column {fault.colno}.",
            )
    except (ValueError, RecursionError):
        pass
    return Invalid(reason, t("请给出对象、列表或逐行JSON。", "Object, list or JSON lines."))
