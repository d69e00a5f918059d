"""Reading the packs' `law/*.yaml`, each with `laws` and `rules`; `law/words.yaml` holds closed lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import yaml

from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import Text, t
from zhidun.law.model import (
    Confidence,
    Direction,
    Extension,
    LawText,
    Period,
    Place,
    Reading,
    Roll,
    Rule,
    Unit,
)
from zhidun.law.refusals import PackBroken

WORDS = "words.yaml"
Raw = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One law or rule as it stands in a file."""

    name: str
    fields: Raw
    place: Place


@dataclass(frozen=True, slots=True)
class LawFile:
    """The laws and rules of one file."""

    pack: str
    file: str
    laws: tuple[Entry, ...]
    rules: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The closed lists that periods refer to.

    Attributes:
        approvers: who grants a prolongation.
        excluded_time: which time is not counted.
    """

    approvers: Mapping[str, Text]
    excluded_time: Mapping[str, Text]


def read_files(names: tuple[str, ...] | None = None) -> Iterator[LawFile]:
    """Yield every law file of the packs with the line of each entry.

    Raises:
        PackBroken: a file is no YAML, or not of this shape.
    """
    for pack, path in pack_files("law/*.yaml", names):
        if path.name != WORDS:
            yield read_file(pack, path)


def read_file(pack: str, path: Path) -> LawFile:
    """Read one law file.

    Raises:
        PackBroken: as `read_files`.
    """
    name = f"law/{path.name}"
    raw, lines = _loaded(path, Place(pack, name, 1))
    laws, rules = raw.get("laws") or {}, raw.get("rules") or []
    if not isinstance(laws, dict) or not isinstance(rules, list) or raw.keys() - {"laws", "rules"}:
        raise broken(Place(pack, name, 1), "laws: {…}, rules: […]")
    return LawFile(
        pack,
        name,
        tuple(
            Entry(str(key), _fields(value, Place(pack, name, lines.laws[n])), Place(pack, name, lines.laws[n]))
            for n, (key, value) in enumerate(laws.items())
        ),
        tuple(_rule_entry(value, Place(pack, name, lines.rules[n])) for n, value in enumerate(rules)),
    )


def read_words(names: tuple[str, ...] | None = None) -> Words:
    """Return the closed lists; a later pack adds words.

    Raises:
        PackBroken: a word without both languages.
    """
    lists: dict[str, dict[str, Text]] = {"approvers": {}, "excluded_time": {}}
    for pack, path in pack_files(f"law/{WORDS}", names):
        place = Place(pack, f"law/{WORDS}", 1)
        raw, _ = _loaded(path, place)
        for kind, known in lists.items():
            for word, title in _fields(raw.get(kind) or {}, place).items():
                known[word] = _text(title, place)
    return Words(lists["approvers"], lists["excluded_time"])


def read_packs(names: tuple[str, ...] | None = None) -> tuple[list[LawText], list[Rule]]:
    """Return all laws and rules; a later pack replaces laws by id and rules by key.

    Raises:
        PackBroken: an entry cannot be read.
    """
    laws: dict[str, LawText] = {}
    rules: dict[str, list[Rule]] = {}
    files, words = list(read_files(names)), read_words(names)
    for file in files:
        laws.update({entry.name: law_of(entry) for entry in file.laws})
    for file in files:
        for entry in file.rules:
            rule = rule_of(entry, laws, words)
            known = rules.get(rule.key)
            if known is None or known[0].place.pack != file.pack:
                rules[rule.key] = known = []
            known.append(rule)
    return list(laws.values()), [rule for versions in rules.values() for rule in versions]


def law_of(entry: Entry) -> LawText:
    """Build a law text.

    Raises:
        PackBroken: a field is missing or of the wrong kind.
    """
    raw, place = entry.fields, entry.place
    try:
        return LawText(
            id=entry.name,
            title=_text(raw["title"], place),
            edition=_text(raw["edition"], place) if raw.get("edition") else None,
            doc_no=str(raw["doc_no"]),
            effective_from=_date(raw["effective_from"]),
            effective_to=_date_or_none(raw["effective_to"]),
            superseded_by=_str_or_none(raw["superseded_by"]),
            family=str(raw["family"]),
            roll=Roll(str(raw["roll"])),
            version_rule=_str_or_none(raw.get("version_rule")),
            place=place,
        )
    except (KeyError, ValueError, TypeError) as fault:
        raise broken(place, f"{type(fault).__name__}: {fault}") from fault


def rule_of(entry: Entry, laws: Mapping[str, LawText], words: Words) -> Rule:
    """Build one version of a rule.

    Raises:
        PackBroken: a field is missing, of the wrong kind, or names an unknown law or approver.
    """
    raw, place = entry.fields, entry.place
    try:
        return Rule(
            key=str(raw["key"]),
            id=str(raw["id"]),
            kind=str(raw["kind"]),
            title=_text(raw["title"], place),
            statement=_text(raw["statement"], place),
            law=laws[str(raw["law"])],
            article=str(raw["article"]),
            params=_fields(raw.get("params") or {}, place),
            periods=tuple(_period(_fields(item, place), place, words) for item in _list(raw.get("periods"))),
            effective_from=_date(raw["effective_from"]),
            effective_to=_date_or_none(raw["effective_to"]),
            superseded_by=_str_or_none(raw["superseded_by"]),
            confidence=Confidence(str(raw["confidence"])),
            applies_to=_fields(raw.get("applies_to") or {}, place),
            aliases=tuple(str(alias) for alias in _list(raw.get("aliases"))),
            readings=tuple(_reading(_fields(item, place), place) for item in _list(raw.get("readings"))),
            note=_text(raw["note"], place) if raw.get("note") else None,
            place=place,
        )
    except (KeyError, ValueError, TypeError) as fault:
        raise broken(place, f"{type(fault).__name__}: {fault}") from fault


def broken(place: Place, what: str) -> PackBroken:
    """Return the refusal for an entry that cannot be read."""
    return PackBroken(
        t(f"规则包 {place} 无法读取:{what}。", f"The pack cannot be read at {place}: {what}."),
        t("请用 zhidun law check 查看并修改。", "Run `zhidun law check` and correct the line."),
        field=str(place),
    )


def _period(raw: Raw, place: Place, words: Words) -> Period:
    return Period(
        part=str(raw.get("part") or ""),
        value=_int(raw["value"]),
        unit=Unit(str(raw["unit"])),
        start=str(raw["start"]),
        direction=Direction(str(raw.get("direction") or "forward")),
        act=_text(raw["act"], place),
        extensions=tuple(_extension(_fields(item, place), words) for item in _list(raw.get("extensions"))),
        excluded=tuple(str(word) for word in _list(raw.get("excluded"))),
        roll=Roll(str(raw["roll"])) if raw.get("roll") else None,
    )


def _extension(raw: Raw, words: Words) -> Extension:
    value, unit = raw["value"], raw["unit"]
    if (value is None) is not (unit is None):
        msg = "value and unit are both null or both given"
        raise ValueError(msg)
    return Extension(
        value=None if value is None else _int(value),
        unit=None if unit is None else Unit(str(unit)),
        approver=str(raw["approver"]),
        approver_name=words.approvers[str(raw["approver"])],
        times=_int(raw.get("times", 1)),
        at_most=bool(raw.get("at_most", False)),
    )


def _reading(raw: Raw, place: Place) -> Reading:
    return Reading(rule=str(raw["rule"]), from_on=_date(raw["from"]), why=_text(raw["why"], place))


@dataclass(frozen=True, slots=True)
class _Lines:
    laws: Sequence[int]
    rules: Sequence[int]


def _loaded(path: Path, place: Place) -> tuple[Raw, _Lines]:
    try:
        text = path.read_text("utf-8")
        raw = yaml.load(text, Loader=yaml.CSafeLoader)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as fault:
        line = getattr(getattr(fault, "problem_mark", None), "line", 0) + 1
        raise broken(Place(place.pack, place.file, line), "YAML") from fault
    lines: dict[str, list[int]] = {}
    for key, node in getattr(root, "value", []):
        children = node.value if isinstance(node, yaml.CollectionNode) else []
        lines[key.value] = [(child[0] if isinstance(child, tuple) else child).start_mark.line + 1 for child in children]
    return _fields(raw or {}, place), _Lines(lines.get("laws", []), lines.get("rules", []))


def _rule_entry(value: object, place: Place) -> Entry:
    fields = _fields(value, place)
    return Entry(str(fields.get("id", "")), fields, place)


def _fields(value: object, place: Place) -> Raw:
    if not isinstance(value, dict):
        raise broken(place, f"{value!r}")
    return cast("Raw", value)


def _list(value: object) -> Sequence[object]:
    if value is None:
        return ()
    if not isinstance(value, list):
        msg = f"a list is expected, not {value!r}"
        raise TypeError(msg)
    return value


def _text(value: object, place: Place) -> Text:
    try:
        return Text.of(value)
    except ValueError as fault:
        raise broken(place, str(fault)) from fault


def _int(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        msg = f"a whole number from 1 is expected, not {value!r}"
        raise ValueError(msg)
    return value


def _date(value: object) -> date:
    return value if type(value) is date else date.fromisoformat(str(value))


def _date_or_none(value: object) -> date | None:
    return None if value is None else _date(value)


def _str_or_none(value: object) -> str | None:
    return None if value is None else str(value)
