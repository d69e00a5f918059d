"""Pure decisions: which steps are open and why not, may this one be taken, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhidun.kernel.errors import Refusal
from zhidun.kernel.text import Text
from zhidun.procedures import guards
from zhidun.procedures.entered import clean
from zhidun.procedures.errors import (
    Conflicted,
    FieldsInvalid,
    NotCompetent,
    StepBlocked,
    StepNotOpen,
    StepUnknown,
)
from zhidun.procedures.model import (
    ClockAction,
    DoerKind,
    Effects,
    NoticeCall,
    PaperCall,
    Procedure,
    Publication,
    Scalar,
    Step,
    TaskCall,
)
from zhidun.procedures.view import View, variables


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why a step cannot be taken now and what to do. `code` is the code of the refusal."""

    code: str
    reason: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step that starts from the case's state.

    Attributes:
        target: state after the step.
        entitled: the actor has the power or relation and no conflict of interest.
        allowed: entitled and nothing blocks.
        blocked: every reason, the actor's own first.
    """

    step: Step
    target: str
    entitled: bool
    allowed: bool
    blocked: tuple[Blocked, ...] = ()


@dataclass(frozen=True, slots=True)
class StepPlan:
    """What the engine does when the step is taken, conditions already evaluated.

    Attributes:
        step: step key; empty for the opening of a case.
        clocks: actions in the order of the file; on the same rule stop comes before start.
        stops_all: the target is final: every clock still running is stopped, but those in `clocks` with START.
        done_tasks: open tasks of this kind (the step's key) are done.
        facts: facts the step sets by itself, to be merged after what was entered.
        approvers: role keys; one approver each, none the maker.
        remedies: keys of remedies.yaml. basis: rule keys whose article is cited.
    """

    step: str
    from_state: str
    to_state: str
    closes: bool
    outcome: str
    reopens: bool
    corrects: bool
    parked: bool
    clocks: tuple[ClockAction, ...]
    stops_all: bool
    papers: tuple[PaperCall, ...]
    tasks: tuple[TaskCall, ...]
    done_tasks: tuple[str, ...]
    notices: tuple[NoticeCall, ...]
    facts: Mapping[str, Scalar]
    emits: tuple[str, ...]
    basis: tuple[str, ...]
    approvers: tuple[str, ...]
    reason_required: bool
    remedies: tuple[str, ...]
    publication: Publication | None
    public: bool


def open_steps(procedure: Procedure, state: str, view: View, *, everyone: bool = False) -> tuple[OpenStep, ...]:
    """Return the steps that start from `state` for the case's kind, in file order.

    Only those the actor's powers or relations reach, unless `everyone`; a conflict of interest blocks but still shows.
    """
    names = variables(procedure, view)
    found = []
    for step in procedure.steps_from(state):
        if not _for_kind(step, view) or not (everyone or _reaches(step, view)):
            continue
        faults = (*_actor_faults(step, view), *_guard_faults(step, names))
        found.append(
            OpenStep(
                step=step,
                target=step.target(state),
                entitled=_reaches(step, view) and not _conflicted(step, view),
                allowed=not faults,
                blocked=tuple(Blocked(fault.code, fault.reason, fault.remedy) for fault in faults),
            )
        )
    return tuple(found)


def check_step(
    procedure: Procedure, step: str, state: str, view: View, entered: Mapping[str, object]
) -> dict[str, object]:
    """Hold a step against its declaration and return the entered facts, cleaned, ready to be stored as JSON.

    Raises:
        StepUnknown: the procedure has no such step.
        StepNotOpen: it does not start from `state`, or not for this kind of case.
        NotCompetent, Conflicted: the actor may not.
        StepBlocked: a guard does not hold.
        FieldsInvalid: an entry does not fit; `errors` names each.
    """
    declared = step_named(procedure, step)
    if state not in declared.from_states or not _for_kind(declared, view):
        raise StepNotOpen
    for fault in (*_actor_faults(declared, view), *_guard_faults(declared, variables(procedure, view))):
        raise fault
    facts = clean(declared.fields, entered)
    seen = variables(procedure, replace(view, facts={**view.facts, **facts}))
    errors = {
        check.field: FieldsInvalid(check.reason, check.remedy, field=check.field)
        for check in reversed(declared.checks)
        if not guards.holds(check.expression, seen)
    }
    if errors:
        raise FieldsInvalid(errors=errors)
    return facts


def plan(procedure: Procedure, step: Step, state: str, view: View, facts: Mapping[str, object]) -> StepPlan:
    """Return what follows from taking `step` in `state` with the cleaned `facts` of `check_step`."""
    target = procedure.states[step.target(state)]
    seen = replace(view, facts={**view.facts, **facts, **step.effects.sets})
    effects = _effective(step.effects, variables(procedure, seen))
    return StepPlan(
        step=step.key,
        from_state=state,
        to_state=target.key,
        closes=target.final and state != target.key,
        outcome=(step.closes or target.outcome) if target.final else "",
        reopens=step.reopens,
        corrects=step.corrects,
        parked=target.parked,
        clocks=effects.clocks,
        stops_all=target.final and state != target.key,
        papers=effects.papers,
        tasks=effects.tasks,
        done_tasks=(step.key,),
        notices=effects.notices,
        facts=effects.sets,
        emits=effects.emits,
        basis=effects.basis,
        approvers=step.approvers,
        reason_required=step.reason_required,
        remedies=step.remedies,
        publication=step.publication,
        public=step.public,
    )


def plan_opening(procedure: Procedure, view: View, facts: Mapping[str, object]) -> StepPlan:
    """Return what follows from opening a case with the cleaned `facts` of `check_opening`."""
    state = procedure.states[procedure.opens_in]
    seen = replace(view, facts={**view.facts, **facts, **procedure.opening.effects.sets})
    effects = _effective(procedure.opening.effects, variables(procedure, seen))
    return StepPlan(
        step="",
        from_state="",
        to_state=state.key,
        closes=False,
        outcome="",
        reopens=False,
        corrects=False,
        parked=state.parked,
        clocks=effects.clocks,
        stops_all=False,
        papers=effects.papers,
        tasks=effects.tasks,
        done_tasks=(),
        notices=effects.notices,
        facts=effects.sets,
        emits=effects.emits,
        basis=effects.basis,
        approvers=(),
        reason_required=False,
        remedies=(),
        publication=None,
        public=True,
    )


def check_opening(procedure: Procedure, entered: Mapping[str, object]) -> dict[str, object]:
    """Return the declared facts of the opening, cleaned; what else the filing holds is its own form's matter.

    Raises:
        FieldsInvalid: an entry does not fit.
    """
    declared = {item.key for item in procedure.opening.fields}
    return clean(procedure.opening.fields, {key: value for key, value in entered.items() if key in declared})


def step_named(procedure: Procedure, key: str) -> Step:
    """Return the step. Raises StepUnknown."""
    try:
        return procedure.steps[key]
    except KeyError:
        raise StepUnknown from None


def _for_kind(step: Step, view: View) -> bool:
    return not step.kinds or view.case.kind in step.kinds


def _reaches(step: Step, view: View) -> bool:
    actor = view.actor
    held = {
        DoerKind.POWER: actor.powers,
        DoerKind.PARTY: actor.relations,
        DoerKind.SYSTEM: frozenset({"system"} if actor.kind == "system" else ()),
    }
    return any(doer.key in held[doer.kind] for doer in step.by)


def _conflicted(step: Step, view: View) -> bool:
    """A party is by nature interested: only steps taken by a post's power ask for standing aside."""
    return view.actor.conflicted and any(doer.kind is DoerKind.POWER for doer in step.by)


def _actor_faults(step: Step, view: View) -> tuple[Refusal, ...]:
    if not _reaches(step, view):
        return (NotCompetent(),)
    return (Conflicted(),) if _conflicted(step, view) else ()


def _guard_faults(step: Step, names: dict[str, Any]) -> tuple[Refusal, ...]:
    return tuple(
        StepBlocked(guard.reason, guard.remedy) for guard in step.guards if not guards.holds(guard.expression, names)
    )


def _effective(effects: Effects, names: dict[str, Any]) -> Effects:
    return replace(
        effects,
        clocks=tuple(one for one in effects.clocks if guards.holds(one.when, names)),
        papers=tuple(one for one in effects.papers if guards.holds(one.when, names)),
        tasks=tuple(one for one in effects.tasks if guards.holds(one.when, names)),
        notices=tuple(one for one in effects.notices if guards.holds(one.when, names)),
    )
