"""Views of cases under the national procedures, told in few words, and the powers of the packs' roles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

import yaml

from zhidun.kernel import time
from zhidun.kernel.packs import pack_files
from zhidun.procedures.decide import StepPlan, check_step, open_steps, plan, step_named
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import ClockVerb, DoerKind, Field, FieldType, Procedure, Step
from zhidun.procedures.view import ActorView, CaseView, ClockView, View

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
"""Friday 2026-11-20, 10:00 in the city: the day on which tables are read."""
CASE, CLOCK = "case.", "clock."
STATES = {
    "running": ClockView(started=True, running=True),
    "paused": ClockView(started=True, paused=True),
    "over": ClockView(started=True, over=True),
    "late": ClockView(started=True, running=True, over=True, missed=True),
    "none": ClockView(),
}
SIGNS = {
    ClockVerb.START: "+", ClockVerb.STOP: "-", ClockVerb.PAUSE: "|", ClockVerb.RESUME: ">", ClockVerb.EXTEND: "*",
}  # fmt: skip
World = Mapping[str, object]


@cache
def role_powers(role: str) -> frozenset[str]:
    """Return the powers of a role of the packs."""
    found: dict[str, list[str]] = {}
    for _, file in pack_files("roles.yaml"):
        roles = yaml.safe_load(file.read_text(encoding="utf-8"))["roles"]
        found |= {key: declared["powers"] for key, declared in roles.items()}
    return frozenset(found[role])


def actor(who: str, *, conflicted: bool = False) -> ActorView:
    """Return somebody: a role of the packs, or a part in the case (`party:complainant`)."""
    if who == "system":
        return ActorView(key="system", kind="system")
    if who.startswith("party:"):
        part = frozenset({who.removeprefix("party:")})
        return ActorView(key="citizen", kind="citizen", relations=part, conflicted=conflicted)
    roles, powers = frozenset({who}), role_powers(who)
    return ActorView(key=who, kind="staff", roles=roles, powers=powers, conflicted=conflicted)


def view(state: str, world: World, who: ActorView, *, kind: str = "trademark") -> View:
    """Return a case: plain words of the world are facts, `case.x` the case's attributes, `clock.rule` its clocks."""
    given: dict[str, object] = {"kind": kind, "state": state}
    given |= {key.removeprefix(CASE): value for key, value in world.items() if key.startswith(CASE)}
    return View(
        case=CaseView(**given),  # type: ignore[arg-type]  # table values
        facts={key: value for key, value in world.items() if not key.startswith((CASE, CLOCK))},
        actor=who,
        clocks={key.removeprefix(CLOCK): STATES[str(value)] for key, value in world.items() if key.startswith(CLOCK)},
    )


def national(name: str) -> Procedure:
    """Return the newest version of a national procedure."""
    return catalogue().get(name)


def doer(step: Step) -> ActorView:
    """Return somebody who may take a step, and nothing else."""
    first = step.by[0]
    if first.kind is not DoerKind.POWER:
        return actor(first.written)
    return ActorView(key="post", kind="staff", powers=frozenset({first.key}))


def open_keys(name: str, state: str, who: str) -> str:
    """Return the steps that start from a state and that somebody reaches."""
    with time.pinned(NOW):
        return " ".join(found.step.key for found in open_steps(national(name), state, view(state, {}, actor(who))))


def said(name: str, step: str, state: str, world: World) -> list[str]:
    """Return what the guards of a step say in a world, in English; every one says it in Chinese too."""
    procedure = national(name)
    seen = view(state, world, doer(step_named(procedure, step)), kind=str(world.get("case.kind", "trademark")))
    with time.pinned(NOW):
        (found,) = [one for one in open_steps(procedure, state, seen) if one.step.key == step]
    assert found.allowed is not bool(found.blocked)
    for blocked in found.blocked:
        assert blocked.code == "step.blocked"
        assert blocked.reason.zh and blocked.remedy.zh and blocked.remedy.en
    return [blocked.reason.en for blocked in found.blocked]


def taken(name: str, step: str, state: str, world: World, entered: Mapping[str, object]) -> StepPlan:
    """Return what follows from a step somebody takes in a world."""
    procedure = national(name)
    declared = step_named(procedure, step)
    seen = view(state, world, doer(declared), kind=str(world.get("case.kind", "trademark")))
    with time.pinned(NOW):
        facts = check_step(procedure, step, state, seen, entered)
        return plan(procedure, declared, state, seen, facts)


def clock_words(found: StepPlan) -> str:
    """Return what a plan does to clocks: + starts, - stops, | pauses, > resumes, * extends."""
    return " ".join(SIGNS[one.verb] + one.rule for one in found.clocks)


EXAMPLES: Mapping[FieldType, object] = {
    FieldType.TEXT: "某处",
    FieldType.LONGTEXT: "说明",
    FieldType.BOOL: True,
    FieldType.NUMBER: 1,
    FieldType.MONEY: "100",
    FieldType.DATE: "2026-11-20",
    FieldType.MOMENT: "2026-11-20T10:00",
    FieldType.OFFICE: "CD-WH",
    FieldType.ACCOUNT: ["wangqiang", "linchuan"],
    FieldType.PARTY: "7",
    FieldType.ITEMS: ["0190-a"],
    FieldType.RULE: "fine.trademark",
}


def example(item: Field) -> object:
    """Return something that fits a field."""
    if item.type is FieldType.ACCOUNT and not item.many:
        return "hejie"
    return item.choices[0].value if item.type is FieldType.CHOICE else EXAMPLES[item.type]


def filled(name: str, step: str, more: Mapping[str, object]) -> dict[str, object]:
    """Return what a step needs at least, and more."""
    needed = [item for item in step_named(national(name), step).fields if item.required]
    return {item.key: example(item) for item in needed} | dict(more)
