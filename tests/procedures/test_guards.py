"""Guards: compiled once, every failure one refusal, only documented names."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from tests.factories.procedures import a_view, small
from zhidun.procedures import guards
from zhidun.procedures.errors import GuardFaulty
from zhidun.procedures.model import FieldType
from zhidun.procedures.view import (
    VIEW_TABLE,
    ActorView,
    CaseView,
    ClockView,
    empty,
    known_names,
    midnight,
    shown,
    variables,
)


def test_chars_counts_characters_not_bytes() -> None:
    assert guards.holds("chars(word) == 2", {"word": "知盾"})
    assert guards.holds("count(case.steps) == 0", variables(small(), a_view()))


def test_an_empty_condition_holds() -> None:
    assert guards.holds("", {})


@pytest.mark.parametrize("expression", ["a +", "missing == 1", "1 / 0 == 1", "1 + 'x' == 2", "'text'"])
def test_every_failure_is_one_refusal(expression: str) -> None:
    with pytest.raises(GuardFaulty) as caught:
        guards.holds(expression, {"a": 1})
    assert expression in caught.value.reason.zh
    assert caught.value.remedy.en


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("facts.flag && case.kind == 'facts.none'", ()),
        ("case.steps.exists(s, s == 'work')", ()),
        ("'work' in case.steps", ()),
        ('clocks["r.office"].running', ()),
        ("clocks['r.none'].running", ('clocks["r.none"]',)),
        ("clocks['r.office'].angry", ('clocks["r.office"].angry',)),
        ("clocks['r.office'] == 1", ('clocks["r.office"].…',)),
        ("clocks.office.running", ('clocks["…"]',)),
        ("case == 1", ("case",)),
        ("facts['flag']", ("facts[…]",)),
        ("actor.salary > 0", ("actor.salary",)),
        ("weather", ("weather",)),
        ("getDate(case.at) == 1", ("getDate()",)),
    ],
)
def test_names_are_held_against_the_documented_view(expression: str, names: tuple[str, ...]) -> None:
    assert guards.unknown_names(expression, small()) == names


@pytest.mark.parametrize(
    ("kind", "value", "many", "seen"),
    [
        (FieldType.TEXT, None, False, ""),
        (FieldType.BOOL, None, False, False),
        (FieldType.NUMBER, None, False, 0),
        (FieldType.MONEY, "", False, 0),
        (FieldType.DATE, None, False, None),
        (FieldType.MOMENT, None, False, None),
        (FieldType.ITEMS, None, False, []),
        (FieldType.ACCOUNT, None, True, []),
        (FieldType.ACCOUNT, ["a", "b"], True, ["a", "b"]),
        (FieldType.ITEMS, "a", False, ["a"]),
        (FieldType.TEXT, "字", False, "字"),
        (FieldType.BOOL, True, False, True),
        (FieldType.NUMBER, "7", False, 7),
        (FieldType.MONEY, "12.345", False, 1235),
        (FieldType.DATE, "2026-01-02", False, datetime(2026, 1, 1, 16, tzinfo=UTC)),
        (FieldType.MOMENT, "2026-01-02T08:00", False, datetime(2026, 1, 2, 0, tzinfo=UTC)),
    ],
)
def test_facts_are_shown_as_cel_compares_them(kind: FieldType, value: object, many: bool, seen: object) -> None:  # noqa: FBT001  a parameter of the table
    assert shown(kind, value, many=many) == seen


def test_a_day_begins_in_the_city() -> None:
    assert midnight(date(2026, 1, 1)) == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert empty(FieldType.CHOICE, many=False) == ""


def test_moments_and_clocks_reach_the_guard() -> None:
    due = midnight(date(2026, 1, 3))
    view = a_view(
        case=CaseView(kind="trademark", at=midnight(date(2026, 1, 2))), clocks={"r.office": ClockView(due_at=due)}
    )
    assert guards.true_for('case.at < clocks["r.office"].due_at', small(), view)
    assert guards.true_for('clocks["r.party"].due_at == null', small(), view)
    assert guards.true_for("'b' in actor.powers", small(), a_view(powers=("a", "b")))


def test_every_name_of_the_view_is_documented() -> None:
    names = {f"case.{one.name}" for one in fields(CaseView)} | {f"actor.{one.name}" for one in fields(ActorView)}
    names |= {f"clocks[rule].{one.name}" for one in fields(ClockView)}
    assert set(VIEW_TABLE) == names
    assert set(known_names()) == {"case", "actor", "clocks"}
