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
        said = str(item)[:SHOWN]
        return refused(
            Invalid(t(f"“{said}”不是对象。", f"“{said}” is no object."), t("每题一个对象。", "One object a question."))
        )
    return answer(item)


def _questions(text: str) -> tuple[list[object], str]:
    whole = _loaded(text)
    if whole is not BROKEN:
        return (whole, "list") if isinstance(whole, list) else ([whole], "object")
    lines = [_loaded(line) for line in text.splitlines() if line.strip()]
    if not any(isinstance(line, dict) for line in lines):
        raise _no_json()
    return lines, "lines"


def _loaded(text: str) -> object:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return BROKEN


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _no_json() -> Invalid:
    return Invalid(
        t("输入不是JSON。", "The input is no JSON."), t("请给出对象、列表或逐行JSON。", "Object, list or JSON lines.")
    )
