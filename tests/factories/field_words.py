"""What is said of a field at fault, by kind of fault, in both languages; and reading one field of a procedure."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.factories.national import NOW, national
from zhidun.kernel import time
from zhidun.procedures.entered import clean
from zhidun.procedures.errors import FieldsInvalid
from zhidun.procedures.model import Field

WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("请填写“{zh}”。", "“{en}” is needed."),
    "text": ("“{zh}”应为文字。", "“{en}” must be text."),
    "long": ("“{zh}”最多 {n} 个字,现有 {over} 个字。", "“{en}” may have {n} characters and has {over}."),
    "choice": ("“{zh}”不在可选项中。", "“{en}” is not one of the choices."),
    "bool": ("“{zh}”应为是或否。", "“{en}” must be yes or no."),
    "number": ("“{zh}”应为整数。", "“{en}” must be a whole number."),
    "amount": ("金额“viel”不是数字或过大。", "The amount “viel” is not a number, or too large."),
    "range": (
        "“{zh}”应在 0 至 1000000000000000 之间。",
        "“{en}” must lie between 0 and 1000000000000000.",
    ),
    "date": ("“{zh}”不是有效日期,应如 2026-11-22。", "“{en}” is no date such as 2026-11-22."),
    "moment": ("“{zh}”不是有效时间,应如 2026-11-22T09:30。", "“{en}” is no moment such as 2026-11-22T09:30."),
    "future": ("“{zh}”不能晚于今天。", "“{en}” may not lie in the future."),
    "past": ("“{zh}”不能早于今天。", "“{en}” may not lie in the past."),
    "many": ("“{zh}”最多 {n} 项。", "“{en}” may have {n} entries."),
    "key": ("“{zh}”不是有效的编号。", "“{en}” is no valid key."),
}
OPENING = "open"


def field(name: str, step: str, key: str) -> Field:
    """Return a field of a step, or of the opening (`open`)."""
    procedure = national(name)
    fields = procedure.opening.fields if step == OPENING else procedure.steps[step].fields
    return next(item for item in fields if item.key == key)


def words(item: Field, fault: str) -> tuple[str, str]:
    """Return what is said of a fault (`long:200`, `many:6`, …) in Chinese and English."""
    kind, _, number = fault.partition(":")
    places = {"zh": item.title.zh, "en": item.title.en, "n": number, "over": str(int(number or 0) + 1)}
    zh, en = WORDS[kind]
    return zh.format(**places), en.format(**places)


def stored(name: str, step: str, key: str, entered: object) -> object:
    """Return what is stored of an entry, read on the tables' day."""
    with time.pinned(NOW):
        found = clean((field(name, step, key),), {key: entered})
    assert set(found) == {key}
    return found[key]


def refused(name: str, step: str, key: str, entered: object, fault: str) -> None:
    """Hold a refused entry against the words of its fault."""
    item = field(name, step, key)
    with time.pinned(NOW), pytest.raises(FieldsInvalid) as caught:
        clean((item,), {key: entered})
    found = caught.value.errors[key]
    assert (found.reason.zh, found.reason.en) == words(item, fault)
    assert found.field == key
    assert found.remedy.zh and found.remedy.en
    assert set(caught.value.errors) == {key}
