"""`zhidun law check`: every fault of the law files and calendars, with file, line and remedy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from zhidun.kernel.legal_events import is_legal_event
from zhidun.kernel.packs import pack_files
from zhidun.kernel.text import LANGUAGES, Text, t
from zhidun.law.calendar_files import read_yaml
from zhidun.law.findings import Finding
from zhidun.law.model import LawText, Place, Rule, Unit
from zhidun.law.pack_files import Entry, LawFile, Raw, Words, law_of, read_file, read_words, rule_of
from zhidun.law.refusals import CalendarUnfit, PackBroken

WORDS = "words.yaml"
LAW_SCHEMA = "law"
FOREVER = date.max
DATES = ("effective_from", "effective_to")


def check(names: tuple[str, ...] | None = None) -> list[Finding]:
    """Return every fault of the packs' laws, rules and calendars; empty when all is well."""
    findings: list[Finding] = []
    try:
        words = read_words(names)
    except PackBroken as fault:
        findings.append(_unreadable(Place("", str(fault.field), 1), fault))
        words = Words({}, {})
    files = list(_files(names, findings))
    laws = _laws(files, findings)
    rules = _rules(files, laws, words, findings)
    findings += _families(laws.values())
    findings += _keys(rules)
    findings += _names(rules)
    findings += _calendars(names)
    return sorted(findings, key=lambda found: (found.place.pack, found.place.file, found.place.line, found.code))


def _files(names: tuple[str, ...] | None, findings: list[Finding]) -> Iterator[LawFile]:
    for pack, path in pack_files("law/*.yaml", names):
        if path.name == WORDS:
            continue
        try:
            yield read_file(pack, path)
        except PackBroken as fault:
            findings.append(_unreadable(Place(pack, f"law/{path.name}", 1), fault))


def _laws(files: Sequence[LawFile], findings: list[Finding]) -> dict[str, LawText]:
    laws: dict[str, LawText] = {}
    for file in files:
        for entry in file.laws:
            faults = list(_entry_faults(entry, LAW_SCHEMA, entry.fields.keys() & {"title", "edition"}))
            findings += faults
            if faults:
                continue
            law = law_of(entry)
            known = laws.get(law.id)
            if known and known.place.pack == file.pack:
                findings.append(_twice(entry.place, law.id, known.place))
            laws[law.id] = law
    return laws


def _rules(
    files: Sequence[LawFile], laws: Mapping[str, LawText], words: Words, findings: list[Finding]
) -> dict[str, list[Rule]]:
    """Return the sound rules by key, a later pack's key replacing an earlier pack's."""
    rules: dict[str, list[Rule]] = {}
    for file in files:
        for entry in file.rules:
            faults = [*_rule_faults(entry, laws, words)]
            findings += faults
            if faults:
                continue
            rule = rule_of(entry, laws, words)
            known = rules.get(rule.key)
            if known is None or known[0].place.pack != file.pack:
                rules[rule.key] = known = []
            known.append(rule)
    return rules


def _rule_faults(entry: Entry, laws: Mapping[str, LawText], words: Words) -> Iterator[Finding]:
    kind = str(entry.fields.get("kind"))
    if kind not in _validators() or kind == LAW_SCHEMA:
        what = t(f"{entry.name}:未知的规则种类 {kind}。", f"{entry.name}: unknown kind {kind}.")
        yield Finding(entry.place, "kind", what, t("请改为 schema 目录中的一种。", "Use a kind that has a schema."))
        return
    faults = [*_period_faults(entry, words), *_entry_faults(entry, kind, {"title", "statement"})]
    law = entry.fields.get("law")
    if law not in laws:
        what = t(f"{entry.name}:没有法律文本 {law}。", f"{entry.name}: there is no law {law}.")
        faults.append(
            Finding(entry.place, "law", what, t("请写入 laws 或改正编号。", "Add it to laws, or correct it."))
        )
    yield from faults


