"""Which version governs: one, or several between which an officer chooses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.factories.law import a_law, a_reading, a_rule
from zhidun.law.load import RuleBook, rulebook
from zhidun.law.refusals import RuleNotInForce
from zhidun.law.versions import choices


def test_one_version_needs_no_choice() -> None:
    found = choices(rulebook(), "samr.case.verify.15wd", on=date(2026, 9, 28))
    assert [choice.rule.id for choice in found] == ["samr.case.verify.15wd"]
    assert found[0].default


def test_acts_before_a_switch_decided_after_it_show_both_laws() -> None:
    found = choices(rulebook(), "fine.trademark", on=date(2026, 12, 1), decided_on=date(2027, 1, 5))
    assert [(choice.rule.id, choice.default) for choice in found] == [
        ("fine.trademark.2019", True),
        ("fine.trademark.2026", False),
    ]
    assert "更轻" in found[1].why.zh
    same = choices(rulebook(), "fine.trademark", on=date(2027, 1, 2), decided_on=date(2027, 1, 5))
    assert [choice.rule.id for choice in same] == ["fine.trademark.2026"]
    before = choices(rulebook(), "fine.trademark", on=date(2026, 11, 1), decided_on=date(2026, 12, 1))
    assert len(before) == 1


@pytest.mark.parametrize(
    ("name", "on", "other"),
    [
        ("cr.mediate", date(2025, 1, 6), "cr.consumer.mediate.60d"),  # the regulation of 2024 ranks higher
        ("pat.fake.file", date(2026, 1, 6), "samr.case.verify.15wd"),  # two periods for counterfeit patents
        ("pat.fake.gains", date(2026, 4, 1), "gains.definition"),  # deduction of costs or not
    ],
)
def test_arguable_readings(name: str, on: date, other: str) -> None:
    assert other in [choice.rule.id for choice in choices(rulebook(), name, on=on)]


def test_a_reading_waits_for_its_day_and_for_its_rule() -> None:
    assert len(choices(rulebook(), "cr.mediate", on=date(2024, 6, 30))) == 1
    late = replace(a_rule(rule_id="late"), effective_from=date(2010, 1, 1))
    first = replace(a_rule(rule_id="first"), readings=(a_reading("late", date(2005, 1, 1)),))
    book = RuleBook([a_law()], [first, late])
    assert len(choices(book, "first", on=date(2006, 1, 1))) == 1
    assert len(choices(book, "first", on=date(2010, 1, 1))) == 2


def test_a_rule_that_ended_before_the_decision_keeps_its_version() -> None:
    ended = replace(a_rule(rule_id="ended"), effective_to=date(2020, 1, 1))
    book = RuleBook([a_law()], [ended])
    assert len(choices(book, "ended", on=date(2019, 1, 1), decided_on=date(2021, 1, 1))) == 1
    with pytest.raises(RuleNotInForce):
        choices(book, "ended", on=date(2021, 1, 1))
