"""A second reading: examples worked by hand from the articles before anything was run, with their arithmetic.

The rows stand in `vectors/*.yaml`; a refused row still says by which field or ground.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhidun.law.calculators import answer

Vector = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]
FILES = ("money", "fines", "crimes", "time", "examined")
LEAST = 250


def vectors(name: str) -> Iterator[Vector]:
    """Read a file: a group gives the calculator and what its rows are asked with."""
    text = (Path(__file__).parent / "vectors" / f"{name}.yaml").read_text("utf-8")
    group: Mapping[str, Any] = {}
    for item in yaml.load(text, Loader=yaml.CSafeLoader):
        if isinstance(item, dict):
            group = item
            continue
        why, asked, expected = item
        yield f"{group['about']}: {why}", group["ask"], {**group["with"], **asked}, expected


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_file(name: str) -> None:
    wrong = []
    for why, calculator, asked, expected in vectors(name):
        found = answer(calculator, asked)
        here = {key: found.get(key) for key in expected}
        if here != expected or found["accepted"] is not expected.get("accepted", True):
            wrong.append((why, asked, expected, found))
    assert not wrong, "\n\n".join(str(one) for one in wrong)


def test_there_are_many() -> None:
    assert sum(1 for name in FILES for _ in vectors(name)) >= LEAST