def _period_faults(entry: Entry, words: Words) -> Iterator[Finding]:
    """Name unknown units, start events and words before the schema speaks of them."""
    for period in _mappings(entry.fields.get("periods")):
        extensions = _mappings(period.get("extensions"))
        yield from _unit_faults(entry, period, extensions)
        if not is_legal_event(str(period.get("start"))):
            start = period.get("start")
            yield _unknown(entry, "start-event", t(f"起算事件 {start}", f"start event {start}"))
        for word in (str(item.get("approver")) for item in extensions):
            if word not in words.approvers:
                yield _unknown(entry, "word", t(f"批准人 {word}", f"approver {word}"))
        excluded = period.get("excluded")
        for word in excluded if isinstance(excluded, list) else ():
            if word not in words.excluded_time:
                yield _unknown(entry, "word", t(f"不计入的时间 {word}", f"excluded time {word}"))


def _unit_faults(
    entry: Entry, period: Mapping[str, object], extensions: Sequence[Mapping[str, object]]
) -> Iterator[Finding]:
    part = period.get("part") or period.get("start")
    for unit in (period.get("unit"), *(item.get("unit") for item in extensions if item.get("unit"))):
        if unit not in set(Unit):
            yield _unknown(entry, "unit", t(f"期限 {part} 的单位 {unit}", f"unit {unit} of period {part}"))


def _entry_faults(entry: Entry, kind: str, texts: Iterable[str]) -> Iterator[Finding]:
    """Check translations, dates and then the schema; the schema speaks only where the rest is sound."""
    sound = True
    for name in sorted(texts):
        value = entry.fields.get(name)
        missing = [lang for lang in LANGUAGES if not (isinstance(value, dict) and str(value.get(lang) or "").strip())]
        if missing:
            sound = False
            what = t(f"{entry.name}:{name} 缺少{'、'.join(missing)}。", f"{entry.name}: {name} lacks {missing}.")
            yield Finding(entry.place, "translation", what, t("请补齐中英文。", "Write it in both languages."))
    for name in DATES:
        if not _is_date(entry.fields.get(name), optional=name == "effective_to"):
            sound = False
            what = t(f"{entry.name}:{name} 不是ISO日期。", f"{entry.name}: {name} is no ISO date.")
            yield Finding(entry.place, "date", what, t("请写作 2026-04-15。", "Write it as 2026-04-15."))
    if not sound:
        return
    for error in _validators()[kind].iter_errors(_plain(entry.fields)):
        where = "/".join(str(step) for step in error.absolute_path) or "."
        message = error.message[:160]
        what = t(f"{entry.name}:{where} 不符合格式({message})。", f"{entry.name}: {where}: {message}.")
        yield Finding(entry.place, "schema", what, t("请按 law/schema 中的格式修改。", "See the schema in law/schema."))


def _families(laws: Iterable[LawText]) -> Iterator[Finding]:
    families: dict[str, list[LawText]] = {}
    for law in laws:
        families.setdefault(law.family, []).append(law)
    for members in families.values():
        yield from _overlaps([(law.id, law.effective_from, law.effective_to, law.place) for law in members])


def _keys(rules: Mapping[str, Sequence[Rule]]) -> Iterator[Finding]:
    for versions in rules.values():
        yield from _overlaps([(rule.id, rule.effective_from, rule.effective_to, rule.place) for rule in versions])
        for rule in versions:
            law = rule.law
            if rule.effective_from < law.effective_from or (rule.effective_to or FOREVER) > (
                law.effective_to or FOREVER
            ):
                what = t(f"{rule.id} 的有效期超出 {law.id}。", f"{rule.id} is in force outside {law.id}.")
                yield Finding(rule.place, "outside-law", what, t("请改正日期。", "Correct the dates."))


