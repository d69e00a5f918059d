"""Where the law can be read in two ways both readings are shown, an officer chooses, clocks and papers follow."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.factories.cases import Cast, filed, fresh, make_case, take
from zhidun.access.models import AuditEntry
from zhidun.cases import clocks, selectors, services
from zhidun.cases.models import Case, Clock, Move, RuleChoice
from zhidun.cases.paper_rules import act_rule
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid
from zhidun.law.load import rulebook
from zhidun.procedures.model import ClockAction, ClockVerb

pytestmark = pytest.mark.django_db
DAY = datetime.fromisoformat("2026-03-02T10:00:00+08:00")


def arguable() -> tuple[str, str]:
    """A key with a period in force on DAY, and the id of another reading of it that has a period too."""
    for key in rulebook().keys:
        for rule in rulebook().versions(key):
            if rule.in_force(DAY.date()) and rule.readings and rule.periods and not rule.periods[0].part:
                other = rulebook().rule(rule.readings[0].rule, DAY.date())
                if other.periods and rule.readings[0].from_on <= DAY.date():
                    return key, other.id
    pytest.fail("no pack has a clock with two readings")


def begin(case: Case, rule: str) -> Clock:
    move = Move.objects.filter(case=case).latest("seq")
    return clocks.start(case=case, move=move, action=ClockAction(ClockVerb.START, rule), moment=DAY)


@pytest.fixture
def at_day() -> object:
    with time.pinned(DAY):
        yield


def test_an_unarguable_case_asks_nothing(cast: Cast) -> None:
    case = filed(cast)
    assert selectors.readings_of(case) == ()
    assert selectors.case_page(cast.officer, case.number).readings == ()


def test_both_readings_of_a_running_clock_are_shown_with_their_ends(cast: Cast, at_day: object) -> None:
    key, other = arguable()
    case = make_case(cast, at=DAY)
    clock = begin(case, key)
    (question,) = selectors.readings_of(case)
    assert (question.question, question.about, question.chosen_by) == (key, "clock", "")
    ids = [one.rule_id for one in question.options]
    assert clock.rule_id in ids
    assert other in ids
    default = next(one for one in question.options if one.default)
    assert (default.rule_id, default.chosen, default.due_on) == (clock.rule_id, True, clock.due_on)
    for one in question.options:
        assert one.why.zh
        assert one.why.en
        assert one.citation.zh
        assert one.due_on is not None
    assert selectors.case_page(cast.officer, case.number).readings == (question,)
    assert selectors.case_page(cast.complainant, case.number).readings == ()


def test_the_running_clock_and_the_next_follow_the_choice(cast: Cast, at_day: object) -> None:
    key, other = arguable()
    case = make_case(cast, at=DAY)
    clock = begin(case, key)
    shown = {one.rule_id: one.due_on for one in selectors.readings_of(case)[0].options}
    with pytest.raises(Forbidden):
        services.choose_reading(
            actor=cast.officer, case_number=case.number, question=key, chosen=other, reason="后法优先"
        )
    row = services.choose_reading(
        actor=cast.reviewer, case_number=case.number, question=key, chosen=other, reason="后法优先"
    )
    assert set(row.options) == set(shown)
    clock.refresh_from_db()
    assert (clock.rule_id, clock.due_on) == (other, shown[other])
    assert clock.rule_key == key
    entry = AuditEntry.objects.get(action="clock.reread")
    assert entry.facts["rule_now"] == other
    assert fresh(case).next_due_at == case.clocks.filter(binds="office", state="running").earliest("due_at").due_at
    (question,) = selectors.readings_of(case)
    assert question.chosen_by == cast.reviewer.name.zh
    assert question.reason == "后法优先"
    assert [one.rule_id for one in question.options if one.chosen] == [other]
    assert begin(case, key).rule_id == other


def test_choosing_what_governs_already_changes_no_clock(cast: Cast, at_day: object) -> None:
    key, _ = arguable()
    case = make_case(cast, at=DAY)
    clock = begin(case, key)
    services.choose_reading(
        actor=cast.reviewer, case_number=case.number, question=key, chosen=clock.rule_id, reason="维持"
    )
    before = clock.due_on
    clock.refresh_from_db()
    assert clock.due_on == before
    assert not AuditEntry.objects.filter(action="clock.reread").exists()


@pytest.mark.parametrize("chosen", ["no.such.rule", "samr.case.decide.90d", ""])
def test_only_what_was_shown_can_be_chosen(cast: Cast, at_day: object, chosen: str) -> None:
    key, _ = arguable()
    case = make_case(cast, at=DAY)
    begin(case, key)
    with pytest.raises(Invalid) as refused:
        services.choose_reading(actor=cast.reviewer, case_number=case.number, question=key, chosen=chosen, reason="x")
    assert refused.value.field == "chosen"
    assert not RuleChoice.objects.exists()


def test_an_act_before_the_switch_decided_after_it_has_two_readings(cast: Cast) -> None:
    """从旧兼从轻: the trademark fine of the day of the act, or of the day of the decision."""
    with time.pinned(datetime.fromisoformat("2027-01-05T10:00:00+08:00")):
        case = make_case(cast, at=time.now(), law_on=date(2026, 12, 31))
        for rule in rulebook().unverified():
            if rule.key == "fine.trademark":
                services.confirm_rule(actor=cast.reviewer, rule_id=rule.id, official_source="公报")
        take(case, "cite", cast.officer, {"cited": "fine.trademark"})
        (question,) = [one for one in selectors.readings_of(case) if one.question == "fine.trademark"]
        assert question.about == "act"
        assert len(question.options) == 2
        assert all(one.due_on is None for one in question.options)
        later = next(one for one in question.options if not one.default)
        before = act_rule(case, "fine.trademark", time.now())
        services.choose_reading(
            actor=cast.reviewer, case_number=case.number, question="fine.trademark", chosen=later.rule_id,
            reason="新法处罚较轻",
        )  # fmt: skip
        after = act_rule(case, "fine.trademark", time.now())
    assert (before.law.id, after.law.id) == ("trademark_law_2019", "trademark_law_2026")
    assert after.id == later.rule_id
