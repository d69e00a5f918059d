"""What a paper is made of, and the rules it names: versions of the day, or the reading an officer chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import cast

from zhidun.cases.clocks import chosen_rule
from zhidun.cases.models import Case, Move, Paper
from zhidun.cases.paper_kinds import PaperKind, Term, remedy_entry
from zhidun.kernel import time
from zhidun.kernel.text import Text
from zhidun.law.load import rulebook
from zhidun.law.model import Rule
from zhidun.law.refusals import RuleNotInForce
from zhidun.procedures.model import Procedure


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOrder:
    """What a paper is to be made of.

    Attributes:
        kind: kind of paper.
        relations: parts in the case it is served on; empty: for the file only.
        basis: keys of the rules the act rests on.
        remedies: keys of remedies.yaml.
        corrects: the paper it corrects.
        served: the papers whose service it records.
    """

    kind: str
    relations: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    corrects: Paper | None = None
    served: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperInput:
    """Everything a paper is gathered from.

    Attributes:
        facts: the facts of the case with those of the move laid over them.
        rules: the rule versions it names.
    """

    case: Case
    move: Move | None
    kind: PaperKind
    order: PaperOrder
    procedure: Procedure
    facts: Mapping[str, object]
    rules: Sequence[Rule]
    at: datetime


def facts_of(case: Case, move: Move | None) -> dict[str, object]:
    """Return the facts of a case with those of a move laid over them."""
    return {**case.facts, **(cast("dict[str, object]", move.facts) if move else {})}


def act_rule(case: Case, name: str, at: datetime) -> Rule:
    """Return the version of a rule an act rests on: the reading an officer chose for the case, else the law of the day.

    Rules of procedure (those with periods) follow the day of the act, rules of substance the day of the legal event;
    where that day has no version, the other day decides.
    """
    chosen = chosen_rule(case, name)
    if chosen is not None:
        return chosen
    acted, event = time.local_date(at), case.law_on
    versions = rulebook().versions(name)
    first, second = (acted, event) if versions[-1].periods else (event, acted)
    try:
        return rulebook().rule(name, first)
    except RuleNotInForce:
        return rulebook().rule(name, second)


def terms_of(kind: PaperKind, facts: Mapping[str, object]) -> tuple[Term, ...]:
    """Return the sentences on performance that the facts ask for."""
    return tuple(term for term in kind.terms if _holds(facts.get(term.fact)))


def named_rules(
    case: Case, kind: PaperKind, order: PaperOrder, facts: Mapping[str, object], at: datetime
) -> list[Rule]:
    """Return every rule the paper will name, each once."""
    names = [*order.basis, *kind.rules, *(term.rule for term in terms_of(kind, facts))]
    if kind.remedies:
        names += [str(remedy_entry(key)["rule"]) for key in order.remedies if remedy_entry(key).get("rule")]
    found = {rule.id: rule for rule in (act_rule(case, name, at) for name in names)}
    return list(found.values())


def remedy_words(case: Case, keys: Sequence[str], at: datetime) -> list[Text]:
    """Return the remedies in full sentences, with period and article of the version in force."""
    lines = []
    for key in keys:
        entry = remedy_entry(key)
        before = Text.of(entry["before"])
        text = Text.of(entry["text"])
        words = Text(text.zh.replace("{before}", before.zh), text.en.replace("{before}", before.en))
        if entry.get("rule"):
            rule = act_rule(case, str(entry["rule"]), at)
            length = Text("", "")
            if rule.periods:
                period = period_words(rule)
                length = Text(f"期限:{period.zh};", f"Period: {period.en}; ")
            words = Text(
                f"{words.zh}({length.zh}依据:{rule.citation.zh})", f"{words.en} ({length.en}basis: {rule.citation.en})"
            )
        lines.append(words)
    return lines


def period_words(rule: Rule) -> Text:
    """Return the length of a rule's period in words."""
    period = rule.periods[0]
    plural = "" if period.value == 1 else "s"
    return Text(f"{period.value}{period.unit.words.zh}", f"{period.value} {period.unit.words.en}{plural}")


def _holds(value: object) -> bool:
    """Whether a fact has a value other than nothing, no and zero."""
    if value in (None, "", False, []):
        return False
    try:
        return Decimal(str(value)) != 0
    except InvalidOperation:
        return True
