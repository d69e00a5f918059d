"""Kinds of rights as declared by the packs (`packs/*/rights/*.yaml`): titles, own fields, number check, statuses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, cast

import yaml

from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text, t
from zhidun.rights.errors import FieldUnfit

if TYPE_CHECKING:
    from collections.abc import Mapping

FieldType = Literal["text", "date", "integer", "choice", "list", "boolean"]
MAX_TEXT: Final = 4000
MAX_LIST: Final = 200
YEARS: Final = range(1000, 2301)
"""Years a date may lie in: later ones are typing errors, and terms counted from them would leave the calendar."""


@dataclass(frozen=True, slots=True)
class Field:
    """One own field of a kind."""

    name: str
    title: Text
    type: FieldType
    required: bool = False
    choices: tuple[tuple[str, Text], ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """One status; `alive` says whether the right can be infringed while it holds."""

    key: str
    title: Text
    alive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What the registry knows of one kind of right.

    Attributes:
        key: word of `RightKind`.
        number_check: kind of number in `kernel.identifiers`; empty when there is no known pattern.
        number_refuses: whether a number that does not fit is refused (else warned of).
        numberless: there is never a number.
        keyed_by_class: one number may stand for several rights, one a class.
        lawful_users: whether it has a list of lawful users.
        list_only: an entry of a key-protection list, not a right.
        dates: the dates of the row that the form asks for.
        measures: checklist of protection measures (trade secrets).
    """

    key: str
    title: Text
    number_title: Text
    number_example: str
    number_check: str
    number_refuses: bool
    numberless: bool
    keyed_by_class: bool
    lawful_users: bool
    list_only: bool
    dates: tuple[str, ...]
    statuses: tuple[Status, ...]
    fields: tuple[Field, ...]
    measures: tuple[tuple[str, Text], ...]

    def status(self, key: str) -> Status | None:
        """Return a status of this kind."""
        return next((one for one in self.statuses if one.key == key), None)


def _field(name: str, raw: Mapping[str, object]) -> Field:
    choices = cast("Mapping[str, object]", raw.get("choices") or {})
    return Field(
        name=name,
        title=Text.of(raw["title"]),
        type=cast("FieldType", raw["type"]),
        required=bool(raw.get("required")),
        choices=tuple((key, Text.of(value)) for key, value in choices.items()),
        pattern=str(raw.get("pattern") or ""),
    )


