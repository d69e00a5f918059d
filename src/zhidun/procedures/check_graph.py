"""What the states and steps must be as a graph: reachable, never stuck, every clock with an end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhidun.kernel.text import t
from zhidun.procedures.model import SAME, ClockAction, ClockVerb, Procedure, Step, Where
from zhidun.procedures.source import Finding


def graph_findings(procedure: Procedure) -> Iterator[Finding]:
    """Yield what is wrong with the shape of the state graph and with the clocks on it."""
    unknown = tuple(_unknown_states(procedure))
    yield from unknown
    if unknown:
        return
    yield from _unreachable(procedure)
    yield from _dead_ends(procedure)
    yield from _after_the_end(procedure)
    yield from _clocks(procedure)


def reachable(procedure: Procedure, start: Iterable[str]) -> frozenset[str]:
    """Return the states that can be reached from any of `start`, those included."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting += [step.target(state) for step in procedure.steps_from(state)]
    return frozenset(found)


def finals(procedure: Procedure) -> frozenset[str]:
    """Return the final states."""
    return frozenset(key for key, state in procedure.states.items() if state.final)


def _unknown_states(procedure: Procedure) -> Iterator[Finding]:
    named: list[tuple[str, Where]] = [(procedure.opens_in, procedure.where)]
    for step in procedure.steps.values():
        named += [(state, step.where) for state in step.from_states]
        named += [(step.to, step.where)] if step.to != SAME else []
    for relation in procedure.relations.values():
        named += [(state, relation.where) for state in sorted(relation.hidden_in)]
    for state, where in named:
        if state not in procedure.states:
            yield Finding(
                "unknown-state",
                where,
                t(f"没有名为“{state}”的状态。", f"There is no state “{state}”."),
                t("请改用 states 中的状态,或补上该状态。", "Use a state of `states`, or add it there."),
            )


def _unreachable(procedure: Procedure) -> Iterator[Finding]:
    there = reachable(procedure, [procedure.opens_in])
    for key, state in procedure.states.items():
        if key not in there:
            yield Finding(
                "unreachable-state",
                state.where,
                t(f"没有任何步骤能到达状态“{key}”。", f"No step leads to the state “{key}”."),
                t("请增加到达它的步骤,或删除该状态。", "Add a step that leads to it, or delete it."),
            )


def _dead_ends(procedure: Procedure) -> Iterator[Finding]:
    ends = finals(procedure)
    for key, state in procedure.states.items():
        if not reachable(procedure, [key]) & ends:
            yield Finding(
                "dead-end",
                state.where,
                t(f"案件进入“{key}”后无法办结。", f"A case in “{key}” can never come to an end."),
                t("请增加通往办结状态的步骤。", "Add a step on a way to a final state."),
            )


def _after_the_end(procedure: Procedure) -> Iterator[Finding]:
    ends = finals(procedure)
    for step in procedure.steps.values():
        leaves = step.to != SAME and bool(ends & set(step.from_states))
        if leaves and not (step.reopens or step.corrects):
            yield Finding(
                "final-state-left",
                step.where,
                t(f"步骤“{step.key}”离开了办结状态。", f"The step “{step.key}” leaves a final state."),
                t("只有重开(reopens)或更正(corrects)可以离开办结状态。", "Only `reopens` or `corrects` may leave one."),
            )


def _clocks(procedure: Procedure) -> Iterator[Finding]:
    starts = _starts(procedure)
    stops = _acts(procedure, ClockVerb.STOP)
    for verb in (ClockVerb.STOP, ClockVerb.PAUSE, ClockVerb.RESUME, ClockVerb.EXTEND):
        for action, _ in _acts(procedure, verb):
            if action.rule not in {begun.rule for begun, _ in starts}:
                yield _never_started(action)
    for action, after in starts:
        there = reachable(procedure, after)
        ends = [step for stop, step in stops if stop.rule == action.rule and there & set(step.from_states)]
        if not action.lapses and not ends:
            yield _never_stops(action)


def _acts(procedure: Procedure, verb: ClockVerb) -> list[tuple[ClockAction, Step]]:
    return [(act, step) for step in procedure.steps.values() for act in step.effects.clocks if act.verb is verb]


def _starts(procedure: Procedure) -> list[tuple[ClockAction, frozenset[str]]]:
    """Return each start of a clock with the states the case may then be in."""
    opening = [(action, frozenset({procedure.opens_in})) for action in procedure.opening.effects.clocks]
    steps = _acts(procedure, ClockVerb.START)
    return opening + [(act, frozenset(step.target(state) for state in step.from_states)) for act, step in steps]


def _never_started(action: ClockAction) -> Finding:
    return Finding(
        "clock-never-starts",
        action.where,
        t(
            f"期限 {action.rule} 从未开始,却被“{action.verb.value}”。",
            f"The clock {action.rule} never starts, yet there is “{action.verb.value}”.",
        ),
        t("请先在某个步骤用 starts 开始该期限,或删除此项。", "Start it in a step with `starts`, or delete this."),
    )


def _never_stops(action: ClockAction) -> Finding:
    return Finding(
        "clock-never-stops",
        action.where,
        t(
            f"期限 {action.rule} 开始后没有步骤能停止它。",
            f"The clock {action.rule} starts and no step after it can stop it.",
        ),
        t(
            "请在完成该事项的步骤写 stops;当事人的期限届满自行结束的,写 lapses: true。",
            "Write `stops` in the step that does what is due; a party's period that just ends gets `lapses: true`.",
        ),
    )
