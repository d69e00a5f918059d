"""Small laws, rules and packs for tests of the law room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from zhidun.kernel.text import Text, t
from zhidun.law.model import Confidence, Direction, Extension, LawText, Period, Place, Reading, Roll, Rule, Unit

PLACE = Place("test", "law/test.yaml", 1)


def a_law(law_id: str = "some_law", *, roll: Roll = Roll.NONE, **changes: object) -> LawText:
    """Return a law in force since 2000."""
    law = LawText(
        id=law_id,
        title=t("某法", "Some Law"),
        doc_no="",
        effective_from=date(2000, 1, 1),
        effective_to=None,
        superseded_by=None,
        family=law_id,
        roll=roll,
        place=PLACE,
    )
    return replace(law, **changes)  # type: ignore[arg-type]


def a_period(value: int, unit: Unit, **changes: object) -> Period:
    """Return a forward period from the receipt of a complaint."""
    period = Period(part="", value=value, unit=unit, start="complaint_received", act=t("办理", "do it"))
    return replace(period, **changes)  # type: ignore[arg-type]


def backward(value: int, unit: Unit) -> Period:
    """Return a period before a hearing."""
    return a_period(value, unit, start="hearing_date", direction=Direction.BACKWARD)


def an_extension(
    value: int | None, unit: Unit | None, *, approver: str = "head", times: int = 1, at_most: bool = False
) -> Extension:
    """Return a possible prolongation."""
    name = t("负责人", "head")
    return Extension(value=value, unit=unit, approver=approver, approver_name=name, times=times, at_most=at_most)


def a_rule(*periods: Period, roll: Roll = Roll.NONE, rule_id: str = "some.rule", **changes: object) -> Rule:
    """Return a rule of `a_law` with the given periods."""
    rule = Rule(
        key=rule_id,
        id=rule_id,
        kind="deadline",
        title=t("某期限", "Some period"),
        statement=t("某期限。", "Some period."),
        law=a_law(roll=roll),
        article="1",
        params={},
        periods=periods,
        effective_from=date(2000, 1, 1),
        effective_to=None,
        superseded_by=None,
        confidence=Confidence.TEXT_READ,
        place=PLACE,
    )
    return replace(rule, **changes)  # type: ignore[arg-type]


def a_reading(rule: str, from_on: date) -> Reading:
    """Return another arguable rule."""
    return Reading(rule=rule, from_on=from_on, why=Text("两种理解。", "Two readings."))


LAW_YAML = """\
laws:
  some_law:
    title: {zh: 某法, en: Some Law}
    doc_no: ''
    effective_from: 2000-01-01
    effective_to: null
    superseded_by: null
    family: some_law
    roll: none
rules:
- key: some.rule
  id: some.rule
  kind: deadline
  title: {zh: 某期限, en: Some period}
  statement: {zh: 某期限。, en: Some period.}
  law: some_law
  article: '1'
  effective_from: 2000-01-01
  effective_to: null
  superseded_by: null
  confidence: text_read
  periods:
  - value: 5
    unit: working_day
    start: complaint_received
    act: {zh: 办理, en: do it}
    extensions:
    - {value: 5, unit: working_day, approver: head}
    excluded: [testing]
  params: {}
"""
WORDS_YAML = """\
approvers:
  head: {zh: 负责人, en: head}
excluded_time:
  testing: {zh: 检测, en: testing}
"""


def a_pack(folder: Path, law: str = LAW_YAML, words: str = WORDS_YAML) -> tuple[str, ...]:
    """Write a pack with one law file and return the names to read it alone."""
    (folder / "law").mkdir(parents=True, exist_ok=True)
    (folder / "law" / "test.yaml").write_text(law, "utf-8")
    (folder / "law" / "words.yaml").write_text(words, "utf-8")
    return (str(folder),)