def _kind(key: str, raw: Mapping[str, object]) -> Kind:
    number = cast("Mapping[str, object]", raw["number"])
    statuses = cast("Mapping[str, Mapping[str, object]]", raw["statuses"])
    fields = cast("Mapping[str, Mapping[str, object]]", raw.get("fields") or {})
    measures = cast("Mapping[str, object]", raw.get("measures") or {})
    return Kind(
        key=key,
        title=Text.of(raw["title"]),
        number_title=Text.of(number["title"]),
        number_example=str(number.get("example") or ""),
        number_check=str(number.get("check") or ""),
        number_refuses=bool(number.get("refuses")),
        numberless=bool(raw.get("numberless")),
        keyed_by_class=bool(raw.get("keyed_by_class")),
        lawful_users=bool(raw.get("lawful_users")),
        list_only=bool(raw.get("list_only")),
        dates=tuple(cast("list[str]", raw.get("dates") or [])),
        statuses=tuple(Status(k, Text.of(v["title"]), bool(v["alive"])) for k, v in statuses.items()),
        fields=tuple(_field(name, value) for name, value in fields.items()),
        measures=tuple((k, Text.of(v)) for k, v in measures.items()),
    )


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by its key; a later pack replaces a kind of an earlier one."""
    found: dict[str, Kind] = {}
    for _, file in pack_files("rights/*.yaml"):
        raw = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        for key, value in (raw.get("kinds") or {}).items():
            found[key] = _kind(key, value)
    return found


def kind(key: str) -> Kind:
    """Return a kind.

    Raises:
        FieldUnfit: there is no such kind of right.
    """
    found = kinds().get(key)
    if found is None:
        names = "、".join(one.title.zh for one in kinds().values())
        raise FieldUnfit(
            t(f"没有权利种类“{key[:40]}”。", f"There is no kind of right “{key[:40]}”."),
            t(f"可选:{names}。", f"Choose one of: {', '.join(kinds())}."),
            field="kind",
        )
    return found


def checked_details(of: Kind, details: Mapping[str, object]) -> dict[str, object]:
    """Check a right's own fields against its kind and return them in the form they are stored in.

    Raises:
        FieldUnfit: with one refusal a field in `errors`.
    """
    known = {one.name: one for one in of.fields}
    faults: dict[str, FieldUnfit] = {
        name: FieldUnfit(t(f"该种权利没有字段“{name}”。", f"This kind of right has no field “{name}”."), field=name)
        for name in details
        if name not in known
    }
    clean: dict[str, object] = {}
    for name, one in known.items():
        value = details.get(name)
        if value in (None, "", []):
            if one.required:
                faults[name] = FieldUnfit(t(f"请填写“{one.title.zh}”。", f"Fill in “{one.title.en}”."), field=name)
            continue
        try:
            clean[name] = _VALUES[one.type](one, value)
        except ValueError as error:
            faults[name] = _unfit(one, str(error))
    if faults:
        first = next(iter(faults.values()))
        raise FieldUnfit(first.reason, first.remedy, field=first.field, errors=faults)
    return clean


def _unfit(one: Field, hint: str) -> FieldUnfit:
    wanted = {
        "date": t("请填写日期,例如 2026-09-28。", "Enter a date, such as 2026-09-28."),
        "integer": t("请填写整数。", "Enter a whole number."),
        "boolean": t("请填写 是 或 否。", "Enter yes or no."),
        "choice": t(
            "可选:" + "、".join(f"{k}({v.zh})" for k, v in one.choices),
            "Choose: " + ", ".join(f"{k} ({v.en})" for k, v in one.choices),
        ),
    }.get(one.type, t(f"请按格式填写({hint})。", f"Follow the form ({hint})."))
    return FieldUnfit(t(f"“{one.title.zh}”的内容不合要求。", f"“{one.title.en}” does not fit."), wanted, field=one.name)


def _text(one: Field, value: object) -> object:
    text = str(value).strip()
    if len(text) > MAX_TEXT:
        msg = f"≤ {MAX_TEXT}"
        raise ValueError(msg)
    if one.pattern and not re.fullmatch(one.pattern, text):
        raise ValueError(one.pattern)
    return text


def _date(_one: Field, value: object) -> object:
    day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    if day.year not in YEARS:
        msg = f"{YEARS[0]}-{YEARS[-1]}"
        raise ValueError(msg)
    return f"{day:%Y-%m-%d}"


def _integer(_one: Field, value: object) -> object:
    return int(str(value).strip())


def _boolean(_one: Field, value: object) -> object:
    word = str(value).strip().lower()
    if word in {"true", "yes", "1", "是"}:
        return True
    if word in {"false", "no", "0", "否"}:
        return False
    raise ValueError(word)


def _choice(one: Field, value: object) -> object:
    word = str(value).strip()
    for key, title in one.choices:
        if word in {key, title.zh, title.en}:
            return key
    raise ValueError(word)


def _list(one: Field, value: object) -> object:
    parts = value if isinstance(value, list | tuple) else re.split(r"[;\uff1b、\n]", str(value))
    texts = [str(_text(one, part)) for part in parts if str(part).strip()]
    if len(texts) > MAX_LIST:
        msg = f"≤ {MAX_LIST}"
        raise ValueError(msg)
    return texts


_VALUES: Final = {
    "text": _text,
    "date": _date,
    "integer": _integer,
    "boolean": _boolean,
    "choice": _choice,
    "list": _list,
}
