"""A calculator as a form: its fields with labels and choices, and what was typed read back as a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhidun.kernel.text import Text, t
from zhidun.law.load import RuleBook
from zhidun.law.opinions import words
from zhidun.law.opinions.inputs import fields_of
from zhidun.law.opinions.sheet import Answer
from zhidun.law.opinions.tables import sequence, table

YES_NO = (("true", t("是", "Yes")), ("false", t("否", "No")))
NOT_PROVED = frozenset({"-", "—", "无法证明", "not proved"})
PROOF = t("不能证明的写“-”", "Write “-” when it cannot be proved")
SHARE = t("如 0.2 或 20%", "Such as 0.2 or 20%")
FACTORS: Mapping[str, tuple[str, ...]] = {
    "intent_factors": ("dmg.punitive.intent",),
    "gravity_factors": ("dmg.punitive.gravity",),
    "mitigating": ("x.apl.lighter", "x.apl.none"),
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "reporter": ("natural_person", "insider", "organisation", "right_holder", "staff"),
    "province": ("重庆", "辽宁", "浙江", "广东", "德阳"),
    "level": ("1", "2", "3"),
    "chosen": ("actual_loss", "infringer_profit", "gains", "licence_fee", "royalty", "statutory"),
}
TABLES: Mapping[str, str] = {"subject": "fine", "article": "crime"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form.

    Attributes:
        name: field of the calculator.
        label: what it is called.
        kind: `select`, `choices`, `date`, `amount`, `number` or `text`.
        options: value and title of each choice.
        hint: how to fill it in.
        value: what was typed, as typed.
    """

    name: str
    label: Text
    kind: str
    options: tuple[tuple[str, Text], ...] = ()
    hint: Text | None = None
    value: str | tuple[str, ...] = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under a heading.

    Attributes:
        title: heading; None for the fields everybody needs.
        fields: the fields.
        used: something was typed in one of them.
    """

    title: Text | None
    fields: tuple[Field, ...]
    used: bool


def groups(calculator: str, typed: Mapping[str, Sequence[str]], book: RuleBook) -> tuple[Group, ...]:
    """Return the form of a calculator with what was typed."""
    form = words.FORMS[calculator]
    made = [Group(None, _fields(calculator, form.first, typed, book), used=True)]
    for heading, names in form.more:
        fields = _fields(calculator, names, typed, book)
        made.append(Group(heading, fields, used=any(field.value for field in fields)))
    return tuple(made)


def some(
    calculator: str, names: Iterable[str], typed: Mapping[str, Sequence[str]], book: RuleBook
) -> tuple[Field, ...]:
    """Return some fields of a calculator with what was typed: for a shorter form."""
    return _fields(calculator, names, typed, book)


def question(calculator: str, typed: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Return the question that was typed: blanks left out, `-` as not proved, yes and no as such."""
    asked: dict[str, object] = {}
    known = fields_of(calculator)
    for name in _named(calculator):
        values = [one.strip() for one in typed.get(name, ()) if one.strip()]
        if not values or name not in known:
            continue
        kind = _kind(known[name])
        if kind == "words":
            asked[name] = values
        elif values[0] in NOT_PROVED:
            asked[name] = None
        elif kind == "flag" and values[0] in {"true", "false"}:
            asked[name] = values[0] == "true"
        else:
            asked[name] = values[0].replace(",", "") if kind in {"money", "count", "money_or_flag"} else values[0]
    return asked


def figures(calculator: str, answer: Answer) -> list[tuple[str, Text, object]]:
    """Return the figures of an answer shown large: name, title and value; those without a value are left out."""
    return [
        (name, words.title(calculator, name), answer[name])
        for name in words.FORMS[calculator].figures
        if answer.get(name) is not None
    ]


def _named(calculator: str) -> Iterable[str]:
    form = words.FORMS[calculator]
    return (*form.first, *(name for _, names in form.more for name in names))


def _fields(
    calculator: str, names: Iterable[str], typed: Mapping[str, Sequence[str]], book: RuleBook
) -> tuple[Field, ...]:
    return tuple(_field(calculator, name, typed.get(name, ()), book) for name in names)


def _kind(spec: Mapping[str, object]) -> str:
    return "word" if "enum" in spec else str(spec.get("$ref", "")).rpartition("/")[2]


def _field(calculator: str, name: str, typed: Sequence[str], book: RuleBook) -> Field:
    spec = fields_of(calculator)[name]
    kind = _kind(spec)
    label = words.title(calculator, name)
    value = typed[0] if typed else ""
    options = _options(name, kind, spec, book)
    if kind == "words":
        return Field(name=name, label=label, kind="choices", options=options, value=tuple(typed))
    if options:
        return Field(name=name, label=label, kind="select", options=options, value=value)
    shown = {"date": "date", "dates": "date", "money": "amount", "money_or_flag": "amount", "count": "number"}
    hint = PROOF if kind == "money" and calculator in {"damages", "punitive", "fine"} else None
    hint = SHARE if kind == "share" else hint
    return Field(name=name, label=label, kind=shown.get(kind, "text"), hint=hint, value=value)


def _options(name: str, kind: str, spec: Mapping[str, object], book: RuleBook) -> tuple[tuple[str, Text], ...]:
    if kind == "flag":
        return YES_NO
    if name in FACTORS:
        listed = [
            str(one)
            for key in FACTORS[name]
            for one in sequence(book.versions(key)[-1].params.get("factors"))
            if one != "other"
        ]
        return tuple((one, words.word(one)) for one in listed)
    if name in TABLES:
        return tuple((one, words.word(one)) for one in table(TABLES[name]))
    if name in CHOICES:
        return tuple((one, words.word(one)) for one in CHOICES[name])
    return tuple((str(one), words.word(str(one))) for one in sequence(spec.get("enum")) if one is not None)
