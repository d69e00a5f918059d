"""The words of `law due`: every field, every shape, every refusal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.factories.law import a_law, a_period, a_reading, a_rule
from zhidun.kernel.errors import Invalid
from zhidun.law import calculators
from zhidun.law.calculators import FIELDS, answer_text, due_answer
from zhidun.law.load import RuleBook
from zhidun.law.model import Unit

SCHEMA = json.loads((Path(calculators.__file__).parent / "due.schema.json").read_text("utf-8"))

VERIFY = {"rule": "samr.case.verify.15wd", "start": "2023-11-14"}
TWENTY_DAYS = {"value": 20, "unit": "calendar_day"}


def ask(**fields: object) -> dict[str, Any]:
    """Ask, and hold question and answer against the shipped schema."""
    answer = due_answer(fields)
    kind = "answer" if answer["accepted"] else "refusal"
    Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]}).validate(answer)
    if answer["accepted"]:
        plain = json.loads(json.dumps(fields, default=str))
        Draft202012Validator({"$ref": "#/$defs/question", "$defs": SCHEMA["$defs"]}).validate(plain)
    return answer


def test_the_schema_names_the_fields_that_are_read() -> None:
    assert set(SCHEMA["$defs"]["question"]["properties"]) == set(FIELDS)


def test_the_example_of_the_issue() -> None:
    answer = ask(rule="samr.case.verify.15wd", start="2026-09-28T10:00")
    assert answer["due"] == "2026-10-23"
    assert answer["unit"] == "working_day"
    assert (answer["law"], answer["article"]) == ("samr_penalty_proc", "18")
    assert answer["provisional"] is False
    assert len(answer["counted"]) == 15
    assert {"on": "2026-10-10", "n": 5, "why": "makeup_workday"} in answer["counted"]
    assert {"on": "2026-10-06", "why": "adjusted_rest_day"} in answer["skipped"]
    assert answer["rules"] == ["samr.case.verify.15wd"]
    assert answer["confidence"] == "text_read"
    assert "due_extended" not in answer
    assert "latest_notice" not in answer


@pytest.mark.parametrize(
    "pauses",
    [
        "2026-10-12/2026-10-13",
        ["2026-10-12/2026-10-13"],
        [["2026-10-12", "2026-10-13"]],
        [[date(2026, 10, 12), datetime(2026, 10, 13, 8)]],  # noqa: DTZ001  naive is meant
    ],
)
def test_pauses_in_every_form(pauses: object) -> None:
    assert due_answer({"rule": "samr.case.verify.15wd", "start": "2026-09-28", "pauses": pauses})["due"] == "2026-10-27"


@pytest.mark.parametrize(
    ("fields", "due", "extended"),
    [
        ({**VERIFY, "extended": True}, "2023-12-05", "2023-12-26"),
        ({**VERIFY, "extended_by_head": True}, "2023-12-05", "2023-12-26"),
        ({"rule": "samr.case.decide.90d", "start": "2026-03-02", "extended": [True, TWENTY_DAYS]},
         "2026-05-31", "2026-07-20"),  # 90, then 30 and an open number; a Sunday is no holiday: it does not roll
        ({"rule": "pat.adj.close.3m", "start": "2026-01-31", "extended": 1}, "2026-04-30", "2026-06-01"),
        ({"rule": "pat.adj.close.3m", "start": "2026-01-31", "extended_by_head": True, "extended_by_superior": 2},
         "2026-04-30", "2026-07-31"),
    ],
)  # fmt: skip
def test_prolongations(fields: dict[str, object], due: str, extended: str) -> None:
    answer = ask(**fields)
    assert answer["due"] == due
    assert answer["due_extended"] == extended


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({"rule": "cr.mediate.60d", "start": "2026-05-06"}, "2026-07-05"),  # an alias; a Sunday that is no holiday
        ({"rule": "cr.mediate.45wd", "start": "2020-01-06"}, "2020-03-16"),  # the alias of the former text
        ({"rule": "pat.adj.answer.15d", "start": "2026-06-01", "domestic": True}, "2026-06-16"),
        ({"rule": "pat.adj.answer.15d", "start": "2026-06-01", "domestic": False}, "2026-07-01"),
        ({"rule": "pat.sue.15d", "start": "2026-06-01", "domestic": False}, "2026-06-16"),  # no foreign period
        ({"rule": "pub.penalty.cross.10wd", "start": "2026-01-05", "event": "information_received"}, "2026-01-19"),
        ({"rule": "pub.penalty.cross.10wd", "start": "2026-01-05", "event": "penalty_decision"}, "2026-01-19"),
        ({"rule": "pub.penalty.cross.10wd#publish", "start": "2026-01-05"}, "2026-01-19"),
        ({"rule": "cred.cnipa.repair.6m", "start": "2026-01-31", "event": "recognised_dishonest"}, "2026-07-31"),
        ({"rule": "samr.case.verify.15wd", "start": "2026-11-02", "testing_days_excluded": 3}, "2026-11-26"),
        ({"rule": "samr.case.verify.15wd", "start": "2026-11-02", "testing_days_excluded": "3"}, "2026-11-26"),
        ({"rule": "samr.case.verify.15wd", "start": "2026-11-02", "testing_days_excluded": 0}, "2026-11-23"),
        ({"rule": "cr.mediate", "start": "2026-05-06", "on": "2025-05-06"}, "2026-07-08"),  # the version of another day
        ({"rule": "trf.hand.24h", "start": "2026-12-31T10:00"}, "2027-01-01T10:00:00+08:00"),
        ({"rule": "trf.hand.24h", "start": datetime(2026, 12, 31, 10)}, "2027-01-01T10:00:00+08:00"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_single_fields(fields: dict[str, object], due: str) -> None:
    assert due_answer(fields)["due"] == due


def test_backward_gives_the_latest_notice() -> None:
    answer = ask(rule="samr.hearing.fix.5wd#notice", hearing_date="2026-10-16")
    assert (answer["due"], answer["latest_notice"]) == ("2026-10-08", "2026-10-08")
    weekend = ask(rule="pre.renew.7d", start="2026-10-09")
    assert (weekend["due"], weekend["latest_notice"]) == ("2026-10-02", "2026-09-30")
    turned = ask(rule="recon.60d", start="2026-10-09", direction="backward", testing_days_excluded=2)
    assert turned["due"] == "2026-08-08"


def test_provisional_is_said() -> None:
    assert ask(rule="samr.case.verify.15wd", start="2026-12-20")["provisional"] is True


def test_other_readings_are_answered_beside() -> None:
    answer = ask(rule="cr.mediate", start="2025-01-06")
    (other,) = answer["readings"]
    assert (other["rule_version"], other["due"]) == ("cr.consumer.mediate.60d", "2025-03-07")
    assert answer["rules"] == ["cr.mediate.45wd.2019", "cr.consumer.mediate.60d"]
    without = replace(a_rule(rule_id="without"), periods=())
    hours = a_rule(a_period(24, Unit.HOUR), rule_id="hours")
    readings = (a_reading("without", date(2001, 1, 1)), a_reading("hours", date(2001, 1, 1)))
    first = replace(a_rule(a_period(5, Unit.WORKING_DAY), rule_id="first"), readings=readings)
    book = RuleBook([a_law()], [first, without, hours])
    result: dict[str, Any] = due_answer({"rule": "first", "start": "2026-01-05"}, book=book)
    assert ["due" in other for other in result["readings"]] == [False, False]


@pytest.mark.parametrize(
    ("fields", "field", "part"),
    [
        ({"start": "2026-01-05"}, "rule", "missing"),
        ({"rule": 3, "start": "2026-01-05"}, "rule", "missing"),
        ({"rule": "recon.60d"}, "start", "missing"),
        ({"rule": "recon.60d", "start": "soon"}, "start", "no date"),
        ({"rule": "recon.60d", "start": "2026-01-05T99:00"}, "start", "no date"),
        ({"rule": "recon.60d", "start": "2026-01-05", "on": "soon"}, "on", "no date"),
        ({"rule": "recon.6d", "start": "2026-01-05"}, "rule", "no rule"),
        ({"rule": "cr.mediate.45wd.2019", "start": "2026-05-05"}, "rule", "not in force"),
        ({"rule": "fine.trademark", "start": "2026-01-05"}, "rule", "no period"),
        ({"rule": "pub.period", "start": "2026-01-05"}, "rule", "several periods"),
        ({"rule": "trf.hand.24h", "start": "2026-01-05"}, "start", "moment"),
        ({"rule": "recon.60d", "start": "2026-01-05", "begin": 1}, "begin", "Unknown field"),
        ({"rule": "recon.60d", "start": "2026-01-05", "paus": 1}, "paus", "Unknown field"),
        ({"rule": "recon.60d", "start": "2026-01-05", "event": "full_moon"}, "event", "Unknown start event"),
        ({"rule": "recon.60d", "start": "2026-01-05", "event": "seizure"}, "event", "no one period"),
        ({"rule": "pub.penalty.cross.10wd#publish", "start": "2026-01-05", "event": "penalty_decision"}, "event",
         "no one period"),
        ({"rule": "recon.60d", "start": "2026-01-05", "direction": "up"}, "direction", "unknown"),
        ({"rule": "recon.60d", "start": "2026-01-05", "pauses": 3}, "pauses", "cannot be read"),
        ({"rule": "recon.60d", "start": "2026-01-05", "pauses": ["2026-01-07"]}, "pauses", "cannot be read"),
        ({"rule": "recon.60d", "start": "2026-01-05", "pauses": [3]}, "pauses", "cannot be read"),
        ({"rule": "recon.60d", "start": "2026-01-05", "pauses": ["a/b"]}, "pauses", "no date"),
        ({"rule": "recon.60d", "start": "2026-01-05", "pauses": "2026-01-09/2026-01-07"}, "pauses", "before"),
        ({"rule": "recon.60d", "start": "2026-01-05", "testing_days_excluded": "x"}, "testing_days_excluded", "whole"),
        ({"rule": "recon.60d", "start": "2026-01-05", "testing_days_excluded": "9" * 5000}, "testing_days_excluded",
         "whole"),
        ({"rule": "r" * 200_000, "start": "2026-01-05"}, "rule", "no rule"),
        ({"rule": "recon.60d", "start": "2026-01-05", "testing_days_excluded": True}, "testing_days_excluded", "whole"),
        ({"rule": "recon.60d", "start": "2026-01-05", "extended": True}, "extended", "no such extension"),
        ({"rule": "recon.60d", "start": "2026-01-05", "extended_by_superior": True}, "extended", "no such extension"),
        ({"rule": "seizure.30d", "start": "2026-01-05", "extended": {"days": 3}}, "extended", "{value, unit}"),
        ({"rule": "seizure.30d", "start": "2026-01-05", "extended": {"unit": "moon"}}, "extended", "{value, unit}"),
    ],
)  # fmt: skip
def test_refusals_stand_in_the_place_of_the_answer(fields: dict[str, object], field: str, part: str) -> None:
    answer = ask(**fields)
    assert answer["accepted"] is False
    assert answer["field"] == field
    assert part in answer["reason"]["en"]
    assert answer["remedy"]["zh"]


def test_an_extension_with_the_laws_own_unit() -> None:
    answer = ask(rule="seizure.30d", start="2026-01-05", extended={"value": 30})
    assert answer["due_extended"] == "2026-03-06"


ONE = '{"rule": "recon.60d", "start": "2026-01-05"}'
BAD = '{"rule": "nothing", "start": "2026-01-05"}'


def test_an_object_gives_an_object() -> None:
    text, code = answer_text(ONE)
    assert json.loads(text)["due"] == "2026-03-06"
    assert code == 0


def test_a_list_gives_a_list_in_order() -> None:
    text, code = answer_text(f"[{ONE}, {BAD}, 3, {ONE}]")
    answers = json.loads(text)
    assert [answer["accepted"] for answer in answers] == [True, False, False, True]
    assert code == 1


def test_json_lines_give_json_lines() -> None:
    text, code = answer_text(f"{ONE}\n\n{BAD}\n")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["accepted"] for line in lines] == [True, False]
    assert code == 1


@pytest.mark.parametrize("text", ["rule: recon.60d", "[" * 100_000, "1\n" + "[" * 100_000])
def test_text_that_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="no JSON"):
        answer_text(text)
