"""Whatever is asked, a calculator answers or refuses; it never fails, and its answer is JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhidun.law.calculators import NAMES, answer, fields

DAYS = st.dates().map(str)
AMOUNTS = st.one_of(st.integers(0, 10**15), st.decimals(0, 10**9, places=2).map(str), st.floats(), st.text(max_size=5))
WORDS = st.sampled_from(
    ["patent", "trademark", "copyright", "trade_secret", "ic_layout", "plant_variety", "confusion", "213", "214", "217"]
)
ANYTHING = st.one_of(st.none(), st.booleans(), AMOUNTS, DAYS, WORDS, st.lists(WORDS, max_size=2), st.just({"a": [1]}))


def fitting(name: str, field: str) -> st.SearchStrategy[Any]:
    """Return values that mostly fit a field."""
    spec = fields(name)[field]
    known = spec.get("enum")
    if isinstance(known, list):
        return st.sampled_from(known)
    kind = str(spec["$ref"]).rpartition("/")[2]
    fits: dict[str, st.SearchStrategy[Any]] = {
        "date": DAYS,
        "dates": st.one_of(DAYS, st.lists(DAYS, max_size=3)),
        "flag": st.booleans(),
        "words": st.lists(WORDS, max_size=3),
        "text": WORDS,
        "share": st.sampled_from([0, 0.2, "15%", 1]),
        "multiple": st.sampled_from([0, 1, 2.5, 5, 6]),
        "level": st.sampled_from([1, 2, 3, 4]),
        "parts": st.just([{"base": 5, "actual_loss": 5, "event_date": "2026-05-01"}]),
    }
    return fits.get(kind, AMOUNTS)


@pytest.mark.parametrize("name", NAMES[1:])
def test_nothing_makes_it_fail(name: str) -> None:
    known = list(fields(name))
    mostly = st.fixed_dictionaries({}, optional={field: fitting(name, field) for field in known})
    wild = st.dictionaries(st.one_of(st.sampled_from(known), st.text(max_size=4)), ANYTHING, max_size=6)

    @settings(max_examples=60, deadline=None)
    @given(asked=st.one_of(mostly, wild))
    def whatever(asked: dict[str, Any]) -> None:
        found = answer(name, asked)
        assert isinstance(found["accepted"], bool)
        json.dumps(found)
        if not found["accepted"]:
            assert found["reason"]
            assert found["remedy"]

    whatever()
