"""Names a procedure uses must be known: powers, roles, rules, papers, remedies, relations, facts, outcomes, places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from string import Formatter

from zhidun.kernel.text import Text, t
from zhidun.procedures.model import RECEIVED_AT, DoerKind, Effects, Field, FieldType, Procedure, Step, Where
from zhidun.procedures.source import Finding
from zhidun.procedures.view import fact_types

PLACES = frozenset({"case_number", "title", "office", "reason", "due_on", "outcome"})
"""Places `{…}` a notice may hold; the engine fills them."""

HANDLER = "handler"
_SET_TYPES: dict[FieldType, type] = {FieldType.BOOL: bool, FieldType.NUMBER: int}


@dataclass(frozen=True, slots=True)
class Known:
    """What exists outside the procedure. `events`: legal start events; None: not checked.

    Attributes:
        rules: rule keys and `key#part`. periods: those of them that set one period, so that a clock can run.
    """

    rules: frozenset[str]
    periods: frozenset[str]
    powers: frozenset[str]
    roles: frozenset[str]
    papers: frozenset[str]
    remedies: frozenset[str]
    events: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class _Use:
    """A name used at a place, and the names that would be right."""

    code: str
    what: Text
    name: str
    where: Where
    known: frozenset[str]

    def findings(self) -> Iterator[Finding]:
        if self.name in self.known:
            return
        near = (
            ", ".join(get_close_matches(self.name, sorted(self.known), 3)) or ", ".join(sorted(self.known)[:8]) or "–"
        )
        yield Finding(
            self.code,
            self.where,
            t(f"{self.what.zh}“{self.name}”不存在。", f"The {self.what.en} “{self.name}” does not exist."),
            t(f"可用的例如:{near}。", f"Use for example: {near}."),
        )


_RULE, _CLOCK = t("规则", "rule"), t("规定期限的规则", "rule with a period")
_POWER, _ROLE, _PAPER = t("权限", "power"), t("岗位", "role"), t("文书种类", "kind of paper")
_RELATION, _FACT, _STEP = t("当事人身份", "relation"), t("事实", "fact"), t("步骤", "step")
_OUTCOME, _KIND, _REMEDY = t("结果", "outcome"), t("案件类别", "kind of case"), t("救济途径", "remedy")
_EVENT, _PLACE = t("法律事件", "legal event"), t("通知占位符", "place of a notice")


def name_findings(procedure: Procedure, known: Known) -> Iterator[Finding]:
    """Yield a finding for each name that is not known."""
    uses = [*_states(procedure), *_effects(procedure, procedure.opening.effects, known)]
    for step in procedure.steps.values():
        uses += [*_step(procedure, step, known), *_effects(procedure, step.effects, known)]
    for use in uses:
        yield from use.findings()
    yield from _field_clashes(procedure)
    yield from _set_types(procedure)


def _states(procedure: Procedure) -> Iterator[_Use]:
    outcomes = frozenset(procedure.outcomes)
    for state in procedure.states.values():
        if state.final:
            yield _Use("unknown-outcome", _OUTCOME, state.outcome, state.where, outcomes)


def _step(procedure: Procedure, step: Step, known: Known) -> Iterator[_Use]:
    yield from _doers(procedure, step, known)
    for role in step.approvers:
        yield _Use("unknown-approver", _ROLE, role, step.where, known.roles)
    for kind in step.kinds:
        yield _Use("unknown-kind", _KIND, kind, step.where, frozenset(procedure.kinds))
    for remedy in step.remedies:
        yield _Use("unknown-remedy", _REMEDY, remedy, step.where, known.remedies)
    if step.closes:
        yield _Use("unknown-outcome", _OUTCOME, step.closes, step.where, frozenset(procedure.outcomes))
    if step.publication and step.publication.rule:
        yield _Use("unknown-rule", _RULE, step.publication.rule, step.publication.where, known.rules)
    yield from _step_fields(step, known)


def _doers(procedure: Procedure, step: Step, known: Known) -> Iterator[_Use]:
    relations = frozenset(procedure.relations)
    for doer in step.by:
        if doer.kind is DoerKind.POWER:
            yield _Use("unknown-power", _POWER, doer.key, step.where, known.powers)
        elif doer.kind is DoerKind.PARTY:
            yield _Use("unknown-relation", _RELATION, doer.key, step.where, relations)


def _step_fields(step: Step, known: Known) -> Iterator[_Use]:
    fields = frozenset(item.key for item in step.fields)
    for item in step.fields:
        for rule in item.first:
            yield _Use("unknown-rule", _RULE, rule, item.where, known.rules)
    for check in step.checks:
        yield _Use("unknown-field", _FACT, check.field, check.where, fields)
    for action in step.effects.clocks:
        for field in filter(None, (action.at_field, action.until_field)):
            yield _Use("unknown-field", _FACT, field, action.where, fields | {RECEIVED_AT})


def _effects(procedure: Procedure, effects: Effects, known: Known) -> Iterator[_Use]:
    relations, facts = frozenset(procedure.relations), frozenset(fact_types(procedure))
    for action in effects.clocks:
        yield _Use("unknown-rule", _CLOCK, action.rule, action.where, known.periods)
        if action.event and known.events is not None:
            yield _Use("unknown-event", _EVENT, action.event, action.where, known.events)
    for paper in effects.papers:
        yield _Use("unknown-paper", _PAPER, paper.kind, paper.where, known.papers)
        yield from (_Use("unknown-relation", _RELATION, one, paper.where, relations) for one in paper.to)
    for task in effects.tasks:
        yield _Use("unknown-step", _STEP, task.step, task.where, frozenset(procedure.steps))
        yield _Use("unknown-role", _ROLE, task.role, task.where, known.roles | {HANDLER})
        if task.clock:
            yield _Use("unknown-rule", _CLOCK, task.clock, task.where, known.periods)
    yield from _notices(effects, relations)
    for rule in effects.basis:
        yield _Use("unknown-rule", _RULE, rule, _nearest(procedure, effects), known.rules)
    for key in effects.sets:
        yield _Use("unknown-fact", _FACT, key, _nearest(procedure, effects), facts)


def _notices(effects: Effects, relations: frozenset[str]) -> Iterator[_Use]:
    for notice in effects.notices:
        yield from (_Use("unknown-relation", _RELATION, one, notice.where, relations) for one in notice.to)
        for place in sorted(_places(notice.text)):
            yield _Use("unknown-place", _PLACE, place, notice.where, PLACES)


def _nearest(procedure: Procedure, effects: Effects) -> Where:
    for step in procedure.steps.values():
        if step.effects is effects:
            return step.where
    return procedure.opening.where


def _places(text: Text) -> set[str]:
    return {name for said in (text.zh, text.en) for _, name, _, _ in Formatter().parse(said) if name is not None}


def _field_clashes(procedure: Procedure) -> Iterator[Finding]:
    """A fact has one type: the same key asked for as a date here and as text there would make guards lie."""
    first: dict[str, tuple[FieldType, bool]] = {key: (fact.type, False) for key, fact in procedure.facts.items()}
    every: list[Field] = [*procedure.opening.fields]
    every += [item for step in procedure.steps.values() for item in step.fields]
    for item in every:
        if first.setdefault(item.key, (item.type, item.many)) != (item.type, item.many):
            yield Finding(
                "field-clash",
                item.where,
                t(f"字段“{item.key}”在两处类型不同。", f"The field “{item.key}” has two types."),
                t("请改用同一类型,或换一个键名。", "Give it one type, or another key."),
            )


def _set_types(procedure: Procedure) -> Iterator[Finding]:
    types = fact_types(procedure)
    for effects in procedure.all_effects():
        for key, value in effects.sets.items():
            wanted = _SET_TYPES.get(types[key][0], str) if key in types else type(value)
            if type(value) is not wanted:
                yield Finding(
                    "set-type",
                    _nearest(procedure, effects),
                    t(f"sets 给“{key}”的值类型不对。", f"`sets` gives “{key}” a value of the wrong type."),
                    t(f"请给出 {wanted.__name__} 类型的值。", f"Give a value of type {wanted.__name__}."),
                )
