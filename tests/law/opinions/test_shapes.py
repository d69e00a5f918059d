"""Shapes of files, the shipped schemas, unread rules, and no number of a law in Python."""

from __future__ import annotations

import ast
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

import zhidun.law
from tests.law.opinions import (
    test_crimes,
    test_damages,
    test_fines,
    test_limitation,
    test_punitive,
    test_rewards,
    test_worked_examples,
)
from tests.law.opinions.rows import Row
from zhidun.kernel.errors import Invalid
from zhidun.kernel.packs import packs_root
from zhidun.law.calculators import NAMES, answer, answer_text, damages, fields, reward, unread
from zhidun.law.opinions import inputs

LAW = Path(zhidun.law.__file__).parent
ROWS: list[Row] = [
    *test_worked_examples.EXAMPLES,
    *test_damages.ROWS,
    *test_punitive.ROWS,
    *test_fines.ROWS,
    *test_crimes.ROWS,
    *test_rewards.ROWS,
    *test_limitation.ROWS,
]
CALCULATORS = NAMES[1:]


def validator(name: str, part: str | None = None) -> Draft202012Validator:
    schemas = [json.loads(path.read_text("utf-8")) for path in (LAW / "opinions").glob("*.schema.json")]
    registry: Registry[Any] = Registry().with_resources([(one["$id"], Resource.from_contents(one)) for one in schemas])
    schema = dict(inputs.schema(name))
    return Draft202012Validator({"$ref": f"{schema['$id']}#/$defs/{part}"} if part else schema, registry=registry)


ANSWERS = {name: validator(name, "answer") for name in CALCULATORS}
QUESTIONS = {name: validator(name) for name in CALCULATORS}


def test_there_are_at_least_ninety_four_worked_rows() -> None:
    assert len(ROWS) >= 14 + 80


