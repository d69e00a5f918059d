"""The table of every clock of every procedure: rule, article, start, stop, pauses, extension, who is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from zhidun.kernel.legal_events import event_title
from zhidun.kernel.text import LANGUAGES, Text, t
from zhidun.law.load import RuleBook, rulebook
from zhidun.law.model import Direction, Period, Rule
from zhidun.law.pack_files import read_words
from zhidun.procedures.model import ClockAction, ClockVerb, Effects, Procedure, Step

_HEADS = t(
    "期限 | 依据 | 多长 | 起算 | 结束 | 不计入 | 延长 | 告知",
    "Clock | basis | how long | starts | stops | not counted | extension | who is told",
)
_OPENING = t("收案", "opening")
_FINAL = t("进入终结状态", "any final state")
_OFFICE = t("承办人(到期前提醒、逾期升级)", "the officers in charge (reminder, escalation)")
_LAPSES = t("期满自行结束,不计机关逾期", "lapses by itself; the office is never late")
_OPEN_END = t("由批准人定", "set by the approver")
_BEFORE = t("之前", "before")


@dataclass(frozen=True, slots=True)
class _Act:
    """One thing an opening or a step does to a clock, with the words of where."""

    where: Text
    action: ClockAction
    effects: Effects


def clock_pages(procedures: Iterable[Procedure], book: RuleBook | None = None) -> str:
    """Return the Markdown page: a table a procedure and language."""
    book = book or rulebook()
    parts = ["# 全部期限 · Every clock", "", _INTRO.zh, "", _INTRO.en]
    for procedure in procedures:
        rows = clock_rows(procedure, book)
        if not rows:
            continue
        parts += ["", f"## {procedure.title.zh} · {procedure.title.en}", "", f"`{procedure.name}` v{procedure.version}"]
        for lang in LANGUAGES:
            heads = [head.strip() for head in _HEADS.in_(lang).split("|")]
            parts += ["", f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
            parts += [f"| {' | '.join(cell.in_(lang).replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join(parts) + "\n"


def clock_rows(procedure: Procedure, book: RuleBook) -> list[tuple[Text, ...]]:
    """Return a row for each clock the procedure starts, in the order of its steps."""
    acts = list(_acts(procedure))
    names = dict.fromkeys(one.action.rule for one in acts if one.action.verb is ClockVerb.START)
    return [_row(procedure, name, [one for one in acts if one.action.rule == name], book) for name in names]


_INTRO = t(
    "由程序文件和规则包生成。起算日不计入;末日逢休息日是否顺延依各法。“依据”列出规则的各个版本,按起算事件当日有效的版本适用。",
    "Generated from the procedures and the rules. The first day is not counted; whether a last day off rolls depends "
    "on the law. The basis lists every version; the one in force on the day of the start event applies.",
)


def _acts(procedure: Procedure) -> Iterable[_Act]:
    for one in procedure.opening.effects.clocks:
        yield _Act(_OPENING, one, procedure.opening.effects)
    for step in procedure.steps.values():
        for one in step.effects.clocks:
            yield _Act(_named(step), one, step.effects)


def _named(step: Step) -> Text:
    return t(step.title.zh, step.title.en)


def _row(procedure: Procedure, name: str, acts: Sequence[_Act], book: RuleBook) -> tuple[Text, ...]:
    key, _, part = name.partition("#")
    versions = [rule for rule in book.versions(key) if part in rule.parts or (not part and rule.periods)]
    return (
        t(f"`{name}`", f"`{name}`"),
        _joined([rule.citation for rule in versions] or [book.versions(key)[-1].citation]),
        _joined(_unique(_length(_period(rule, part)) for rule in versions)),
        _joined(_unique([*_starts(acts, versions, part)])),
        _joined(_unique([*_where(acts, ClockVerb.STOP), _FINAL])),
        _joined(_unique([*_excluded(versions, part), *_where(acts, ClockVerb.PAUSE)])),
        _joined(_unique([*_extensions(versions, part), *_where(acts, ClockVerb.EXTEND)])),
        _joined(_unique([*_told(acts, procedure)])),
    )


def _period(rule: Rule, part: str) -> Period:
    return next((period for period in rule.periods if period.part == part), rule.periods[0])


def _length(period: Period) -> Text:
    way = period.direction is Direction.BACKWARD
    words = period.unit.words
    return t(
        f"{period.value}{words.zh}{_BEFORE.zh if way else ''}",
        f"{period.value} {words.en}{'s' if period.value > 1 else ''}{' ' + _BEFORE.en if way else ''}",
    )


def _starts(acts: Sequence[_Act], versions: Sequence[Rule], part: str) -> Iterable[Text]:
    for one in acts:
        if one.action.verb is not ClockVerb.START:
            continue
        words = [one.action.event] if one.action.event else [_period(rule, part).start for rule in versions]
        for word in dict.fromkeys(words):
            event = event_title(word)
            yield t(f"{event.zh}({one.where.zh})", f"{event.en} ({one.where.en})")


def _where(acts: Sequence[_Act], verb: ClockVerb) -> Iterable[Text]:
    return (one.where for one in acts if one.action.verb is verb)


def _excluded(versions: Sequence[Rule], part: str) -> Iterable[Text]:
    for rule in versions:
        for word in _period(rule, part).excluded:
            yield _excluded_words().get(word, t(word, word))


def _extensions(versions: Sequence[Rule], part: str) -> Iterable[Text]:
    for rule in versions:
        for one in _period(rule, part).extensions:
            most = t("至多", "up to ") if one.at_most else t("", "")
            unit = one.unit.words if one.unit else None
            long = t(f"{most.zh}{one.value}{unit.zh}", f"{most.en}{one.value} {unit.en}s") if unit else _OPEN_END
            yield t(f"{long.zh}({one.approver_name.zh})", f"{long.en} ({one.approver_name.en})")


def _told(acts: Sequence[_Act], procedure: Procedure) -> Iterable[Text]:
    starts = [one for one in acts if one.action.verb is ClockVerb.START]
    if any(one.action.lapses for one in starts):
        yield _LAPSES
    if not all(one.action.lapses for one in starts):
        yield _OFFICE
    for one in acts:
        for notice in one.effects.notices:
            for relation in notice.to:
                known = procedure.relations.get(relation)
                yield known.title if known else t(relation, relation)


def _unique(texts: Iterable[Text]) -> list[Text]:
    return list(dict.fromkeys(texts))


def _joined(texts: Sequence[Text]) -> Text:
    return t("；".join(one.zh for one in texts) or "—", "; ".join(one.en for one in texts) or "—")


@cache
def _excluded_words() -> Mapping[str, Text]:
    return read_words().excluded_time
