"""Conditions of a procedure in CEL: compiled once, every fault of the library turned into one refusal."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import Any

import cel

from zhidun.kernel import money, time
from zhidun.kernel.text import t
from zhidun.law.load import rulebook
from zhidun.procedures.errors import GuardFaulty
from zhidun.procedures.model import Procedure
from zhidun.procedures.view import View, clock_keys, fact_types, known_names, variables

VARIABLES = frozenset({"case", "facts", "actor", "clocks"})
FUNCTIONS = frozenset({
    "chars", "count", "limit", "has", "timestamp", "duration", "int", "string", "startsWith", "endsWith", "contains",
    "matches", "getFullYear",
})  # fmt: skip
_NAME = re.compile(r"^[A-Za-z]\w*$")
_STRING = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")
_MEMBER = re.compile(r"(?<![\w.])(case|facts|actor)\s*\.\s*(\w+)")
_BARE = re.compile(r"(?<![\w.])(case|facts|actor|clocks)\b(?!\s*[.\[])")
_INDEXED = re.compile(r"(?<![\w.])(case|facts|actor)\s*\[")
_CLOCK = re.compile(r"(?<![\w.])clocks\s*\[\s*(?:'([^']*)'|\"([^\"]*)\")\s*\](?:\s*\.\s*(\w+))?")
_CLOCK_START = re.compile(r"(?<![\w.])clocks\s*[.\[]")


def chars(text: str) -> int:
    """Number of characters; CEL's own size() counts bytes of text."""
    return len(text)


def count(entries: list[object]) -> int:
    """Number of entries of a list."""
    return len(entries)


def limit(rule: str, name: str, moment: datetime | None) -> int:
    """Return an amount a rule sets, in whole fen: its parameter `name` in the version in force at `moment`.

    Before the first version its amount is returned, so that a condition can always be tried.
    """
    day = time.local_date(moment) if moment is not None else time.today()
    versions = rulebook().versions(rule)
    found = next((one for one in versions if one.in_force(day)), versions[0])
    return money.fen(money.yuan(str(found.params[name])))


_OWN: dict[str, Any] = {"chars": chars, "count": count, "limit": limit}


@cache
def compiled(expression: str) -> cel.Program:
    """Return the compiled expression.

    Raises:
        GuardFaulty: it does not parse.
    """
    try:
        return cel.compile(expression)
    except Exception as fault:
        raise _faulty(expression, str(fault).splitlines()[0]) from fault


def holds(expression: str, names: dict[str, Any]) -> bool:
    """Evaluate a condition on the variables of `view.variables`; an empty condition holds.

    Raises:
        GuardFaulty: it does not compile, fails, or is neither true nor false.
    """
    if not expression:
        return True
    program = compiled(expression)
    try:
        answer = program.execute(cel.Context(names, _OWN))
    except Exception as fault:
        raise _faulty(expression, str(fault).splitlines()[0]) from fault
    if not isinstance(answer, bool):
        raise _faulty(expression, f"gives {type(answer).__name__}, not true or false")
    return answer


def true_for(expression: str, procedure: Procedure, view: View) -> bool:
    """Evaluate a condition of `procedure` on `view`. Raises GuardFaulty as `holds` does."""
    return holds(expression, variables(procedure, view))


def unknown_names(expression: str, procedure: Procedure) -> tuple[str, ...]:
    """Return what a compiling expression names that a guard may not: variables, members, clocks, functions."""
    references = compiled(expression).references()
    bound = set(re.findall(r"\.\s*(?:exists|all|exists_one|filter|map)\s*\(\s*(\w+)\s*,", expression))
    found = sorted(set(references["variables"]) - VARIABLES - bound)
    found += [f"{name}()" for name in references["functions"] if _NAME.match(name) and name not in FUNCTIONS]
    bare = _STRING.sub(lambda match: "'" + "_" * (len(match.group()) - 2) + "'", expression)
    found += [match.group(1) for match in _BARE.finditer(bare)] + [f"{m.group(1)}[…]" for m in _INDEXED.finditer(bare)]
    allowed = known_names()
    members = {"case": allowed["case"], "actor": allowed["actor"], "facts": frozenset(fact_types(procedure))}
    found += [f"{m.group(1)}.{m.group(2)}" for m in _MEMBER.finditer(bare) if m.group(2) not in members[m.group(1)]]
    return tuple(dict.fromkeys(found + _unknown_clocks(expression, bare, procedure, allowed["clocks"])))


def _unknown_clocks(expression: str, bare: str, procedure: Procedure, attributes: frozenset[str]) -> list[str]:
    found: list[str] = []
    known = clock_keys(procedure)
    for start in _CLOCK_START.finditer(bare):
        match = _CLOCK.match(expression, start.start())
        key = (match.group(1) or match.group(2) or "") if match else ""
        if not match or key not in known:
            found.append(f'clocks["{key or "…"}"]')
        elif match.group(3) not in attributes:
            found.append(f'clocks["{key}"].{match.group(3) or "…"}')
    return found


def _faulty(expression: str, why: str) -> GuardFaulty:
    return GuardFaulty(
        t(f"条件“{expression}”无法计算:{why}", f"The condition “{expression}” cannot be evaluated: {why}")
    )
