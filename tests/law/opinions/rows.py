"""One worked example: a question, and the fields its answer must hold."""

from __future__ import annotations

from collections.abc import Mapping

from zhidun.law.calculators import answer

Row = tuple[str, Mapping[str, object], Mapping[str, object]]


def check(calculator: str, asked: Mapping[str, object], expected: Mapping[str, object]) -> None:
    """Compare the named fields; a dictionary is compared field by field."""
    found = answer(calculator, asked)
    for name, value in expected.items():
        here = found.get(name)
        if isinstance(value, Mapping) and isinstance(here, Mapping):
            here = {key: here.get(key) for key in value}
        assert here == value, (name, found)
