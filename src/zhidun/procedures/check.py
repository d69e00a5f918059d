"""Every check of a procedure file, each finding with file, line and remedy in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from zhidun.kernel import packs
from zhidun.kernel.legal_events import LEGAL_EVENTS
from zhidun.kernel.text import t
from zhidun.law.load import RuleBook, rulebook
from zhidun.procedures import guards
from zhidun.procedures.check_graph import graph_findings
from zhidun.procedures.check_names import Known, name_findings
from zhidun.procedures.errors import GuardFaulty
from zhidun.procedures.load import PATTERN, read_files
from zhidun.procedures.model import ClockAction, FieldType, NoticeCall, PaperCall, Procedure, TaskCall, Where
from zhidun.procedures.source import Finding
from zhidun.procedures.view import ActorView, CaseView, ClockView, View, clock_keys, fact_types

_Call = ClockAction | PaperCall | TaskCall | NoticeCall
_PROBE_AT = datetime(2020, 1, 1, tzinfo=UTC)
_PROBES: dict[FieldType, object] = {
    FieldType.BOOL: True,
    FieldType.NUMBER: 1,
    FieldType.MONEY: "1.00",
    FieldType.DATE: "2020-01-01",
    FieldType.MOMENT: _PROBE_AT.isoformat(),
}


def check(procedure: Procedure, known: Known) -> tuple[Finding, ...]:
    """Return everything wrong with a procedure whose shape is right, in the order of the file."""
    found = [*graph_findings(procedure), *name_findings(procedure, known), *_guard_findings(procedure)]
    return tuple(sorted(found, key=lambda one: (one.where.line, one.code)))


def check_files(files: list[tuple[str, Path]], known: Known) -> tuple[Finding, ...]:
    """Return everything wrong with the files, shape first."""
    catalogue, findings = read_files(files)
    return (*findings, *(finding for procedure in catalogue for finding in check(procedure, known)))


def check_packs() -> tuple[Finding, ...]:
    """Return everything wrong with the procedures of the packs in force."""
    return check_files(list(packs.pack_files(PATTERN)), known_in_packs())


def known_in_packs() -> Known:
    """Collect rules, roles, powers, papers and remedies from the packs in force."""
    book = rulebook()
    roles = _entries("roles.yaml", "roles")
    return Known(
        rules=_rule_names(book),
        periods=_period_names(book),
        powers=frozenset(power for role in roles.values() for power in role["powers"]),
        roles=frozenset(roles),
        papers=frozenset(path.parent.name for _, path in packs.pack_files("papers/*/paper.yaml")),
        remedies=frozenset(_entries("remedies.yaml", "remedies")),
        events=frozenset(LEGAL_EVENTS),
    )


def _entries(pattern: str, key: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _, path in packs.pack_files(pattern):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))[key]
    return found


def _rule_names(book: RuleBook) -> frozenset[str]:
    parts = {f"{rule.key}#{part}" for rule in book.rules for part in rule.parts}
    return frozenset(book.keys) | parts


def _period_names(book: RuleBook) -> frozenset[str]:
    """A bare key will do when the rule has a main period or only one."""
    parts = {f"{rule.key}#{part}" for rule in book.rules for part in rule.parts}
    return frozenset(parts | {rule.key for rule in book.rules if len(rule.periods) == 1 or _has_main(rule.periods)})


def _has_main(periods: tuple[Any, ...]) -> bool:
    return any(not period.part for period in periods)


def _conditions(procedure: Procedure) -> Iterator[tuple[str, Where]]:
    for step in procedure.steps.values():
        yield from ((guard.expression, guard.where) for guard in step.guards)
        yield from ((entry.expression, entry.where) for entry in step.checks)
    for effects in procedure.all_effects():
        calls: tuple[_Call, ...] = (*effects.clocks, *effects.papers, *effects.tasks, *effects.notices)
        yield from ((call.when, call.where) for call in calls if call.when)


def _guard_findings(procedure: Procedure) -> Iterator[Finding]:
    probes = (View(), _filled(procedure))
    for expression, where in _conditions(procedure):
        try:
            unknown = guards.unknown_names(expression, procedure)
            if unknown:
                yield _unknown_name(where, expression, unknown)
                continue
            for view in probes:
                guards.true_for(expression, procedure, view)
        except GuardFaulty as fault:
            yield Finding("guard-faulty", where, fault.reason, fault.remedy)


def _filled(procedure: Procedure) -> View:
    """Return a view in which every fact, moment and clock is given, to try each condition on."""
    facts = {key: _PROBES.get(kind, "x") for key, (kind, _) in fact_types(procedure).items()}
    case = CaseView(at=_PROBE_AT, received_at=_PROBE_AT, opened_at=_PROBE_AT, law_at=_PROBE_AT)
    clock = ClockView(started=True, running=True, due_at=_PROBE_AT)
    return View(case=case, facts=facts, actor=ActorView(), clocks=dict.fromkeys(clock_keys(procedure), clock))


def _unknown_name(where: Where, expression: str, unknown: tuple[str, ...]) -> Finding:
    names = ", ".join(unknown)
    remedy = t(
        "请只用 case、facts、actor、clocks 中列出的名称;自定事实先在 facts 或 fields 中声明。",
        "Use only the names listed for case, facts, actor and clocks; declare own facts under `facts` or `fields`.",
    )
    if "size()" in unknown:
        remedy = t(
            "size() 对文字数的是字节;文字用 chars(),列表用 count()。",
            "size() counts bytes of text: use chars() for text and count() for lists.",
        )
    return Finding(
        "guard-name",
        where,
        t(f"条件“{expression}”使用了未知名称:{names}。", f"The condition “{expression}” uses unknown names: {names}."),
        remedy,
    )
