"""What holds for every shipped procedure: tasks reach somebody, rules are in force, diagrams and pages are whole."""

from __future__ import annotations

import re
from datetime import date

import pytest
import yaml

from tests.factories.national import national, role_powers
from zhidun.kernel.packs import pack_files
from zhidun.law.load import rulebook
from zhidun.law.refusals import RuleNotInForce
from zhidun.procedures.model import ClockVerb, DoerKind, Effects, Procedure, TaskCall
from zhidun.procedures.show import mermaid, page

NAMES = (
    "infringement-complaint", "report", "consumer-complaint", "administrative-case", "seizure",
    "registered-preservation", "criminal-transfer", "reverse-transfer", "patent-adjudication", "infringement-opinion",
    "preservation-request", "judgment-enforcement", "customs-handover",
)  # fmt: skip
CHINESE = re.compile("[\u4e00-\u9fff]")
HANDLERS = "enforcement-officer"
"""Who the officers of a case are."""


def tasks() -> list[tuple[str, str, TaskCall]]:
    return [
        (name, source, call)
        for name in NAMES
        for source, effects in effects_of(national(name))
        for call in effects.tasks
    ]


def effects_of(procedure: Procedure) -> list[tuple[str, Effects]]:
    steps = [(key, step.effects) for key, step in procedure.steps.items()]
    return [("(opening)", procedure.opening.effects), *steps]


@pytest.mark.parametrize(("name", "source", "call"), tasks(), ids=lambda item: getattr(item, "step", str(item)))
def test_a_task_goes_to_a_role_that_may_take_its_step(name: str, source: str, call: TaskCall) -> None:
    step = national(name).steps[call.step]
    role = HANDLERS if call.role == "handler" else call.role
    wanted = {doer.key for doer in step.by if doer.kind is DoerKind.POWER}
    assert wanted & role_powers(role), f"{source} → {call.step}: {role} may not take it"


@pytest.mark.parametrize(("name", "source", "call"), tasks(), ids=lambda item: getattr(item, "step", str(item)))
def test_a_task_s_step_starts_from_where_the_case_then_is(name: str, source: str, call: TaskCall) -> None:
    procedure = national(name)
    froms = procedure.steps[call.step].from_states
    if source == "(opening)":
        assert procedure.opens_in in froms
    else:
        step = procedure.steps[source]
        later = {step.target(state) for state in step.from_states}
        assert later & set(froms) or call.step == "record-mediation-answer" or leads_on(procedure, later, froms)


def leads_on(procedure: Procedure, states: set[str], wanted: tuple[str, ...]) -> bool:
    """Whether one more step brings the case to where the task's step starts."""
    nexts = {step.target(state) for state in states for step in procedure.steps_from(state)}
    return bool(nexts & set(wanted))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("on", [date(2026, 4, 15), date(2026, 11, 23), date(2026, 12, 31), date(2027, 1, 1)])