@pytest.mark.parametrize("name", CALCULATORS)
def test_every_answer_fits_its_schema(name: str) -> None:
    for calculator, asked, _ in ROWS:
        if calculator != name:
            continue
        found = answer(name, asked)
        faults = [error.message for error in ANSWERS[name].iter_errors(found)]
        assert not faults, (asked, faults)
        json.dumps(found)
        if found["accepted"]:
            faults = [error.message for error in QUESTIONS[name].iter_errors(asked)]
            assert not faults, (asked, faults)
            assert found["rules"], asked
            assert all({"zh", "en"} == set(line) for line in found["steps"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", CALCULATORS)
def test_unknown_fields_are_refused_with_a_hint(name: str) -> None:
    first = next(iter(fields(name)))
    found = answer(name, {first + "x": 1})
    assert found["accepted"] is False
    assert found["field"] == first + "x"
    assert first in str(found["remedy"])


@pytest.mark.parametrize("name", CALCULATORS)
def test_nothing_asked_is_refused_by_name(name: str) -> None:
    found = answer(name, {})
    assert found["accepted"] is False
    assert found["field"] in fields(name)


def test_a_list_comes_back_as_a_list_with_refusals_in_place() -> None:
    text, code = answer_text('[{"level": 1}, 7, {"level": 9}, {"level": 2}]', "reward")
    assert [one["accepted"] for one in json.loads(text)] == [True, False, False, True]
    assert code == 1


def test_lines_come_back_as_lines_with_a_broken_one_in_its_place() -> None:
    text, code = answer_text('{"level": 1}\n{"level": \n\n{"level": 3}\n', "reward")
    assert [json.loads(line)["accepted"] for line in text.splitlines()] == [True, False, True]
    assert code == 1


def test_one_object_comes_back_as_one() -> None:
    text, code = answer_text('{"level": 1, "fine_and_confiscation": 637596249.6}', "reward")
    assert json.loads(text)["reward"] == "1000000.00"
    assert code == 0


@pytest.mark.parametrize("text", ["no json", "{", "3\n4", "", " \n\n"])
def test_no_json_is_a_usage_fault(text: str) -> None:
    with pytest.raises(Invalid):
        answer_text(text, "fine")


def test_a_field_said_twice_is_refused_by_name_unless_both_say_the_same() -> None:
    text, code = answer_text(
        '[{"level": 1, "level": 2}, {"level": 2, "level": 2}, {"level": 2, "fine": 1, "fine": 2}]', "reward"
    )
    said = json.loads(text)
    assert [one["accepted"] for one in said] == [False, True, False]
    assert [said[0]["field"], said[2]["field"], code] == ["level", "fine", 1]
    part = '{"right": "patent", "event_date": "2026-01-01", "parts": [{"actual_loss": 1, "actual_loss": 2}]}'
    assert json.loads(answer_text(part, "damages")[0])["field"] == "actual_loss"


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_no_number_is_refused_by_its_field_and_loses_no_other_question(word: str) -> None:
    text, _ = answer_text(f'[{{"level": 1, "fine": {word}}}, {{"level": 1}}]', "reward")
    said = json.loads(text)
    assert [one["accepted"] for one in said] == [False, True]
    assert said[0]["field"] == "fine"


def test_a_number_of_endless_digits_is_refused_by_its_field_alone() -> None:
    said = json.loads(answer_text(f'[{{"level": 1, "fine": {"9" * 5000}}}, {{"level": 1}}]', "reward")[0])
    assert [one["accepted"] for one in said] == [False, True]
    assert said[0]["field"] == "fine"


def test_where_a_text_stops_being_json_is_told() -> None:
    with pytest.raises(Invalid) as caught:
        answer_text('[{"level": 1},\n {"level" 2}]', "reward")
    assert "第2行第11列" in caught.value.reason.zh


def test_what_is_no_object_is_shown_as_it_was_written() -> None:
    said = json.loads(answer_text("[null, true]", "reward")[0])
    assert [one["reason"]["en"] for one in said] == ["“null” is no object.", "“true” is no object."]


def test_a_line_may_hold_any_mark_that_parts_lines_elsewhere() -> None:
    text, _ = answer_text('{"level": 1, "province": "四\u2028川"}\n{"level": 2}\r\n', "reward")
    assert [json.loads(line)["accepted"] for line in text.strip().split("\n")] == [True, True]


WRONG_OF: dict[str, tuple[object, ...]] = {
    "money": ("abc", "-1", -1, True, [], {}, "1,000", "NaN", "1e99"), "multiple": ("abc", -1, True, []),
    "count": ("abc", -1, 1.5, True, []), "share": ("abc", 2, -1, [], True), "flag": ("yes", 1, "true", []),
    "date": ("abc", "2026-13-01", 20260101, "20260101", "2026-W01-1", "2026-1-1", [], True),
    "dates": ("abc", [5], {}, True), "text": ([], {}, True), "words": (5, [5], {}), "factors": (5, [5], [{"a": 1}]),
    "parts": (5, "x", {}, [5]), "money_or_flag": ("abc", -1, []), "level": (0, 4, "x", [], True, 1.5),
    "": (5, "zzz", [], {}, True),
}  # fmt: skip


@pytest.mark.parametrize("name", CALCULATORS)
def test_a_value_of_a_wrong_kind_is_refused_by_its_field_whether_the_rule_needs_it_or_not(name: str) -> None:
    base = next(asked for calculator, asked, wanted in ROWS if calculator == name and wanted.get("accepted", True))
    for field, spec in fields(name).items():
        for value in WRONG_OF[str(spec.get("$ref", "")).rpartition("/")[2]]:
            found = answer(name, {**base, field: value})
            assert (found["accepted"], found.get("field")) == (False, field), (field, value)


def test_figures_are_exact() -> None:
    text, _ = answer_text('{"right": "patent", "event_date": "2026-01-01", "actual_loss": 0.1}', "damages")
    assert json.loads(text)["base"] == "0.10"
    asked = {"right": "patent", "event_date": "2026-01-01", "units": 3, "unit_price": 0.1, "operating_margin": 1}
    assert damages(asked)["base"] == "0.30"
    assert damages({**asked, "actual_loss": Decimal("999999999999999.99")})["base"] == "999999999999999.99"
    assert damages({**asked, "actual_loss": "1e20"})["accepted"] is False


def test_unread_rules_are_named_for_papers() -> None:
    found = reward({"level": 1, "fine_and_confiscation": 100})
    assert found["confidence"] == "secondary"
    assert unread(found) == ("rwd.rate", "rwd.cap")
    assert unread(damages({"right": "patent", "event_date": "2026-01-01", "actual_loss": 5})) == ()


# --- no number of a law stands in Python ----------------------------------------------------------------------------
LEAST = 25_000
SIZES = {Decimal(100_000), Decimal(200_000), Decimal(1_000_000), Decimal(2_000_000)}
ROOMS = [
    room
    for room in ("api", "cases", "cli", "desk", "enforcement", "intake", "kernel", "mediation", "portal", "procedures")
    if (LAW.parent / room).is_dir()
]
SMALL = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 31, 40, 80, 100}
"""Indexes, months of a year, widths of words shown, per cent: no amounts."""


def _numbers(value: object) -> set[Decimal]:
    if isinstance(value, dict):
        return set().union(*(_numbers(item) for item in value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*(_numbers(item) for item in value)) if value else set()
    return {Decimal(str(value))} if isinstance(value, int | float) and not isinstance(value, bool) else set()


def _amounts() -> set[Decimal]:
    found: set[Decimal] = set()
    for path in (packs_root() / "cn" / "law").glob("*.yaml"):
        for rule in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader).get("rules") or []:
            found |= _numbers(rule.get("params") or {})
    return found


def _literals(folder: Path) -> list[tuple[str, int, int | float]]:
    return [
        (path.name, node.lineno, node.value)
        for path in sorted(folder.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
    ]


def test_no_number_of_a_law_stands_in_python() -> None:
    """Every literal of the law room that is also a parameter of a rule is small enough to be something else."""
    amounts = _amounts()
    assert not [
        row
        for row in _literals(LAW)
        if isinstance(row[2], float) or (Decimal(row[2]) in amounts and row[2] not in SMALL)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_no_telling_amount_of_a_law_stands_in_a_room(room: str) -> None:
    """Thresholds and caps of fines, crimes and damages: round sizes of files and pages are other numbers."""
    telling = {one for one in _amounts() if one >= LEAST and one not in SIZES}
    assert not [row for row in _literals(LAW.parent / room) if Decimal(str(row[2])) in telling]


def test_no_number_of_a_law_hides_in_a_text_of_python() -> None:
    """Amounts and periods are not written into strings either: no digits beside 元, 日, 倍 or %."""
    found = []
    for path in sorted((LAW / "opinions").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
                for mark in ("元", "倍", "万"):
                    before = text.split(mark)[0][-1:] if mark in text else ""
                    if before.isdigit():
                        found.append((path.name, node.lineno, text))
    assert not found
