"""What a chart still lacks by each of the three standards. Pure: a chart in, three columns out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from zhidun.standards.library import CRIMINAL, STANDARDS, Act, Defence, Element, Proof

Verdict = Literal["met", "not_met", "unclear"]
MET, NOT_MET, UNCLEAR = VERDICTS = ("met", "not_met", "unclear")
OPEN, FOUNDED, UNFOUNDED = ANSWERS = ("open", "founded", "unfounded")
"""How a defence stands: raised and not yet decided, made out, not made out; not raised is no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found on one element.

    Attributes:
        items: public ids of evidence items of the case.
        proofs: keys of the typical proofs these items give.
    """

    verdict: str = UNCLEAR
    fact: str = ""
    items: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DefenceAnswer:
    """How one defence stands."""

    state: str
    words: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The content of a claim chart (构成要件比对表)."""

    elements: Mapping[str, Answer] = field(default_factory=dict)
    defences: Mapping[str, DefenceAnswer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One element that is not ready by a standard, and the proofs that are not there yet."""

    element: Element
    verdict: str
    without_evidence: bool
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The chart held against one standard.

    Attributes:
        open: whether something may follow by this standard at all.
        ready: elements met with evidence; `asked` all that the standard asks for.
        failed: elements found not met: the act falls by this standard.
        lacks: what is still to be done.
        held_up: defences made out or not yet decided.
        suspicion: criminal only: every element met or unclear, at least one met with evidence. A prompt to an officer
            to weigh a hand-over by reasonable suspicion, no finding.
    """

    standard: str
    open: bool
    ready: int
    asked: int
    failed: tuple[Element, ...]
    lacks: tuple[Lack, ...]
    held_up: tuple[Defence, ...]
    suspicion: bool

    @property
    def complete(self) -> bool:
        """Whether nothing is lacking and no defence stands in the way."""
        return self.open and not self.lacks and not self.failed and not self.held_up


def convert(act: Act, chart: Chart) -> tuple[Column, ...]:
    """Hold a chart against the administrative, the civil and the criminal standard."""
    return tuple(_column(act, chart, one) for one in STANDARDS)


def _column(act: Act, chart: Chart, standard: str) -> Column:
    asked = [one for one in act.elements if standard in one.of]
    answers = {one.key: chart.elements.get(one.key, Answer()) for one in asked}
    failed = tuple(one for one in asked if answers[one.key].verdict == NOT_MET)
    lacks = [lack for one in asked if (lack := _lack(one, answers[one.key], standard)) is not None]
    held = tuple(one for one in act.defences if standard in one.of and _stands(chart.defences.get(one.key)))
    shown = any(one.verdict == MET and one.items for one in answers.values())
    possible = standard in act.standards
    return Column(
        standard=standard,
        open=possible,
        ready=sum(1 for one in asked if _done(answers[one.key])),
        asked=len(asked),
        failed=failed,
        lacks=tuple(lacks),
        held_up=held,
        suspicion=standard == CRIMINAL and possible and not failed and shown,
    )


def _stands(answer: DefenceAnswer | None) -> bool:
    return answer is not None and answer.state != UNFOUNDED


def _done(answer: Answer) -> bool:
    return answer.verdict == MET and bool(answer.items)


def _lack(element: Element, answer: Answer, standard: str) -> Lack | None:
    if answer.verdict == NOT_MET:
        return None
    missing = _missing(element.proofs, answer.proofs, standard)
    if _done(answer) and not missing:
        return None
    return Lack(element=element, verdict=answer.verdict, without_evidence=not answer.items, proofs=missing)


def _missing(proofs: Sequence[Proof], there: Sequence[str], standard: str) -> tuple[Proof, ...]:
    return tuple(one for one in proofs if standard in one.of and one.key not in there)