def test_every_rule_a_procedure_names_is_in_force(name: str, on: date) -> None:
    book, missing = rulebook(), []
    for source, effects in effects_of(national(name)):
        for rule in (*(action.rule for action in effects.clocks), *effects.basis):
            try:
                book.rule(rule, on)
            except RuleNotInForce:
                missing.append((source, rule))
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_every_clock_that_starts_is_stopped_somewhere_and_counts_by_its_event(name: str) -> None:
    procedure = national(name)
    actions = [action for effects in procedure.all_effects() for action in effects.clocks]
    stopped = {action.rule for action in actions if action.verb is ClockVerb.STOP}
    lapsing = {action.rule for action in actions if action.lapses}
    for action in actions:
        if action.verb is ClockVerb.START:
            if action.optional and not rulebook().rule(action.rule, date(2026, 11, 20)).periods:
                continue
            rule, found = rulebook().located(action.rule, date(2026, 11, 20))
            assert action.rule in stopped | lapsing, action.rule
            assert not action.event or action.event == found.start, (rule.id, action.event)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_diagram_shows_every_state_and_every_move(name: str, lang: str) -> None:
    procedure, lines = national(name), mermaid(national(name), lang).splitlines()
    nodes = {line.split(" as ")[1] for line in lines if " as " in line}
    arrows = {tuple(line.strip().split(" : ")[0].split(" --> ")) for line in lines if " --> " in line}
    assert lines[0] == "stateDiagram-v2"
    assert len(nodes) == len(procedure.states)
    node = {key: re.sub(r"\W", "_", key) for key in procedure.states}
    wanted = {
        (node[state], node[step.to])
        for step in procedure.steps.values()
        for state in step.from_states
        if step.to not in {"same", state}
    }
    wanted |= {("[*]", node[procedure.opens_in])}
    wanted |= {(node[key], "[*]") for key, state in procedure.states.items() if state.final}
    assert {tuple(end.replace("-", "_") for end in arrow) for arrow in arrows} == {
        tuple(end.replace("-", "_") for end in arrow) for arrow in wanted
    }
    for line in lines[1:]:
        assert lang == "zh" or not CHINESE.search(line)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_names_every_state_step_clock_paper_and_guard_in_both_languages(name: str) -> None:
    procedure = national(name)
    halves = page(procedure).split("## English")
    assert len(halves) == 2
    for lang, half in zip(("zh", "en"), halves, strict=True):
        assert procedure.summary.in_(lang) in half
        for key, state in procedure.states.items():
            assert f"**{state.title.in_(lang)}** `{key}`" in half
            assert state.public.in_(lang) in half
            assert state.next.in_(lang) in half
        for key, step in procedure.steps.items():
            assert f"{step.title.in_(lang)} `{key}`" in half
            for guard in step.guards:
                assert guard.reason.in_(lang) in half
        for action in (action for effects in procedure.all_effects() for action in effects.clocks):
            assert action.rule in half
        for call in (call for effects in procedure.all_effects() for call in effects.papers):
            assert call.kind in half


@pytest.mark.parametrize("name", NAMES)
def test_every_step_is_told_in_both_languages(name: str) -> None:
    for key, step in national(name).steps.items():
        assert CHINESE.search(step.title.zh), key
        assert not CHINESE.search(step.title.en), key
        for said in (step.help, *(item.title for item in step.fields)):
            if said is not None:
                assert CHINESE.search(said.zh)
                assert said.en and not CHINESE.search(said.en)
        for notice in step.effects.notices:
            assert set(re.findall(r"\{(\w+)\}", notice.text.zh)) == set(re.findall(r"\{(\w+)\}", notice.text.en))
            if "{reason}" in notice.text.zh:
                assert step.reason_required, key  # a notice never prints an empty reason


@pytest.mark.parametrize("name", NAMES)
def test_a_weighty_step_has_an_approver_and_a_reopening_two_people(name: str) -> None:
    procedure = national(name)
    for key, step in procedure.steps.items():
        by_post = any(doer.kind is DoerKind.POWER for doer in step.by)
        if step.reopens:
            assert step.approvers and step.reason_required, key
        if step.corrects:
            assert step.approvers == ("bureau-head",)
            assert step.from_states == tuple(procedure.states)
        if key in {"decide", "file", "refuse", "close", "refer-to-police", "extend-verification", "extend-decision"}:
            assert step.approvers and by_post, key
        if step.remedies:
            assert step.reason_required or key == "record-mediation-answer", key


@pytest.mark.parametrize("name", NAMES)
def test_declared_remedies_are_printed_on_a_paper_of_the_step(name: str) -> None:
    """A remedy nobody can read is none: one of the papers of the step has to print them."""
    kinds = {}
    for _, file in pack_files("papers/*/paper.yaml"):
        declared = yaml.safe_load(file.read_text(encoding="utf-8"))
        kinds[declared["kind"]] = bool(declared.get("remedies"))
    for key, step in national(name).steps.items():
        if step.remedies:
            assert any(kinds[call.kind] and call.to for call in step.effects.papers), key
