"""The calculators by machine: one question, a list, refusals in place, nobody signed in."""

from __future__ import annotations

import pytest

from tests.api.conftest import World
from tests.factories.api import Caller
from zhidun.law.calculators import NAMES

FINE = {"right": "trademark", "event_date": "2026-11-22", "illegal_turnover": 200000}


def test_one_question(visitor: Caller) -> None:
    told = visitor.post("/law/fine", FINE)
    assert told.status == 200, told.body
    assert (told.json["max_fine"], told.json["article"]) == ("1000000.00", "60")


def test_a_list_with_a_refusal_in_its_place(visitor: Caller) -> None:
    told = visitor.post("/law/fine", [FINE, {"rihgt": "x"}, {**FINE, "illegal_turnover": -1}])
    assert [one["accepted"] for one in told.json] == [True, False, False]
    assert told.json[1]["field"] == "rihgt"


def test_too_many_at_once(visitor: Caller) -> None:
    assert visitor.post("/law/reward", [{"level": 1}] * 201).status == 413


@pytest.mark.parametrize("name", NAMES[1:])
def test_every_calculator_answers(world: World, name: str) -> None:
    told = world.citizen.post(f"/law/{name}", {})
    assert told.status == 200
    assert told.json["accepted"] is False


@pytest.mark.parametrize("body", [3, "x", [1]])
def test_what_is_no_question(visitor: Caller, body: object) -> None:
    assert visitor.post("/law/crime", body).status == 422  # type: ignore[arg-type]