def _overlaps(spans: Sequence[tuple[str, date, date | None, Place]]) -> Iterator[Finding]:
    for name, first, last, place in spans:
        if last is not None and last < first:
            what = t(f"{name}:失效日早于施行日。", f"{name} ends before it begins.")
            yield Finding(place, "date-order", what, t("请改正日期。", "Correct the dates."))
    for before, after in pairwise(sorted(spans, key=lambda span: span[1])):
        if (before[2] or FOREVER) >= after[1]:
            what = t(f"{before[0]} 与 {after[0]} 的有效期重叠。", f"{before[0]} and {after[0]} overlap.")
            until = after[1] - timedelta(days=1)
            yield Finding(
                before[3], "overlap", what, t(f"前一版本应止于 {until}。", f"The former version should end on {until}.")
            )


def _names(rules: Mapping[str, Sequence[Rule]]) -> Iterator[Finding]:
    """Check that ids and aliases name one rule each, and that every rule named by another exists."""
    ids: dict[str, Rule] = {}
    for rule in (rule for versions in rules.values() for rule in versions):
        known = ids.setdefault(rule.id, rule)
        if known is not rule:
            yield _twice(rule.place, rule.id, known.place)
        if rule.id in rules and rule.id != rule.key:
            yield _twice(rule.place, rule.id, rules[rule.id][0].place)
    yield from _aliases(rules, ids)
    for rule in ids.values():
        for name in filter(None, (*(reading.rule for reading in rule.readings), rule.superseded_by)):
            if name not in ids and name not in rules:
                yield Finding(
                    rule.place,
                    "rule",
                    t(f"{rule.id}:没有规则 {name}。", f"{rule.id}: there is no rule {name}."),
                    t("请改正编号。", "Correct the name."),
                )


def _aliases(rules: Mapping[str, Sequence[Rule]], ids: Mapping[str, Rule]) -> Iterator[Finding]:
    taken = {name: name for name in rules}
    for rule in ids.values():
        for alias in rule.aliases:
            other = taken.setdefault(alias, rule.key)
            if other != rule.key or (alias in ids and ids[alias].key != rule.key):
                yield _twice(rule.place, alias, rules.get(other, [rule])[0].place)


def _calendars(names: tuple[str, ...] | None) -> Iterator[Finding]:
    for pack, path in pack_files("calendar/*.yaml", names):
        place = Place(pack, f"calendar/{path.name}", 1)
        try:
            year = read_yaml(path.read_text("utf-8"), name=path.name)
        except CalendarUnfit as fault:
            yield Finding(place, "calendar", fault.reason, fault.remedy)
            continue
        if path.stem != str(year.year):
            what = t(f"文件名与年份 {year.year} 不符。", f"The name does not fit the year {year.year}.")
            yield Finding(place, "calendar", what, t("请改名。", "Rename the file."))


@cache
def _validators() -> Mapping[str, Draft202012Validator]:
    """Return the validators of the shipped schemas by kind."""
    schemas = {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
        for _, path in pack_files("law/schema/*.schema.json", ("cn",))
    }
    resources = [(str(schema["$id"]), Resource.from_contents(schema)) for schema in schemas.values()]
    registry: Registry[bool | Mapping[str, Any]] = Registry().with_resources(resources)
    return {name: Draft202012Validator(schema, registry=registry) for name, schema in schemas.items() if name != "base"}


def _mappings(value: object) -> Sequence[Raw]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else ()


def _is_date(value: object, *, optional: bool) -> bool:
    if value is None:
        return optional
    try:
        return type(value) is date or bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _plain(value: object) -> object:
    """Return YAML data as JSON data: dates as strings, keys as strings."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _unknown(entry: Entry, code: str, what: Text) -> Finding:
    return Finding(
        entry.place,
        code,
        t(f"{entry.name}:未知的{what.zh}。", f"{entry.name}: unknown {what.en}."),
        t("请改为清单中的词。", "Use a word of the closed list."),
    )


def _twice(place: Place, name: str, first: Place) -> Finding:
    what = t(f"{name} 重复(另见 {first})。", f"{name} is used twice (also at {first}).")
    return Finding(place, "duplicate", what, t("请改名或删除其一。", "Rename or remove one."))


def _unreadable(place: Place, fault: PackBroken) -> Finding:
    return Finding(place, "unreadable", fault.reason, t("请修正文件的格式。", "Correct the shape of the file."))
