"""Facts as people read them: labels and values in words instead of keys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zhidun.kernel import time
from zhidun.kernel.text import Text
from zhidun.procedures.model import Choice, Fact, Field, FieldType, Procedure


def shown_facts(
    procedure: Procedure, facts: Mapping[str, object], *, public_only: bool = False, lang: str = "zh"
) -> list[tuple[str, Text, str]]:
    """Return (key, label, value in words) for each stored fact the procedure knows, in the order of its fields.

    With `public_only`, just those the procedure shows to the parties.
    """
    declared: dict[str, Field | Fact] = {**procedure.facts, **procedure.all_fields()}
    found = []
    for key, entry in declared.items():
        if facts.get(key) in (None, "", []):
            continue
        if public_only and not (isinstance(entry, Field) and entry.public):
            continue
        found.append((key, entry.title, words(entry, facts[key], lang)))
    return found


def words(entry: Field | Fact, value: object, lang: str = "zh") -> str:
    """Return one value in words."""
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(words(entry, one, lang) for one in value)
    if entry.type is FieldType.BOOL:
        return {"zh": ("否", "是"), "en": ("no", "yes")}["en" if lang.startswith("en") else "zh"][bool(value)]
    if isinstance(entry, Field) and entry.type is FieldType.CHOICE:
        return next((_title(choice, lang) for choice in entry.choices if choice.value == value), str(value))
    if entry.type is FieldType.MONEY:
        return f"{value} 元" if lang == "zh" else f"CNY {value}"
    if entry.type is FieldType.MOMENT:
        return f"{datetime.fromisoformat(str(value)).astimezone(time.CITY_ZONE):%Y-%m-%d %H:%M}"
    return str(value)


def _title(choice: Choice, lang: str) -> str:
    return choice.title.in_(lang)
