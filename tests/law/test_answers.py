"""What the command line prints for rules and the check."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.factories.law import LAW_YAML, a_pack
from zhidun.kernel.time import pinned
from zhidun.law.answers import check_answer, rule_answer, rules_answer, state


def answer(name: str, on: date | None = None) -> dict[str, Any]:
    return rule_answer(name, on=on)


def test_a_rule_by_an_old_name() -> None:
    found = answer("cr.mediate.60d", date(2026, 5, 1))
    assert (found["rule"], found["rule_version"]) == ("cr.mediate", "cr.mediate.60d.2026")
    assert found["citation"]["zh"] == "《市场监督管理投诉举报处理办法》第22、23(1)(5)条"
    assert [version["rule_version"] for version in found["versions"]] == ["cr.mediate.45wd.2019", "cr.mediate.60d.2026"]
    assert found["periods"][0]["value"] == 60
    assert found["effective_to"] is None
    assert found["note"] is None
    json.dumps(found)


def test_today_is_the_default_day() -> None:
    with pinned(datetime(2025, 1, 6, tzinfo=UTC)):
        found = answer("cr.mediate")
    assert found["on"] == "2025-01-06"
    assert found["rule_version"] == "cr.mediate.45wd.2019"
    assert found["effective_to"] == "2026-04-14"
    assert [reading["rule_version"] for reading in found["readings"]] == ["cr.consumer.mediate.60d"]
    assert found["note"]["zh"]


def test_extensions_and_parts_are_shown() -> None:
    found = answer("samr.case.decide.90d", date(2026, 5, 1))
    first, second = found["periods"][0]["extensions"]
    assert (first["value"], first["unit"], first["approver"]) == (30, "calendar_day", "department_head")
    assert (second["value"], second["unit"]) == (None, None)
    parts = [period["name"] for period in answer("samr.juris.7wd", date(2026, 5, 1))["periods"]]
    assert parts == ["samr.juris.7wd", "samr.juris.7wd#superior"]


def test_a_refusal_is_an_answer() -> None:
    found = answer("cr.mediate.45wd.2019", date(2026, 5, 1))
    assert found["accepted"] is False
    assert found["code"] == "law.rule_not_in_force"
    assert "cr.mediate.60d.2026" in found["remedy"]["en"]
    assert found["article"]


def test_all_rules_and_state() -> None:
    rows = rules_answer()
    now = state()
    assert len(rows) == now.rules
    assert sum(row["confidence"] != "text_read" for row in rows) == now.unverified
    assert now.years[0] == 2004
    assert now.laws >= 72


def test_check_answer(tmp_path: Path) -> None:
    assert check_answer(("cn",)) == {"ok": True, "findings": []}
    names = a_pack(tmp_path / "bad", LAW_YAML.replace("kind: deadline", "kind: wish"))
    found: dict[str, Any] = check_answer(names)
    assert not found["ok"]
    assert found["findings"][0]["file"] == "bad/law/test.yaml"
    assert found["findings"][0]["line"] == 11
    assert found["findings"][0]["code"] == "kind"
