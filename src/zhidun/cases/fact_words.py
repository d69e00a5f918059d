"""Facts as people read them: labels and values in words instead of keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from zhidun.access import selectors as access
from zhidun.access.errors import AccountUnknown, OfficeUnknown
from zhidun.cases.paper_words import both_dates
from zhidun.evidence import selectors as evidence
from zhidun.evidence.errors import ItemNotFound
from zhidun.kernel import time
from zhidun.kernel.text import Text
from zhidun.law.load import rulebook
from zhidun.procedures.model import Fact, Field, FieldType, Procedure

NO = Text("否", "no")
YES = Text("是", "yes")


def shown_facts(
    procedure: Procedure,
    facts: Mapping[str, object],
    *,
    public_only: bool = False,
    lang: str = "zh",
) -> list[tuple[str, Text, str]]:
    """Return (key, label, value in words) for each stored fact the procedure knows, in the order of its fields.

    What is only worked out from steps comes last. With `public_only`, just those the procedure shows to the parties.
    """
    fields = procedure.all_fields()
    declared: dict[str, Field | Fact] = {
        **fields,
        **{key: procedure.facts[key] for key in procedure.facts if key not in fields},
    }
    found = []
    for key, entry in declared.items():
        if facts.get(key) in (None, "", []):
            continue
        if public_only and not (isinstance(entry, Field) and entry.public):
            continue
        found.append((key, entry.title, words(entry, facts[key], lang)))
    return found


def printed_facts(procedure: Procedure, facts: Mapping[str, object]) -> dict[str, Text]:
    """Return the values of the stored facts as papers print them, dates written out, by key."""
    declared: dict[str, Field | Fact] = {**procedure.facts, **procedure.all_fields()}
    return {
        key: Text(*(words(entry, facts[key], lang, written_out=True) for lang in ("zh", "en")))
        for key, entry in declared.items()
        if facts.get(key) not in (None, "", [])
    }


def words(entry: Field | Fact, value: object, lang: str = "zh", *, written_out: bool = False) -> str:
    """Return one value in words; `written_out` writes dates as papers do."""
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(words(entry, one, lang, written_out=written_out) for one in value)
    if isinstance(entry, Field) and entry.type is FieldType.CHOICE:
        return next((one.title.in_(lang) for one in entry.choices if one.value == value), str(value))
    if entry.type is FieldType.DATE and not written_out:
        return _day(value).in_(lang)
    if entry.type is FieldType.MONEY and not written_out:
        return _grouped(value).in_(lang)
    say = _SAY.get(entry.type)
    return say(value).in_(lang) if say else str(value)


def _account(value: object) -> Text:
    try:
        return access.account(str(value)).name
    except AccountUnknown:
        return Text(str(value), str(value))


def _office(value: object) -> Text:
    try:
        return access.office(str(value)).name
    except OfficeUnknown:
        return Text(str(value), str(value))


def _rule(value: object) -> Text:
    name = str(value)
    return rulebook().versions(name)[-1].title if rulebook().has(name) else Text(name, name)


def _item(value: object) -> Text:
    try:
        name = evidence.items([str(value)])[0].filename
    except ItemNotFound:
        name = str(value)
    return Text(name, name)


def _grouped(value: object) -> Text:
    try:
        said = f"{Decimal(str(value)):,}"
    except InvalidOperation:
        said = str(value)
    return Text(f"{said} 元", f"{said} yuan")


def _date(value: object) -> Text:
    return both_dates(date.fromisoformat(str(value)[:10]))


def _day(value: object) -> Text:
    on = date.fromisoformat(str(value)[:10])
    return Text(f"{on.year}年{on.month}月{on.day}日", f"{on.day} {on:%b} {on.year}")


def _moment(value: object) -> Text:
    text = f"{datetime.fromisoformat(str(value)).astimezone(time.CITY_ZONE):%Y-%m-%d %H:%M}"
    return Text(text, text)


_SAY: Mapping[FieldType, Callable[[object], Text]] = {
    FieldType.BOOL: lambda value: YES if value else NO,
    FieldType.MONEY: lambda value: Text(f"{value} 元", f"{value} yuan"),
    FieldType.ACCOUNT: _account,
    FieldType.OFFICE: _office,
    FieldType.RULE: _rule,
    FieldType.ITEMS: _item,
    FieldType.DATE: _date,
    FieldType.MOMENT: _moment,
}
