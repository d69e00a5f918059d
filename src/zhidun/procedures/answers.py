"""What `zhidun procedures` and the API answer: plain values for JSON."""

from __future__ import annotations

from typing import Any

from zhidun.kernel.text import Text
from zhidun.procedures.check import check_packs
from zhidun.procedures.decide import OpenStep
from zhidun.procedures.load import catalogue
from zhidun.procedures.model import Effects, Field, Procedure, State, Step
from zhidun.procedures.show import mermaid, step_line
from zhidun.procedures.source import Finding


def check_answer() -> dict[str, Any]:
    """Return every finding in the packs in force; `ok` when there is none."""
    found = check_packs()
    return {"ok": not found, "findings": [finding_answer(one) for one in found]}


def finding_answer(finding: Finding) -> dict[str, Any]:
    """Return one finding."""
    return {
        "code": finding.code,
        "file": finding.where.file,
        "line": finding.where.line,
        "message": finding.message.as_dict(),
        "remedy": finding.remedy.as_dict(),
    }


def list_answer() -> list[dict[str, Any]]:
    """Return name, version and title of every procedure."""
    return [{"procedure": one.name, "version": one.version, "title": one.title.as_dict()} for one in catalogue()]


def show_answer(name: str, version: int | None = None) -> dict[str, Any]:
    """Return one procedure with its states, steps and diagrams. Raises ProcedureUnknown."""
    found = catalogue().get(name, version)
    return {
        "procedure": found.name,
        "version": found.version,
        "pack": found.pack,
        "title": found.title.as_dict(),
        "summary": found.summary.as_dict(),
        "opens_in": found.opens_in,
        "kinds": {key: title.as_dict() for key, title in found.kinds.items()},
        "outcomes": {key: title.as_dict() for key, title in found.outcomes.items()},
        "opening": effects_answer(found.opening.effects),
        "states": [state_answer(state) for state in found.states.values()],
        "steps": [step_answer(step) for step in found.steps.values()],
        "mermaid": {lang: mermaid(found, lang) for lang in ("zh", "en")},
    }


def show_text(name: str, version: int | None = None, *, diagram: bool = False, lang: str = "zh") -> str:
    """Return the procedure for the terminal, or its diagram alone. Raises ProcedureUnknown."""
    found: Procedure = catalogue().get(name, version)
    if diagram:
        return mermaid(found, lang)
    head = [f"{found.title.in_(lang)} ({found.name} v{found.version})", found.summary.in_(lang), ""]
    return "\n".join([*head, *(step_line(step, lang) for step in found.steps.values())]) + "\n"


def state_answer(state: State) -> dict[str, Any]:
    """Return one state with the citizen's words."""
    return {
        "key": state.key,
        "title": state.title.as_dict(),
        "public": state.public.as_dict(),
        "next": state.next.as_dict(),
        "final": state.final,
        "outcome": state.outcome,
        "parked": state.parked,
    }


def step_answer(step: Step) -> dict[str, Any]:
    """Return one step with its form."""
    return {
        "key": step.key,
        "title": step.title.as_dict(),
        "help": _maybe(step.help),
        "from": list(step.from_states),
        "to": step.to,
        "by": [doer.written for doer in step.by],
        "approvers": list(step.approvers),
        "reason_required": step.reason_required,
        "remedies": list(step.remedies),
        "fields": [field_answer(item) for item in step.fields],
        "guards": [
            {"if": one.expression, "reason": one.reason.as_dict(), "remedy": one.remedy.as_dict()}
            for one in step.guards
        ],
        **effects_answer(step.effects),
    }


def field_answer(item: Field) -> dict[str, Any]:
    """Return one field of a form."""
    return {
        "key": item.key,
        "type": item.type.value,
        "title": item.title.as_dict(),
        "help": _maybe(item.help),
        "required": item.required,
        "choices": [{"value": one.value, "title": one.title.as_dict()} for one in item.choices],
        "max": item.max,
        "span": item.span.value,
        "many": item.many,
    }


def effects_answer(effects: Effects) -> dict[str, Any]:
    """Return clocks, papers and articles of a step or of the opening."""
    return {
        "clocks": [{"verb": one.verb.value, "rule": one.rule, "when": one.when} for one in effects.clocks],
        "papers": [one.kind for one in effects.papers],
        "basis": list(effects.basis),
    }


def open_step_answer(found: OpenStep) -> dict[str, Any]:
    """Return one open step with why it is blocked."""
    return {
        **step_answer(found.step),
        "target": found.target,
        "entitled": found.entitled,
        "allowed": found.allowed,
        "blocked": [
            {"code": one.code, "reason": one.reason.as_dict(), "remedy": one.remedy.as_dict()} for one in found.blocked
        ],
    }


def _maybe(text: Text | None) -> dict[str, str] | None:
    return text.as_dict() if text else None
