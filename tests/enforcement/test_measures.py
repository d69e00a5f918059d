"""Seizure and registered preservation: approval, inventory, extension, testing, lifting by itself."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.factories.enforcement import GOODS, PRESERVE, SEIZURE, seized, within
from tests.factories.plays import moment, to_executing, to_filed, to_lead
from zhidun.cases.errors import CaseNotFound
from zhidun.cases.models import Clock, Paper
from zhidun.enforcement import selectors, services
from zhidun.enforcement.errors import InventoryClosed, NotAttachable
from zhidun.enforcement.services import LineIn
from zhidun.kernel import time
from zhidun.kernel.errors import Forbidden, Invalid
from zhidun.procedures.errors import StepBlocked

pytestmark = pytest.mark.django_db


def test_a_seizure_is_approved_with_its_inventory_and_its_period_is_counted() -> None:
    main = to_filed("2026-11-02")
    play = within(main, "seizure", SEIZURE)
    with pytest.raises(StepBlocked) as refused:
        play.go("order", reason="x", facts={"seized_on": "2026-11-02", "keeper": "仓库"})
    assert "inventory is empty" in refused.value.reason.en
    with time.pinned(moment("2026-11-02")):
        services.add_lines(actor=main.cast.officer, case_number=play.case.number, lines=[GOODS])
    play.go("order", reason="有转移可能。", facts={"seized_on": "2026-11-02", "keeper": "仓库"})
    clock = play.clock("samr.seizure.30d")
    assert str(clock.due_on) == "2026-12-02"  # 2 November + 30 days, the first not counted
    assert play.papers() == ["seizure-decision", "inventory"]
    paper = Paper.objects.get(case=play.case, kind="inventory")
    assert "白酒" in str(paper.data["facts"])
    assert play.row.facts["inventory_value"] == "60000.00"  # 100 bottles at 600
    assert main.cast.head.account_id is not None
    (card,) = selectors.lines_of(main.cast.respondent, play.case.number)
    assert card.value == Decimal("60000.00")


def test_one_taken_on_the_spot_is_approved_within_24_hours() -> None:
    main = to_filed("2026-11-02")
    play = within(main, "seizure", {**SEIZURE, "on_the_spot_at": "2026-11-02T08:30"})
    clock = play.clock("samr.coerce.24h")
    assert clock.due_at.astimezone(time.CITY_ZONE).isoformat()[:16] == "2026-11-03T08:30"
    play.go("reject", main.cast.head, reason="理由不足。")
    assert (play.row.outcome, play.clocks()) == ("not_approved", {"samr.coerce.24h": "met"})


def test_it_is_extended_once_tested_outside_the_count_and_lifted() -> None:
    play = seized(to_filed("2026-11-02"))
    play.go("extend", reason="案情复杂。", on="2026-11-20")
    assert str(play.clock("samr.seizure.30d").due_on) == "2027-01-01"  # 2 December + 30 days
    assert "2027年1月1日" in json.dumps(Paper.objects.get(kind="seizure-extension").data, ensure_ascii=False)
    with pytest.raises(StepBlocked):
        play.go("extend", reason="再次。")
    facts = {"goods_tested_by": "检测院", "goods_test_days": "约十日"}
    play.go("send-goods-for-testing", facts=facts, on="2026-11-21")
    play.go("goods-test-back", facts={"goods_test_result": "假冒"}, on="2026-11-30")
    assert str(play.clock("samr.seizure.30d").due_on) == "2027-01-11"  # ten days of testing do not count
    play.go("lift", reason="不再需要。", facts={"lift_ground": "decided", "returned_on": "2026-12-01"}, on="2026-12-01")
    assert (play.row.state, play.row.outcome) == ("ended", "lifted")
    assert play.papers()[-1] == "seizure-lifted"


def test_without_a_decision_it_ends_by_itself_and_only_then() -> None:
    play = seized(to_filed("2026-11-02"))
    with time.pinned(moment("2026-12-02T23:00")):
        assert services.lapse_due() == 0
    with time.pinned(moment("2026-12-03T00:30")):
        assert services.lapse_due() == 1
        assert services.lapse_due() == 0
    assert (play.row.state, play.row.outcome) == ("ended", "lapsed")
    assert play.papers()[-1] == "seizure-lifted"


def test_goods_under_test_do_not_lapse() -> None:
    play = seized(to_filed("2026-11-02"))
    play.go("send-goods-for-testing", facts={"goods_tested_by": "检测院", "goods_test_days": "x"}, on="2026-11-20")
    with time.pinned(moment("2026-12-20")):
        assert services.lapse_due() == 0
    assert play.row.state == "in-force"


def test_seized_goods_hold_the_closing_of_the_case() -> None:
    main = to_executing("2026-11-02", kind="trade_secret", matter="trade_secret")
    main.go("publish")
    main.go("record-performance", facts={"performance": "full", "performed_on": "2026-11-02"})
    with pytest.raises(NotAttachable):
        within(main, "seizure", SEIZURE)  # the investigation is over
    main.go("close", facts={"closing_summary": "完"})


def test_a_case_with_goods_still_held_does_not_close() -> None:
    main = to_filed("2026-11-02")
    play = seized(main)
    facts = {"infringement_established": False, "investigation_report": "不成立", "proposal": "结案"}
    main.go("finish-investigation", facts=facts)
    main.go("pass-review", main.cast.reviewer, facts={"review_opinion": "同意"})
    with pytest.raises(StepBlocked) as refused:
        main.go("close-unfounded", reason="不成立。")
    assert "goods" in refused.value.reason.en
    play.go("lift", reason="不成立。", facts={"lift_ground": "no_violation", "returned_on": "2026-11-02"})
    main.go("close-unfounded", reason="不成立。")
    assert main.row.outcome == "no_infringement"


def test_registered_preservation_has_seven_working_days() -> None:
    play = within(to_lead("2026-11-02"), "registered-preservation", PRESERVE)
    play.go("assign", play.cast.head, facts={"officers": [play.cast.officer.username, play.cast.second.username]})
    with time.pinned(moment("2026-11-02")):
        services.add_lines(actor=play.cast.officer, case_number=play.case.number, lines=[GOODS, GOODS])
    play.go("register", reason="可能灭失。", facts={"preserved_on": "2026-11-02"})
    assert str(play.clock("samr.preserve.7wd").due_on) == "2026-11-11"  # 3 4 5 6 9 10 11 November
    with time.pinned(moment("2026-11-12T00:10")):
        assert services.lapse_due() == 1
    assert play.row.outcome == "lapsed"


def test_several_seizures_run_side_by_side_each_with_its_own_period() -> None:
    main = to_filed("2026-11-02")
    first, second = seized(main), seized(main, on="2026-11-10")
    due = {play.case.number: str(play.clock("samr.seizure.30d").due_on) for play in (first, second)}
    assert set(due.values()) == {"2026-12-02", "2026-12-10"}
    assert Clock.objects.filter(case=main.case, rule_key="samr.seizure.30d").count() == 0


@pytest.mark.parametrize(
    "more",
    [
        {"quantity": "0"}, {"quantity": "-1"}, {"quantity": "x"}, {"unit_value": "-5"}, {"article": " "},
        {"storage_place": ""}, {"unit": "x" * 21},
    ],
)  # fmt: skip
def test_a_line_that_makes_no_sense_is_refused(more: dict[str, str]) -> None:
    play = within(to_filed("2026-11-02"), "seizure", SEIZURE)
    given = {"article": "白酒", "quantity": "1", "unit": "瓶", "storage_place": "仓库", **more}
    with pytest.raises(Invalid):
        services.add_lines(actor=play.cast.officer, case_number=play.case.number, lines=[LineIn(**given)])


def test_a_line_is_taken_off_with_a_reason_and_the_ended_list_stands() -> None:
    play = within(to_filed("2026-11-02"), "seizure", SEIZURE)
    (line,) = services.add_lines(actor=play.cast.officer, case_number=play.case.number, lines=[GOODS])
    with pytest.raises(Forbidden):
        services.remove_line(
            actor=play.cast.head, case_number=play.case.number, line=str(line.public_id), reason="误登"
        )
    services.remove_line(actor=play.cast.officer, case_number=play.case.number, line=str(line.public_id), reason="误登")
    assert selectors.lines_of(play.cast.officer, play.case.number) == ()
    assert play.row.facts["inventory_count"] == 0
    play.go("reject", play.cast.head, reason="不需要。")
    with pytest.raises(InventoryClosed):
        services.add_lines(actor=play.cast.officer, case_number=play.case.number, lines=[GOODS])


def test_who_does_not_see_the_case_opens_nothing_in_it() -> None:
    main = to_filed("2026-11-02")
    with pytest.raises(CaseNotFound):
        within(main, "seizure", SEIZURE, by=main.cast.stranger)
    with pytest.raises(Forbidden):
        within(main, "seizure", SEIZURE, by=main.cast.head)
    with pytest.raises(NotAttachable):
        within(main, "no-such-procedure", {})
    assert "seizure" in {one.procedure for one in selectors.offers(main.cast.officer, main.case.number)}
    assert selectors.offers(main.cast.complainant, main.case.number) == ()
